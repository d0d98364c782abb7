import type Database from "better-sqlite3";

/** What the tables tell of users as such. */
export function createAccounts(db: Database.Database) {
  const selectKnown = db
    .prepare<{ user: string }, 0 | 1>(
      `SELECT EXISTS (SELECT 1 FROM member WHERE user = @user) OR EXISTS (SELECT 1 FROM device WHERE user = @user)`,
    )
    .pluck();
  return {
    knowsUser: (user: string): boolean => selectKnown.get({ user }) === 1,
  };
}
