import { Worker } from "node:worker_threads";

/**
 * Works the log into the database in a thread of its own. SQLite begins the log anew once all of it is in the file, which never
 * happens while writes go on; so after a long checkpoint beside them a short one follows, for which they rest.
 */
export interface Checkpoints {
  /**
   * To be called when nothing is being written.
   *
   * @param writes  How many there were since the last call.
   * @returns       Null: go on. A promise: write nothing until it resolves; it never rejects.
   */
  rest(writes: number): Promise<void> | null;
  close(): Promise<void>;
}

/** A message is a page of messages and a page of keys, so this is a log of up to some 16 000 pages. */
const WRITES_BETWEEN = 8_000;

/** Each has less left to do, what was written during the one before; so the rest that follows is short. */
const PASSES_BESIDE = 3;

/** @param broke  Called when the thread failed and will do no more. */
export function createCheckpoints(database: string, broke: () => void): Checkpoints {
  let writes = 0;
  let passes = 0;
  let phase: "waiting" | "beside" | "due" | "alone" | "over" = "waiting";
  let worker: Worker | null = null;
  let goOn = () => {};

  function ask(): void {
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
    if (phase === "beside") {
      passes += 1;
      if (passes < PASSES_BESIDE) ask();
      else phase = "due";
    } else if (phase === "alone") {
      phase = "waiting";
      writes = 0;
      passes = 0;
      goOn();
    }
  }

  function end(): void {
    if (phase === "over") return;
    phase = "over";
    goOn();
    broke();
  }

  return {
    rest(more) {
      writes += more;
      if (phase === "waiting" && writes >= WRITES_BETWEEN) {
        phase = "beside";
        ask();
      } else if (phase === "due") {
        phase = "alone";
        ask();
        return new Promise((resolve) => {
          goOn = resolve;
        });
      }
      return null;
    },
    async close() {
      phase = "over";
      goOn();
      await worker?.terminate();
    },
  };
}
