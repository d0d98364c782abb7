import { constants, platform, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { type IndexJob, runIndexJob } from "./index-job.ts";
import type { WorkerMessage } from "./build-in-worker.ts";

// On Linux a thread has a priority of its own: the event loop goes first where processors are few (setpriority(2), "BUGS").
if (platform() === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const tell = (message: WorkerMessage): void => parentPort?.postMessage(message);

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- who starts this thread is build-in-worker.ts, with just this
const job = workerData as IndexJob;
try {
  await runIndexJob(
    job,
    (entries) => tell({ kind: "progress", entries }),
    ({ id }) => tell({ kind: "generation", id }),
  );
} catch (error) {
  tell({
    kind: "failed",
    name: error instanceof Error ? error.name : "Error",
    message: error instanceof Error ? error.message : String(error),
  });
}
