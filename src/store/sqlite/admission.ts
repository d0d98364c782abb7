import type Database from "better-sqlite3";
import { pairOf } from "../../chat/conversation.ts";
import type { GroupRules } from "../conversations.ts";
import { StoreError } from "../store-error.ts";
import type { Users } from "./users.ts";

/** Who may put whom into a group. */
export interface Admission {
  /**
   * @returns  Those of `added` to whom `by` is a stranger.
   * @throws {StoreError} `not_a_contact`, `blocked` or `too_many_groups`; none says of whom.
   */
  admit(by: string, added: readonly string[], rules: GroupRules | undefined): ReadonlySet<string>;
}

export function createAdmission(db: Database.Database, users: Pick<Users, "isBlocked">): Admission {
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

  /** Somebody the user has never written to. */
  function isStranger(by: string, user: string): boolean {
    return by !== user && selectWritten.get(...pairOf(by, user), user) !== 1;
  }

  return {
    admit(by, added, rules) {
      const strangers = new Set(added.filter((user) => isStranger(by, user)));
      if (rules?.whoAdds === "contacts" && strangers.size > 0)
        throw new StoreError("not_a_contact", "one of them is added by contacts only");
      if (users.isBlocked(by, added)) throw new StoreError("blocked", "one of them blocks this user");
      if (rules === undefined) return strangers;
      for (const user of added) {
        const { all = 0, byStrangers = 0 } = countGroups.get(user) ?? {};
        if (all >= rules.maxGroups || (strangers.has(user) && byStrangers >= rules.maxGroupsByStrangers))
          throw new StoreError("too_many_groups", "one of them is in as many groups as allowed");
      }
      return strangers;
    },
  };
}
