import type { StoredMessage } from "../../chat/conversation.ts";
import type { ConversationKind } from "../../policy/types.ts";
import type { Head } from "../conversations.ts";
import type { Written, WrittenPlace } from "../upkeep.ts";
import { unknownConversation } from "./append.ts";
import type { Ask } from "./connection.ts";
import type { MessageRow } from "./messages.ts";
import { MESSAGE_COLUMNS, messageOf } from "./messages.ts";
import { fromStored } from "./stored-text.ts";
import { unknownMessage } from "./updates.ts";

type PageRow = { readonly kind: ConversationKind } & (MessageRow | { readonly seq: null });

/** One page of a member's part of a conversation. */
async function pageOf(
  ask: Ask,
  user: string,
  id: string,
  range: string,
  order: "ASC" | "DESC",
  values: readonly unknown[],
): Promise<StoredMessage[]> {
  const rows = await ask<PageRow>(
    `SELECT c.kind, ${MESSAGE_COLUMNS} FROM conversation c JOIN member m ON m.conversation = c.row AND m.user_id = $1
     LEFT JOIN LATERAL (
       SELECT * FROM message WHERE conversation = c.row AND seq >= m.from_seq
         AND (m.until_seq IS NULL OR seq <= m.until_seq) AND ${range} ORDER BY seq ${order} LIMIT $4) x ON true
     WHERE c.id = $2 ORDER BY x.seq`,
    [user, id, ...values],
  );
  if (rows.length === 0) throw unknownConversation();
  return rows.flatMap((row) => (row.seq === null ? [] : [messageOf({ id, kind: row.kind }, row)]));
}

export function messagesAfter(ask: Ask, user: string, id: string, after: number, limit: number) {
  return pageOf(ask, user, id, "seq > $3", "ASC", [after, limit]);
}

export function messagesBefore(ask: Ask, user: string, id: string, before: number | null, limit: number) {
  return pageOf(ask, user, id, "($3::bigint IS NULL OR seq < $3)", "DESC", [before, limit]);
}

export async function message(ask: Ask, user: string, id: string, seq: number): Promise<StoredMessage> {
  const [found] = await pageOf(ask, user, id, "seq = $3", "ASC", [seq, 1]);
  if (found === undefined) throw unknownMessage();
  return found;
}

export async function storedMessage(ask: Ask, id: string, seq: number): Promise<StoredMessage> {
  const [found] = await ask<MessageRow & { readonly kind: ConversationKind }>(
    `SELECT c.kind, ${MESSAGE_COLUMNS} FROM message x JOIN conversation c ON c.row = x.conversation
     WHERE c.id = $1 AND x.seq = $2`,
    [id, seq],
  );
  if (found === undefined) throw unknownMessage();
  return messageOf({ id, kind: found.kind }, found);
}

export async function storedMessagesAfter(
  ask: Ask,
  id: string,
  after: number,
  limit: number,
): Promise<readonly StoredMessage[]> {
  const rows = await ask<MessageRow & { readonly kind: ConversationKind }>(
    `SELECT c.kind, ${MESSAGE_COLUMNS} FROM message x JOIN conversation c ON c.row = x.conversation
     WHERE c.id = $1 AND x.seq > $2 ORDER BY x.seq LIMIT $3`,
    [id, after, limit],
  );
  return rows.map((row) => messageOf({ id, kind: row.kind }, row));
}

export async function writtenBy(
  ask: Ask,
  user: string,
  after: WrittenPlace | null,
  limit: number,
): Promise<readonly Written[]> {
  const rows = await ask<MessageRow & { readonly id: string; readonly kind: ConversationKind; readonly key: string }>(
    `SELECT c.id, c.kind, x.key, ${MESSAGE_COLUMNS} FROM message x JOIN conversation c ON c.row = x.conversation
     WHERE x.sender = $1 AND (c.id COLLATE "C", x.seq) > ($2, $3) ORDER BY c.id COLLATE "C", x.seq LIMIT $4`,
    [user, after?.conversation ?? "", after?.seq ?? 0, limit],
  );
  return rows.map((row) => ({ key: fromStored(row.key), message: messageOf(row, row) }));
}

/** How far the conversations of several users have come. */
export async function headsOf(
  ask: Ask,
  users: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, Head>>> {
  const rows = await ask<
    Omit<Head, "isMember"> & { readonly user_id: string; readonly id: string; readonly is_member: boolean }
  >(
    `SELECT m.user_id, c.id, coalesce(m.until_seq, c.last_seq) AS seq, m.delivered_seq AS delivered,
       m.from_seq AS "from", m.until_seq IS NULL AS is_member,
       CASE WHEN m.until_seq IS NULL THEN c.last_update ELSE coalesce((SELECT max(number) FROM message_update u
         WHERE u.conversation = c.row AND u.seq <= m.until_seq), 0) END AS "update"
     FROM member m JOIN conversation c ON c.row = m.conversation WHERE m.user_id = ANY ($1)`,
    [users],
  );
  const heads = new Map(users.map((user) => [user, new Map<string, Head>()]));
  for (const { user_id, id, is_member: isMember, seq, update, delivered, from } of rows)
    heads.get(user_id)?.set(id, { seq, update, delivered, from, isMember });
  return heads;
}
