import pg from "pg";
import type { Client, ClientConfig, PoolClient } from "pg";
import { StoreError } from "../store-error.ts";
import { DatabaseError } from "./database-error.ts";

/** Oldest server that the tests run against. Its `server_version_num`. */
const OLDEST_SERVER = 150_000;
export const CONNECT_TIMEOUT_MS = 3_000;
/** The server gives up a statement before the gateway does, so that what the gateway is told is what became of it. */
export const STATEMENT_TIMEOUT_MS = 4_000;
export const QUERY_TIMEOUT_MS = 6_000;
/**
 * A gateway that is paused in the middle of a transaction holds its locks no longer. Shorter than a statement waits, so that what
 * others write meanwhile comes late and is not refused.
 */
const IDLE_TRANSACTION_TIMEOUT_MS = 2_000;
/** A server that does not answer is not waited for when connections are closed. */
const END_TIMEOUT_MS = 2_000;
/** `too_many_connections`: of the server, the database or the user. */
export const NO_SLOT = "53300";
/** `read_only_sql_transaction`. */
const READ_ONLY = "25006";

const TYPES = new pg.TypeOverrides();
// Numbers and times stay far below 2^53.
TYPES.setTypeParser(pg.types.builtins.INT8, Number);

interface Standing {
  readonly version: number;
  readonly standby: boolean;
  readonly encoding: string;
  readonly fsync: string;
  readonly read_only: string;
}

/** What the driver is told of every connection. */
export const CONNECTION_SETTINGS = {
  application_name: "hutong",
  query_timeout: QUERY_TIMEOUT_MS,
  keepAlive: true,
  types: TYPES,
} as const satisfies ClientConfig;

/** How long a session waits, and for whom. */
export interface SessionOptions {
  /** The server gives up a statement after this. */
  readonly statementTimeoutMs: number;
  /** Whether a server whose transactions are read-only by default is refused. */
  readonly readWriteOnly: boolean;
}

/**
 * What every session relies on, whatever the server, the database or the user has as a default. Not told at the start of the connection,
 * which poolers refuse. Each statement is a few look-ups by index: a plan made while a table was small is kept when it has grown,
 * and nothing here is worth compiling.
 */
const RELIED_ON: Readonly<Record<string, string>> = {
  default_transaction_isolation: "read committed",
  default_transaction_deferrable: "off",
  idle_in_transaction_session_timeout: String(IDLE_TRANSACTION_TIMEOUT_MS),
  idle_session_timeout: "0",
  lock_timeout: "0",
  client_encoding: "UTF8",
  standard_conforming_strings: "on",
  TimeZone: "UTC",
  DateStyle: "ISO",
  IntervalStyle: "postgres",
  bytea_output: "hex",
  extra_float_digits: "1",
  array_nulls: "on",
  transform_null_equals: "off",
  plan_cache_mode: "auto",
  enable_seqscan: "off",
  jit: "off",
};

/** Tables are where the search path says. One that names no schema that is there means those that were made before it was changed. */
const SESSION = `SELECT current_setting('server_version_num')::int AS version, pg_is_in_recovery() AS standby,
    current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
    current_setting('default_transaction_read_only') AS read_only,
    set_config('statement_timeout', $1, false),
    set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'
      ELSE current_setting('synchronous_commit') END, false),
    set_config('search_path', CASE WHEN current_schema() IS NULL AND to_regclass('public.setting') IS NOT NULL
      AND to_regclass('public.member') IS NOT NULL THEN 'public' ELSE current_setting('search_path') END, false),
    CASE WHEN current_setting('transaction_timeout', true) IS NOT NULL
      THEN set_config('transaction_timeout', '0', false) END,
    ${Object.entries(RELIED_ON)
      .map(([name, value]) => `set_config('${name}', '${value}', false)`)
      .join(", ")}`;

/**
 * Asks a fresh connection whether what it acknowledges is kept, and tells it what is relied on. An operator may ask for more than
 * `synchronous_commit = on`, never for less: a message is acknowledged when it is on disk.
 *
 * @throws {DatabaseError} `too_old`, `standby`, `read_only`, `not_utf8` or `no_fsync`.
 */
export async function verify(
  client: Client | PoolClient,
  { statementTimeoutMs, readWriteOnly }: SessionOptions,
): Promise<void> {
  const { rows } = await client.query<Standing>(SESSION, [String(statementTimeoutMs)]);
  const [is] = rows;
  if (is === undefined) throw new DatabaseError("unreachable");
  if (is.version < OLDEST_SERVER) throw new DatabaseError("too_old");
  if (is.standby) throw new DatabaseError("standby");
  if (readWriteOnly && is.read_only === "on") throw new DatabaseError("read_only");
  if (is.encoding !== "UTF8") throw new DatabaseError("not_utf8");
  if (is.fsync === "off") throw new DatabaseError("no_fsync");
}

/** Source: PostgreSQL, appendix A, error codes. */
const OPEN_FAULTS: Readonly<Record<string, DatabaseError["code"]>> = {
  "3D000": "no_database",
  "3F000": "no_schema",
  "42501": "no_right",
  "25006": "read_only",
  [NO_SLOT]: "no_slot",
};

/** What PgBouncer says, all of it under one code: of settings at the start or a transaction that it does not take, and of its own bounds. */
const POOLER_SAYS = [
  [/unsupported startup parameter|pooling mode/u, "pooler"],
  [/no more connections allowed/u, "no_slot"],
] as const;

/** What an error of the driver or the server is to those who opened the store. */
export function openFault(error: unknown): unknown {
  if (error instanceof DatabaseError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  const pooler = POOLER_SAYS.find(([says]) => code === "08P01" && says.test(error.message))?.[1];
  const known = pooler ?? (code === null ? undefined : OPEN_FAULTS[code]);
  if (known !== undefined) return new DatabaseError(known, { cause: error });
  if (code?.startsWith("28") === true) return new DatabaseError("refused", { cause: error });
  if (isTlsFault(error)) return new DatabaseError("tls", { cause: error });
  const isNetwork = code === null || /^(?:E[A-Z]+|08|57P)/u.test(code);
  return isNetwork ? new DatabaseError("unreachable", { cause: error }) : error;
}

/** Whether TLS was not there, or its certificate is not to be believed. */
export function isTlsFault(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof DatabaseError) return false;
  const code = codeOf(error);
  return code === null ? /SSL|TLS/u.test(error.message) : /CERT|SSL|TLS|SIGNATURE/u.test(code);
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
