import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import type { Checkpointed } from "./checkpoints.ts";

// A thread of its own: a checkpoint copies pages and waits for the disk, and the event loop must not. Each message asks for one.
const db = new Database(String(workerData), { timeout: 0 });
// Sync the WAL before the file is written, and the file before the WAL is restarted.
db.pragma("synchronous = NORMAL");
// PASSIVE waits for nobody and makes nobody wait (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint). Its row: whether it was
// kept from some of it, pages in the WAL, pages of them in the file.
const checkpoint = db
  .prepare<[], [busy: number, inWal: number, inFile: number]>("PRAGMA wal_checkpoint(PASSIVE)")
  .raw();
parentPort?.on("message", () => {
  let told: Checkpointed = { pages: 0, left: 0 };
  try {
    const [, inWal = 0, inFile = 0] = checkpoint.get() ?? [];
    told = { pages: Math.max(0, inWal), left: Math.max(0, inWal - inFile) };
  } catch {
    // Locked or out of room: the WAL grows on, and the next checkpoint may succeed. The writer meets a lasting fault itself.
  }
  parentPort?.postMessage(told);
});
