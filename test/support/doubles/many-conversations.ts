import { NO_REPORTS } from "../../../src/chat/kept-json.ts";
import { openSqliteStore } from "../../../src/store/sqlite/store.ts";
import type { Store } from "../../../src/store/store.ts";

/** A store in memory in which as many others as told have each written one message to a user. */
export async function storeWithConversations(user: string, count: number): Promise<Store> {
  const store = openSqliteStore(":memory:");
  const at = new Date();
  const more = { at, reportsJson: NO_REPORTS, contextJson: null, isPending: false };
  const each = Array.from({ length: count }, (_, index) =>
    store.append({ from: `u${index}`, to: user, key: "k", text: `from ${index}`, ...more }),
  );
  await Promise.all(each);
  return store;
}
