import { callbackify } from "node:util";
import pg from "pg";
import type { ClientConfig, PoolClient } from "pg";
import { StoreError } from "../store-error.ts";
import { type Ask, askOf, codeOf, endConnection, isRefusal, NO_SLOT, unavailable, verify } from "./connection.ts";
import type { Servers } from "./servers.ts";

/** Who reads waits so long for a connection that others use: thousands who come back at once are busy, not refused. */
const QUEUE_TIMEOUT_MS = 10_000;
/** Conflicts with other writers after which a transaction is begun again. Source: PostgreSQL, appendix A, error codes. */
const CONFLICT = new Set(["40001", "40P01", "23505"]);
const MAX_TRIES = 4;
/** Between two tries whether there is a connection again. */
const SLOT_PROBE_MS = 1_000;

export interface Database {
  /** One statement on any connection. */
  readonly ask: Ask;
  /** A transaction on a connection of its own, begun again on a conflict with other writers. */
  readonly transaction: <T>(run: (ask: Ask) => Promise<T>) => Promise<T>;
  /** Since when the server has had no connection left for who reads; infinity: it has. Monotonic, milliseconds. */
  noSlotSinceMs(): number;
  close(): Promise<void>;
}

/**
 * Notes that the server has no connection left, and asks until it has one again: who reads may be served by the connections
 * that are there, and says nothing of those that are not.
 */
function createSlotWatch(servers: Servers) {
  let sinceMs = Number.POSITIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  async function probe(): Promise<void> {
    timer = null;
    const code = await servers.connect().then(
      async (client) => {
        await endConnection(client);
        return null;
      },
      (error: unknown) => codeOf(error),
    );
    if (code === NO_SLOT) probeLater();
    else sinceMs = Number.POSITIVE_INFINITY;
  }

  function probeLater(): void {
    if (isClosed || timer !== null) return;
    timer = setTimeout(() => void probe(), SLOT_PROBE_MS);
    timer.unref();
  }

  return {
    sinceMs: () => sinceMs,
    refused(error: unknown): void {
      if (codeOf(error) !== NO_SLOT) return;
      sinceMs = Math.min(sinceMs, performance.now());
      probeLater();
    },
    close(): void {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

/** Connections for reads and for what is rare; messages go by lanes.ts. */
export function openDatabase(servers: Servers, connections: number, onFault: (error: unknown) => void): Database {
  /**
   * The pool has one timeout for its queue and for connecting; a server that does not answer is waited for less long. It goes to the
   * server that took writes last: the lanes and the pulse find another.
   */
  class ReadingClient extends pg.Client {
    constructor(config?: ClientConfig) {
      super({ ...config, ...servers.settings() });
    }
  }
  const pool = new pg.Pool({
    Client: ReadingClient,
    max: connections,
    connectionTimeoutMillis: QUEUE_TIMEOUT_MS,
    verify: callbackify((client: PoolClient) => verify(client, servers.session)),
  });
  // A connection that ends while nobody uses it: the pool opens another.
  pool.on("error", onFault);
  const slots = createSlotWatch(servers);

  async function connected<T>(run: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch((error: unknown) => {
      slots.refused(error);
      throw unavailable(error);
    });
    // The pool listens only to connections that nobody uses: the end of one between two statements would end the program.
    client.on("error", onFault);
    try {
      const result = await run(client);
      client.off("error", onFault);
      client.release();
      return result;
    } catch (error) {
      // One that timed out here may still be at work: it is never used again. A refusal leaves it as it was.
      const isBroken = !(error instanceof StoreError) && !isRefusal(error);
      if (!isBroken) client.off("error", onFault);
      client.release(isBroken);
      throw error;
    }
  }

  return {
    async ask<Row extends object>(text: string, values?: readonly unknown[]) {
      try {
        return await connected((client) => askOf(client)<Row>(text, values));
      } catch (error) {
        throw error instanceof StoreError ? error : unavailable(error);
      }
    },
    async transaction(run) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await connected(async (client) => {
            await client.query("BEGIN");
            try {
              const result = await run(askOf(client));
              await client.query("COMMIT");
              return result;
            } catch (error) {
              // On a connection that does not answer it would wait behind what was asked before.
              if (error instanceof StoreError || isRefusal(error)) await client.query("ROLLBACK");
              throw error;
            }
          });
        } catch (error) {
          if (error instanceof StoreError) throw error;
          const isConflict = CONFLICT.has(codeOf(error) ?? "");
          if (!isConflict || tries === MAX_TRIES) throw unavailable(error);
        }
      }
    },
    noSlotSinceMs: () => slots.sinceMs(),
    close() {
      slots.close();
      return endConnection(pool);
    },
  };
}
