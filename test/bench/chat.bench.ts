import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";
import { postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import type { Spawned } from "../support/programs/spawn-listening.ts";
import { enter, groupRateOf, latenciesAt, percentile, rateOf } from "./chat-clients.ts";
import type { Load } from "./chat-clients.ts";
import { HUTONG, HUTONG_BUILT, hutongOnPostgres, RELAY, RELAY_WITH_SQLITE, SOCKET_IO } from "./chat-peers.ts";
import type { Peer } from "./chat-peers.ts";

type Print = (line: string) => void;

const PLAIN = "hello, shall we meet at the east gate at seven?";
const WITH_LINK = `${PLAIN} https://item.taobao.com/item.htm?id=652874301955`;
const RUNS = 3;
const PEERS: readonly Peer[] = [RELAY, HUTONG, SOCKET_IO, RELAY_WITH_SQLITE];
const LOADS: readonly (Load & { readonly name: string; readonly inFlight: number; readonly messages: number })[] = [
  { name: "50 pairs, 20 in flight", pairs: 50, inFlight: 20, messages: 60_000, text: PLAIN },
  { name: "1,000 pairs, 1 in flight", pairs: 1_000, inFlight: 1, messages: 30_000, text: PLAIN },
  { name: "50 pairs, 20 in flight, a link in each", pairs: 50, inFlight: 20, messages: 30_000, text: WITH_LINK },
];
const GROUP = { readers: 99, inFlight: 10, messages: 2_000, text: PLAIN };
/** A transaction a message is so slow that fewer tell as much. */
const FEWER = 10;
const PACED_SECONDS = 5;
/** By then V8 has given back what the start left. */
const REST_MS = 15_000;
const IDLE = 10_000;
const RETURNING = 5_000;
const SYNCED = '{"type":"synced"';

async function withServer<T>(peer: Peer, use: (server: Spawned, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-bench-"));
  const server = await peer.start(folder);
  try {
    return await use(server, folder);
  } finally {
    await server.kill();
    rmSync(folder, { recursive: true });
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function figure(value: number, width = 8): string {
  return Math.round(value).toLocaleString("en").padStart(width);
}

/** One after the other and again, so that a busy moment of the machine falls on all of them. */
async function inTurn(
  print: Print,
  title: string,
  peers: readonly Peer[],
  rateOfOne: (peer: Peer, server: Spawned) => Promise<number>,
): Promise<number> {
  const found = new Map<Peer, number[]>(peers.map((peer) => [peer, []]));
  for (let run = 0; run < RUNS; run += 1) {
    for (const peer of peers) found.get(peer)?.push(await withServer(peer, (server) => rateOfOne(peer, server)));
  }
  print(`${title}, median of ${RUNS}`);
  const bare = median(found.get(RELAY) ?? []);
  for (const [peer, values] of found) {
    print(
      `  ${peer.name.padEnd(36)} ${figure(median(values))}   ${(median(values) / bare).toFixed(2)} of the bare relay`,
    );
  }
  return median(found.get(HUTONG) ?? []);
}

function rates(print: Print, load: (typeof LOADS)[number], peers: readonly Peer[]): Promise<number> {
  return inTurn(print, `${load.name}: messages/s`, peers, (peer, server) =>
    rateOf(peer, server, load, load.inFlight, peer === RELAY_WITH_SQLITE ? load.messages / FEWER : load.messages),
  );
}

function groupRates(print: Print, peers: readonly Peer[]): Promise<number> {
  const title = `a group of ${GROUP.readers + 1}, one sender, ${GROUP.inFlight} in flight: deliveries/s`;
  return inTurn(print, title, peers, (peer, server) =>
    groupRateOf(peer, server, GROUP, GROUP.inFlight, GROUP.messages),
  );
}

async function latencies(print: Print, load: (typeof LOADS)[number], rate: number): Promise<void> {
  print(`${load.name.split(", ")[0]}, ${figure(rate, 0)} messages/s, from the moment each was due: ms`);
  for (const peer of [RELAY, HUTONG, SOCKET_IO]) {
    const sorted = await withServer(peer, (server) => latenciesAt(peer, server, load, rate, PACED_SECONDS));
    const [half, most, nearlyAll] = [0.5, 0.99, 0.999].map((share) => percentile(sorted, share).toFixed(1).padStart(6));
    print(`  ${peer.name.padEnd(36)} p50 ${half}   p99 ${most}   p99.9 ${nearlyAll}`);
  }
}

/** Source: proc_pid_status(5). */
function memoryBytes({ pid }: Spawned, which: "now" | "most"): number {
  const field = which === "now" ? /^VmRSS:\s+(\d+)/mu : /^VmHWM:\s+(\d+)/mu;
  return Number(field.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1_024;
}

async function enterAll(peer: Peer, server: Spawned, count: number): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  for (let first = 0; first < count; first += 100) {
    const names = Array.from({ length: Math.min(100, count - first) }, (_, index) => `user${first + index}`);
    sockets.push(...(await Promise.all(names.map((name) => enter(peer, server, name)))));
  }
  return sockets;
}

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0).padStart(5);
}

/** A start that is told to end, and keeps then what it has compiled for the next one. */
async function startBefore(peer: Peer): Promise<void> {
  await withServer(peer, async ({ pid }) => {
    process.kill(pid, "SIGTERM");
    while (existsSync(`/proc/${pid}`)) await wait(50);
  });
}

async function wholeMemory(print: Print, load: (typeof LOADS)[number]): Promise<void> {
  print(`resident memory after the start, and the most under ${load.name}: MiB`);
  if (HUTONG_BUILT === null) print("  the package is not measured: npm run build makes it");
  for (const peer of [RELAY, HUTONG_BUILT ?? [], HUTONG, SOCKET_IO].flat()) {
    await startBefore(peer);
    const [rest, most] = await withServer(peer, async (server) => {
      await wait(REST_MS);
      const atRest = memoryBytes(server, "now");
      await rateOf(peer, server, load, load.inFlight, load.messages);
      return [atRest, memoryBytes(server, "most")] as const;
    });
    print(`  ${peer.name.padEnd(36)} ${mib(rest)}   ${mib(most)}`);
  }
}

async function idleMemory(print: Print): Promise<void> {
  print(`${figure(IDLE, 0)} idle connections, each greeted: resident memory they add`);
  let bare = 0;
  for (const peer of [RELAY, HUTONG, SOCKET_IO]) {
    const added = await withServer(peer, async (server) => {
      // What the first connections make the program load is not theirs.
      const first = await enterAll(peer, server, 100);
      const before = memoryBytes(server, "now");
      const sockets = await enterAll(peer, server, IDLE);
      const after = memoryBytes(server, "now");
      for (const ws of [...first, ...sockets]) ws.terminate();
      return after - before;
    });
    if (peer === RELAY) bare = added;
    print(`  ${peer.name.padEnd(36)} ${mib(added)} MiB   ${(added / bare).toFixed(2)} of the bare relay`);
  }
}

/** Everybody comes at once; resolves when all are greeted and synced. Seconds. */
async function comeBack(peer: Peer, server: Spawned): Promise<number> {
  const greetings = await Promise.all(Array.from({ length: RETURNING }, (_, index) => peer.greeting(`user${index}`)));
  const start = performance.now();
  const back = greetings.map(
    (words) =>
      new Promise<WebSocket>((resolve, reject) => {
        const ws = new WebSocket(peer.url(server), peer.subprotocol ?? [], { perMessageDeflate: false });
        let heard = 0;
        ws.once("error", reject);
        ws.once("open", () => {
          for (const word of words) ws.send(word);
        });
        ws.on("message", (data) => {
          heard += 1;
          const isLast =
            peer === HUTONG ? (data as Buffer).toString("latin1", 0, 16) === SYNCED : heard === words.length;
          if (isLast) resolve(ws);
        });
      }),
  );
  const returned = await Promise.all(back);
  const seconds = (performance.now() - start) / 1_000;
  for (const ws of returned) ws.terminate();
  return seconds;
}

/** Killed with everybody connected, started again, and everybody comes at once, each to what they missed. */
async function returning(print: Print): Promise<void> {
  const bare = await withServer(RELAY, (server) => comeBack(RELAY, server));
  const seconds = await withServer(HUTONG, async (server, folder) => {
    const sockets = await enterAll(HUTONG, server, RETURNING);
    const written = sockets.map(
      (ws, index) =>
        new Promise<void>((resolve) => {
          ws.on("message", (data) => (data as Buffer).toString("latin1", 0, 14) === '{"type":"sent"' && resolve());
          ws.send(HUTONG.send(1, "first", `user${index ^ 1}`, PLAIN));
        }),
    );
    await Promise.all(written);
    await server.kill();
    const again = await HUTONG.start(folder, server.port);
    try {
      return await comeBack(HUTONG, again);
    } finally {
      await again.kill();
    }
  });
  print(
    `${figure(RETURNING, 0)} clients come back at once after a kill: ${seconds.toFixed(1)} s until all are greeted and synced; to the bare relay they come in ${bare.toFixed(1)} s`,
  );
}

/** One-to-one messages through the real program, on disk before they are acknowledged, beside what stores less or nothing. */
export async function bench(print: Print): Promise<void> {
  const missing = postgresMissing();
  if (missing !== null) print(missing);
  const database = missing === null ? await startPostgres({ syncs: true }) : null;
  const peers = database === null ? PEERS : [...PEERS, hutongOnPostgres(database)];
  try {
    for (const [index, load] of LOADS.entries()) {
      const most = await rates(print, load, peers);
      if (index < 2) await latencies(print, load, most / 2);
    }
    await groupRates(print, peers);
  } finally {
    await database?.close();
  }
  for (const load of LOADS.slice(0, 1)) await wholeMemory(print, load);
  await idleMemory(print);
  await returning(print);
}

if (import.meta.main) await bench((line) => console.log(line));
