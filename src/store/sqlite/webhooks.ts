import type Database from "better-sqlite3";
import type { WebhookLine, WebhookPlace } from "../webhooks.ts";

/** Lines of the webhook. Triggers of the tables write them. What writes runs inside a transaction. */
export interface Webhooks {
  keep(until: Date): void;
  lines(now: Date, limit: number): readonly WebhookLine[];
  move(place: WebhookPlace, seen: number | null): void;
  delay(conversation: string, attempts: number, until: Date): void;
  hasten(now: Date): void;
  backlog(): { readonly lines: number; readonly since: Date | null };
}

export function createWebhooks(db: Database.Database): Webhooks {
  const keep = db.prepare<[string]>(
    `INSERT INTO setting (name, value) VALUES ('webhook_until', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value
     WHERE CAST(excluded.value AS INTEGER) > CAST(setting.value AS INTEGER)`,
  );
  const selectDue = db.prepare<[number, number], WebhookLine>(
    `SELECT c.id AS conversation, w.seq, w.number AS "update", w.changes, w.attempts
     FROM webhook_line w JOIN conversation c ON c.row = w.conversation WHERE w.due_at IS NOT NULL AND (w.due_at <= ? OR w.attempts = 0)
     ORDER BY w.due_at LIMIT ?`,
  );
  const move = db.prepare<{ seq: number | null; number: number; seen: number | null; conversation: string }>(
    `UPDATE webhook_line SET seq = max(coalesce(seq, @seq), coalesce(@seq, seq)), number = max(number, @number), attempts = 0,
       due_at = CASE WHEN changes = @seen THEN NULL ELSE due_at END
     WHERE conversation = (SELECT row FROM conversation WHERE id = @conversation)`,
  );
  const delay = db.prepare<[number, number, string]>(
    `UPDATE webhook_line SET attempts = ?, due_at = ?
     WHERE conversation = (SELECT row FROM conversation WHERE id = ?) AND due_at IS NOT NULL`,
  );
  const hasten = db.prepare<[number, number]>("UPDATE webhook_line SET due_at = ? WHERE due_at > ?");
  const selectBacklog = db.prepare<[], { readonly lines: number; readonly since: number | null }>(
    "SELECT count(*) AS lines, min(since) AS since FROM webhook_line WHERE due_at IS NOT NULL",
  );
  return {
    keep: (until) => void keep.run(String(until.getTime())),
    lines: (now, limit) => selectDue.all(now.getTime(), limit),
    move: ({ conversation, seq, update }, seen) => void move.run({ seq, number: update, seen, conversation }),
    delay: (conversation, attempts, until) => void delay.run(attempts, until.getTime(), conversation),
    hasten: (now) => void hasten.run(now.getTime(), now.getTime()),
    backlog() {
      const { lines = 0, since = null } = selectBacklog.get() ?? {};
      return { lines, since: since === null ? null : new Date(since) };
    },
  };
}
