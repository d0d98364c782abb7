import type { Handler } from "./request.ts";

/** Answers with the latest messages before a number, oldest first; the page ends early when it is as large as `softMarkBytes`. */
export const history: Handler<"history"> = async (
  { connection, session, frame },
  { storage, environment, frameCache },
) => {
  const { store } = storage;
  const { limits } = environment;
  const limit = Math.min(frame.limit ?? limits.maxHistoryPage, limits.maxHistoryPage);
  const found = await store.messagesBefore(session.user, frame.conversation, frame.before ?? null, limit + 1);
  const page: string[] = [];
  let size = 0;
  for (const message of found.slice(-limit).reverse()) {
    const json = frameCache.around(message, await frameCache.links(message, session.reader));
    size += json.length;
    if (page.length > 0 && size > limits.softMarkBytes) break;
    page.unshift(json);
  }
  const head = JSON.stringify({ type: "page", re: frame.id, more: found.length > page.length });
  connection.write(`${head.slice(0, -1)},"messages":[${page.join(",")}]}`);
};
