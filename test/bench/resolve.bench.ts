import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "undici";
import { openDiskCache } from "../../src/resolve/cache/disk-cache.ts";
import { createFetchHead, type Answer } from "../../src/resolve/fetch/fetch-head.ts";
import { createGuard, type Guard } from "../../src/resolve/guard/guard.ts";
import { pageFacts } from "../../src/resolve/page/page-facts.ts";
import { readPage } from "../../src/resolve/page/read-page.ts";
import { DEFAULT_LIMITS } from "../../src/resolve/limits/default-limits.ts";
import { resolveLink } from "../../src/resolve/resolve-link.ts";
import type { Resolution } from "../../src/resolve/types.ts";
import { NOTHING_KNOWN } from "../support/doubles/resolve-options.ts";

/** Short rounds in turn, so that what else the machine does falls on all alike. */
const ROUNDS = 60;
const REQUESTS = 80;
const WARM_UP = 10;
const AT_ONCE = 16;
const SLOW_PAGES = 500;
const CACHED = 20_000;

const shipped = createGuard();
/** Does all the work of the shipped guard for a public name and address, then lets loopback through, where the server of this run is. */
const measuredGuard: Guard = {
  check: () => shipped.check(new URL("http://www.example.com/a/page?id=1")),
  isAllowedAddress: () => shipped.isAllowedAddress("93.184.216.34"),
};
const lookup = () => Promise.resolve(["127.0.0.1"]);
const userAgent = "Hutong/bench";
const known = NOTHING_KNOWN;

async function servePages() {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../support/programs/page-process.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { port: Number(line.toString()), close: () => child.kill() };
}

interface Cost {
  readonly wallUs: number;
  /** Of this process; the server has its own. */
  readonly cpuUs: number;
}

async function costOf(run: () => Promise<void>): Promise<Cost> {
  const started = performance.now();
  const before = process.cpuUsage();
  let left = REQUESTS;
  const worker = async () => {
    while (left-- > 0) await run();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const { user, system } = process.cpuUsage(before);
  return { wallUs: ((performance.now() - started) * 1_000) / REQUESTS, cpuUs: (user + system) / REQUESTS };
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const percent = (ratio: number) => `${ratio >= 1 ? "+" : "-"}${Math.abs((ratio - 1) * 100).toFixed(1)} %`;

async function speed(print: (line: string) => void): Promise<void> {
  const { port, close } = await servePages();
  const url = new URL(`http://www.example.com:${port}/a/page?id=1`);
  const fetchHead = createFetchHead({ ...DEFAULT_LIMITS, guard: measuredGuard, lookup, userAgent });
  const bare = async (read: (body: AsyncIterable<Uint8Array>, headers: Answer["headers"]) => Promise<void>) => {
    const client = new Client(`http://127.0.0.1:${port}`, { allowH2: false });
    const answer = await client.request({ method: "GET", path: "/a/page?id=1", reset: true });
    const headers = Object.entries(answer.headers).map(([name, value]) => [name, [String(value)]] as const);
    await read(answer.body, new Map(headers));
    await client.destroy();
  };
  const runs = {
    bare: () =>
      bare(async (body) => {
        for await (const _piece of body);
      }),
    guarded: async () => {
      const { signal } = new AbortController();
      const answer = await fetchHead(url, { signal, maxWireBytes: DEFAULT_LIMITS.maxWireBytes });
      for await (const _piece of answer.body);
      answer.close();
    },
    barePage: () =>
      bare(async (body, headers) => {
        const rest = { status: 200, address: null, wireBytes: () => 0, close: () => undefined };
        const page = await readPage(
          { ...rest, headers, body },
          { maxBytes: DEFAULT_LIMITS.maxPageBytes, keepText: false },
        );
        pageFacts(url, headers, page?.head ?? null, () => true);
      }),
    whole: async () => {
      await resolveLink(url, { guard: measuredGuard, lookup, mode: "all", known, userAgent });
    },
  };
  const names = ["bare", "guarded", "barePage", "whole"] as const;
  const costs: Record<(typeof names)[number], Cost[]> = { bare: [], guarded: [], barePage: [], whole: [] };
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const cost = await costOf(runs[name]);
      if (round >= 0) costs[name].push(cost);
    }
  }
  close();
  const wall = (name: (typeof names)[number]) => median(costs[name].map(({ wallUs }) => wallUs));
  const cpu = (name: (typeof names)[number]) => median(costs[name].map(({ cpuUs }) => cpuUs));
  const row = (label: string, name: (typeof names)[number], beside: string) =>
    print(
      `  ${label.padEnd(62)}${Math.round(1_000_000 / wall(name))
        .toLocaleString("en")
        .padStart(6)} /s ${cpu(name).toFixed(0).padStart(5)} µs CPU${beside}`,
    );
  /** Each round beside the same round of the other. */
  const beside = (one: (typeof names)[number], other: (typeof names)[number]) => {
    const ratio = (of: keyof Cost) =>
      median(costs[one].map((cost, round) => cost[of] / (costs[other][round]?.[of] ?? Number.NaN)));
    return `   time ${percent(ratio("wallUs"))}, CPU ${percent(ratio("cpuUs"))}`;
  };
  print("  the same page of 9 KB, a connection each, 16 at once, medians of rounds in turn:");
  row("undici's request() alone, body read to its end", "bare", "");
  row("guard, pinned connection, limits, body read to its end", "guarded", beside("guarded", "bare"));
  row("undici's request() alone, page read and card made", "barePage", "");
  row("resolveLink: all of it", "whole", beside("whole", "barePage"));
}

async function memory(print: (line: string) => void): Promise<void> {
  const { port, close } = await servePages();
  const options = { guard: measuredGuard, lookup, mode: "all", known, userAgent, totalTimeoutMs: 4_000 } as const;
  // What the first request loads is no matter of how many there are.
  await resolveLink(`http://www.example.com:${port}/quick`, options);
  const before = process.memoryUsage.rss();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 50);
  const urls = Array.from({ length: SLOW_PAGES }, (_, index) => `http://www.example.com:${port}/slow/${index}`);
  const ends = await Promise.all(urls.map((url) => resolveLink(url, options)));
  clearInterval(watch);
  close();
  const cut = ends.filter(({ failure }) => failure?.code === "timeout").length;
  print(
    `  ${SLOW_PAGES} slow pages at once, ${cut} cut by their budget: ${((peak - before) / 2 ** 20).toFixed(0)} MiB more at the peak`,
  );
}

function disk(print: (line: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "hutong-bench-"));
  const path = join(folder, "resolutions.sqlite");
  const resolution: Resolution = {
    status: "final",
    hops: [{ url: "https://t.cn/abc", status: 302, by: "redirect" }],
    finalUrl: "https://item.taobao.com/item.htm?id=1234567890",
    httpStatus: 200,
    skipped: null,
    page: { title: "一件卫衣", description: "x".repeat(300), contentType: "text/html", frameable: false },
    failure: null,
    requests: [{ url: "https://t.cn/abc", status: 302, address: "93.184.216.34" }],
  };
  const cache = openDiskCache(path);
  const timed = (work: (index: number) => void) => {
    let worstMs = 0;
    const started = performance.now();
    for (let index = 0; index < CACHED; index++) {
      const before = performance.now();
      work(index);
      worstMs = Math.max(worstMs, performance.now() - before);
    }
    return `${(((performance.now() - started) * 1_000) / CACHED).toFixed(0)} µs each, ${worstMs.toFixed(1)} ms at worst`;
  };
  const resolvedAtMs = Date.now();
  const kept = timed((index) =>
    cache.set(`https://t.cn/${index}`, { resolution, resolvedAtMs, expiresAtMs: resolvedAtMs + 600_000 }),
  );
  const read = timed((index) => cache.get(`https://t.cn/${(index * 7_919) % CACHED}`));
  cache.close();
  const started = performance.now();
  openDiskCache(path).close();
  print(`  ${CACHED.toLocaleString("en")} answers in a file: kept in ${kept}; read in ${read}`);
  print(`  opened and checked again in ${(performance.now() - started).toFixed(0)} ms`);
  rmSync(folder, { recursive: true });
}

/** Resolves per second, what the guard costs beside undici alone in the same run, memory while many slow pages are open, answers on disk. */
export async function bench(print: (line: string) => void): Promise<void> {
  // Memory first: the other parts leave a heap that has room for this one.
  await memory(print);
  await speed(print);
  disk(print);
}

if (import.meta.main) await bench((line) => console.log(line));
