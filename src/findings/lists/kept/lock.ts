import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { errnoOf } from "../../../input/errno.ts";
import { leaveToOwner } from "../../../input/whole-file.ts";

const LOCK_FILE = "lists.lock";
const LOOK_AGAIN_MS = 100;

/** Ends with `close`, or with the process, even by a crash. */
export interface ListsLock {
  close(): void;
}

/**
 * Locks a folder of lists against others that would change it. Reading takes no lock.
 * SQLite holds it, so that the system releases it (https://www.sqlite.org/lockingv3.html, "RESERVED").
 *
 * @param waitMs  How long another's change is waited for.
 * @throws {ListsInUse} when another still holds it then.
 */
export async function lockLists(folder: string, waitMs: number): Promise<ListsLock> {
  const path = join(folder, LOCK_FILE);
  try {
    // A new file is nobody's yet, so that closing it releases no lock.
    closeSync(openSync(path, "wx", 0o600));
    leaveToOwner(path);
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
  }
  const db = new Database(path, { timeout: 0 });
  try {
    for (let waitedMs = 0; ; waitedMs += LOOK_AGAIN_MS) {
      try {
        db.exec("BEGIN IMMEDIATE");
        return { close: () => db.close() };
      } catch (error) {
        if (!(error instanceof Database.SqliteError) || !error.code.startsWith("SQLITE_BUSY")) throw error;
        if (waitedMs >= waitMs) throw new ListsInUse();
      }
      await sleep(LOOK_AGAIN_MS);
    }
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Another command or gateway changes the lists right now. */
export class ListsInUse extends Error {
  override readonly name = "ListsInUse";

  constructor() {
    super("another command or gateway changes the lists now: try again when it is done");
  }
}
