import { setImmediate as nextTurn } from "node:timers/promises";
import type Database from "better-sqlite3";
import type { FoundText, SearchReads } from "../search.ts";
import type { createLists } from "./lists.ts";
import type { MessageOf, MessageRow } from "./messages.ts";
import { MESSAGE_COLUMNS } from "./messages.ts";

/** Texts that are read in one turn of the event loop: about a millisecond when they are in memory. */
const BATCH = 250;

/** @param current  Resolves when all that is to be read is on disk and known here. */
export function createSearchReads(
  db: Database.Database,
  lists: Pick<ReturnType<typeof createLists>, "searchable" | "searchableIn">,
  messageOf: MessageOf,
  current: () => Promise<void>,
): SearchReads {
  const selectTexts = db.prepare<[number, number, number], Omit<FoundText, "row">>(
    "SELECT seq, text FROM said WHERE conversation = ? AND seq >= ? AND seq <= ?",
  );
  const selectMessage = db.prepare<[number, number], MessageRow>(
    `SELECT ${MESSAGE_COLUMNS} FROM said WHERE conversation = ? AND seq = ?`,
  );
  return {
    batch: BATCH,
    async conversations(user, after, limit) {
      await current();
      return lists.searchable(user, after, limit);
    },
    async conversation(user, id) {
      await current();
      return lists.searchableIn(user, id);
    },
    async texts(stretches) {
      // Others have their turn between two parts of a search.
      await nextTurn();
      return stretches.flatMap(({ row, from, until }) =>
        selectTexts.all(row, from, until).map((found) => ({ row, ...found })),
      );
    },
    messages: async (conversation, seqs) =>
      seqs.flatMap((seq) => {
        const row = selectMessage.get(conversation.row, seq);
        return row === undefined ? [] : [messageOf(conversation, row)];
      }),
  };
}
