import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { withSharedParts } from "../input/shared-parts.ts";
import { standBack } from "../input/threads.ts";
import { decisionTable } from "../policy/decide/decide.ts";
import { parseRulebook } from "../policy/rulebook/rulebook.ts";
import { RulebookError } from "../policy/rulebook/rulebook-error.ts";

const names = z.array(z.string()).exactOptional();
const questionSchema = z.object({
  text: z.string(),
  fileName: z.string(),
  known: z.object({ apps: names, owners: names }),
});

standBack();

const { text, fileName, known } = questionSchema.parse(workerData);
try {
  const rulebook = parseRulebook(text, fileName, known);
  const tables = rulebook.editions.map(decisionTable);
  // Editions say most of what the one before them said, so a quarter of it goes over.
  parentPort?.postMessage({ rulebook: withSharedParts(rulebook), tables });
} catch (error) {
  if (!(error instanceof RulebookError)) throw error;
  const { code, message, problems } = error;
  parentPort?.postMessage({ code, message, problems });
}
