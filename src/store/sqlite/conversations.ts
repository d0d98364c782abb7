import type Database from "better-sqlite3";
import { pairOf } from "../../chat/conversation.ts";
import { createConversationId } from "../../chat/ids.ts";
import type { Window, WindowedConversation } from "../../chat/visibility.ts";
import type { ConversationKind } from "../../policy/types.ts";

/** A conversation with its place in the tables, and how far it has come. */
export interface KnownConversation extends WindowedConversation {
  readonly row: number;
  members: readonly string[];
  admin: string | null;
  /** Of everyone who is or was in. */
  windows: ReadonlyMap<string, Window>;
  /** Who of two has written. */
  writers: Set<string>;
  lastSeq: number;
  lastAtMs: number;
  lastUpdate: number;
}

interface ConversationRow {
  readonly row: number;
  readonly id: string;
  readonly kind: ConversationKind;
  readonly title: string | null;
  readonly admin: string | null;
}

/** More than this many known conversations are forgotten together; they are read again when needed. */
const MAX_KNOWN = 50_000;

/** Conversations by id and by pair, remembered so that a message costs no look-up. */
export interface Conversations {
  byId(id: string): KnownConversation | null;
  /** Null when it would have to be read. */
  remembered(id: string): KnownConversation | null;
  ofPair(one: string, other: string): KnownConversation | null;
  /** @param strangers  Those of a group whom somebody put in that they never wrote to; null: no group. */
  create(
    members: readonly string[],
    strangers: ReadonlySet<string> | null,
    title: string | null,
    at: Date,
  ): KnownConversation;
  /** Reads one again after its members changed. */
  reload(conversation: KnownConversation): void;
  clearCache(): void;
}

export function createConversations(db: Database.Database): Conversations {
  const columns = "row, id, kind, title, admin";
  const selectById = db.prepare<[string], ConversationRow>(`SELECT ${columns} FROM conversation WHERE id = ?`);
  const selectByPair = db.prepare<[string, string], ConversationRow>(
    `SELECT ${columns} FROM conversation WHERE one = ? AND other = ?`,
  );
  const selectMembers = db.prepare<[number], Window & { readonly user: string; readonly hasWritten: 0 | 1 }>(
    `SELECT user, from_seq AS "from", until_seq AS until, has_written AS hasWritten FROM member WHERE conversation = ? ORDER BY user`,
  );
  const selectLast = db.prepare<[number], { readonly seq: number; readonly at: number }>(
    "SELECT seq, at FROM said WHERE conversation = ? ORDER BY seq DESC LIMIT 1",
  );
  const selectLastUpdate = db
    .prepare<[number], number>("SELECT coalesce(max(number), 0) FROM message_update WHERE conversation = ?")
    .pluck();
  const insert = db.prepare(
    "INSERT INTO conversation (id, kind, title, made_at, one, other, admin) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const insertMember = db.prepare("INSERT INTO member (user, conversation, by_stranger) VALUES (?, ?, ?)");
  const known = new Map<string, KnownConversation>();
  const pairs = new Map<string, KnownConversation>();

  function clearCache(): void {
    known.clear();
    pairs.clear();
  }

  function remember(conversation: KnownConversation): KnownConversation {
    if (known.size >= MAX_KNOWN) clearCache();
    known.set(conversation.id, conversation);
    return conversation;
  }

  function membersOf(row: number): Pick<KnownConversation, "members" | "windows" | "writers"> {
    const all = selectMembers.all(row);
    return {
      members: all.filter(({ until }) => until === null).map(({ user }) => user),
      windows: new Map(all.map(({ user, from, until }) => [user, { from, until }])),
      writers: new Set(all.filter(({ hasWritten }) => hasWritten === 1).map(({ user }) => user)),
    };
  }

  function load(row: ConversationRow | undefined): KnownConversation | null {
    if (row === undefined) return null;
    const last = selectLast.get(row.row);
    return remember({
      ...row,
      ...membersOf(row.row),
      lastSeq: last?.seq ?? 0,
      lastAtMs: last?.at ?? 0,
      lastUpdate: selectLastUpdate.get(row.row) ?? 0,
    });
  }

  return {
    byId: (id) => known.get(id) ?? load(selectById.get(id)),
    remembered: (id) => known.get(id) ?? null,
    ofPair(a, b) {
      const [one, other] = pairOf(a, b);
      const name = `${one}\n${other}`;
      const found = pairs.get(name) ?? load(selectByPair.get(one, other));
      if (found !== null) pairs.set(name, found);
      return found;
    },
    create(members, strangers, title, at) {
      const kind: ConversationKind = strangers === null ? "one_to_one" : "group";
      const id = createConversationId();
      const [one, other] = kind === "one_to_one" ? pairOf(members[0] ?? "", members.at(-1) ?? "") : [null, null];
      const admin = kind === "group" ? (members[0] ?? null) : null;
      const row = Number(insert.run(id, kind, title, at.getTime(), one, other, admin).lastInsertRowid);
      const isStranger = (user: string) => (strangers === null ? null : Number(strangers.has(user)));
      for (const member of members) insertMember.run(member, row, isStranger(member));
      const all = { row, id, kind, title, admin, ...membersOf(row) };
      return remember({ ...all, lastSeq: 0, lastAtMs: 0, lastUpdate: 0 });
    },
    reload(conversation) {
      Object.assign(conversation, membersOf(conversation.row), {
        admin: selectById.get(conversation.id)?.admin ?? null,
      });
    },
    clearCache,
  };
}
