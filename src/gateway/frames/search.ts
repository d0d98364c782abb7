import type { SearchPlace } from "../../chat/search.ts";
import { textSearch } from "../../chat/search.ts";
import { ProtocolError } from "../../protocol/errors.ts";
import type { Handler } from "./request.ts";

/** Answers with messages that say something, newest first; the page ends early when it is as large as `softMarkBytes`. */
export const search: Handler<"search"> = async (
  { connection, session, frame: { id, query, conversation = null, before, limit } },
  { storage: { store }, environment: { limits }, frameCache },
) => {
  const place = placeIn(before);
  if (conversation !== null && place !== null && place.conversation !== conversation)
    throw new ProtocolError("bad_frame", "before: expected the next of a page of the same search");
  const { found, next } = await store.search(session.user, {
    isMatch: textSearch(query),
    conversation,
    before: place,
    limit: Math.min(limit ?? limits.maxHistoryPage, limits.maxHistoryPage),
    most: limits.maxSearchedMessages,
  });
  const page: string[] = [];
  let size = 0;
  for (const { message } of found) {
    const json = frameCache.around(message, await frameCache.links(message, session.reader));
    size += json.length;
    if (page.length > 0 && size > limits.softMarkBytes) break;
    page.push(json);
  }
  const goesOn = page.length < found.length ? (found[page.length - 1]?.place ?? null) : next;
  const told = { more: goesOn !== null, next: goesOn === null ? null : placeOf(goesOn) };
  const head = JSON.stringify({ type: "found", re: id, ...told });
  connection.write(`${head.slice(0, -1)},"messages":[${page.join(",")}]}`);
};

function placeOf({ activeAt, conversation, seq }: SearchPlace): string {
  return `${activeAt.getTime()}.${conversation}.${seq}`;
}

function placeIn(before: string | undefined): SearchPlace | null {
  const [at, conversation, seq] = before?.split(".") ?? [];
  if (conversation === undefined) return null;
  return { conversation, activeAt: new Date(Number(at)), seq: Number(seq) };
}
