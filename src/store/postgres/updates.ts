import type { MessageUpdate, StoredMessage, UpdateCause } from "../../chat/conversation.ts";
import type { ConversationKind } from "../../policy/types.ts";
import type { Keys } from "../keys.ts";
import { StoreError } from "../store-error.ts";
import type { Lease, MessagePlace, NewResolutions } from "../updates.ts";
import type { Ask } from "./connection.ts";
import { unknownConversation } from "./append.ts";
import type { BatchKind } from "./lanes.ts";
import { keysOfHosts } from "./link-hosts.ts";
import type { MessageRow } from "./messages.ts";
import { MESSAGE_COLUMNS, messageOf } from "./messages.ts";
import { fromStored } from "./stored-text.ts";

/** Updates of one call to the server; null for a message that is not there or was deleted. */
export const RECORDS: BatchKind<NewResolutions, MessageUpdate | null> = {
  name: "record",
  uniqueBy: ({ conversation, seq }) => `${conversation} ${seq}`,
  async run(ask, items) {
    const column = <T>(read: (item: NewResolutions) => T) => items.map(read);
    const rows = await ask<{ place: number; number: number; listed: StoredMessage["listed"] }>(
      "SELECT place, number, listed FROM record_learned($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
      [
        column(({ conversation }) => conversation),
        column(({ seq }) => seq),
        column(({ at }) => at.getTime()),
        column(({ cause }) => cause),
        column(({ index }) => index),
        column(({ resolutions }) => resolutions),
        column(({ isSettled }) => !isSettled),
        column(({ listed }) => listed ?? null),
        column(({ linkHosts = [] }) => keysOfHosts(linkHosts)),
        column(({ from }) => from === undefined),
        column(({ from }) => from?.resolutions ?? null),
        column(({ from }) => from?.listed ?? null),
      ],
    );
    const recorded = new Map(rows.map((row) => [row.place, row]));
    return items.map(({ conversation, seq, at, cause, index, resolutions }, place) => {
      const row = recorded.get(place + 1);
      if (row === undefined) return null;
      const { number: update, listed } = row;
      return { conversation, update, seq, at, kind: "judged", cause, index, resolutions, listed };
    });
  },
};

interface UpdateRow {
  readonly number: number | null;
  readonly seq: number;
  readonly at: number;
  readonly cause: UpdateCause | null;
  readonly link: number | null;
  readonly resolutions: StoredMessage["resolutions"];
  readonly listed: StoredMessage["listed"];
  readonly deleted_at: number | null;
}

export async function updatesAfter(
  ask: Ask,
  user: string,
  id: string,
  after: number,
  limit: number,
): Promise<readonly MessageUpdate[]> {
  const rows = await ask<UpdateRow>(
    `SELECT u.number, u.seq, u.at, u.cause, u.link, u.resolutions, u.listed, u.deleted_at
     FROM conversation c JOIN member m ON m.conversation = c.row AND m.user_id = $1
     LEFT JOIN LATERAL (
       SELECT u.number, u.seq, u.at, u.cause, u.link, x.resolutions, x.listed, x.deleted_at
       FROM message_update u JOIN message x ON x.conversation = u.conversation AND x.seq = u.seq
       WHERE u.conversation = c.row AND u.number > $3 AND u.seq >= m.from_seq AND (m.until_seq IS NULL OR u.seq <= m.until_seq)
       ORDER BY u.number LIMIT $4) u ON true
     WHERE c.id = $2 ORDER BY u.number`,
    [user, id, after, limit],
  );
  if (rows.length === 0) throw unknownConversation();
  return rows.flatMap(updateOf(id));
}

/** As {@link updatesAfter}, of messages from `fromSeq` on, whoever sees them. */
export async function storedUpdatesAfter(
  ask: Ask,
  id: string,
  after: number,
  fromSeq: number,
  limit: number,
): Promise<readonly MessageUpdate[]> {
  const rows = await ask<UpdateRow>(
    `SELECT u.number, u.seq, u.at, u.cause, u.link, x.resolutions, x.listed, x.deleted_at
     FROM conversation c JOIN message_update u ON u.conversation = c.row
     JOIN message x ON x.conversation = u.conversation AND x.seq = u.seq
     WHERE c.id = $1 AND u.number > $2 AND u.seq >= $3 ORDER BY u.number LIMIT $4`,
    [id, after, fromSeq, limit],
  );
  return rows.flatMap(updateOf(id));
}

const updateOf =
  (id: string) =>
  (row: UpdateRow): MessageUpdate[] => {
    const { number, seq, at, cause, link, resolutions, listed } = row;
    if (number === null) return [];
    const about = { conversation: id, update: number, seq, at: new Date(at) };
    if (cause === null || link === null || row.deleted_at !== null) return [{ ...about, kind: "deleted" }];
    return [{ ...about, kind: "judged", cause, index: link, resolutions, listed }];
  };

/** The next update number of a conversation whose row this transaction has locked. */
async function addUpdate(ask: Ask, row: number, seq: number, atMs: number): Promise<number> {
  const [moved] = await ask<{ number: number }>(
    `WITH moved AS (UPDATE conversation SET last_update = last_update + 1 WHERE row = $1 RETURNING last_update)
     INSERT INTO message_update (conversation, number, seq, at) SELECT $1, last_update, $2, $3 FROM moved RETURNING number`,
    [row, seq, atMs],
  );
  if (moved === undefined) throw new Error("a conversation went away");
  return moved.number;
}

export interface Wipeable {
  readonly seq: number;
  readonly sender: string;
  readonly key: string;
  readonly text: string;
}

/** Takes the content of messages; what tells retries from others under their keys stays. */
export async function wipe(
  ask: Ask,
  row: number,
  messages: readonly Wipeable[],
  atMs: number,
  keys: Keys,
): Promise<void> {
  if (messages.length === 0) return;
  const digests = messages.map(({ sender, key, text }) => keys.digestOf(sender, fromStored(key), fromStored(text)));
  await ask(
    `WITH asked AS (DELETE FROM question WHERE conversation = $1 AND seq = ANY ($2))
     UPDATE message x SET digest = g.digest, text = '', reports = NULL, context = NULL, resolutions = NULL, listed = NULL,
       is_pending = false, deleted_at = $3
     FROM unnest($2::bigint[], $4::bytea[]) g (seq, digest) WHERE x.conversation = $1 AND x.seq = g.seq`,
    [row, messages.map(({ seq }) => seq), atMs, digests],
  );
}

/** Wipes a message of the user's own, in a transaction that has locked the conversation's row. */
export async function deleteOwn(
  ask: Ask,
  conversation: { readonly row: number; readonly id: string },
  user: string,
  seq: number,
  at: Date,
  keys: Keys,
): Promise<MessageUpdate> {
  const { row, id } = conversation;
  const about = { conversation: id, seq, kind: "deleted" as const };
  const [found] = await ask<Wipeable & { deleted_at: number | null; event: string | null }>(
    "SELECT seq, sender, key, text, deleted_at, event FROM message WHERE conversation = $1 AND seq = $2",
    [row, seq],
  );
  if (found?.sender !== user || found.event !== null) throw unknownMessage();
  if (found.deleted_at === null) {
    await wipe(ask, row, [found], at.getTime(), keys);
    return { ...about, update: await addUpdate(ask, row, seq, at.getTime()), at };
  }
  const [first] = await ask<{ number: number; at: number }>(
    "SELECT number, at FROM message_update WHERE conversation = $1 AND seq = $2 AND cause IS NULL ORDER BY number LIMIT 1",
    [row, seq],
  );
  if (first === undefined) throw unknownMessage();
  return { ...about, update: first.number, at: new Date(first.at) };
}

/** Hands out what is pending and held by nobody, and claims it. */
export async function claimPending(ask: Ask, limit: number, { holder, until }: Lease, now: Date) {
  const rows = await ask<MessageRow & { id: string; kind: ConversationKind }>(
    `WITH claimed AS (
       UPDATE message x SET claimed_until = $2, claimed_by = $3
       WHERE (x.conversation, x.seq) IN (
         SELECT conversation, seq FROM message
         WHERE is_pending AND (claimed_until IS NULL OR claimed_until <= $4)
         ORDER BY at, conversation, seq LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING x.*)
     SELECT c.id, c.kind, ${MESSAGE_COLUMNS} FROM claimed x JOIN conversation c ON c.row = x.conversation
     ORDER BY x.at, x.conversation, x.seq`,
    [limit, until.getTime(), holder, now.getTime()],
  );
  return rows.map((row) => messageOf(row, row));
}

/** Two lists for `unnest`: ids and numbers. */
export const placesOf = (of: readonly MessagePlace[]) => [
  of.map(({ conversation }) => conversation),
  of.map(({ seq }) => seq),
];

export async function renewLeases(ask: Ask, { holder, until }: Lease, of: readonly MessagePlace[]): Promise<void> {
  await ask(
    `UPDATE message x SET claimed_until = $3 FROM unnest($1::text[], $2::bigint[]) g (id, seq)
     JOIN conversation c ON c.id = g.id
     WHERE x.conversation = c.row AND x.seq = g.seq AND x.is_pending AND x.claimed_by = $4`,
    [...placesOf(of), until.getTime(), holder],
  );
}

export async function releaseLeases(ask: Ask, holder: string | null, of?: readonly MessagePlace[]): Promise<void> {
  const release = "UPDATE message x SET claimed_until = NULL, claimed_by = NULL";
  const isHeld = "x.is_pending AND x.claimed_until IS NOT NULL";
  if (of === undefined) {
    await ask(`${release} WHERE ${isHeld} AND x.claimed_by = coalesce($1, x.claimed_by)`, [holder]);
    return;
  }
  await ask(
    `${release} FROM unnest($1::text[], $2::bigint[]) g (id, seq) JOIN conversation c ON c.id = g.id
     WHERE x.conversation = c.row AND x.seq = g.seq AND ${isHeld} AND x.claimed_by = coalesce($3, x.claimed_by)`,
    [...placesOf(of), holder],
  );
}

export function unknownMessage(): StoreError {
  return new StoreError("unknown_message", "the conversation has no such message");
}
