import type Database from "better-sqlite3";
import type { ExpiryStep, ExpiredContent } from "../upkeep.ts";
import { WIPED } from "./messages.ts";
import { createPacking } from "./packing.ts";

interface ConversationRow {
  readonly row: number;
  readonly kept_seq: number;
}

/** Conversations that one step looks at, at most. */
const CONVERSATIONS = 500;
/** Where a step begins when all content is taken. */
const PACKING = "packing";

/**
 * Takes the content of old messages. Time never goes back within a conversation, so what is old is at its beginning: each
 * conversation remembers how far that was done and needs no index over time. Steps that follow give back its room.
 */
export function createContentExpiry(db: Database.Database): (step: ExpiryStep) => ExpiredContent {
  const selectConversations = db.prepare<[number, number], ConversationRow>(
    "SELECT row, kept_seq FROM conversation WHERE row > ? ORDER BY row LIMIT ?",
  );
  const selectOldest = db.prepare<[number, number, number], { readonly seq: number; readonly at: number }>(
    "SELECT seq, at FROM said WHERE conversation = ? AND seq >= ? ORDER BY seq LIMIT ?",
  );
  const wipe = db.prepare<[number, number, number, number]>(
    `UPDATE message SET ${WIPED}, deleted_at = ?
     WHERE row IN (SELECT row FROM placed WHERE conversation = ? AND seq BETWEEN ? AND ?) AND deleted_at IS NULL AND event IS NULL`,
  );
  const setKept = db.prepare<[number, number]>("UPDATE conversation SET kept_seq = ? WHERE row = ?");
  const packing = createPacking(db);

  return ({ before, at, after, limit }) => {
    const rest = () => (packing.isDue(before, limit) ? PACKING : null);
    if (after === PACKING) {
      packing.step(limit);
      return { messages: 0, next: rest() };
    }
    let messages = 0;
    let left = limit;
    const conversations = selectConversations.all(Number(after ?? 0), CONVERSATIONS);
    for (const { row, kept_seq: from } of conversations) {
      const old = selectOldest.all(row, from, left).filter((message) => message.at < before.getTime());
      const last = old.at(-1)?.seq;
      if (last === undefined) continue;
      messages += wipe.run(at.getTime(), row, from, last).changes;
      setKept.run(last + 1, row);
      left -= old.length;
      // This conversation may have more: the next step looks at it again.
      if (left === 0) return { messages, next: String(row - 1) };
    }
    const next = conversations.length < CONVERSATIONS ? rest() : String(conversations.at(-1)?.row);
    return { messages, next };
  };
}
