import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { standBack } from "../input/threads.ts";
import { warningsOf } from "./rulebook-change.ts";

const rulebookSchema = z.object({ reference: z.string(), text: z.string() });
const changeSchema = z.object({
  before: rulebookSchema.nullable(),
  after: rulebookSchema,
  hostPlatform: z.string().nullable(),
  at: z.date(),
});

standBack();

parentPort?.postMessage(warningsOf(changeSchema.parse(workerData)));
