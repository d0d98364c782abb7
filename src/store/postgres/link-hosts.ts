import type { StoredMessage } from "../../chat/conversation.ts";
import type { ConversationKind } from "../../policy/types.ts";
import { hostOfKey, keyOfHost, subdomainsOf } from "../link-hosts.ts";
import type { LinkHost, LinkHostPage, ReaderKind } from "../link-hosts.ts";
import type { MessagePlace } from "../updates.ts";
import type { Ask } from "./connection.ts";
import type { MessageRow } from "./messages.ts";
import { MESSAGE_COLUMNS, messageOf } from "./messages.ts";

interface Row {
  readonly row: number;
  readonly id: string;
  readonly seq: number;
  readonly at: number;
  readonly host: string;
}

/** Keys in one text, since arrays of arrays have to be of one length; null: none. No host holds a space. */
export function keysOfHosts(hosts: readonly string[]): string | null {
  return hosts.length === 0 ? null : hosts.map(keyOfHost).join(" ");
}

const hostOf = ({ id, seq, at, host }: Row): LinkHost => ({
  conversation: id,
  seq,
  at: new Date(at),
  host: hostOfKey(host),
});

export async function linksUnder(
  ask: Ask,
  hosts: readonly string[],
  since: Date,
  limit: number,
): Promise<readonly LinkHost[]> {
  const keys = hosts.map(keyOfHost);
  const ranges = keys.map(subdomainsOf);
  const rows = await ask<Row>(
    `SELECT c.row, c.id, l.seq, l.at, l.host FROM (
       SELECT l.* FROM unnest($1::text[]) AS g (host) JOIN link_host l ON l.host = g.host AND l.at >= $4
       UNION ALL
       SELECT l.* FROM unnest($2::text[], $3::text[]) AS g (after, until)
       JOIN link_host l ON l.host > g.after AND l.host < g.until AND l.at >= $4
       LIMIT $5) l JOIN conversation c ON c.row = l.conversation`,
    [keys, ranges.map(([from]) => from), ranges.map(([, until]) => until), since.getTime(), limit],
  );
  return rows.map(hostOf);
}

export async function linkHosts(ask: Ask, since: Date, after: string | null, limit: number): Promise<LinkHostPage> {
  const [at = "", row = "", seq = "", host = ""] = after?.split(" ") ?? [];
  const [atMs, conversation, number] =
    after === null ? [Number.MAX_SAFE_INTEGER, 0, 0] : [Number(at), Number(row), Number(seq)];
  const rows = await ask<Row>(
    `SELECT c.row, c.id, l.seq, l.at, l.host FROM link_host l JOIN conversation c ON c.row = l.conversation
     WHERE l.at >= $1 AND (l.at, l.conversation, l.seq, l.host) < ($2, $3, $4, $5)
     ORDER BY l.at DESC, l.conversation DESC, l.seq DESC, l.host DESC LIMIT $6`,
    [since.getTime(), atMs, conversation, number, host, limit],
  );
  const last = rows.length < limit ? undefined : rows.at(-1);
  return {
    hosts: rows.map(hostOf),
    next: last === undefined ? null : `${last.at} ${last.row} ${last.seq} ${last.host}`,
  };
}

export async function storedMessages(ask: Ask, places: readonly MessagePlace[]): Promise<readonly StoredMessage[]> {
  const rows = await ask<MessageRow & { readonly id: string; readonly kind: ConversationKind }>(
    `SELECT c.id, c.kind, ${MESSAGE_COLUMNS} FROM unnest($1::text[], $2::bigint[]) AS g (id, seq)
     JOIN conversation c ON c.id = g.id JOIN message x ON x.conversation = c.row AND x.seq = g.seq
     WHERE x.deleted_at IS NULL`,
    [places.map(({ conversation }) => conversation), places.map(({ seq }) => seq)],
  );
  return rows.map((row) => messageOf(row, row));
}

/** How the readers of these conversations read, by conversation. */
export async function readerKinds(
  ask: Ask,
  conversations: readonly string[],
): Promise<ReadonlyMap<string, readonly ReaderKind[]>> {
  const rows = await ask<ReaderKind & { readonly id: string }>(
    `WITH reader AS (
       SELECT c.id, d.os, d.version, d.user_id FROM conversation c
       JOIN member m ON m.conversation = c.row AND m.until_seq IS NULL JOIN device d ON d.user_id = m.user_id
       WHERE c.id = ANY ($1))
     SELECT r.id, r.os, r.version, k.choice FROM reader r LEFT JOIN choice k ON k.user_id = r.user_id
     UNION
     SELECT r.id, r.os, r.version, k.choice FROM reader r JOIN exact_choice k ON k.user_id = r.user_id`,
    [conversations],
  );
  const kinds = new Map<string, ReaderKind[]>();
  for (const { id, os, version, choice } of rows) {
    const known = kinds.get(id);
    if (known === undefined) kinds.set(id, [{ os, version, choice }]);
    else known.push({ os, version, choice });
  }
  return kinds;
}

export async function forgetLinkHosts(ask: Ask, before: Date, limit: number): Promise<boolean> {
  const [gone] = await ask<{ count: number }>(
    `WITH gone AS (
       DELETE FROM link_host WHERE ctid IN (SELECT ctid FROM link_host WHERE at < $1 ORDER BY at LIMIT $2) RETURNING 1)
     SELECT count(*) AS count FROM gone`,
    [before.getTime(), limit],
  );
  return gone?.count === limit;
}

/** Settings of the store's own have no dot in their names. */
const noteName = (name: string) => `note.${name}`;

export async function note(ask: Ask, name: string): Promise<string | null> {
  const [found] = await ask<{ value: string }>("SELECT value FROM setting WHERE name = $1", [noteName(name)]);
  return found?.value ?? null;
}

export async function setNote(ask: Ask, name: string, value: string): Promise<void> {
  await ask(
    "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    [noteName(name), value],
  );
}
