import { constants, platform, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { warningsOf } from "./rulebook-change.ts";

const rulebookSchema = z.object({ reference: z.string(), text: z.string() });
const changeSchema = z.object({
  before: rulebookSchema.nullable(),
  after: rulebookSchema,
  hostPlatform: z.string().nullable(),
  at: z.date(),
});

// On Linux a thread has a priority of its own: the event loop goes first where processors are few (setpriority(2), "BUGS").
if (platform() === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

parentPort?.postMessage(warningsOf(changeSchema.parse(workerData)));
