import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { standBack } from "../../../input/threads.ts";
import { readSharedCatalog } from "./catalog.ts";
import { adoptLists, rebuildIndex, toldOf, updateList, type UpdateTold } from "./update-list.ts";

/** What the thread is asked for. */
const orderSchema = z.object({
  folder: z.string(),
  appHosts: z.array(z.string()),
  order: z.discriminatedUnion("do", [
    z.object({ do: z.literal("update"), names: z.array(z.string()) }),
    z.object({ do: z.literal("rebuild"), ownHosts: z.array(z.string()) }),
    z.object({ do: z.literal("adopt"), catalogJson: z.string(), incoming: z.string() }),
  ]),
});

standBack();

const { folder, appHosts, order } = orderSchema.parse(workerData);
const { signal } = new AbortController();
const parts = { folder, appHosts, env: process.env, signal, now: Date.now, random: Math.random };
if (order.do === "rebuild") parentPort?.postMessage(await rebuildIndex(order.ownHosts, parts));
else if (order.do === "adopt") {
  parentPort?.postMessage(await adoptLists(readSharedCatalog(order.catalogJson), order.incoming, parts));
} else {
  const told: UpdateTold[] = [];
  for (const name of order.names) told.push(toldOf(name, await updateList(name, false, parts)));
  parentPort?.postMessage(told);
}
