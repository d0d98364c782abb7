import { Worker } from "node:worker_threads";
import { IndexLimitError } from "../index-error.ts";
import { removeLeftovers } from "./build-index.ts";
import type { IndexJob } from "./index-job.ts";

/** What the thread tells. */
export type WorkerMessage =
  | { readonly kind: "progress"; readonly entries: number }
  /** This generation is in force. */
  | { readonly kind: "generation"; readonly id: string }
  | { readonly kind: "failed"; readonly name: string; readonly message: string };

export interface WorkerOptions {
  /** Ends the build; the generation before stays in force. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (entries: number) => void;
  /** A further generation is in force: a change first, and what merges it after. */
  readonly onGeneration?: (id: string) => void;
}

/**
 * Does a job in a thread of its own, so that the event loop is free meanwhile.
 *
 * @throws {IndexLimitError} when the lists are more than the index can hold.
 */
export async function buildInWorker(job: IndexJob, options: WorkerOptions = {}): Promise<void> {
  const { signal, onProgress, onGeneration } = options;
  signal?.throwIfAborted();
  const file = import.meta.url.endsWith(".ts") ? "./build-worker.ts" : "./build-worker.js";
  const worker = new Worker(new URL(file, import.meta.url), { workerData: job });
  let failure: Error | null = null;
  worker.on("message", (message: WorkerMessage) => {
    if (message.kind === "progress") onProgress?.(message.entries);
    else if (message.kind === "generation") onGeneration?.(message.id);
    else failure = failureOf(message);
  });
  worker.on("error", (error) => {
    failure = error instanceof Error ? error : new Error("the thread that builds the index failed", { cause: error });
  });
  const end = (): void => void worker.terminate();
  signal?.addEventListener("abort", end);
  await new Promise((resolve) => worker.once("exit", resolve));
  signal?.removeEventListener("abort", end);
  if (signal?.aborted === true || failure !== null) removeLeftovers(job.folder);
  signal?.throwIfAborted();
  if (failure !== null) throw failure;
}

function failureOf({ name, message }: { readonly name: string; readonly message: string }): Error {
  return name === "IndexLimitError" ? new IndexLimitError(message) : new Error(message);
}
