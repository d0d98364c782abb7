import type Database from "better-sqlite3";
import { pairOf } from "../../chat/conversation.ts";
import type { BotStanding, InboxEntry } from "../bots.ts";

/** Users who are programs. Triggers of the tables fill their inboxes. What writes runs inside a transaction. */
export interface Bots {
  mark(user: string): void;
  all(): readonly string[];
  standing(bot: string, other: string): BotStanding;
  head(bot: string): number;
  after(bot: string, after: number, limit: number): readonly InboxEntry[];
  expire(before: Date, limit: number): number;
}

export function createBots(db: Database.Database): Bots {
  const flag = db.prepare<[string]>("UPDATE member SET is_bot = 1 WHERE user = ? AND is_bot = 0");
  const insert = db.prepare<[string]>("INSERT OR IGNORE INTO bot (user) VALUES (?)");
  const selectAll = db.prepare<[], string>("SELECT user FROM bot ORDER BY user").pluck();
  const selectPair = db.prepare<
    [string, string, string],
    { readonly conversation: string; readonly hasWritten: 0 | 1 }
  >(
    `SELECT c.id AS conversation, m.has_written AS hasWritten FROM conversation c
     JOIN member m ON m.conversation = c.row AND m.user = ? WHERE c.one = ? AND c.other = ?`,
  );
  const selectShared = db
    .prepare<[string, string], 0 | 1>(
      `SELECT EXISTS (SELECT 1 FROM member a JOIN member b ON b.conversation = a.conversation AND b.user = ?
         AND b.until_seq IS NULL WHERE a.user = ? AND a.until_seq IS NULL AND a.by_stranger IS NOT NULL)`,
    )
    .pluck();
  const selectHead = db.prepare<[string], number>("SELECT last_sn FROM bot WHERE user = ?").pluck();
  const selectAfter = db.prepare<[string, number, number], InboxEntry>(
    `SELECT i.sn, c.id AS conversation, i.seq, i.number AS "update" FROM inbox i JOIN conversation c ON c.row = i.conversation
     WHERE i.user = ? AND i.sn > ? ORDER BY i.sn LIMIT ?`,
  );
  const selectOldest = db.prepare<[string, number], { readonly sn: number; readonly at: number }>(
    "SELECT sn, at FROM inbox WHERE user = ? ORDER BY sn LIMIT ?",
  );
  const drop = db.prepare<[string, number]>("DELETE FROM inbox WHERE user = ? AND sn <= ?");

  return {
    mark(user) {
      // First, so that no group that it is in already is taken for one that it joins.
      flag.run(user);
      insert.run(user);
    },
    all: () => selectAll.all(),
    standing(bot, other) {
      const pair = selectPair.get(other, ...pairOf(bot, other));
      return {
        conversation: pair?.conversation ?? null,
        hasWritten: pair?.hasWritten === 1,
        sharesGroup: selectShared.get(other, bot) === 1,
      };
    },
    head: (bot) => selectHead.get(bot) ?? 0,
    after: (bot, after, limit) => selectAfter.all(bot, after, limit),
    expire(before, limit) {
      let expired = 0;
      for (const bot of selectAll.all()) {
        const old = selectOldest.all(bot, limit).findLast(({ at }) => at < before.getTime());
        if (old !== undefined) expired += drop.run(bot, old.sn).changes;
      }
      return expired;
    },
  };
}
