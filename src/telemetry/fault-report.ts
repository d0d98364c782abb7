import { describeFault, type Log } from "./log.ts";

interface Trouble {
  readonly codes: RegExp;
  /** What it is called in the log. */
  readonly name: string;
  /** What the operator does. */
  readonly advice: string;
}

/** Of the data folder. Source: SQLite, result and extended result codes. */
const FOLDER_TROUBLES: readonly Trouble[] = [
  { codes: /^SQLITE_FULL$/u, name: "disk_full", advice: "the data folder's disk is full: make room there" },
  {
    codes: /^SQLITE_READONLY/u,
    name: "read_only",
    advice: "the data folder takes no writes: look at its rights and at how its disk is mounted",
  },
  {
    codes: /^SQLITE_(?:BUSY|LOCKED)/u,
    name: "folder_in_use",
    advice: "another program holds the database of the data folder: end it, or its transaction",
  },
  {
    codes: /^SQLITE_IOERR/u,
    name: "disk_fault",
    advice: "the data folder's disk has a fault: look at the system's log",
  },
];

/** Source: PostgreSQL, appendix A, error codes; Node.js, "Common system errors"; and the codes of `DatabaseError`. */
const SERVER_TROUBLES: readonly Trouble[] = [
  {
    codes: /^57P0[1-5]$/u,
    name: "server_stops",
    advice: "the server was stopped, crashed or ends sessions: it is asked again; if it stays away, start it",
  },
  {
    codes:
      /^(?:08\w{3}|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|unreachable)$/u,
    name: "unreachable",
    advice: "the server does not answer: it is asked again; look at the server and the network",
  },
  { codes: /^53100$/u, name: "disk_full", advice: "the server's disk is full: make room there" },
  { codes: /^53200$/u, name: "out_of_memory", advice: "the server has no memory left: lower work_mem or other users" },
  {
    codes: /^(?:53300|no_slot)$/u,
    name: "no_connection_left",
    advice: "raise max_connections, or the limit of the user or the database: 14 for each gateway",
  },
  {
    codes: /^(?:25006|read_only)$/u,
    name: "read_only",
    advice: "the server or the database takes no writes: look whether default_transaction_read_only is set",
  },
  { codes: /^(?:standby|no_primary)$/u, name: "standby", advice: "no server that is named takes writes: promote one" },
  {
    codes: /^(?:55P03|57014|40P01|40001)$/u,
    name: "lock_timeout",
    advice: "statements wait too long: look for long transactions in pg_stat_activity",
  },
  {
    codes: /^(?:26000|42P05|pooler)$/u,
    name: "pooler",
    advice: "a pooler shares connections between transactions: set pool_mode = session, or name the server's own port",
  },
  {
    codes: /^(?:28\w{3}|refused|no_password)$/u,
    name: "not_let_in",
    advice: "the server does not let this user in: look at its password and pg_hba.conf",
  },
  {
    codes: /^(?:58\w{3}|XX\w{3})$/u,
    name: "server_fault",
    advice: "the server has a fault of its disk or its data: look at its log",
  },
];

/** What the driver says without a code when a connection goes silent or away. */
const WITHOUT_CODE = /^(?:Connection terminated|timeout expired|timeout exceeded when trying|Query read timeout)/u;
/** An error may be the cause of others. */
const MOST_CAUSES = 4;
/**
 * A store has recovered that was sound and without trouble for so long: its parts ask once a second and notice an outage,
 * and its end, one after another. Milliseconds.
 */
const QUIET_MS = 5_000;

/** Tells of faults; those of where messages are kept as its state, once until it has recovered. */
export interface FaultReport {
  readonly onFault: (error: unknown) => void;
  /** Everything works, as often as somebody looks. */
  readonly onSound: () => void;
}

/**
 * @param ofDatabase  Whether a database on a server keeps the messages; otherwise a server's codes mean nothing.
 * @param nowMs       Monotonic, milliseconds.
 */
export function createFaultReport(
  log: Log,
  count: () => void,
  ofDatabase: boolean,
  nowMs: () => number = () => performance.now(),
): FaultReport {
  const told = new Set<string>();
  let latestMs = Number.NEGATIVE_INFINITY;
  const troubles = ofDatabase ? [...FOLDER_TROUBLES, ...SERVER_TROUBLES] : FOLDER_TROUBLES;
  return {
    onFault(error) {
      count();
      const found = troubleOf(error, troubles);
      if (found === null) {
        log({ event: "fault", ...describeFault(error) });
        return;
      }
      const { name, advice, code } = found;
      latestMs = nowMs();
      if (told.has(name)) return;
      told.add(name);
      log({ event: "store_trouble", trouble: name, code, advice });
    },
    onSound() {
      if (told.size === 0 || nowMs() - latestMs < QUIET_MS) return;
      log({ event: "store_recovered", troubles: [...told].join(", ") });
      told.clear();
    },
  };
}

function troubleOf(
  error: unknown,
  troubles: readonly Trouble[],
): { readonly name: string; readonly advice: string; readonly code: string } | null {
  let each = error;
  for (let depth = 0; depth < MOST_CAUSES && each instanceof Error; depth += 1) {
    const own = "code" in each && typeof each.code === "string" ? each.code : null;
    const code = own ?? (WITHOUT_CODE.test(each.message) ? "unreachable" : null);
    const found = code === null ? undefined : troubles.find(({ codes }) => codes.test(code));
    if (code !== null && found !== undefined) return { name: found.name, advice: found.advice, code };
    each = each.cause;
  }
  return null;
}
