import { pairOf } from "../../chat/conversation.ts";
import { createConversationId } from "../../chat/ids.ts";
import type { Window, WindowedConversation } from "../../chat/visibility.ts";
import type { ConversationKind } from "../../policy/types.ts";
import type { Ask } from "./connection.ts";
import { fromStored, toStored } from "./stored-text.ts";

/** A conversation with its place in the tables, as it was at one version. */
export interface KnownConversation extends WindowedConversation {
  readonly row: number;
  /** Of members, admin and names. */
  readonly version: number;
}

interface MemberRow {
  readonly row: number;
  readonly id: string;
  readonly kind: ConversationKind;
  readonly title: string | null;
  readonly admin: string | null;
  readonly version: number;
  readonly user_id: string;
  readonly from_seq: number;
  readonly until_seq: number | null;
}

/** More than this many known conversations are forgotten together; they are read again when needed. */
const MAX_KNOWN = 50_000;

const SELECT = `SELECT c.row, c.id, c.kind, c.title, c.admin, c.version, m.user_id, m.from_seq, m.until_seq
  FROM conversation c JOIN member m ON m.conversation = c.row`;

/** Reads conversations whole. */
export async function loadRows(ask: Ask, rows: readonly number[]): Promise<readonly KnownConversation[]> {
  return conversationsOf(await ask<MemberRow>(`${SELECT} WHERE c.row = ANY ($1) ORDER BY c.row, m.user_id`, [rows]));
}

/** Reads those of these ids whole. */
export async function loadIds(ask: Ask, ids: readonly string[]): Promise<ReadonlyMap<string, KnownConversation>> {
  const rows = await ask<MemberRow>(`${SELECT} WHERE c.id = ANY ($1) ORDER BY c.row, m.user_id`, [ids]);
  return new Map(conversationsOf(rows).map((conversation) => [conversation.id, conversation]));
}

/** Reads one whole; null where there is none. */
export async function loadId(ask: Ask, id: string): Promise<KnownConversation | null> {
  const found = conversationsOf(await ask<MemberRow>(`${SELECT} WHERE c.id = $1 ORDER BY m.user_id`, [id]));
  return found[0] ?? null;
}

function conversationsOf(rows: readonly MemberRow[]): KnownConversation[] {
  const byRow = Map.groupBy(rows, ({ row }) => row);
  return [...byRow].flatMap(([row, members]) => {
    const [first] = members;
    if (first === undefined) return [];
    const { id, kind, title, admin, version } = first;
    const windows = new Map<string, Window>(
      members.map(({ user_id: user, from_seq: from, until_seq: until }) => [user, { from, until }]),
    );
    const now = members.filter(({ until_seq: until }) => until === null).map(({ user_id: user }) => user);
    const known = { row, id, kind, title: title === null ? null : fromStored(title), admin, version };
    return [{ ...known, members: now, windows }];
  });
}

/** @param strangers  Those whom somebody put in that they never wrote to. */
export async function createGroupConversation(
  ask: Ask,
  members: readonly string[],
  strangers: ReadonlySet<string>,
  title: string | null,
  at: Date,
): Promise<number> {
  const made = await ask<{ row: number }>(
    "INSERT INTO conversation (id, kind, title, made_at, admin) VALUES ($1, 'group', $2, $3, $4) RETURNING row",
    [createConversationId(), title === null ? null : toStored(title), at.getTime(), members[0] ?? null],
  );
  const row = made[0]?.row;
  if (row === undefined) throw new Error("a conversation was not made");
  await ask(
    "INSERT INTO member (user_id, conversation, by_stranger) SELECT u.name, $1, u.stranger FROM unnest($2::text[], $3::boolean[]) u (name, stranger)",
    [row, members, members.map((user) => strangers.has(user))],
  );
  return row;
}

/** What a gateway remembers, so that a message costs no look-up. Each use says the version that the database has now. */
export interface KnownConversations {
  ofPair(a: string, b: string): number | null;
  ofId(id: string): number | null;
  keepPair(a: string, b: string, row: number): void;
  keepId(id: string, row: number): void;
  dropPair(a: string, b: string): void;
  clear(): void;
  /** As it was when it was last read; who is in one of two never changes but by erasing. */
  lastKnown(row: number): KnownConversation | undefined;
  /** Those of these versions, read from the database where they are not known so. */
  at(ask: Ask, versions: ReadonlyMap<number, number>): Promise<ReadonlyMap<number, KnownConversation>>;
}

export function createKnownConversations(): KnownConversations {
  const known = new Map<number, KnownConversation>();
  const ids = new Map<string, number>();
  const pairs = new Map<string, number>();

  function bounded<Key, Value>(map: Map<Key, Value>): Map<Key, Value> {
    if (map.size >= MAX_KNOWN) map.clear();
    return map;
  }

  const nameOf = (a: string, b: string) => pairOf(a, b).join("\n");

  return {
    ofPair: (a, b) => pairs.get(nameOf(a, b)) ?? null,
    ofId: (id) => ids.get(id) ?? null,
    keepPair: (a, b, row) => void bounded(pairs).set(nameOf(a, b), row),
    keepId: (id, row) => void bounded(ids).set(id, row),
    dropPair: (a, b) => void pairs.delete(nameOf(a, b)),
    clear() {
      known.clear();
      ids.clear();
      pairs.clear();
    },
    lastKnown: (row) => known.get(row),
    async at(ask, versions) {
      const found = new Map<number, KnownConversation>();
      const missing: number[] = [];
      for (const [row, version] of versions) {
        const conversation = known.get(row);
        if (conversation?.version === version) found.set(row, conversation);
        else missing.push(row);
      }
      if (missing.length === 0) return found;
      for (const conversation of await loadRows(ask, missing)) {
        bounded(known).set(conversation.row, conversation);
        found.set(conversation.row, conversation);
      }
      return found;
    },
  };
}
