import type { FoundText, SearchReads } from "../search.ts";
import type { Ask } from "./connection.ts";
import { searchable, searchableIn } from "./lists.ts";
import { type MessageRow, MESSAGE_COLUMNS, messageOf } from "./messages.ts";
import { fromStored } from "./stored-text.ts";

/** Texts of one statement: some hundred kilobytes at most times. */
const BATCH = 1_000;

export function createSearchReads(ask: Ask): SearchReads {
  return {
    batch: BATCH,
    conversations: (user, after, limit) => searchable(ask, user, after, limit),
    conversation: (user, id) => searchableIn(ask, user, id),
    async texts(stretches) {
      const rows = await ask<FoundText>(
        `SELECT p.row, x.seq, x.text FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) p (row, from_seq, until_seq)
         CROSS JOIN LATERAL (
           SELECT seq, text FROM message
           WHERE conversation = p.row AND seq >= p.from_seq AND seq <= p.until_seq ORDER BY seq) x`,
        [stretches.map(({ row }) => row), stretches.map(({ from }) => from), stretches.map(({ until }) => until)],
      );
      return rows.map(({ row, seq, text }) => ({ row, seq, text: fromStored(text) }));
    },
    async messages(conversation, seqs) {
      const rows = await ask<MessageRow>(
        `SELECT ${MESSAGE_COLUMNS} FROM message x WHERE x.conversation = $1 AND x.seq = ANY ($2::bigint[])`,
        [conversation.row, seqs],
      );
      return rows.map((row) => messageOf(conversation, row));
    },
  };
}
