import type { Client } from "pg";
import { StoreError } from "../store-error.ts";
import type { Ask } from "./connection.ts";
import { askOf, codeOf, endConnection, isRefusal, NO_SLOT, unavailable } from "./connection.ts";
import type { Servers } from "./servers.ts";

/** Writes of one kind that go to the server in one call. */
export interface BatchKind<Item, Result> {
  readonly name: string;
  /** One result for each item, in their order; an error in the place of a result refuses that item alone. */
  run(ask: Ask, items: readonly Item[]): Promise<readonly (Result | StoreError)[]>;
  /** Items with the same one are never in one batch. */
  uniqueBy(item: Item): string | null;
}

/** A whole transaction, alone in its call. A refusal undoes it. */
export const transactions: BatchKind<(ask: Ask) => Promise<unknown>, unknown> = {
  name: "transaction",
  uniqueBy: () => "",
  async run(ask, [run]) {
    if (run === undefined) return [];
    await ask("BEGIN");
    try {
      const result = await run(ask);
      await ask("COMMIT");
      return [result];
    } catch (error) {
      // On a connection that does not answer it would wait behind what was asked before.
      if (error instanceof StoreError || isRefusal(error)) await ask("ROLLBACK");
      if (error instanceof StoreError) return [error];
      throw error;
    }
  },
};

/** A row that says what it said: it costs the disk a page, which is what is asked. */
const probe: BatchKind<null, null> = {
  name: "probe",
  uniqueBy: () => "",
  async run(ask) {
    await ask("UPDATE setting SET value = value WHERE name = 'schema'");
    return [null];
  },
};

interface Waiting {
  readonly kind: BatchKind<never, unknown>;
  readonly item: unknown;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

export interface Lanes {
  /** Resolves in the order of the calls of one lane. */
  write<Item, Result>(kind: BatchKind<Item, Result>, lane: string, item: Item): Promise<Result>;
  trouble(): LaneTrouble;
  /** Since when the server has had no connection left for one of them; infinity: each has its own. Monotonic, milliseconds. */
  noSlotSinceMs(): number;
  close(): Promise<void>;
}

export interface LaneTrouble {
  /** What keeps the lane from writing that failed first; null when none has failed since it wrote last. A code, never an address. */
  readonly because: string | null;
  /** Since when. Monotonic, milliseconds. */
  readonly sinceMs: number;
  /** When any lane wrote last. Monotonic, milliseconds; minus infinity before the first time. */
  readonly wroteAtMs: number;
}

/** Larger ones win nothing and make those behind wait. Measured with 50 and 1,000 conversations. */
const MAX_BATCH = 250;
const PROBE_MS = 500;
/** A key that another gateway stored meanwhile, or a lock lost against another writer: again, and it is known. */
const AGAIN = new Set(["23505", "40001", "40P01"]);
const MAX_TRIES = 4;

/**
 * Connections for writes, one batch under way in each. Whatever belongs to one conversation goes by one lane, so its order
 * stays, and while the server syncs one batch the next is gathered.
 */
export function createLanes(servers: Servers, count: number): Lanes {
  const lanes = Array.from({ length: count }, () => createLane(servers));
  return {
    write: <Item, Result>(kind: BatchKind<Item, Result>, key: string, item: Item) =>
      new Promise<Result>((resolve, reject) => {
        const lane = lanes[laneOf(key, count)];
        lane?.add({ kind: kind, item, resolve, reject });
      }),
    trouble() {
      const wroteAtMs = Math.max(...lanes.map((lane) => lane.wroteAtMs()));
      // All lanes lead to one server, and one that failed is probed until it writes again.
      const failed = lanes.flatMap((lane) => lane.failure() ?? []).toSorted((a, b) => a.sinceMs - b.sinceMs);
      return { because: null, sinceMs: Number.POSITIVE_INFINITY, ...failed[0], wroteAtMs };
    },
    noSlotSinceMs() {
      const refused = lanes.flatMap((lane) => lane.failure() ?? []).filter(({ because }) => because === NO_SLOT);
      return Math.min(...refused.map(({ sinceMs }) => sinceMs));
    },
    async close() {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

/** FNV-1a, 32 bits. Source: RFC 9923. */
function laneOf(key: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193) >>> 0;
  return hash % count;
}

function createLane(servers: Servers) {
  let waiting: Waiting[] = [];
  let client: Client | null = null;
  let isRunning = false;
  let isClosed = false;
  let failure: { readonly because: string; readonly sinceMs: number } | null = null;
  let wroteAtMs = Number.NEGATIVE_INFINITY;
  let probing: NodeJS.Timeout | null = null;
  let idle: (() => void)[] = [];

  async function connected(): Promise<Client> {
    if (client !== null) return client;
    const opened = await servers.connect();
    opened.on("error", () => lose(opened));
    opened.on("end", () => lose(opened));
    client = opened;
    return opened;
  }

  /** A connection that ended by itself: readiness says so before a sender finds out. */
  function lose(lost: Client): void {
    if (client !== lost) return;
    drop(lost);
    fail("unreachable");
    probeLater();
  }

  function fail(because: string): void {
    failure = { because, sinceMs: failure?.sinceMs ?? performance.now() };
  }

  function wrote(): void {
    failure = null;
    wroteAtMs = performance.now();
  }

  function drop(dropped: Client): void {
    if (client === dropped) client = null;
  }

  /** From the front, those that one call can take. */
  function nextBatch(): Waiting[] {
    const [first] = waiting;
    if (first === undefined) return [];
    const unique = new Set<string>();
    let end = 0;
    for (const { kind, item } of waiting) {
      if (kind !== first.kind || end === MAX_BATCH) break;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an item waits beside its own kind
      const name = kind.uniqueBy(item as never);
      if (name !== null && unique.has(name)) break;
      if (name !== null) unique.add(name);
      end += 1;
    }
    return waiting.splice(0, end);
  }

  async function send(batch: readonly Waiting[]): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an item waits beside its own kind
    const items = batch.map(({ item }) => item as never);
    for (let tries = 1; ; tries += 1) {
      let used: Client | null = null;
      try {
        used = await connected();
        const results = await first.kind.run(askOf(used), items);
        wrote();
        for (const [index, { resolve, reject }] of batch.entries()) {
          const result = results[index];
          if (result instanceof StoreError) reject(result);
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its kind gave the result of its item
          else resolve(result as never);
        }
        return;
      } catch (error) {
        const code = codeOf(error);
        if (AGAIN.has(code ?? "") && tries < MAX_TRIES) continue;
        // Without an answer of the server's own nobody knows what the connection still does.
        if (used !== null && !isRefusal(error)) {
          drop(used);
          void endConnection(used);
        }
        fail(code ?? "unreachable");
        probeLater();
        // Who waits behind what cannot be reached is told now, and not after as many tries as there are batches.
        const refused = used === null ? [...batch, ...waiting.splice(0)] : batch;
        for (const { reject } of refused) reject(unavailable(error));
        return;
      }
    }
  }

  async function run(): Promise<void> {
    isRunning = true;
    // What arrives in this turn of the event loop joins the batch.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    while (waiting.length > 0) await send(nextBatch());
    isRunning = false;
    for (const resolve of idle.splice(0)) resolve();
  }

  function probeLater(): void {
    if (isClosed || probing !== null) return;
    probing = setTimeout(() => {
      probing = null;
      if (failure === null || isClosed) return;
      // So that readiness returns without a sender. In its turn, so that it never opens a second connection or gets into a
      // transaction; its failure comes back here by itself.
      add({ kind: probe, item: null, resolve: () => {}, reject: () => {} });
    }, PROBE_MS);
    probing.unref();
  }

  function add(write: Waiting): void {
    if (isClosed) {
      write.reject(unavailable("closed"));
      return;
    }
    waiting.push(write);
    if (!isRunning) void run();
  }

  return {
    add,
    failure: () => (isClosed ? { because: "closed", sinceMs: 0 } : failure),
    wroteAtMs: () => wroteAtMs,
    async close(): Promise<void> {
      isClosed = true;
      if (probing !== null) clearTimeout(probing);
      if (isRunning) {
        await new Promise<void>((resolve) => {
          idle.push(resolve);
        });
      }
      if (client !== null) await endConnection(client);
      client = null;
    },
  };
}
