import type Database from "better-sqlite3";
import { digestOf, REVOCATION_KEPT_MS, type Revocation, type Revoked } from "../revocations.ts";

interface Row {
  readonly number: number;
  readonly kind: Revoked["kind"];
  readonly digest: string;
  readonly at: number;
}

/** Revoked tokens. What writes runs inside a transaction. */
export function createRevocations(db: Database.Database) {
  const selectAt = db
    .prepare<[string, string], number>("SELECT at FROM revocation WHERE kind = ? AND digest = ?")
    .pluck();
  // A new row in the place of the old one, under a new number.
  const set = db.prepare<[string, string, number]>(
    "INSERT OR REPLACE INTO revocation (kind, digest, at) VALUES (?, ?, ?)",
  );
  const drop = db.prepare<[number]>("DELETE FROM revocation WHERE at < ?");
  const last = db.prepare<[], number>("SELECT coalesce(max(number), 0) FROM revocation").pluck();
  const after = db.prepare<[number, number], Row>(
    "SELECT number, kind, digest, at FROM revocation WHERE number > ? ORDER BY number LIMIT ?",
  );
  return {
    revoke({ kind, id }: Revoked, at: Date): void {
      const digest = digestOf(id);
      set.run(kind, digest, Math.max(at.getTime(), selectAt.get(kind, digest) ?? 0));
      drop.run(at.getTime() - REVOCATION_KEPT_MS);
    },
    revokedAt({ kind, id }: Revoked): Date | null {
      const at = selectAt.get(kind, digestOf(id));
      return at === undefined ? null : new Date(at);
    },
    last: (): number => last.get() ?? 0,
    after: (number: number, limit: number): Revocation[] =>
      after.all(number, limit).map((row) => ({ ...row, at: new Date(row.at) })),
  };
}
