import { callbackify } from "node:util";
import pg from "pg";
import type { Client, ClientConfig, PoolClient } from "pg";
import { StoreError } from "../store-error.ts";
import { DatabaseError } from "./database-error.ts";

/** Oldest server that the tests run against. Its `server_version_num`. */
const OLDEST_SERVER = 150_000;
const CONNECT_TIMEOUT_MS = 3_000;
/** Who reads waits so long for a connection that others use: thousands who come back at once are busy, not refused. */
const QUEUE_TIMEOUT_MS = 10_000;
/** The server gives up a statement before the gateway does, so that what the gateway is told is what became of it. */
const STATEMENT_TIMEOUT_MS = 4_000;
const QUERY_TIMEOUT_MS = 6_000;
/**
 * A gateway that is paused in the middle of a transaction holds its locks no longer. Shorter than a statement waits, so that what
 * others write meanwhile comes late and is not refused.
 */
const IDLE_TRANSACTION_TIMEOUT_MS = 2_000;
/** A server that does not answer is not waited for when connections are closed. */
const END_TIMEOUT_MS = 2_000;
/** Conflicts with other writers after which a transaction is begun again. Source: PostgreSQL, appendix A, error codes. */
const CONFLICT = new Set(["40001", "40P01", "23505"]);
const MAX_TRIES = 4;
/** `too_many_connections`: of the server, the database or the user. */
export const NO_SLOT = "53300";
/** Between two tries whether there is a connection again. */
const SLOT_PROBE_MS = 1_000;
/** `read_only_sql_transaction`. */
const READ_ONLY = "25006";

const TYPES = new pg.TypeOverrides();
// Numbers and times stay far below 2^53.
TYPES.setTypeParser(pg.types.builtins.INT8, Number);

/** Settings of every connection to `url`. */
export function configOf(url: string): ClientConfig {
  return {
    connectionString: url,
    application_name: "hutong",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_TIMEOUT_MS,
    keepAlive: true,
    types: TYPES,
  };
}

interface Standing {
  readonly version: number;
  readonly standby: boolean;
  readonly encoding: string;
  readonly fsync: string;
  readonly commit: string;
}

/**
 * Asks a fresh connection whether what it acknowledges is kept. In the same turn it is told that each statement is a few look-ups by
 * index: a plan made while a table was small is kept when it has grown, and nothing here is worth compiling.
 *
 * @throws {DatabaseError} `too_old`, `standby`, `not_utf8` or `no_fsync`.
 */
export async function verify(client: Client | PoolClient): Promise<void> {
  const { rows } = await client.query<Standing>(
    `SELECT current_setting('server_version_num')::int AS version, pg_is_in_recovery() AS standby,
       current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
       current_setting('synchronous_commit') AS commit,
       set_config('enable_seqscan', 'off', false), set_config('jit', 'off', false)`,
  );
  const [is] = rows;
  if (is === undefined) throw new DatabaseError("unreachable");
  if (is.version < OLDEST_SERVER) throw new DatabaseError("too_old");
  if (is.standby) throw new DatabaseError("standby");
  if (is.encoding !== "UTF8") throw new DatabaseError("not_utf8");
  if (is.fsync === "off") throw new DatabaseError("no_fsync");
  // An operator may ask for more than `on`, never for less: a message is acknowledged when it is on disk.
  if (is.commit === "off") await client.query("SET synchronous_commit = on");
}

/** Source: PostgreSQL, appendix A, error codes. */
const OPEN_FAULTS: Readonly<Record<string, DatabaseError["code"]>> = {
  "3D000": "no_database",
  "3F000": "no_schema",
  "42501": "no_right",
  "25006": "read_only",
  [NO_SLOT]: "no_slot",
};

/** What an error of the driver or the server is to those who opened the store. */
export function openFault(error: unknown): unknown {
  if (error instanceof DatabaseError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  const known = code === null ? undefined : OPEN_FAULTS[code];
  if (known !== undefined) return new DatabaseError(known, { cause: error });
  if (code?.startsWith("28") === true) return new DatabaseError("refused", { cause: error });
  const isTls = code === null ? /SSL|TLS/u.test(error.message) : /CERT|SSL|TLS|SIGNATURE/u.test(code);
  if (isTls) return new DatabaseError("tls", { cause: error });
  const isNetwork = code === null || /^(?:E[A-Z]+|08|57P)/u.test(code);
  return isNetwork ? new DatabaseError("unreachable", { cause: error }) : error;
}

export function codeOf(error: unknown): string | null {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" ? code : null;
}

/** Whether the server itself refused, and its connection is as good as before. All else leaves open what it still does. */
export function isRefusal(error: unknown): boolean {
  // What a session was told to be, such as read-only, another one may not be.
  if (!(error instanceof pg.DatabaseError) || error.code === READ_ONLY) return false;
  return error.severity !== "FATAL" && error.severity !== "PANIC";
}

/** Ends a connection or several, without waiting for a server that does not answer. */
export async function endConnection(ended: { end(): Promise<void> }): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, END_TIMEOUT_MS);
  });
  await Promise.race([ended.end().catch(() => {}), late]);
  clearTimeout(timer);
}

/** Nothing may be acknowledged, whether or not it was written: the sender's key makes a retry harmless. */
export function unavailable(cause: unknown): StoreError {
  return new StoreError("unavailable", "the store could not answer", { cause });
}

/** A name for each statement, so that a connection plans it once. */
const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text) ?? `hutong_${names.size}`;
  names.set(text, known);
  return known;
}

/** Asks one statement, which is prepared; its rows come back. */
export interface Ask {
  <Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** @throws {StoreError} `unavailable`, unless it is about a conflict with other writers. */
export function askOf(client: Pick<Client, "query">): Ask {
  return async <Row extends object>(text: string, values: readonly unknown[] = []) => {
    const { rows } = await client.query<Row>({ name: nameOf(text), text, values: [...values] });
    return rows;
  };
}

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
function createSlotWatch(url: string) {
  let sinceMs = Number.POSITIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  async function probe(): Promise<void> {
    timer = null;
    const client = new pg.Client(configOf(url));
    client.on("error", () => {});
    const code = await client.connect().then(
      () => null,
      (error: unknown) => codeOf(error),
    );
    await endConnection(client);
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

/** The pool has one timeout for its queue and for connecting; a server that does not answer is waited for less long. */
class ReadingClient extends pg.Client {
  constructor(config?: ClientConfig) {
    super({ ...config, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  }
}

/** Connections for reads and for what is rare; messages go by lanes.ts. */
export function openDatabase(url: string, connections: number, onFault: (error: unknown) => void): Database {
  const pool = new pg.Pool({
    ...configOf(url),
    Client: ReadingClient,
    max: connections,
    connectionTimeoutMillis: QUEUE_TIMEOUT_MS,
    verify: callbackify(verify),
  });
  // A connection that ends while nobody uses it: the pool opens another.
  pool.on("error", onFault);
  const slots = createSlotWatch(url);

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
