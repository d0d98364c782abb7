import { pairOf } from "../../chat/conversation.ts";
import type { BotStanding, InboxEntry } from "../bots.ts";
import type { Ask } from "./connection.ts";

/** Part of a transaction. Triggers of the tables fill the inbox from here on. */
export async function markBot(ask: Ask, user: string): Promise<void> {
  // First, so that no group that it is in already is taken for one that it joins.
  await ask("UPDATE member SET is_bot = true WHERE user_id = $1 AND NOT is_bot", [user]);
  await ask("INSERT INTO bot (user_id) VALUES ($1) ON CONFLICT DO NOTHING", [user]);
}

export async function bots(ask: Ask): Promise<readonly string[]> {
  const rows = await ask<{ user_id: string }>("SELECT user_id FROM bot ORDER BY user_id");
  return rows.map(({ user_id: user }) => user);
}

export async function botStanding(ask: Ask, bot: string, other: string): Promise<BotStanding> {
  const [found] = await ask<{ conversation: string | null; has_written: boolean; shares_group: boolean }>(
    `SELECT p.id AS conversation, coalesce(p.has_written, false) AS has_written,
       (SELECT true FROM member a JOIN member b ON b.conversation = a.conversation AND b.user_id = $2 AND b.until_seq IS NULL
         WHERE a.user_id = $1 AND a.until_seq IS NULL AND a.by_stranger IS NOT NULL LIMIT 1) IS NOT NULL AS shares_group
     FROM (SELECT 1) one LEFT JOIN (
       SELECT c.id, m.has_written FROM conversation c JOIN member m ON m.conversation = c.row AND m.user_id = $2
       WHERE c.one = $3 AND c.other = $4) p ON true`,
    [bot, other, ...pairOf(bot, other)],
  );
  return {
    conversation: found?.conversation ?? null,
    hasWritten: found?.has_written === true,
    sharesGroup: found?.shares_group === true,
  };
}

export async function inboxHead(ask: Ask, bot: string): Promise<number> {
  const [found] = await ask<{ last_sn: number }>("SELECT last_sn FROM bot WHERE user_id = $1", [bot]);
  return found?.last_sn ?? 0;
}

export function inboxAfter(ask: Ask, bot: string, after: number, limit: number): Promise<readonly InboxEntry[]> {
  return ask<InboxEntry>(
    `SELECT i.sn, c.id AS conversation, i.seq, i.number AS "update" FROM inbox i JOIN conversation c ON c.row = i.conversation
     WHERE i.user_id = $1 AND i.sn > $2 ORDER BY i.sn LIMIT $3`,
    [bot, after, limit],
  );
}

export async function expireInboxes(ask: Ask, before: Date, limit: number): Promise<number> {
  const gone = await ask<{ sn: number }>(
    `DELETE FROM inbox i USING (
       SELECT b.user_id, o.sn FROM bot b CROSS JOIN LATERAL (
         SELECT sn, at FROM inbox WHERE user_id = b.user_id ORDER BY sn LIMIT $2) o WHERE o.at < $1) old
     WHERE i.user_id = old.user_id AND i.sn = old.sn RETURNING i.sn`,
    [before.getTime(), limit],
  );
  return gone.length;
}
