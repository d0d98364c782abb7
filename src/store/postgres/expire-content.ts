import type { Keys } from "../keys.ts";
import type { ExpiredContent, ExpiryStep } from "../upkeep.ts";
import type { Ask } from "./connection.ts";
import type { Wipeable } from "./updates.ts";
import { wipe } from "./updates.ts";

/** Conversations that one step looks at, at most. */
const CONVERSATIONS = 100;

/**
 * Takes the content of old messages, one step; part of a transaction. Time never goes back within a conversation, so what is
 * old is at its beginning: each remembers how far that was done and needs no index over time.
 */
export async function expireContent(
  ask: Ask,
  { before, at, after, limit }: ExpiryStep,
  keys: Keys,
): Promise<ExpiredContent> {
  const found = await ask<{ row: number; kept_seq: number }>(
    `SELECT c.row, c.kept_seq FROM conversation c
     WHERE c.row > $1 AND EXISTS (SELECT FROM message x WHERE x.conversation = c.row AND x.seq = c.kept_seq AND x.at < $2)
     ORDER BY c.row LIMIT $3 FOR NO KEY UPDATE OF c`,
    [Number(after ?? 0), before.getTime(), CONVERSATIONS],
  );
  let messages = 0;
  let left = limit;
  for (const { row, kept_seq: from } of found) {
    const old = await ask<Wipeable & { is_there: boolean }>(
      `SELECT seq, sender, key, text, deleted_at IS NULL AND event IS NULL AS is_there FROM message
       WHERE conversation = $1 AND seq >= $2 AND at < $3 ORDER BY seq LIMIT $4`,
      [row, from, before.getTime(), left],
    );
    const last = old.at(-1)?.seq;
    if (last === undefined) continue;
    const there = old.filter(({ is_there }) => is_there);
    await wipe(ask, row, there, at.getTime(), keys);
    await ask("UPDATE conversation SET kept_seq = $2 WHERE row = $1", [row, last + 1]);
    messages += there.length;
    left -= old.length;
    // This conversation may have more: the next step looks at it again.
    if (left === 0) return { messages, next: String(row - 1) };
  }
  const last = found.at(-1)?.row;
  return { messages, next: found.length < CONVERSATIONS || last === undefined ? null : String(last) };
}
