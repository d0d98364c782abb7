import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import type { SharedCatalog } from "./catalog.ts";
import type { ListWork } from "./live-lists.ts";
import type { DamagedList } from "./update-list.ts";

/** Built, it is plain JavaScript. */
const WORKER = import.meta.url.endsWith(".ts") ? "./work-worker.ts" : "./work-worker.js";

const outcomesSchema = z.array(
  z.union([
    z.object({ kind: z.literal("failed"), name: z.string(), reason: z.string() }),
    z.object({ kind: z.enum(["updated", "unchanged"]), name: z.string() }),
  ]),
);
const damagedSchema = z.array(z.object({ file: z.string(), message: z.string() }));

/** Work of a folder, be it the lists' only place or a mirror of shared ones. */
export interface FolderWork extends ListWork {
  /** Puts a catalog that others share in force, its new texts being in `incoming`. Resolves with what is damaged, by file. */
  adopt(catalog: SharedCatalog, incoming: string): Promise<readonly DamagedList[]>;
}

/**
 * Does what takes seconds in a worker thread, so that nobody who chats waits for it.
 *
 * @param appHosts  Asked when there is work: every app is read for it.
 */
export function workElsewhere(folder: string, appHosts: () => readonly string[]): FolderWork {
  let running: Worker | null = null;
  async function run(order: object): Promise<unknown> {
    const worker = new Worker(new URL(WORKER, import.meta.url), {
      workerData: { folder, appHosts: appHosts(), order },
    });
    running = worker;
    try {
      // `once` rejects with what the thread throws.
      const ended = once(worker, "exit").then(() => [[]]);
      const [answer] = await Promise.race([once(worker, "message"), ended]);
      return answer;
    } finally {
      running = null;
      await worker.terminate();
    }
  }
  return {
    update: async (names) => outcomesSchema.parse(await run({ do: "update", names })),
    rebuild: async (ownHosts) => damagedSchema.parse(await run({ do: "rebuild", ownHosts })),
    async adopt(catalog, incoming) {
      const catalogJson = JSON.stringify(catalog);
      return damagedSchema.parse(await run({ do: "adopt", catalogJson, incoming }));
    },
    async close() {
      await running?.terminate();
    },
  };
}
