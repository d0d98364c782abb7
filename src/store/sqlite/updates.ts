import type Database from "better-sqlite3";
import type { MessageUpdate, StoredMessage, UpdateCause } from "../../chat/conversation.ts";
import type { SeqRange } from "../../chat/visibility.ts";
import type { ConversationKind } from "../../policy/types.ts";
import type { Lease, MessagePlace, NewResolutions } from "../updates.ts";
import { StoreError } from "../store-error.ts";
import type { Conversations, KnownConversation } from "./conversations.ts";
import type { LinkHosts } from "./link-hosts.ts";
import type { MessageOf, MessageRow } from "./messages.ts";
import { MESSAGE_COLUMNS, WIPED } from "./messages.ts";

interface UpdateRow {
  readonly number: number;
  readonly seq: number;
  readonly at: number;
  readonly cause: UpdateCause | null;
  readonly link: number | null;
  readonly resolutions: StoredMessage["resolutions"];
  readonly listed: StoredMessage["listed"];
  readonly deleted_at: number | null;
}

interface PendingRow extends MessageRow {
  readonly row: number;
  readonly id: string;
  readonly kind: ConversationKind;
}

interface Learned {
  readonly row: number;
  readonly seq: number;
  readonly resolutions: string | null;
  readonly listed: string | null;
  readonly isPending: number;
  readonly isFromAny: number;
  readonly fromResolutions: string | null;
  readonly fromListed: string | null;
}

/** Changes to messages that were accepted, numbered in each conversation. What writes runs inside a transaction. */
export interface Updates {
  recordResolutions(learned: NewResolutions): MessageUpdate | null;
  deleteMessage(user: string, conversation: KnownConversation, seq: number, at: Date): MessageUpdate;
  /** @param of  The messages that updates are wanted of, both ends included. */
  after(conversation: KnownConversation, after: number, of: SeqRange, limit: number): readonly MessageUpdate[];
  claimPending(limit: number, lease: Lease, now: Date): readonly StoredMessage[];
  renewLeases(lease: Lease, of: readonly MessagePlace[]): void;
  releaseLeases(holder: string | null, of?: readonly MessagePlace[]): void;
}

export function createUpdates(
  db: Database.Database,
  known: Conversations,
  linkHosts: LinkHosts,
  messageOf: MessageOf,
): Updates {
  const setLearned = db.prepare<Learned, Pick<StoredMessage, "listed"> & { readonly at: number }>(
    `UPDATE message SET resolutions = @resolutions, listed = coalesce(@listed, listed), is_pending = is_pending AND @isPending
     WHERE row = (SELECT row FROM placed WHERE conversation = @row AND seq = @seq) AND deleted_at IS NULL
       AND (@isFromAny OR (resolutions IS @fromResolutions AND listed IS @fromListed))
     RETURNING listed, at`,
  );
  const wipe = db.prepare<[number, number, number, string]>(
    `UPDATE message SET ${WIPED}, deleted_at = ?
     WHERE row = (SELECT row FROM placed WHERE conversation = ? AND seq = ?) AND sender = ? AND deleted_at IS NULL AND event IS NULL`,
  );
  const selectDeletion = db.prepare<[number, number, string], { readonly number: number; readonly at: number }>(
    `SELECT number, u.at FROM message_update u CROSS JOIN message m ON m.row = (SELECT row FROM placed WHERE conversation = u.conversation AND seq = u.seq)
     WHERE u.conversation = ? AND u.seq = ? AND cause IS NULL AND m.sender = ?`,
  );
  const insert = db.prepare<[number, number, number, number, UpdateCause | null, number | null]>(
    "INSERT INTO message_update (conversation, number, seq, at, cause, link) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const selectAfter = db.prepare<[number, number, number, number, number], UpdateRow>(
    `SELECT number, u.seq, u.at, cause, link, m.resolutions, m.listed, m.deleted_at
     FROM message_update u CROSS JOIN message m ON m.row = (SELECT row FROM placed WHERE conversation = u.conversation AND seq = u.seq)
     WHERE u.conversation = ? AND number > ? AND u.seq BETWEEN ? AND ? ORDER BY number LIMIT ?`,
  );
  const selectClaimable = db.prepare<[number, number], PendingRow>(
    `SELECT c.row, c.id, c.kind, ${MESSAGE_COLUMNS} FROM message m JOIN conversation c ON c.row = m.conversation
     WHERE is_pending = 1 AND (claimed_until IS NULL OR claimed_until <= ?) ORDER BY at, m.row LIMIT ?`,
  );
  const claim = db.prepare<[number, string, number, number]>(
    "UPDATE message SET claimed_until = ?, claimed_by = ? WHERE row = (SELECT row FROM placed WHERE conversation = ? AND seq = ?)",
  );
  const renew = db.prepare<[number, number, number, string]>(
    "UPDATE message SET claimed_until = ? WHERE row = (SELECT row FROM placed WHERE conversation = ? AND seq = ?) AND is_pending = 1 AND claimed_by = ?",
  );
  const release = db.prepare<[number, number, string | null]>(
    `UPDATE message SET claimed_until = NULL, claimed_by = NULL
     WHERE row = (SELECT row FROM placed WHERE conversation = ? AND seq = ?) AND is_pending = 1 AND claimed_by = coalesce(?, claimed_by)`,
  );
  const releaseAll = db.prepare<[string | null]>(
    `UPDATE message SET claimed_until = NULL, claimed_by = NULL
     WHERE is_pending = 1 AND claimed_until IS NOT NULL AND claimed_by IS coalesce(?, claimed_by)`,
  );

  return {
    recordResolutions(learned) {
      const { conversation: id, seq, index, cause, resolutions, isSettled, at, from } = learned;
      const conversation = known.byId(id);
      if (conversation === null) return null;
      const { row } = conversation;
      const set = setLearned.get({
        row,
        seq,
        resolutions,
        listed: learned.listed ?? null,
        isPending: Number(!isSettled),
        isFromAny: Number(from === undefined),
        fromResolutions: from?.resolutions ?? null,
        fromListed: from?.listed ?? null,
      });
      if (set === undefined) return null;
      linkHosts.add({ row, seq, atMs: set.at }, learned.linkHosts);
      const update = (conversation.lastUpdate += 1);
      insert.run(row, update, seq, at.getTime(), cause, index);
      return { conversation: id, update, seq, at, kind: "judged", cause, index, resolutions, listed: set.listed };
    },
    deleteMessage(user, conversation, seq, at) {
      const { row, id } = conversation;
      if (wipe.run(at.getTime(), row, seq, user).changes === 0) {
        const first = selectDeletion.get(row, seq, user);
        if (first === undefined) throw new StoreError("unknown_message", "the conversation has no such message");
        return { conversation: id, update: first.number, seq, at: new Date(first.at), kind: "deleted" };
      }
      const update = (conversation.lastUpdate += 1);
      insert.run(row, update, seq, at.getTime(), null, null);
      return { conversation: id, update, seq, at, kind: "deleted" };
    },
    after: ({ row: conversation, id }, after, { from, until }, limit) =>
      selectAfter.all(conversation, after, from, until, limit).map((row) => {
        const { number, seq, at, cause, link, resolutions, listed } = row;
        const about = { conversation: id, update: number, seq, at: new Date(at) };
        if (cause === null || link === null || row.deleted_at !== null) return { ...about, kind: "deleted" };
        return { ...about, kind: "judged", cause, index: link, resolutions, listed };
      }),
    claimPending(limit, { holder, until }, now) {
      const rows = selectClaimable.all(now.getTime(), limit);
      for (const { row, seq } of rows) claim.run(until.getTime(), holder, row, seq);
      return rows.map((row) => messageOf(row, row));
    },
    renewLeases({ holder, until }, of) {
      for (const { conversation, seq } of of) {
        const row = known.byId(conversation)?.row;
        if (row !== undefined) renew.run(until.getTime(), row, seq, holder);
      }
    },
    releaseLeases(holder, of) {
      if (of === undefined) releaseAll.run(holder);
      for (const { conversation, seq } of of ?? []) {
        const row = known.byId(conversation)?.row;
        if (row !== undefined) release.run(row, seq, holder);
      }
    },
  };
}
