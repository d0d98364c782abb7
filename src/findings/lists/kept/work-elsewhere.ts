import { z } from "zod";
import { createThreads, threadBeside } from "../../../input/threads.ts";
import type { SharedCatalog } from "./catalog.ts";
import type { ListWork } from "./live-lists.ts";
import type { DamagedList } from "./update-list.ts";

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
  const threads = createThreads();
  /** Nothing was done by a thread that was closed. */
  const run = async (order: object): Promise<unknown> =>
    (await threads.ask(threadBeside(import.meta.url, "work-worker"), { folder, appHosts: appHosts(), order })) ?? [];
  return {
    update: async (names) => outcomesSchema.parse(await run({ do: "update", names })),
    rebuild: async (ownHosts) => damagedSchema.parse(await run({ do: "rebuild", ownHosts })),
    async adopt(catalog, incoming) {
      const catalogJson = JSON.stringify(catalog);
      return damagedSchema.parse(await run({ do: "adopt", catalogJson, incoming }));
    },
    close: threads.close,
  };
}
