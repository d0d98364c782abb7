import { once } from "node:events";
import { constants, platform, setPriority } from "node:os";
import { Worker } from "node:worker_threads";

/** Threads that answer one question each, so that nobody who chats waits for what takes long. */
export interface Threads {
  /**
   * Starts a thread with the question as its `workerData`. Resolves with the first that it posts, or with null when the threads
   * were closed meanwhile.
   *
   * @throws what ended the thread.
   */
  readonly ask: (file: URL, question: unknown) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

export function createThreads(): Threads {
  const running = new Set<Worker>();
  let isClosed = false;
  return {
    async ask(file, question) {
      if (isClosed) return null;
      const worker = new Worker(file, { workerData: question });
      running.add(worker);
      try {
        // `once` rejects with what the thread throws.
        const ended = once(worker, "exit").then(() => [null]);
        const [answer]: unknown[] = await Promise.race([once(worker, "message"), ended]);
        if (answer === null && !isClosed) throw new Error("a thread ended without an answer");
        return isClosed ? null : answer;
      } finally {
        running.delete(worker);
        await worker.terminate();
      }
    },
    async close() {
      isClosed = true;
      await Promise.all([...running].map((worker) => worker.terminate()));
    },
  };
}

/** The file of a thread beside a module: built, it is plain JavaScript. @param module  Its `import.meta.url`. */
export function threadBeside(module: string, name: string): URL {
  return new URL(`./${name}${module.endsWith(".ts") ? ".ts" : ".js"}`, module);
}

/** Lets the event loop go first where processors are few. On Linux a thread has a priority of its own (setpriority(2), "BUGS"). */
export function standBack(): void {
  if (platform() === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}
