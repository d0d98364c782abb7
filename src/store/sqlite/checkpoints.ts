import { Worker } from "node:worker_threads";
import { threadBeside } from "../../input/threads.ts";

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

/** Pages that the WAL may grow to between two checkpoints, some 32 MB. Each ends in a pause, so the fewer there are the better. */
const WAL_PAGES = 8_000;

/** Between two checkpoints until the first has told how many pages a write takes: from 0.08 to 0.45 were seen. */
const LEAST_WRITES = 8_000;
const MOST_WRITES = 128_000;

/** What is in the WAL after a pass. */
export interface Checkpointed {
  /** 0 when that is not known. */
  readonly pages: number;
  /** Those of them that the file does not have: whoever reads an older state keeps them there. */
  readonly left: number;
}

/** A WAL that became larger, because another program read an old state, is cut to this when it begins anew. Bytes. */
export const MAX_KEPT_WAL_BYTES = 2 * WAL_PAGES * 4_096;

/** After a checkpoint that was kept from some of it. Milliseconds. */
const RETRY_MS = 5_000;

/** Each pass has only what was written during the one before, so the pause that follows is short. */
const PASSIVE_PASSES = 3;

/**
 * @param broke     Called when the thread failed and will do no more.
 * @param options   `walPages`: pages that the WAL may grow to; 8 000 where it is left out. `retryMs`: after a checkpoint that a reader
 *                  kept from some of it; 5 000.
 */
export function createCheckpoints(
  database: string,
  broke: () => void,
  { walPages = WAL_PAGES, retryMs = RETRY_MS }: { readonly walPages?: number; readonly retryMs?: number } = {},
): Checkpoints {
  let writes = 0;
  let writesBetween = LEAST_WRITES;
  let passes = 0;
  let phase: "idle" | "passes" | "pending" | "exclusive" | "closed" = "idle";
  let worker: Worker | null = null;
  let resume = () => {};
  let retrying: NodeJS.Timeout | undefined;

  function begin(): void {
    phase = "passes";
    requestCheckpoint();
  }

  /** However few writes come: the reader may have gone, and the WAL keeps its size until then. */
  function retryLater(): void {
    clearTimeout(retrying);
    retrying = setTimeout(() => {
      if (phase === "idle") begin();
    }, retryMs);
    retrying.unref();
  }

  function requestCheckpoint(): void {
    if (worker === null) {
      worker = new Worker(threadBeside(import.meta.url, "checkpoint-worker"), { workerData: database });
      worker.unref();
      worker.on("message", done);
      worker.on("error", end);
      worker.on("exit", end);
    }
    worker.postMessage("checkpoint");
  }

  function done({ pages, left }: Checkpointed): void {
    if (phase === "passes") {
      passes += 1;
      if (passes < PASSIVE_PASSES) requestCheckpoint();
      else phase = "pending";
    } else if (phase === "exclusive") {
      phase = "idle";
      if (pages > 0)
        writesBetween = Math.min(Math.max(LEAST_WRITES, Math.floor((writes / pages) * walPages)), MOST_WRITES);
      writes = 0;
      passes = 0;
      if (left > 0) retryLater();
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
      if (phase === "idle" && writes >= writesBetween) begin();
      else if (phase === "pending") {
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
      clearTimeout(retrying);
      resume();
      await worker?.terminate();
    },
  };
}
