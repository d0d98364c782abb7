import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";

// A thread of its own: a checkpoint copies pages and waits for the disk, and the event loop must not. Each message asks for one.
const db = new Database(String(workerData), { timeout: 0 });
// Sync the log before the file is written, and the file before the log is used anew.
db.pragma("synchronous = NORMAL");
parentPort?.on("message", () => {
  try {
    // PASSIVE waits for nobody and makes nobody wait (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint).
    db.pragma("wal_checkpoint(PASSIVE)");
  } catch {
    // Locked or out of room: the log goes on growing, and the next one may do. What is lasting the writer meets itself.
  }
  parentPort?.postMessage("done");
});
