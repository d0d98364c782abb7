import { openChecker } from "../../src/check/checker.ts";
import { createJudge } from "../../src/messages/judge.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { changingLists } from "../support/doubles/changing-lists.ts";
import { startFollowingGateway } from "../support/followed-gateway.ts";

// A gateway whose lists change when it is told so, in a process of its own, to be measured: forked with a file or an address of a
// database. It tells its port, what judging alone costs, and what a change cost when it is asked.

const unlimited = 100_000_000;
const [place = ""] = process.argv.slice(2);
const store = place.startsWith("postgres") ? await openPostgresStore(place) : openSqliteStore(place);
const lists = changingLists();
const { port } = await startFollowingGateway({
  store,
  threats: lists,
  resolver: null,
  limits: { maxSendsPerWindow: unlimited, maxFramesPerWindow: unlimited },
});

const IDLE_MS = 0.02;

/** The longest that one turn of the event loop took, as time on the wall and on this thread's processor. */
function watchLoop() {
  let isOver = false;
  const longest = { wallMs: 0, cpuMs: 0 };
  let wallMs = performance.now();
  let cpuMs = cpuNowMs();
  let allCpuMs = 0;
  const turn = (): void => {
    const nowMs = performance.now();
    const cpu = cpuNowMs();
    longest.wallMs = Math.max(longest.wallMs, nowMs - wallMs);
    longest.cpuMs = Math.max(longest.cpuMs, cpu - cpuMs);
    // A turn of watching alone takes some microseconds.
    if (cpu - cpuMs > IDLE_MS) allCpuMs += cpu - cpuMs;
    wallMs = nowMs;
    cpuMs = cpu;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    end() {
      isOver = true;
      return { ...longest, allCpuMs };
    },
  };
}

function cpuNowMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Processor time of judging as many texts with a link, and nothing else. */
async function judgingMs(texts: readonly string[]): Promise<number> {
  const checker = openChecker({}, changingLists());
  const decider = checker.shelf.read("wechat", { files: false });
  const resolver = { resolveOffline: () => null };
  const judge = createJudge({ checker, inForce: () => decider, resolver, hostPlatform: "wechat" });
  const context = {
    at: new Date(),
    chat: "one_to_one",
    client: { os: "web", version: null },
    choice: null,
    locale: "en",
  } as const;
  const run = async () => {
    for (const text of texts) await judge(text, context);
  };
  await run();
  const before = cpuNowMs();
  await run();
  return cpuNowMs() - before;
}

let watching: ReturnType<typeof watchLoop> | null = null;
process.on(
  "message",
  (order: { readonly texts: readonly string[] } | { readonly entries: readonly string[] } | "end") => {
    if (order === "end") process.send?.(watching?.end());
    else if ("texts" in order) void judgingMs(order.texts).then((ms) => process.send?.(ms));
    else {
      watching = watchLoop();
      lists.change({ entries: order.entries });
    }
  },
);
process.send?.(port);
