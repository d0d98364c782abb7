import type Database from "better-sqlite3";
import { pairOf } from "../../chat/conversation.ts";
import type { Acquaintance } from "../../chat/membership.ts";
import type { Users } from "./users.ts";

/** What the tables tell of who wrote to whom, and of how many groups somebody is in. */
export function createAcquaintance(db: Database.Database, users: Pick<Users, "isBlocked">): Acquaintance {
  const selectWritten = db
    .prepare<[string, string, string], number>(
      `SELECT has_written FROM conversation c JOIN member m ON m.conversation = c.row
       WHERE c.one = ? AND c.other = ? AND m.user = ?`,
    )
    .pluck();
  const countGroups = db.prepare<[string], { readonly all: number; readonly byStrangers: number }>(
    `SELECT count(*) AS "all", coalesce(sum(by_stranger), 0) AS byStrangers FROM member
     WHERE user = ? AND until_seq IS NULL AND by_stranger IS NOT NULL`,
  );
  return {
    isStranger: (by, user) => selectWritten.get(...pairOf(by, user), user) !== 1,
    isBlocked: (by, others) => users.isBlocked(by, others),
    groupsOf: (user) => countGroups.get(user) ?? { all: 0, byStrangers: 0 },
  };
}
