import { buildInWorker } from "../../../src/findings/lists/index/build/build-in-worker.ts";
import type { IndexJob } from "../../../src/findings/lists/index/build/index-job.ts";

// Builds the index that the first argument tells, and says how far it is, so that a test can kill it on the way.
await buildInWorker(JSON.parse(process.argv[2] ?? "") as IndexJob, {
  onProgress: (entries) => console.log(`read ${entries}`),
  onGeneration: (id) => console.log(`generation ${id}`),
});
