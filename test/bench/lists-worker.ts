import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { loadSuffixRules } from "../../src/findings/lists/suffix-rules.ts";
import { buildIndex, changeIndex, mergeIndex } from "../../src/findings/lists/index/build/build-index.ts";
import { checkList } from "../../src/findings/lists/read-list.ts";
import { sourceFile } from "../../src/findings/lists/source-file.ts";
import { factsOf, NOW_MS, readOptions, sourceOf, type TextList } from "./lists-texts.ts";

/** What the thread is asked for: an index of these texts, or what they gain and lose. */
export type ListsOrder =
  | { readonly do: "build"; readonly lists: readonly TextList[] }
  | { readonly do: "merge" }
  | {
      readonly do: "change";
      readonly names: readonly string[];
      readonly added: readonly TextList[];
      readonly removed: readonly TextList[];
    };

setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const { folder } = workerData as { folder: string };
await loadSuffixRules();
parentPort?.on("message", (order: ListsOrder) => void obey(order));

async function obey(order: ListsOrder): Promise<void> {
  const options = { nowMs: NOW_MS };
  const start = process.threadCpuUsage();
  if (order.do === "build") {
    // As a list is added: read whole to see whether it may stand, then once more into the index.
    for (const list of order.lists) checkList(sourceFile(list.file), readOptions(list), true);
    await buildIndex(folder, order.lists.map(sourceOf), options);
  } else if (order.do === "merge") {
    await mergeIndex(folder, options);
  } else {
    const lists = order.names.map((name) => factsOf({ name }));
    await changeIndex(
      folder,
      { lists, added: order.added.map(sourceOf), removed: order.removed.map(sourceOf) },
      options,
    );
  }
  const { user, system } = process.threadCpuUsage(start);
  parentPort?.postMessage((user + system) / 1e3);
}
