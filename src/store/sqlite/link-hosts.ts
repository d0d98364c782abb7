import type Database from "better-sqlite3";
import type { StoredMessage } from "../../chat/conversation.ts";
import { hostOfKey, keyOfHost, subdomainsOf } from "../link-hosts.ts";
import type { LinkHost, LinkHostPage, ReaderKind } from "../link-hosts.ts";
import type { MessagePlace } from "../updates.ts";
import type { Conversations } from "./conversations.ts";
import type { MessageOf, MessageRow } from "./messages.ts";
import { MESSAGE_COLUMNS } from "./messages.ts";

/** Where a message is in the tables. */
interface Place {
  /** Of its conversation. */
  readonly row: number;
  readonly seq: number;
  readonly atMs: number;
}

interface Row extends Place {
  readonly id: string;
  readonly key: string;
}

type Cursor = [at: number, row: number, seq: number, key: string];

/** Hosts that links pass. What writes runs inside a transaction. */
export interface LinkHosts {
  add(place: Place, hosts: readonly string[] | undefined): void;
  under(hosts: readonly string[], since: Date, limit: number): readonly LinkHost[];
  page(since: Date, after: string | null, limit: number): LinkHostPage;
  messages(places: readonly MessagePlace[]): readonly StoredMessage[];
  readerKinds(conversation: string): readonly ReaderKind[];
  forget(before: Date, limit: number): boolean;
  note(name: string): string | null;
  setNote(name: string, value: string): void;
}

/** @param known  As the store remembers conversations. */
export function createLinkHosts(db: Database.Database, known: Conversations, messageOf: MessageOf): LinkHosts {
  const columns = `c.id, l.conversation AS row, l.seq, l.at AS atMs, l.host AS key`;
  const insert = db.prepare<[string, number, number, number]>(
    "INSERT OR IGNORE INTO link_host (host, at, conversation, seq) VALUES (?, ?, ?, ?)",
  );
  const selectUnder = db.prepare<{ key: string; from: string; until: string; since: number; limit: number }, Row>(
    `SELECT * FROM (
       SELECT ${columns} FROM link_host l JOIN conversation c ON c.row = l.conversation WHERE host = @key AND at >= @since
       UNION ALL
       SELECT ${columns} FROM link_host l JOIN conversation c ON c.row = l.conversation
       WHERE host > @from AND host < @until AND at >= @since)
     LIMIT @limit`,
  );
  const selectPage = db.prepare<[number, ...Cursor, number], Row>(
    `SELECT ${columns} FROM link_host l JOIN conversation c ON c.row = l.conversation
     WHERE at >= ? AND (at, conversation, seq, host) < (?, ?, ?, ?)
     ORDER BY at DESC, l.conversation DESC, seq DESC, host DESC LIMIT ?`,
  );
  const selectMessage = db.prepare<[number, number], MessageRow>(
    `SELECT ${MESSAGE_COLUMNS} FROM said WHERE conversation = ? AND seq = ? AND deleted_at IS NULL`,
  );
  const selectKinds = db.prepare<{ row: number }, ReaderKind>(
    `SELECT d.os, d.version, k.choice FROM member m JOIN device d ON d.user = m.user
     LEFT JOIN choice k ON k.user = m.user WHERE m.conversation = @row AND m.until_seq IS NULL
     UNION
     SELECT d.os, d.version, k.choice FROM member m JOIN device d ON d.user = m.user
     JOIN exact_choice k ON k.user = m.user WHERE m.conversation = @row AND m.until_seq IS NULL`,
  );
  const forget = db.prepare<[number, number]>(
    `DELETE FROM link_host WHERE (host, at, conversation, seq) IN (
       SELECT host, at, conversation, seq FROM link_host WHERE at < ? ORDER BY at LIMIT ?)`,
  );
  const selectNote = db.prepare<[string], string>("SELECT value FROM setting WHERE name = ?").pluck();
  const setNote = db.prepare<[string, string]>("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)");

  const hostOf = ({ id, seq, atMs, key }: Row): LinkHost => ({
    conversation: id,
    seq,
    at: new Date(atMs),
    host: hostOfKey(key),
  });

  return {
    add({ row, seq, atMs }, hosts = []) {
      for (const host of hosts) insert.run(keyOfHost(host), atMs, row, seq);
    },
    under(hosts, since, limit) {
      const found: LinkHost[] = [];
      for (const host of hosts) {
        const left = limit - found.length;
        if (left <= 0) break;
        const key = keyOfHost(host);
        const [from, until] = subdomainsOf(key);
        const rows = selectUnder.all({ key, from, until, since: since.getTime(), limit: left });
        for (const row of rows) found.push(hostOf(row));
      }
      return found;
    },
    page(since, after, limit) {
      const rows = selectPage.all(since.getTime(), ...cursorOf(after), limit);
      const last = rows.length < limit ? undefined : rows.at(-1);
      return {
        hosts: rows.map(hostOf),
        next: last === undefined ? null : `${last.atMs} ${last.row} ${last.seq} ${last.key}`,
      };
    },
    messages: (places) =>
      places.flatMap(({ conversation: id, seq }) => {
        const conversation = known.byId(id);
        const row = conversation === null ? undefined : selectMessage.get(conversation.row, seq);
        return conversation === null || row === undefined ? [] : [messageOf(conversation, row)];
      }),
    readerKinds(id) {
      const conversation = known.byId(id);
      return conversation === null ? [] : selectKinds.all({ row: conversation.row });
    },
    forget: (before, limit) => forget.run(before.getTime(), limit).changes === limit,
    note: (name) => selectNote.get(noteName(name)) ?? null,
    setNote: (name, value) => void setNote.run(noteName(name), value),
  };
}

/** Settings of the store's own have no dot in their names. */
function noteName(name: string): string {
  return `note.${name}`;
}

function cursorOf(after: string | null): Cursor {
  const [at = "", row = "", seq = "", key = ""] = after?.split(" ") ?? [];
  return after === null ? [Number.MAX_SAFE_INTEGER, 0, 0, ""] : [Number(at), Number(row), Number(seq), key];
}
