import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasNats, startNats, type NatsServer } from "../support/programs/nats-server.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { pacedAt, percentile, rateOf } from "./chat-clients.ts";
import { HUTONG, hutongTogether, RELAY, type Peer } from "./chat-peers.ts";

type Print = (line: string) => void;

const TEXT = "hello, shall we meet at the east gate at seven?";
const RUNS = 3;
const LOADS = [
  { name: "50 pairs, 20 in flight", pairs: 50, inFlight: 20, messages: 15_000 },
  { name: "1,000 pairs, 1 in flight", pairs: 1_000, inFlight: 1, messages: 10_000 },
] as const;
/** Messages a second while latency is measured: far from what any of them carries. */
const PACED_PER_S = 500;
const PACED_PAIRS = 50;
const PACED_SECONDS = 6;
const GOAL = 3;

async function onServer<T>(peer: Peer, use: (server: Awaited<ReturnType<Peer["start"]>>) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-bench-"));
  const server = await peer.start(folder);
  try {
    return await use(server);
  } finally {
    await server.kill();
    rmSync(folder, { recursive: true });
  }
}

async function rates(print: Print, peers: readonly Peer[]): Promise<void> {
  for (const { name, pairs, inFlight, messages } of LOADS) {
    const found = peers.map((): number[] => []);
    // They take turns, so that a slow moment of the machine falls on all.
    for (let run = 0; run < RUNS; run += 1) {
      for (const [index, peer] of peers.entries()) {
        const load = { pairs, text: TEXT };
        found[index]?.push(await onServer(peer, (server) => rateOf(peer, server, load, inFlight, messages)));
      }
    }
    print(`${name}: messages/s, median of ${RUNS}`);
    const medians = found.map((each) => each.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0);
    const [first = 1] = medians;
    for (const [index, { name: peer }] of peers.entries()) {
      const rate = medians[index] ?? 0;
      print(
        `  ${peer.padEnd(44)} ${Math.round(rate).toLocaleString("en").padStart(8)}   ${(rate / first).toFixed(2)} of the relay`,
      );
    }
  }
}

async function latencies(print: Print, peers: readonly Peer[]): Promise<void> {
  print(`${PACED_PAIRS} pairs, ${PACED_PER_S} messages/s: from due to sent, and to the reader's socket`);
  const mostMs: number[] = [];
  for (const peer of peers) {
    const load = { pairs: PACED_PAIRS, text: TEXT };
    const { sent, read } = await onServer(peer, (server) => pacedAt(peer, server, load, PACED_PER_S, PACED_SECONDS));
    const of = (sorted: Float64Array) =>
      [0.5, 0.99].map((share) => `${percentile(sorted, share).toFixed(1).padStart(6)} ms`).join(" / ");
    print(`  ${peer.name.padEnd(44)} sent p50 / p99 ${of(sent)}   read ${of(read)}`);
    mostMs.push(percentile(read, 0.99));
  }
  const [within = 1, across = 0] = mostMs;
  print(
    `  a reader on another gateway: p99 ${(across / within).toFixed(1)} times that within one; the goal is ${GOAL}`,
  );
}

async function compareAll(print: Print, server: PostgresServer, nats: NatsServer): Promise<void> {
  const one = hutongTogether(server, nats, 1);
  const two = hutongTogether(server, nats, 2);
  await rates(print, [RELAY, HUTONG, one, two]);
  await latencies(print, [one, two]);
}

/** One gateway and two on PostgreSQL and NATS, beside one on SQLite and a relay that stores nothing: rates, and what another gateway costs. */
export async function bench(print: Print): Promise<void> {
  const missing = postgresMissing();
  if (missing !== null || !hasNats()) {
    print(missing ?? "no NATS: install nats-server");
    return;
  }
  const [server, nats] = await Promise.all([startPostgres({ syncs: true }), startNats()]);
  try {
    await compareAll(print, server, nats);
  } finally {
    await Promise.all([server.close(), nats.close()]);
  }
}

if (import.meta.main) await bench((line) => console.log(line));
