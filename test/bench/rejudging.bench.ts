import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { WebSocket } from "ws";
import { signToken } from "../../src/access/tokens.ts";
import { TEST_SECRET } from "../support/secret.ts";

const MESSAGES = 10_000;
const WRITERS = 50;
const READERS = 200;
/** A message that arrived is in the store, and what the lists before said of it is settled. */
const SETTLING_MS = 12_000;

interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly allCpuMs: number;
}

/** How long a list change that affects 10,000 kept messages takes to reach who holds them, and how long it holds the event loop. */
export async function bench(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-bench-"));
  try {
    print(`  ${MESSAGES} messages with a link, one a conversation, of ${WRITERS + READERS} people who are all there`);
    await measure("SQLite on disk", join(folder, "hutong.sqlite"), print);
    const missing = postgresMissing();
    if (missing !== null) return print(`  PostgreSQL: ${missing}`);
    const server = await startPostgres({ syncs: true });
    try {
      await measure("PostgreSQL", await server.urlOf(crypto.randomUUID()), print);
    } finally {
      await server.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(name: string, place: string, print: (line: string) => void): Promise<void> {
  const child = fork(new URL("rejudging-process.ts", import.meta.url), [place]);
  const answer = async <Told>(): Promise<Told> => ((await once(child, "message")) as [Told])[0];
  try {
    const port = await answer<number>();
    const ws = `ws://127.0.0.1:${port}/v1/ws`;
    const writers = await Promise.all(Array.from({ length: WRITERS }, (_, at) => enter(ws, `writer${at}`)));
    const readers = await Promise.all(Array.from({ length: READERS }, (_, at) => enter(ws, `reader${at}`)));
    const texts = Array.from(
      { length: MESSAGES },
      (_, at) => `https://item.taobao.com/item.htm?id=${652874300000 + at}`,
    );
    child.send({ texts });
    const judgingMs = await answer<number>();
    const heard = counting([...writers, ...readers]);
    for (const [at, text] of texts.entries()) {
      writers[at % WRITERS]?.send(
        JSON.stringify({
          type: "send",
          id: `${at}`,
          key: `${at}`,
          to: `reader${Math.floor(at / WRITERS) % READERS}`,
          text,
        }),
      );
      if (at % 500 === 499) await heard.until("message", at - 500);
    }
    await heard.until("message", MESSAGES);
    await sleep(SETTLING_MS);
    const startedMs = performance.now();
    child.send({ entries: ["item.taobao.com"] });
    await heard.until("link", 2 * MESSAGES);
    const tookMs = performance.now() - startedMs;
    child.send("end");
    const { wallMs, cpuMs, allCpuMs } = await answer<Cost>();
    print(
      `  ${name}: told in ${(tookMs / 1_000).toFixed(2)} s; the loop held ${cpuMs.toFixed(0)} ms at most (${wallMs.toFixed(0)} ms on the wall)`,
    );
    print(
      `    ${allCpuMs.toFixed(0)} ms of the event loop's processor time, ${(allCpuMs / judgingMs).toFixed(1)} times judging as many links (${judgingMs.toFixed(0)} ms)`,
    );
    for (const socket of [...writers, ...readers]) socket.close();
  } finally {
    child.kill("SIGKILL");
  }
}

/** Counts frames by their type, without reading the rest of them. */
function counting(sockets: readonly WebSocket[]) {
  const counts = new Map<string, number>();
  for (const socket of sockets) {
    socket.on("message", (data: Buffer) => {
      const type = /"type":"([a-z]+)"/u.exec(data.toString("latin1", 0, 200))?.[1] ?? "";
      counts.set(type, (counts.get(type) ?? 0) + 1);
    });
  }
  return {
    async until(type: string, count: number): Promise<void> {
      while ((counts.get(type) ?? 0) < count) await sleep(2);
    },
  };
}

/** A socket that is told of everything from now on. */
async function enter(url: string, user: string): Promise<WebSocket> {
  const socket = new WebSocket(url, "hutong.v1");
  await once(socket, "open");
  const token = await signToken(user, TEST_SECRET, 3_600, new Date());
  const until = async (type: string, frame: object): Promise<void> => {
    socket.send(JSON.stringify(frame));
    for (;;) {
      const [data] = (await once(socket, "message")) as [Buffer];
      if (data.includes(`"type":"${type}"`)) return;
    }
  };
  await until("welcome", { type: "hello", id: "h", token, device: "bench" });
  await until("synced", { type: "sync", id: "s", from: "now" });
  return socket;
}
