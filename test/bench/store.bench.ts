import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { rateOf } from "./chat-clients.ts";
import { HUTONG, hutongOf, hutongOnPostgres, type Peer } from "./chat-peers.ts";
import type { BenchOptions } from "./run.ts";

type Print = (line: string) => void;

const TEXT = "hello, shall we meet at the east gate at seven?";
const RUNS = 5;
const LOADS = [
  { name: "50 conversations, 20 in flight", pairs: 50, inFlight: 20, alone: 60_000, endToEnd: 40_000 },
  { name: "1,000 conversations, 1 in flight", pairs: 1_000, inFlight: 1, alone: 40_000, endToEnd: 20_000 },
] as const;
type Load = (typeof LOADS)[number];

/** One way to keep messages, measured from empty. Messages a second. */
interface Contestant {
  readonly name: string;
  rate(load: Load): Promise<number>;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-bench-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Each conversation keeps so many under way, the next when one is on disk. */
async function append(store: Store, { pairs, inFlight, alone }: Load): Promise<number> {
  const write = async (pair: number, lane: number, count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      await store.append({
        from: `writer${pair}`,
        to: `reader${pair}`,
        key: `${lane} ${index} ${count}`,
        text: TEXT,
        at: new Date(),
        reportsJson: NO_REPORTS,
        contextJson: null,
        isPending: false,
      });
    }
  };
  const all = (count: number) =>
    Promise.all(
      Array.from({ length: pairs * inFlight }, (_, each) => write(Math.floor(each / inFlight), each % inFlight, count)),
    );
  // Conversations are made, statements prepared and functions compiled before the clock starts.
  await all(1);
  const each = Math.ceil(alone / (pairs * inFlight));
  const startedMs = performance.now();
  await all(each);
  return (each * pairs * inFlight * 1_000) / (performance.now() - startedMs);
}

function alone(name: string, open: (folder: string) => Promise<Store>): Contestant {
  return {
    name,
    rate: (load) =>
      inFolder(async (folder) => {
        const store = await open(folder);
        try {
          return await append(store, load);
        } finally {
          await store.close();
        }
      }),
  };
}

function endToEnd(name: string, peer: Peer): Contestant {
  return {
    name,
    rate: ({ pairs, inFlight, endToEnd: messages }) =>
      inFolder(async (folder) => {
        const server = await peer.start(folder);
        try {
          return await rateOf(peer, server, { pairs, text: TEXT }, inFlight, messages);
        } finally {
          await server.kill();
        }
      }),
  };
}

/** One after the other and again, so that a busy moment of the machine falls on both; the first is what ratios are of. */
async function compare(print: Print, what: string, load: Load, contestants: readonly Contestant[]): Promise<void> {
  const found = new Map<Contestant, number[]>(contestants.map((each) => [each, []]));
  for (let run = 0; run < RUNS; run += 1) {
    for (const [contestant, rates] of found) rates.push(await contestant.rate(load));
  }
  print(`${what}, ${load.name}: messages/s, median of ${RUNS}, and the best`);
  const first = median([...found.values()][0] ?? []);
  for (const [{ name }, rates] of found) {
    const [middle, best] = [median(rates), Math.max(...rates)].map((rate) =>
      Math.round(rate).toLocaleString("en").padStart(8),
    );
    print(`  ${name.padEnd(14)} ${middle} ${best}   ${(median(rates) / first).toFixed(2)} of SQLite`);
  }
}

async function compareAll(print: Print, server: PostgresServer | null, besideFolder?: string): Promise<void> {
  const stores = [alone("SQLite", async (folder) => openSqliteStore(join(folder, "hutong.sqlite")))];
  const gateways = [endToEnd("SQLite", HUTONG)];
  if (server !== null) {
    stores.push(alone("PostgreSQL", async () => openPostgresStore(await server.urlOf(crypto.randomUUID()))));
    gateways.push(endToEnd("PostgreSQL", hutongOnPostgres(server)));
  }
  if (besideFolder !== undefined) gateways.push(endToEnd("SQLite, beside", hutongOf(besideFolder)));
  for (const load of LOADS) await compare(print, "store alone", load, stores);
  for (const load of LOADS) await compare(print, "end to end", load, gateways);
}

/**
 * How many messages a second the backends keep, alone and behind the program, taking turns on one machine.
 *
 * @param options  `beside`: the folder of another release, whose program takes turns too.
 */
export async function bench(print: Print, options: BenchOptions = {}): Promise<void> {
  const missing = postgresMissing();
  if (missing !== null) print(missing);
  const server = missing === null ? await startPostgres({ syncs: true }) : null;
  try {
    await compareAll(print, server, options.beside);
  } finally {
    await server?.close();
  }
}

if (import.meta.main) await bench((line) => console.log(line));
