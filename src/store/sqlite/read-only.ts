import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { isAllowed } from "../../input/file-rights.ts";
import { onDisk } from "../data-folder.ts";
import type { Store } from "../store.ts";
import { backUp } from "./backup.ts";
import { DatabaseFileError } from "./database-file-error.ts";
import { openSqliteStore } from "./store.ts";

/** Opens a store of a command that writes. @throws {DatabaseFileError} `read_only`, and what `openSqliteStore` throws. */
export function openSqliteStoreToWrite(database: string): Store {
  if (isReadOnly(database)) throw new DatabaseFileError("read_only", { path: database });
  return openSqliteStore(database);
}

/** Whether a database, or what SQLite writes beside it, may only be read: by its rights, or on a disk that is mounted so. */
export function isReadOnly(database: string): boolean {
  return !isAllowed(dirname(database), "write") || !isAllowed(database, "write");
}

/**
 * Opens a store for reading alone. One that may only be read is copied among the system's temporary files; the copy goes when it closes.
 *
 * @throws What `openSqliteStore` throws; {DatabaseFileError} `locked` when it was written during the copy.
 */
export function openSqliteStoreToRead(database: string): Store {
  if (!isReadOnly(database)) return openSqliteStore(database);
  const folder = onDisk(tmpdir(), () => mkdtempSync(join(tmpdir(), "hutong-read-")));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = join(folder, basename(database));
    if (!copiedWhileOpen(database, copy)) copyAtRest(database, copy);
    const store = openSqliteStore(copy);
    return { ...store, close: () => store.close().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Whoever has it open keeps a file beside it by which SQLite reads what others write. Of one that was killed it may be of no use. */
function copiedWhileOpen(database: string, copy: string): boolean {
  if (!existsSync(`${database}-shm`)) return false;
  try {
    backUp(database, copy);
    return true;
  } catch (error) {
    if (error instanceof DatabaseFileError && (error.code === "read_only" || error.code === "unreadable")) return false;
    throw error;
  }
}

/** With what a gateway that was killed left in its log. */
function copyAtRest(database: string, copy: string): void {
  const states = () =>
    ["", "-wal", "-shm"].map((end) => {
      const { size, mtimeMs } = statSync(`${database}${end}`, { throwIfNoEntry: false }) ?? {};
      return `${size} ${mtimeMs}`;
    });
  const before = states();
  for (const end of ["", "-wal"]) {
    if (!existsSync(`${database}${end}`)) continue;
    onDisk(database, () => copyFileSync(`${database}${end}`, `${copy}${end}`));
    chmodSync(`${copy}${end}`, 0o600);
  }
  if (states().join() !== before.join()) throw new DatabaseFileError("locked", { path: dirname(database) });
}
