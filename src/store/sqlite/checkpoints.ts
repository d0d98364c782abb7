import { Worker } from "node:worker_threads";

/**
 * Checkpoints the WAL in a worker. SQLite restarts the WAL only after a complete checkpoint, which concurrent writes prevent.
 * After three passive passes writes pause for one last, short pass. Source: https://www.sqlite.org/wal.html#ckpt.
 */
export interface Checkpoints {
  /**
   * To be called when nothing is being written.
   *
   * @param writes  How many there were since the last call.
   * @returns       Null: go on. A promise: write nothing until it resolves; it never rejects.
   */
  pause(writes: number): Promise<void> | null;
  close(): Promise<void>;
}

/** A message dirties a page of messages and a page of keys. So the WAL grows to some 16 000 pages. */
const WRITES_BETWEEN = 8_000;

/** Each pass has only what was written during the one before, so the pause that follows is short. */
const PASSIVE_PASSES = 3;

/** @param broke  Called when the thread failed and will do no more. */
export function createCheckpoints(database: string, broke: () => void): Checkpoints {
  let writes = 0;
  let passes = 0;
  let phase: "idle" | "passes" | "pending" | "exclusive" | "closed" = "idle";
  let worker: Worker | null = null;
  let resume = () => {};

  function requestCheckpoint(): void {
    if (worker === null) {
      // Built, it is plain JavaScript.
      const file = import.meta.url.endsWith(".ts") ? "./checkpoint-worker.ts" : "./checkpoint-worker.js";
      worker = new Worker(new URL(file, import.meta.url), { workerData: database });
      worker.unref();
      worker.on("message", done);
      worker.on("error", end);
      worker.on("exit", end);
    }
    worker.postMessage("checkpoint");
  }

  function done(): void {
    if (phase === "passes") {
      passes += 1;
      if (passes < PASSIVE_PASSES) requestCheckpoint();
      else phase = "pending";
    } else if (phase === "exclusive") {
      phase = "idle";
      writes = 0;
      passes = 0;
      resume();
    }
  }

  function end(): void {
    if (phase === "closed") return;
    phase = "closed";
    resume();
    broke();
  }

  return {
    pause(more) {
      writes += more;
      if (phase === "idle" && writes >= WRITES_BETWEEN) {
        phase = "passes";
        requestCheckpoint();
      } else if (phase === "pending") {
        phase = "exclusive";
        requestCheckpoint();
        return new Promise((resolve) => {
          resume = resolve;
        });
      }
      return null;
    },
    async close() {
      phase = "closed";
      resume();
      await worker?.terminate();
    },
  };
}
