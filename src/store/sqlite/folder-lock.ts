import { accessSync, closeSync, constants, openSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { z } from "zod";
import { DataFolderError, makeDataFolder, onDisk } from "../data-folder.ts";
import { errnoOf } from "../../input/errno.ts";
import { leaveToOwner } from "../../input/whole-file.ts";

/** Whoever must be alone with a data folder. */
export type Holder = "gateway" | "restore" | "import";

export interface FolderLock {
  close(): void;
  /** Closes and takes the file away, and the folder if nothing else is in it: for whoever made both in vain. */
  discard(): void;
}

const LOCK_FILE = "gateway.lock";
/** Another start may look at the file for a moment. Milliseconds. */
const SIGN_TIMEOUT_MS = 1_000;

/**
 * Creates the data folder if missing and locks it until `close` or the end of the process, even by a crash.
 * SQLite holds the lock on a file of its own, and the system releases it with the process
 * (https://www.sqlite.org/lockingv3.html, "RESERVED"). Reading and erasing take no lock.
 *
 * The file stays, since removing a lock file would let two hold it. Nothing else may open it:
 * closing any descriptor of it would release the lock (https://www.sqlite.org/howtocorrupt.html, section 2.2).
 *
 * @throws {DataFolderError} `in_use`, also by this process itself; `unusable`.
 */
export function lockDataFolder(folder: string, holder: Holder, at: Date): FolderLock {
  makeDataFolder(folder);
  // Says what SQLite would not: a read-only disk, or no right to write.
  onDisk(folder, () => accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK));
  const path = join(folder, LOCK_FILE);
  makeEmpty(path);
  const db = inPlace(path, () => new Database(path, { timeout: 0 }));
  try {
    inPlace(path, () => take(db, folder));
    sign(db, holder, at);
    // Between signing and here another start may have come first.
    if (!db.inTransaction) inPlace(path, () => take(db, folder));
    return {
      close: () => db.close(),
      discard() {
        // While it is held nobody else can hold it.
        rmSync(path, { force: true });
        if (readdirSync(folder).length === 0) rmdirSync(folder);
        db.close();
      },
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A new file is nobody's yet, so that closing it releases no lock. */
function makeEmpty(path: string): void {
  onDisk(path, () => {
    try {
      closeSync(openSync(path, "wx", 0o600));
      leaveToOwner(path);
    } catch (error) {
      if (errnoOf(error) !== "EEXIST") throw error;
      accessSync(path, constants.R_OK | constants.W_OK);
    }
  });
}

/** While it is held others can read the file and cannot write to it. */
function take(db: Database.Database, folder: string): void {
  try {
    db.exec("BEGIN IMMEDIATE");
  } catch (error) {
    if (!isBusy(error)) throw error;
    throw new DataFolderError("in_use", heldBy(db, folder), { cause: error });
  }
}

/** Writes down who holds the lock, for the one who does not get it. On a full disk it goes unsaid. */
function sign(db: Database.Database, holder: Holder, at: Date): void {
  try {
    db.pragma(`busy_timeout = ${SIGN_TIMEOUT_MS}`);
    db.exec("CREATE TABLE IF NOT EXISTS held (by TEXT NOT NULL, pid INTEGER NOT NULL, since TEXT NOT NULL) STRICT");
    db.exec("DELETE FROM held");
    db.prepare("INSERT INTO held VALUES (?, ?, ?)").run(holder, process.pid, at.toISOString());
    db.exec("COMMIT");
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    if (db.inTransaction) db.exec("ROLLBACK");
  }
  db.pragma("busy_timeout = 0");
}

const heldSchema = z.object({ by: z.enum(["gateway", "restore", "import"]), pid: z.int(), since: z.iso.datetime() });

function heldBy(db: Database.Database, folder: string): string {
  let row: unknown;
  try {
    row = db.prepare("SELECT by, pid, since FROM held").get();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
  }
  const { success, data } = heldSchema.safeParse(row);
  if (!success) return `a gateway is running on this data folder (${folder})`;
  return `a ${data.by} is running on this data folder (${folder}, since ${data.since}, process ${data.pid})`;
}

const isBusy = (error: unknown) => error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY");

function inPlace<Result>(path: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    const isNoLock = /^SQLITE_(?:NOTADB|CORRUPT)/u.test(error.code);
    const what = isNoLock ? ": remove it, while no gateway runs here" : "";
    throw new DataFolderError("unusable", `${path}: ${error.message} (${error.code})${what}`, { cause: error });
  }
}
