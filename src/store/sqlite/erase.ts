import type Database from "better-sqlite3";
import type { ConversationEvent } from "../../chat/conversation.ts";
import { pairOf } from "../../chat/conversation.ts";
import { keptEvent } from "../../chat/kept-json.ts";
import { writeJson, type Json } from "../../input/json.ts";
import type { ErasureStep } from "../upkeep.ts";
import type { Arrivals } from "./arrivals.ts";
import type { Conversations, KnownConversation } from "./conversations.ts";
import type { createGroups } from "./groups.ts";
import type { Log } from "./log.ts";
import type { Users } from "./users.ts";
import type { Updates } from "./updates.ts";

interface ErasureParts {
  readonly known: Conversations;
  readonly updates: Updates;
  readonly groups: ReturnType<typeof createGroups>;
  readonly users: Users;
  readonly arrivals: Pick<Arrivals, "rename">;
  readonly log: Pick<Log, "append" | "forget">;
}

/** Conversations of one step: a group is read whole for the names in its events, while nobody else can write. */
const CONVERSATIONS = 10;

/** Takes a user out of the store, some rows at a time; each step runs inside a transaction. */
export function createErasure(db: Database.Database, { known, updates, groups, users, arrivals, log }: ErasureParts) {
  const selectConversations = db
    .prepare<[string, number], string>(
      "SELECT c.id FROM member m JOIN conversation c ON c.row = m.conversation WHERE m.user = ? LIMIT ?",
    )
    .pluck();
  const renameMember = db.prepare<[string, string, number]>(
    "UPDATE member SET user = ?, is_bot = 0 WHERE user = ? AND conversation = ?",
  );
  const renameAdmin = db.prepare<[string, string, number]>(
    "UPDATE conversation SET admin = ? WHERE admin = ? AND row = ?",
  );
  const renamePair = db.prepare<[string, string, number]>("UPDATE conversation SET one = ?, other = ? WHERE row = ?");
  const selectEvents = db.prepare<[number], { readonly row: number; readonly event: Json<ConversationEvent> }>(
    "SELECT row, event FROM said WHERE conversation = ? AND event IS NOT NULL",
  );
  const setEvent = db.prepare<[string, number]>("UPDATE message SET event = ? WHERE row = ?");
  const selectWritten = db.prepare<
    [string, number],
    { readonly id: string; readonly row: number; readonly seq: number; readonly isLeft: 0 | 1 }
  >(
    `SELECT c.id, k.key, k.row, m.seq, m.deleted_at IS NULL AND m.event IS NULL AS isLeft
     FROM keyed k CROSS JOIN message m ON m.row = k.row CROSS JOIN conversation c ON c.row = m.conversation
     WHERE k.sender = ? ORDER BY k.key LIMIT ?`,
  );
  const rest = [
    "choice WHERE user",
    "exact_choice WHERE user",
    "device WHERE user",
    "account WHERE user_id",
    "block WHERE user",
    "block WHERE blocked",
    "inbox WHERE user",
    "bot WHERE user",
  ].map((where) => db.prepare<[string]>(`DELETE FROM ${where} = ?`));

  /** Names in events say who came and went, so they go too. */
  function renameIn(conversation: KnownConversation, user: string, pseudonym: string): void {
    for (const { row, event } of selectEvents.all(conversation.row)) {
      const known = keptEvent(event);
      if (!known.users.includes(user) && known.admin !== user) continue;
      const users = known.users.map((each) => (each === user ? pseudonym : each));
      const admin = known.admin === user ? pseudonym : known.admin;
      setEvent.run(writeJson({ ...known, users, admin }), row);
    }
  }

  function takeOut(conversation: KnownConversation, user: string, { pseudonym, at }: ErasureStep): void {
    const { row, id, kind, members } = conversation;
    if (kind === "group") renameIn(conversation, user, pseudonym);
    renameMember.run(pseudonym, user, row);
    renameAdmin.run(pseudonym, user, row);
    if (kind === "one_to_one") {
      const others = members.filter((each) => each !== user);
      // Whoever takes the name later begins a conversation of their own, and nobody writes to somebody who is gone.
      renamePair.run(...pairOf(pseudonym, others[0] ?? pseudonym), row);
      for (const other of others) users.setBlocked(pseudonym, other, true, Number.MAX_SAFE_INTEGER);
    }
    known.clearCache();
    const renamed = known.byId(id);
    if (kind !== "group" || renamed?.members.includes(pseudonym) !== true) return;
    const leaving = { by: pseudonym, conversation: id, add: [], remove: [pseudonym], maxMembers: 0, at };
    groups.changeMembers(renamed, leaving);
  }

  return (user: string, step: ErasureStep): boolean => {
    const ids = selectConversations.all(user, Math.min(step.limit, CONVERSATIONS));
    for (const id of ids) {
      const conversation = known.byId(id);
      if (conversation !== null) takeOut(conversation, user, step);
    }
    if (ids.length > 0) return false;

    const written = selectWritten.all(user, step.limit);
    for (const { id, row, seq, isLeft } of written) {
      const conversation = known.byId(id);
      if (conversation === null) continue;
      if (isLeft === 1) updates.deleteMessage(user, conversation, seq, step.at);
      arrivals.rename(row, step.pseudonym);
    }
    if (written.length > 0) return false;
    const dropped = rest.reduce((sum, drop) => sum + drop.run(user).changes, 0);
    users.clearCache();
    const salts = log.forget(user);
    if (step.isKnown === true || dropped + salts > 0) log.append({ type: "erasure", at: step.at, salts });
    return true;
  };
}
