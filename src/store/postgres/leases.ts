import type { ConversationKind } from "../../policy/types.ts";
import type { Fence, Question } from "../leases.ts";
import { StoreError } from "../store-error.ts";
import type { Lease, MessagePlace } from "../updates.ts";
import type { Ask } from "./connection.ts";
import type { BatchKind } from "./lanes.ts";
import type { MessageRow } from "./messages.ts";
import { MESSAGE_COLUMNS, messageOf } from "./messages.ts";
import { placesOf } from "./updates.ts";

export async function takeLease(ask: Ask, name: string, { holder, until }: Lease, now: Date): Promise<Fence | null> {
  const [taken] = await ask<{ fence: number }>(
    `INSERT INTO lease AS l (name, holder, until, fence) VALUES ($1, $2, $3, 1)
     ON CONFLICT (name) DO UPDATE
       SET holder = excluded.holder, until = excluded.until, fence = l.fence + (l.holder <> excluded.holder)::int
       WHERE l.holder = excluded.holder OR l.until <= $4
     RETURNING fence`,
    [name, holder, until.getTime(), now.getTime()],
  );
  return taken === undefined ? null : { name, number: taken.fence };
}

export async function endLeases(ask: Ask, holder: string | null): Promise<void> {
  await ask("UPDATE lease SET until = 0 WHERE holder = coalesce($1, holder)", [holder]);
}

/**
 * Part of a transaction: until it ends, nobody takes over.
 *
 * @throws {StoreError} `lease_lost` when another has taken over.
 */
export async function checkFence(ask: Ask, { name, number }: Fence): Promise<void> {
  const [held] = await ask<{ fence: number }>("SELECT fence FROM lease WHERE name = $1 FOR SHARE", [name]);
  if (held?.fence !== number) throw new StoreError("lease_lost", "another has taken over");
}

export async function claimQuestions(
  ask: Ask,
  answerer: string,
  limit: number,
  { holder, until }: Lease,
  now: Date,
): Promise<readonly Question[]> {
  const rows = await ask<
    MessageRow & { readonly id: string; readonly kind: ConversationKind; readonly asked_in: Question["contextJson"] }
  >(
    `WITH claimed AS (
       UPDATE question q SET claimed_until = $2, claimed_by = $3
       WHERE (q.conversation, q.seq) IN (
         SELECT u.conversation, u.seq FROM question u JOIN message m ON m.conversation = u.conversation AND m.seq = u.seq
         WHERE u.answerer = $5 AND (u.claimed_until IS NULL OR u.claimed_until <= $4)
           AND NOT m.is_pending AND m.deleted_at IS NULL
         ORDER BY m.at, u.conversation, u.seq LIMIT $1 FOR UPDATE OF u SKIP LOCKED)
       RETURNING q.conversation, q.seq, q.context)
     SELECT c.id, c.kind, q.context AS asked_in, ${MESSAGE_COLUMNS}
     FROM claimed q JOIN message x ON x.conversation = q.conversation AND x.seq = q.seq
     JOIN conversation c ON c.row = q.conversation ORDER BY x.at, x.conversation, x.seq`,
    [limit, until.getTime(), holder, now.getTime(), answerer],
  );
  return rows.map((row) => ({ message: messageOf(row, row), contextJson: row.asked_in }));
}

/** Questions that are settled, gathered into one call. */
export const SETTLED: BatchKind<MessagePlace, void> = {
  name: "settle",
  uniqueBy: () => null,
  async run(ask, items) {
    await ask(
      `DELETE FROM question q USING unnest($1::text[], $2::bigint[]) g (id, seq) JOIN conversation c ON c.id = g.id
       WHERE q.conversation = c.row AND q.seq = g.seq`,
      placesOf(items),
    );
    return items.map(() => undefined);
  },
};

export async function renewQuestions(ask: Ask, { holder, until }: Lease, of: readonly MessagePlace[]): Promise<void> {
  await ask(
    `UPDATE question q SET claimed_until = $3 FROM unnest($1::text[], $2::bigint[]) g (id, seq)
     JOIN conversation c ON c.id = g.id WHERE q.conversation = c.row AND q.seq = g.seq AND q.claimed_by = $4`,
    [...placesOf(of), until.getTime(), holder],
  );
}

export async function releaseQuestions(ask: Ask, holder: string | null, of?: readonly MessagePlace[]): Promise<void> {
  const release = "UPDATE question q SET claimed_until = NULL, claimed_by = NULL";
  if (of === undefined) {
    await ask(`${release} WHERE q.claimed_by = coalesce($1, q.claimed_by)`, [holder]);
    return;
  }
  await ask(
    `${release} FROM unnest($1::text[], $2::bigint[]) g (id, seq) JOIN conversation c ON c.id = g.id
     WHERE q.conversation = c.row AND q.seq = g.seq AND q.claimed_by = coalesce($3, q.claimed_by)`,
    [...placesOf(of), holder],
  );
}
