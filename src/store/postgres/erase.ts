import type { ConversationEvent } from "../../chat/conversation.ts";
import { pairOf } from "../../chat/conversation.ts";
import { keptEvent } from "../../chat/kept-json.ts";
import { type Json, writeJson } from "../../input/json.ts";
import type { Keys } from "../keys.ts";
import type { ErasureStep } from "../upkeep.ts";
import type { Ask } from "./connection.ts";
import type { KnownConversation } from "./conversations.ts";
import { loadRows } from "./conversations.ts";
import { changeMembers } from "./groups.ts";
import * as log from "./log.ts";
import { deleteOwn } from "./updates.ts";
import { setBlocked } from "./users.ts";

/** Conversations of one step: a group is read whole for the names in its events, while nobody else can write in it. */
const CONVERSATIONS = 10;

/** Takes a user out of the store, some rows at a time. Part of a transaction; resolves with whether nothing is left. */
export async function erase(ask: Ask, user: string, step: ErasureStep, keys: Keys): Promise<boolean> {
  const found = await ask<{ row: number }>(
    `SELECT c.row FROM conversation c WHERE c.row IN (
       SELECT conversation FROM member WHERE user_id = $1 ORDER BY conversation LIMIT $2)
     ORDER BY c.row FOR NO KEY UPDATE`,
    [user, Math.min(step.limit, CONVERSATIONS)],
  );
  if (found.length > 0) {
    const conversations = await loadRows(
      ask,
      found.map(({ row }) => row),
    );
    for (const conversation of conversations) await takeOut(ask, conversation, user, step);
    return false;
  }
  const written = await ask<{ row: number; id: string; seq: number; is_left: boolean }>(
    `SELECT c.row, c.id, x.seq, x.deleted_at IS NULL AND x.event IS NULL AS is_left
     FROM message x JOIN conversation c ON c.row = x.conversation WHERE x.sender = $1 ORDER BY x.key LIMIT $2`,
    [user, step.limit],
  );
  if (written.length > 0) {
    await ask("SELECT FROM conversation WHERE row = ANY ($1) ORDER BY row FOR NO KEY UPDATE", [
      written.map(({ row }) => row),
    ]);
    for (const { row, id, seq, is_left } of written) {
      if (is_left) await deleteOwn(ask, { row, id }, user, seq, step.at, keys);
      await ask(
        "UPDATE message SET sender = $1, key = gen_random_uuid()::text, digest = NULL WHERE conversation = $2 AND seq = $3",
        [step.pseudonym, row, seq],
      );
    }
    return false;
  }
  let dropped = 0;
  for (const where of [
    "choice WHERE user_id",
    "exact_choice WHERE user_id",
    "device WHERE user_id",
    "account WHERE user_id",
    "block WHERE user_id",
    "block WHERE blocked",
    "inbox WHERE user_id",
    "bot WHERE user_id",
  ])
    dropped += (await ask(`DELETE FROM ${where} = $1 RETURNING 1`, [user])).length;
  const salts = await log.forget(ask, user);
  if (step.isKnown === true || dropped + salts > 0)
    await log.appendEntries(ask, [{ type: "erasure", at: step.at, salts }]);
  return true;
}

async function takeOut(
  ask: Ask,
  { row, id, kind, members, windows }: KnownConversation,
  user: string,
  { pseudonym, at }: ErasureStep,
): Promise<void> {
  if (kind === "group") await renameInEvents(ask, row, user, pseudonym);
  await ask("UPDATE member SET user_id = $1, is_bot = false WHERE user_id = $2 AND conversation = $3", [
    pseudonym,
    user,
    row,
  ]);
  await ask(
    `UPDATE conversation SET admin = CASE WHEN admin = $2 THEN $1 ELSE admin END, version = version + 1 WHERE row = $3`,
    [pseudonym, user, row],
  );
  if (kind === "one_to_one") {
    const others = members.filter((each) => each !== user);
    // Whoever takes the name later begins a conversation of their own, and nobody writes to somebody who is gone.
    const [one, other] = pairOf(pseudonym, others[0] ?? pseudonym);
    await ask("UPDATE conversation SET one = $1, other = $2 WHERE row = $3", [one, other, row]);
    for (const each of others) await setBlocked(ask, pseudonym, each, true, Number.MAX_SAFE_INTEGER);
  } else if (windows.get(user)?.until === null) {
    await changeMembers(ask, { by: pseudonym, conversation: id, add: [], remove: [pseudonym], maxMembers: 0, at });
  }
}

/** Names in events say who came and went, so they go too. */
async function renameInEvents(ask: Ask, row: number, user: string, pseudonym: string): Promise<void> {
  const events = await ask<{ seq: number; event: Json<ConversationEvent> }>(
    "SELECT seq, event FROM message WHERE conversation = $1 AND event IS NOT NULL",
    [row],
  );
  for (const { seq, event } of events) {
    const known = keptEvent(event);
    if (!known.users.includes(user) && known.admin !== user) continue;
    const users = known.users.map((each) => (each === user ? pseudonym : each));
    const admin = known.admin === user ? pseudonym : known.admin;
    const renamed = writeJson({ ...known, users, admin });
    await ask("UPDATE message SET event = $1 WHERE conversation = $2 AND seq = $3", [renamed, row, seq]);
  }
}
