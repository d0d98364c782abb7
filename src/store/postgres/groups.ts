import type { ConversationEvent, StoredMessage } from "../../chat/conversation.ts";
import { pairOf } from "../../chat/conversation.ts";
import type { Acquaintance } from "../../chat/membership.ts";
import { admit, planMembers } from "../../chat/membership.ts";
import { NO_REPORTS } from "../../chat/kept-json.ts";
import { isMember } from "../../chat/visibility.ts";
import type { MemberChange, MembersChanged, NewGroup } from "../conversations.ts";
import { writeJson } from "../../input/json.ts";
import type { Keys } from "../keys.ts";
import type { Accepted } from "../messages.ts";
import { StoreError } from "../store-error.ts";
import { firstSentUnder, keyReused, repeat, unknownConversation } from "./append.ts";
import type { Ask } from "./connection.ts";
import type { KnownConversation, KnownConversations } from "./conversations.ts";
import { createGroupConversation, loadId, loadRows } from "./conversations.ts";
import { toStored } from "./stored-text.ts";

/** Until the transaction ends, nobody else adds these users to a group: how many they are in is bounded. */
async function lockUsers(ask: Ask, users: readonly string[]): Promise<void> {
  await ask(
    `SELECT pg_advisory_xact_lock(name) FROM (
       SELECT DISTINCT hashtextextended(u, 0) AS name FROM unnest($1::text[]) u ORDER BY name) locked`,
    [users],
  );
}

/** What the tables tell of users that somebody would add. */
async function acquaintanceOf(ask: Ask, by: string, users: readonly string[]): Promise<Acquaintance> {
  const others = users.filter((user) => user !== by);
  const pairs = others.map((user) => pairOf(by, user));
  const rows = await ask<{ name: string; wrote: boolean; blocks: boolean; groups: number; by_strangers: number }>(
    // Not EXISTS, which PostgreSQL may answer from a hash of the whole table.
    `SELECT u.name,
       (SELECT true FROM conversation c JOIN member m ON m.conversation = c.row
         WHERE c.one = u.one AND c.other = u.other AND m.user_id = u.name AND m.has_written) IS NOT NULL AS wrote,
       (SELECT true FROM block b WHERE b.user_id = u.name AND b.blocked = $1) IS NOT NULL AS blocks,
       g.groups, g.by_strangers
     FROM unnest($2::text[], $3::text[], $4::text[]) u (name, one, other)
     CROSS JOIN LATERAL (SELECT count(*) AS groups, count(*) FILTER (WHERE by_stranger) AS by_strangers FROM member m
       WHERE m.user_id = u.name AND m.until_seq IS NULL AND m.by_stranger IS NOT NULL) g`,
    [by, [...others, by], [...pairs.map(([one]) => one), by], [...pairs.map(([, other]) => other), by]],
  );
  const about = new Map(rows.map((row) => [row.name, row]));
  return {
    isStranger: (_by, user) => about.get(user)?.wrote !== true,
    isBlocked: (_by, asked) => asked.some((user) => user !== by && about.get(user)?.blocks === true),
    groupsOf: (user) => ({ all: about.get(user)?.groups ?? 0, byStrangers: about.get(user)?.by_strangers ?? 0 }),
  };
}

/** Stores a message about the conversation itself, in a transaction that has locked its row. */
async function addEvent(
  ask: Ask,
  { row, id, kind }: KnownConversation,
  { from, key, at }: { readonly from: string; readonly key: string; readonly at: Date },
  event: ConversationEvent,
): Promise<StoredMessage> {
  const [added] = await ask<{ seq: number; at: number }>(
    `WITH moved AS (
       UPDATE conversation SET last_seq = last_seq + 1, last_at = greatest(last_at, $4) WHERE row = $1
       RETURNING last_seq, last_at)
     INSERT INTO message (conversation, seq, sender, key, at, text, event)
     SELECT $1, last_seq, $2, $3, last_at, '', $5 FROM moved RETURNING seq, at`,
    [row, from, toStored(key), at.getTime(), writeJson(event)],
  );
  if (added === undefined) throw new Error("a conversation went away");
  const nothingKnown = { reportsJson: NO_REPORTS, contextJson: null, resolutions: null, listed: null, deletedAt: null };
  return { conversation: id, kind, seq: added.seq, from, text: "", at: new Date(added.at), event, ...nothingKnown };
}

/** Part of a transaction. */
export async function createGroup(
  ask: Ask,
  known: KnownConversations,
  keys: Keys,
  { members, title, key, at, rules }: NewGroup,
): Promise<Accepted> {
  const [from = ""] = members;
  await lockUsers(ask, members);
  const first = await firstSentUnder(ask, known, { from, key });
  if (first !== null) {
    if (!keys.isSameGroup(first.row, first.conversation, { members, title })) throw keyReused();
    return repeat(first);
  }
  const admitted = admit(from, members, rules, await acquaintanceOf(ask, from, members));
  if (admitted.kind === "refused") throw new StoreError(admitted.code, admitted.because);
  const row = await createGroupConversation(ask, members, admitted.strangers, title, at);
  const [conversation] = await loadRows(ask, [row]);
  if (conversation === undefined) throw new Error("a conversation went away");
  const message = await addEvent(ask, conversation, { from, key, at }, { kind: "created", users: members });
  return { message, conversation, isRepeat: false };
}

/** Part of a transaction; locks the conversation's row. */
export async function changeMembers(ask: Ask, change: MemberChange): Promise<MembersChanged> {
  const { by, conversation: id, add, at } = change;
  if (add.length > 0) await lockUsers(ask, add);
  await ask("SELECT FROM conversation WHERE id = $1 FOR NO KEY UPDATE", [id]);
  const before = await loadId(ask, id);
  if (before === null || !isMember(by, before)) throw unknownConversation();
  const plan = planMembers(before, change, await acquaintanceOf(ask, by, add));
  if (plan.kind === "refused") throw new StoreError(plan.code, plan.because);
  const events: StoredMessage[] = [];
  for (const event of plan.events) {
    const message = await addEvent(ask, before, { from: by, key: `event ${crypto.randomUUID()}`, at }, event);
    events.push(message);
    if (event.kind === "joined") await enter(ask, before.row, event.users, plan.strangers, message.seq);
    else await leave(ask, before.row, event.users, message.seq);
  }
  if (events.length === 0) return { conversation: before, events, audience: before.members };
  await ask("UPDATE conversation SET admin = $2, version = version + 1 WHERE row = $1", [before.row, plan.admin]);
  const after = await loadId(ask, id);
  if (after === null) throw new Error("a conversation went away");
  return { conversation: after, events, audience: [...new Set([...before.members, ...after.members])] };
}

async function enter(
  ask: Ask,
  row: number,
  users: readonly string[],
  strangers: ReadonlySet<string>,
  seq: number,
): Promise<void> {
  await ask(
    `INSERT INTO member (user_id, conversation, from_seq, read_seq, by_stranger)
     SELECT u.name, $1, $3::bigint, $3::bigint - 1, u.stranger FROM unnest($2::text[], $4::boolean[]) u (name, stranger)
     ON CONFLICT (user_id, conversation) DO UPDATE SET by_stranger = excluded.by_stranger, from_seq = excluded.from_seq,
       until_seq = NULL, read_seq = greatest(member.read_seq, excluded.read_seq)`,
    [row, users, seq, users.map((user) => strangers.has(user))],
  );
}

async function leave(ask: Ask, row: number, users: readonly string[], seq: number): Promise<void> {
  await ask("UPDATE member SET until_seq = $3 WHERE conversation = $1 AND user_id = ANY ($2) AND until_seq IS NULL", [
    row,
    users,
    seq,
  ]);
}
