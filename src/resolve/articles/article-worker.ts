import { constants, platform, setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import { z } from "zod";
import { extractArticle } from "./extract-article.ts";

const jobSchema = z.object({ html: z.string(), url: z.string() });

// On Linux a thread has a priority of its own: the event loop goes first where processors are few (setpriority(2), "BUGS").
if (platform() === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

parentPort?.on("message", (job: unknown) => {
  const { html, url } = jobSchema.parse(job);
  try {
    parentPort?.postMessage(extractArticle(html, url));
  } catch {
    // Too many elements, too deep, or what the parsers cannot read: a page without a text.
    parentPort?.postMessage(null);
  }
});
