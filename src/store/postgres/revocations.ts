import { digestOf, REVOCATION_KEPT_MS, type Revocation, type Revoked } from "../revocations.ts";
import type { Ask } from "./connection.ts";

/** Part of a transaction. Numbers become visible in their order, so that whoever looks for later ones misses none. */
export async function revoke(ask: Ask, { kind, id }: Revoked, at: Date): Promise<void> {
  await ask("LOCK TABLE revocation IN SHARE ROW EXCLUSIVE MODE");
  await ask(
    `INSERT INTO revocation (number, kind, digest, at)
     SELECT coalesce(max(number), 0) + 1, $1, $2, $3 FROM revocation
     ON CONFLICT (kind, digest) DO UPDATE SET number = excluded.number, at = greatest(revocation.at, excluded.at)`,
    [kind, digestOf(id), at.getTime()],
  );
  // The row of this one stays, so that its number is never used again.
  await ask("DELETE FROM revocation WHERE at < $1", [at.getTime() - REVOCATION_KEPT_MS]);
}

export async function revokedAt(ask: Ask, { kind, id }: Revoked): Promise<Date | null> {
  const [found] = await ask<{ at: number }>("SELECT at FROM revocation WHERE kind = $1 AND digest = $2", [
    kind,
    digestOf(id),
  ]);
  return found === undefined ? null : new Date(found.at);
}

export async function lastRevocation(ask: Ask): Promise<number> {
  const [found] = await ask<{ number: number }>("SELECT coalesce(max(number), 0) AS number FROM revocation");
  return found?.number ?? 0;
}

export async function revocationsAfter(ask: Ask, after: number, limit: number): Promise<readonly Revocation[]> {
  const rows = await ask<Omit<Revocation, "at"> & { at: number }>(
    "SELECT number, kind, digest, at FROM revocation WHERE number > $1 ORDER BY number LIMIT $2",
    [after, limit],
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
