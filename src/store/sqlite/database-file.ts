import { existsSync, statSync } from "node:fs";
import Database from "better-sqlite3";
import { makeWhole } from "../../input/whole-file.ts";
import { MAX_KEPT_WAL_BYTES } from "./checkpoints.ts";
import { DatabaseFileError } from "./database-file-error.ts";
import { epochOf, migrate } from "./migrate.ts";

/** Pages of 4 KiB the WAL grows to before it is checkpointed. */
export const CHECKPOINT_PAGES = 4_000;
/** Another program may hold the file for a moment while it is opened. Milliseconds. */
const OPEN_TIMEOUT_MS = 2_000;
/** The system keeps the file in memory anyway; with four times as much a message took no less of the processor, and no fewer bytes. */
const CACHE_KIB = 8_192;

/** @param path  Made when missing, whole or not at all; or `:memory:`. @throws {DatabaseFileError} `damaged`. */
export function openDatabaseFile(path: string): Database.Database {
  if (path !== ":memory:" && !existsSync(path)) makeWhole(path, makeDatabase);
  // To SQLite it is a database without tables. No start leaves one: a failed copy or a power cut did, and took what was in it.
  if (path !== ":memory:" && statSync(path).size === 0) throw new DatabaseFileError("damaged");
  const db = new Database(path, { timeout: OPEN_TIMEOUT_MS });
  try {
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    db.pragma("foreign_keys = ON");
    // What is deleted is overwritten in the file too.
    db.pragma("secure_delete = ON");
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    db.pragma(`journal_size_limit = ${MAX_KEPT_WAL_BYTES}`);
    db.pragma(`cache_size = ${-CACHE_KIB}`);
    const check = String(db.pragma("quick_check(1)", { simple: true }));
    if (check !== "ok") throw new DatabaseFileError("damaged");
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** Without a log, so that all of it is in the one file. */
function makeDatabase(path: string): void {
  const db = new Database(path);
  try {
    // Nothing of it counts before it is whole, on disk and has its name; a sync for each step took 50 ms of a start.
    db.pragma("journal_mode = MEMORY");
    db.pragma("synchronous = OFF");
    migrate(db);
    epochOf(db);
  } finally {
    db.close();
  }
}
