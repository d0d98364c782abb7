import type { WebhookLine, WebhookPlace } from "../webhooks.ts";
import type { Ask } from "./connection.ts";

/** Triggers of the tables write the lines. */
export async function keepWebhook(ask: Ask, until: Date): Promise<void> {
  await ask(
    `INSERT INTO setting AS s (name, value) VALUES ('webhook_until', $1::bigint::text)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE excluded.value::bigint > s.value::bigint`,
    [until.getTime()],
  );
}

export function webhookLines(ask: Ask, now: Date, limit: number): Promise<readonly WebhookLine[]> {
  return ask<WebhookLine>(
    `SELECT c.id AS conversation, w.seq, w.number AS "update", w.changes, w.attempts
     FROM webhook_line w JOIN conversation c ON c.row = w.conversation WHERE w.due_at IS NOT NULL AND (w.due_at <= $1 OR w.attempts = 0)
     ORDER BY w.due_at LIMIT $2`,
    [now.getTime(), limit],
  );
}

export async function moveWebhook(
  ask: Ask,
  { conversation, seq, update }: WebhookPlace,
  seen: number | null,
): Promise<void> {
  await ask(
    `UPDATE webhook_line SET seq = greatest(seq, $2::bigint), number = greatest(number, $3::bigint), attempts = 0,
       due_at = CASE WHEN changes = $4::bigint THEN NULL ELSE due_at END
     WHERE conversation = (SELECT row FROM conversation WHERE id = $1)`,
    [conversation, seq, update, seen],
  );
}

export async function delayWebhook(ask: Ask, conversation: string, attempts: number, until: Date): Promise<void> {
  await ask(
    `UPDATE webhook_line SET attempts = $2, due_at = $3
     WHERE conversation = (SELECT row FROM conversation WHERE id = $1) AND due_at IS NOT NULL`,
    [conversation, attempts, until.getTime()],
  );
}

export async function hastenWebhook(ask: Ask, now: Date): Promise<void> {
  // What an append holds just now is due anyway, and never waited for in another order than its own.
  await ask(
    `UPDATE webhook_line SET due_at = $1 WHERE conversation IN (
       SELECT conversation FROM webhook_line WHERE due_at > $1 FOR UPDATE SKIP LOCKED)`,
    [now.getTime()],
  );
}

export async function webhookBacklog(ask: Ask): Promise<{ readonly lines: number; readonly since: Date | null }> {
  const [found] = await ask<{ lines: number; since: number | null }>(
    "SELECT count(*) AS lines, min(since) AS since FROM webhook_line WHERE due_at IS NOT NULL",
  );
  const since = found?.since ?? null;
  return { lines: found?.lines ?? 0, since: since === null ? null : new Date(since) };
}
