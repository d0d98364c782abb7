import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, rmSync } from "node:fs";
import Database from "better-sqlite3";
import type { CachedResolution, ResolutionCache } from "./resolution-cache.ts";
import { resolutionSchema } from "./resolution-schema.ts";

export interface DiskCacheOptions {
  /** Resolutions kept. Default 50 000. */
  readonly maxEntries?: number;
  /** Bytes of kept resolutions, their keys not counted. Default 64 MiB. */
  readonly maxBytes?: number;
  /** Told in one sentence when the file could not be used and what became of it. Repeats no address. */
  readonly onTrouble?: (sentence: string) => void;
  /** The clock, milliseconds. Default `Date.now`. */
  readonly now?: () => number;
}

export interface DiskCache extends ResolutionCache {
  get(key: string): CachedResolution | undefined;
  set(key: string, value: CachedResolution): void;
  readonly entries: number;
  /** Writes what waits and closes the file. Later calls keep nothing. */
  close(): void;
}

/** "HtRc": a file with another mark is somebody else's and is never removed. Source: SQLite, "PRAGMA application_id". */
const APPLICATION_ID = 0x48_74_52_63;
/** Goes up with every change of the table or of what a resolution is. */
const FORMAT = 1;
/** Answers written together, and how long one may wait for others: a transaction each would cost ten times as much. */
const MAX_WAITING = 64;
const MAX_WAIT_MS = 200;
/** Rows removed after one write, so that a large clearing never holds the event loop. */
const MAX_REMOVED = 512;
const DAMAGED = /^SQLITE_(?:CORRUPT|NOTADB)/u;

const STARTS_EMPTY = "the cache of followed links was damaged and starts empty";

/** `total` is kept by triggers, so that it is right for several processes and costs no count. */
const TABLES = `
  CREATE TABLE resolution (
    key BLOB PRIMARY KEY, value TEXT NOT NULL, resolved_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX resolution_by_expiry ON resolution (expires_at);
  CREATE TABLE total (entries INTEGER NOT NULL, bytes INTEGER NOT NULL) STRICT;
  INSERT INTO total VALUES (0, 0);
  CREATE TRIGGER added AFTER INSERT ON resolution BEGIN
    UPDATE total SET entries = entries + 1, bytes = bytes + length(new.value);
  END;
  CREATE TRIGGER removed AFTER DELETE ON resolution BEGIN
    UPDATE total SET entries = entries - 1, bytes = bytes - length(old.value);
  END;
`;

interface Row {
  readonly value: string;
  readonly resolved_at: number;
  readonly expires_at: number;
}

interface Total {
  readonly entries: number;
  readonly bytes: number;
}

/**
 * Resolutions in one SQLite file, shared by every process that opens it and still there after a restart. What expires first goes first
 * when room is needed, so that failures never push answers out. A damaged file is replaced by an empty one. Losing it costs requests only,
 * so that nothing waits for the disk.
 *
 * @param path  A file, made when missing, readable by its owner only.
 * @throws {Error} when the file cannot be opened or belongs to another program.
 */
export function openDiskCache(path: string, options: DiskCacheOptions = {}): DiskCache {
  const { maxEntries = 50_000, maxBytes = 64 * 1024 * 1024, onTrouble = () => undefined, now = Date.now } = options;
  const waiting = new Map<string, CachedResolution>();
  let timer: NodeJS.Timeout | null = null;
  let file = openWhole(path, onTrouble);
  let isClosed = false;

  const told = new Set<string>();
  const tellOnce = (sentence: string) => {
    if (told.has(sentence)) return;
    told.add(sentence);
    onTrouble(sentence);
  };

  /** A cache that cannot be read or written is an empty one, and never a reason not to answer. */
  const guarded = <Result>(work: (open: OpenFile) => Result): Result | undefined => {
    if (isClosed) return undefined;
    try {
      return work(file);
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
      if (DAMAGED.test(error.code)) replaceFile();
      else tellOnce(`the cache of followed links does not answer (${error.code}) and is done without`);
      return undefined;
    }
  };

  const replaceFile = () => {
    file.db.close();
    try {
      remove(path);
      file = openWhole(path, onTrouble);
      onTrouble(STARTS_EMPTY);
    } catch {
      isClosed = true;
      onTrouble("the cache of followed links is damaged, cannot be replaced and is done without");
    }
  };

  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const written = [...waiting];
    waiting.clear();
    guarded((open) => open.write(written, now(), { maxEntries, maxBytes }));
  };

  return {
    get entries() {
      return waiting.size + (guarded((open) => open.total().entries) ?? 0);
    },
    get(key) {
      const early = waiting.get(key);
      if (early !== undefined) return early;
      const row = guarded((open) => open.select.get(digest(key)));
      return row === undefined || row.expires_at <= now() ? undefined : entryOf(row);
    },
    set(key, value) {
      if (isClosed) return;
      waiting.set(key, value);
      if (waiting.size >= MAX_WAITING) flush();
      else timer ??= setTimeout(flush, MAX_WAIT_MS).unref();
    },
    close() {
      if (isClosed) return;
      flush();
      isClosed = true;
      file.db.close();
    },
  };
}

interface OpenFile {
  readonly db: Database.Database;
  readonly select: Database.Statement<[Buffer], Row>;
  total(): Total;
  write(entries: readonly (readonly [string, CachedResolution])[], nowMs: number, limits: Limits): void;
}

interface Limits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

/** @throws {Error} when the file is another program's, or cannot be opened at all. */
function openWhole(path: string, onTrouble: (sentence: string) => void): OpenFile {
  try {
    return openFile(path);
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !DAMAGED.test(error.code)) throw error;
    remove(path);
    onTrouble(STARTS_EMPTY);
    return openFile(path);
  }
}

function openFile(path: string): OpenFile {
  const isNew = !existsSync(path);
  closeSync(openSync(path, "a", 0o600));
  try {
    return openMade(path);
  } catch (error) {
    // On a full disk nothing half-made stays.
    if (isNew) remove(path);
    throw error;
  }
}

function openMade(path: string): OpenFile {
  // Another process may be writing; waiting for it longer would hold the event loop.
  const db = new Database(path, { timeout: 50 });
  try {
    const mark = db.pragma("application_id", { simple: true });
    const isEmpty = db.prepare("SELECT count(*) FROM sqlite_schema").pluck().get() === 0;
    if (!isEmpty && mark !== APPLICATION_ID) throw new Error("the file for followed links is another program's");
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = OFF");
    // What has expired is not to be found in the file either.
    db.pragma("secure_delete = ON");
    db.pragma("cache_size = -4096");
    if (String(db.pragma("quick_check(1)", { simple: true })) !== "ok") throw damaged();
    if (isEmpty || db.pragma("user_version", { simple: true }) !== FORMAT) begin(db);
    return statementsOf(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

const damaged = () => new Database.SqliteError("quick_check", "SQLITE_CORRUPT");

function begin(db: Database.Database): void {
  db.transaction(() => {
    db.exec("DROP TABLE IF EXISTS resolution; DROP TABLE IF EXISTS total");
    db.exec(TABLES);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${FORMAT}`);
  }).immediate();
}

function statementsOf(db: Database.Database): OpenFile {
  const select = db.prepare<[Buffer], Row>("SELECT value, resolved_at, expires_at FROM resolution WHERE key = ?");
  const remove = db.prepare<[Buffer]>("DELETE FROM resolution WHERE key = ?");
  const insert = db.prepare<[Buffer, string, number, number]>("INSERT INTO resolution VALUES (?, ?, ?, ?)");
  const removeExpired = db.prepare<[number, number]>(
    "DELETE FROM resolution WHERE rowid IN (SELECT rowid FROM resolution WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)",
  );
  const removeFirst = db.prepare<[number]>(
    "DELETE FROM resolution WHERE rowid IN (SELECT rowid FROM resolution ORDER BY expires_at LIMIT ?)",
  );
  const selectTotal = db.prepare<[], Total>("SELECT entries, bytes FROM total");
  const total = () => selectTotal.get() ?? { entries: 0, bytes: 0 };
  const write = db.transaction((...[entries, nowMs, limits]: Parameters<OpenFile["write"]>) => {
    for (const [key, { resolution, resolvedAtMs, expiresAtMs }] of entries) {
      const hash = digest(key);
      remove.run(hash);
      insert.run(hash, JSON.stringify(resolution), resolvedAtMs, expiresAtMs);
    }
    let left = MAX_REMOVED - removeExpired.run(nowMs, MAX_REMOVED).changes;
    while (left > 0) {
      const { entries: count, bytes } = total();
      if (count <= limits.maxEntries && bytes <= limits.maxBytes) break;
      left -= removeFirst.run(Math.min(left, Math.max(8, count - limits.maxEntries))).changes;
    }
  });
  return { db, select, total, write: (...parameters) => write.immediate(...parameters) };
}

/** Addresses are of any length and may hold secrets; a digest is neither. */
function digest(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

function entryOf({ value, resolved_at, expires_at }: Row): CachedResolution | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return undefined;
  }
  const { success, data } = resolutionSchema.safeParse(parsed);
  return success ? { resolution: data, resolvedAtMs: resolved_at, expiresAtMs: expires_at } : undefined;
}

function remove(path: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${path}${suffix}`, { force: true });
}
