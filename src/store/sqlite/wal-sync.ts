import { close, fdatasync, openSync } from "node:fs";

/** Brings what was written to a database's WAL to the disk, without stopping the event loop meanwhile. */
export interface WalSync {
  /** @param done  Called when everything written before the call is on disk, or with why it may not be. */
  readonly sync: (done: (error: Error | null) => void) => void;
  close(): void;
}

/**
 * For a database that is open in WAL mode under `synchronous=NORMAL`: SQLite then writes a commit to the WAL unsynced.
 * It syncs the WAL itself only at checkpoints (https://www.sqlite.org/wal.html#performance_considerations).
 * The WAL is one file for as long as any connection is open.
 */
export function openWalSync(database: string): WalSync {
  // Locks are held on the database and its index file, never on the WAL. So opening and closing it here releases none.
  const wal = openSync(`${database}-wal`, "r+");
  return {
    sync: (done) => fdatasync(wal, done),
    close: () => close(wal),
  };
}
