import { parentPort } from "node:worker_threads";
import { z } from "zod";
import { standBack } from "../../input/threads.ts";
import { extractArticle } from "./extract-article.ts";

const jobSchema = z.object({ html: z.string(), url: z.string() });

standBack();

parentPort?.on("message", (job: unknown) => {
  const { html, url } = jobSchema.parse(job);
  try {
    parentPort?.postMessage(extractArticle(html, url));
  } catch {
    // Too many elements, too deep, or what the parsers cannot read: a page without a text.
    parentPort?.postMessage(null);
  }
});
