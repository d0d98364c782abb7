import { randomBytes } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { onDisk } from "../data-folder.ts";
import { temporaryNameFor, removePart, publishFile, publishWithin } from "../../input/whole-file.ts";
import { DatabaseFileError, fileFault } from "./database-file-error.ts";
import { knownSchema, leapInboxes } from "./migrate.ts";

export interface Contents {
  readonly conversations: number;
  readonly messages: number;
}

/**
 * Writes a whole and consistent copy of a store, also while a gateway writes on: SQLite reads it in one transaction, which in WAL
 * mode keeps no writer waiting (https://www.sqlite.org/lang_vacuum.html#vacuuminto). What was deleted is not in the copy.
 *
 * @param file  Must not be there; it appears only when it is whole.
 * @throws {DatabaseFileError} `not_found`, `damaged`, `exists` or `unreadable`; {DataFolderError} `unusable`.
 */
export function backUp(database: string, file: string): Contents {
  if (existsSync(file)) throw new DatabaseFileError("exists", { path: file });
  const folder = dirname(file);
  onDisk(folder, () => accessSync(folder, constants.W_OK));
  const part = temporaryNameFor(file);
  try {
    const db = openExisting(database);
    try {
      db.prepare("VACUUM INTO ?").run(part);
    } catch (error) {
      throw fileFault(error, file);
    } finally {
      db.close();
    }
    const contents = inspect(part);
    onDisk(file, () => publishFile(part, file));
    return contents;
  } finally {
    removePart(part);
  }
}

/** What is back, and what it took the place of: null where nothing was there. */
interface Restored extends Contents {
  readonly replaced: Contents | "damaged" | null;
}

/**
 * Replaces a store by a backup and renews its epoch. The new epoch tells every client that its positions are void.
 *
 * @param replace  Also in the place of one that holds conversations.
 * @throws {DatabaseFileError} of the backup: `no_backup`, `broken_backup`, `packed_backup`, `postgres_backup`, `copied_log` or `newer_schema`.
 * @throws {DatabaseFileError} of the place: `damaged_place`, `not_empty` or `locked`.
 * @throws {DataFolderError} `unusable`.
 */
export function restore(file: string, database: string, { replace }: { readonly replace: boolean }): Restored {
  if (!existsSync(file)) throw new DatabaseFileError("no_backup", { path: file });
  if (!statSync(file).isFile()) throw new DatabaseFileError("broken_backup", { path: file });
  onDisk(file, () => accessSync(file, constants.R_OK));
  refuseOthers(file);
  const part = temporaryNameFor(database);
  try {
    onDisk(database, () => copyFileSync(file, part));
    const contents = inspectBackup(part, file);
    const db = new Database(part);
    try {
      const epoch = randomBytes(16).toString("base64url");
      db.prepare("INSERT OR REPLACE INTO setting (name, value) VALUES ('epoch', ?)").run(epoch);
      // A backup of a program that knew no bots has none.
      const hasBots = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'bot'").get() !== undefined;
      if (hasBots) leapInboxes(db);
    } catch (error) {
      throw fileFault(error, database);
    } finally {
      db.close();
    }
    const replaced = clear(database, replace);
    onDisk(database, () => publishWithin(part, database));
    return { ...contents, replaced };
  } finally {
    removePart(part);
  }
}

/** gzip, zip, bzip2, xz and Zstandard, by their first bytes. */
const PACKED = /^(?:\x1f\x8b|PK\x03\x04|BZh\d|\xfd7zXZ\0|\x28\xb5\x2f\xfd)/u;
/** `pg_dump --format=custom`, and the text of its other form. */
const OF_POSTGRES = /^(?:PGDMP|--\n-- PostgreSQL database)/u;

/** What people hand in the place of a backup. */
function refuseOthers(file: string): void {
  const first = onDisk(file, () => firstBytes(file)).toString("latin1");
  if (PACKED.test(first)) throw new DatabaseFileError("packed_backup", { path: file });
  if (OF_POSTGRES.test(first)) throw new DatabaseFileError("postgres_backup", { path: file });
  // A log beside a backup is nobody's; beside a copied file it holds what is not in that yet.
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  if (log !== undefined && log.size > 0 && first.charCodeAt(WRITE_VERSION_AT) === WAL_VERSION)
    throw new DatabaseFileError("copied_log", { path: file });
}

/** Source: https://www.sqlite.org/fileformat.html#file_format_version_numbers. What VACUUM INTO writes has version 1. */
const WRITE_VERSION_AT = 18;
const WAL_VERSION = 2;

function firstBytes(file: string): Buffer {
  const bytes = Buffer.alloc(32);
  const descriptor = openSync(file, "r");
  try {
    return bytes.subarray(0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}

/** What is lost by a replacement; of another program's database, or a damaged one, nobody can say. */
function countable(db: Database.Database): Contents | "damaged" {
  try {
    return contentsOf(db);
  } catch {
    return "damaged";
  }
}

/** Makes room for another database. Afterwards no WAL of the old one is left that could be replayed into the new one. */
function clear(database: string, replace: boolean): Restored["replaced"] {
  if (!existsSync(database)) return null;
  let replaced: Restored["replaced"] = "damaged";
  try {
    const db = new Database(database, { timeout: 0 });
    try {
      // Leaving WAL mode checkpoints the WAL, and is refused while any other connection is open.
      db.pragma("journal_mode = DELETE");
      replaced = replace ? countable(db) : contentsOf(db);
      if (!replace && replaced !== "damaged" && replaced.conversations > 0)
        throw new DatabaseFileError("not_empty", { path: dirname(database) });
    } finally {
      db.close();
    }
  } catch (error) {
    const fault = fileFault(error);
    if (!(fault instanceof DatabaseFileError)) throw fault;
    if (fault.code !== "damaged" && fault.code !== "not_ours") throw fault;
    // A damaged one is what backups are for.
    if (!replace) throw new DatabaseFileError("damaged_place", { cause: error, path: database });
  }
  for (const end of ["-wal", "-shm", "-journal"]) rmSync(`${database}${end}`, { force: true });
  return replaced;
}

function openExisting(database: string): Database.Database {
  if (!existsSync(database)) throw new DatabaseFileError("not_found", { path: dirname(database) });
  try {
    return new Database(database, { readonly: true });
  } catch (error) {
    throw fileFault(error);
  }
}

/** What a database file holds, once every page of it was found intact. */
function inspect(file: string): Contents {
  const db = new Database(file);
  try {
    const check = String(db.pragma("integrity_check(1)", { simple: true }));
    if (check !== "ok") throw new DatabaseFileError("damaged");
    const schema = Number(db.pragma("user_version", { simple: true }));
    if (schema > knownSchema()) throw new DatabaseFileError("newer_schema");
    return contentsOf(db);
  } catch (error) {
    throw fileFault(error);
  } finally {
    db.close();
  }
}

/** The same of a backup's copy. What is wrong is told of the backup, which is not the store. */
function inspectBackup(copy: string, backup: string): Contents {
  try {
    return inspect(copy);
  } catch (error) {
    if (!(error instanceof DatabaseFileError)) throw error;
    const code = error.code === "damaged" || error.code === "not_ours" ? "broken_backup" : error.code;
    throw new DatabaseFileError(code, { cause: error, path: backup });
  }
}

function contentsOf(db: Database.Database): Contents {
  const count = (table: string) => Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  return { conversations: count("conversation"), messages: count("message") };
}
