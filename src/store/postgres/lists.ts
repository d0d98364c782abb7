import { MEMBERS_SHOWN, shownMembers } from "../../chat/conversation.ts";
import { NO_END } from "../../chat/visibility.ts";
import type { ConversationKind } from "../../policy/types.ts";
import type { ConversationPlace, ConversationSummary, ListPage, MemberMarks, MembersPage } from "../conversations.ts";
import type { Searchable } from "../search.ts";
import { unknownConversation } from "./append.ts";
import type { Ask } from "./connection.ts";
import type { MessageRow } from "./messages.ts";
import { MESSAGE_COLUMNS, messageOf } from "./messages.ts";
import { fromStored } from "./stored-text.ts";

const MAX_UNREAD_COUNTED = 1_000;
const DEFAULT_PAGE = { after: null, limit: 100 } as const;

/** When a member's part of a conversation last changed. */
const ACTIVITY = `CASE WHEN m.until_seq IS NULL AND c.last_seq > 0 THEN c.last_at ELSE coalesce(
  (SELECT at FROM message WHERE conversation = c.row AND seq <= coalesce(m.until_seq, ${NO_END}) ORDER BY seq DESC LIMIT 1),
  c.made_at) END`;

/** Whom to list: of a group that was left, who was in it then, without who asks. */
const IS_LISTED = `CASE WHEN r.left_at IS NULL THEN m.until_seq IS NULL
  ELSE m.user_id <> $1 AND m.from_seq <= r.left_at AND (m.until_seq IS NULL OR m.until_seq >= r.left_at) END`;

type SummaryRow = {
  readonly row: number;
  readonly id: string;
  readonly kind: ConversationKind;
  readonly title: string | null;
  readonly admin: string | null;
  readonly until: number | null;
  readonly read: number;
  readonly delivered: number;
  readonly active_at: number;
  readonly unread: number;
} & (MessageRow | { readonly seq: null });

interface Listing {
  readonly row: number;
  /** Null: a member now. */
  readonly until: number | null;
}

interface MarksRow {
  readonly row: number;
  readonly user_id: string;
  readonly read: number;
  readonly delivered: number;
}

export async function conversations(
  ask: Ask,
  user: string,
  { after, limit }: ListPage<ConversationPlace> = DEFAULT_PAGE,
): Promise<readonly ConversationSummary[]> {
  const place = after === null ? { at: NO_END, row: NO_END } : await placed(ask, user, after);
  const rows = await ask<SummaryRow>(
    `WITH page AS (
       SELECT * FROM (
         SELECT c.row, c.id, c.kind, c.title, c.admin, m.from_seq, m.until_seq, m.read_seq, m.delivered_seq, ${ACTIVITY} AS active_at
         FROM member m JOIN conversation c ON c.row = m.conversation WHERE m.user_id = $1) mine
       WHERE (active_at, row) < ($2::bigint, $3::bigint) ORDER BY active_at DESC, row DESC LIMIT $4)
     SELECT p.row, p.id, p.kind, p.title, p.admin, p.until_seq AS until, p.read_seq AS read, p.delivered_seq AS delivered,
       p.active_at, u.unread, ${MESSAGE_COLUMNS}
     FROM page p
     LEFT JOIN LATERAL (
       SELECT * FROM message
       WHERE conversation = p.row AND seq >= p.from_seq AND (p.until_seq IS NULL OR seq <= p.until_seq)
       ORDER BY seq DESC LIMIT 1) x ON true
     CROSS JOIN LATERAL (
       SELECT count(*) AS unread FROM (
         SELECT FROM message
         WHERE conversation = p.row AND seq > p.read_seq AND (p.until_seq IS NULL OR seq <= p.until_seq)
           AND sender <> $1 AND event IS NULL AND deleted_at IS NULL LIMIT ${MAX_UNREAD_COUNTED}) counted) u
     ORDER BY p.active_at DESC, p.row DESC`,
    [user, place.at, place.row, limit],
  );
  if (rows.length === 0) return [];
  const first = await membersOf(ask, user, rows, "", MEMBERS_SHOWN);
  const large = rows.filter(({ row }) => (first.get(row)?.length ?? 0) === MEMBERS_SHOWN);
  const counts = await countsOf(ask, user, large);
  const musts = await marksOf(ask, user, large);
  return rows.map((row) => {
    const { id, kind, until, read, delivered } = row;
    const listed = first.get(row.row) ?? [];
    const admin = until === null ? row.admin : null;
    const shown = until === null ? shownMembers(listed, musts.get(row.row) ?? [], [user, admin]) : listed;
    // Who has left has marks of their own still.
    const marked = until === null ? shown : [...shown, { user, read, delivered }];
    const title = row.title === null ? null : fromStored(row.title);
    return {
      conversation: { id, kind, title, members: shown.map((each) => each.user), admin },
      memberCount: counts.get(row.row) ?? listed.length,
      isMember: until === null,
      activeAt: new Date(row.active_at),
      lastSeq: row.seq ?? 0,
      last: row.seq === null ? null : messageOf(row, row),
      delivered: Object.fromEntries(marked.map((each) => [each.user, each.delivered])),
      read: Object.fromEntries(marked.map((each) => [each.user, each.read])),
      unread: row.unread,
    };
  });
}

/** Which part of a conversation a user sees: `m` and `c` are the member and the conversation. */
const SEARCHABLE = `c.row, c.id, c.kind, m.from_seq AS "from", coalesce(m.until_seq, c.last_seq) AS until, ${ACTIVITY} AS active_at`;

type SearchableRow = Omit<Searchable, "activeAt"> & { readonly active_at: number };

const searchableOf = ({ active_at: at, ...row }: SearchableRow): Searchable => ({ ...row, activeAt: new Date(at) });

export async function searchable(
  ask: Ask,
  user: string,
  after: ConversationPlace | null,
  limit: number,
): Promise<readonly Searchable[]> {
  const place = after === null ? { at: NO_END, row: NO_END } : await placed(ask, user, after);
  const rows = await ask<SearchableRow>(
    `SELECT * FROM (SELECT ${SEARCHABLE} FROM member m JOIN conversation c ON c.row = m.conversation WHERE m.user_id = $1) mine
     WHERE (active_at, row) < ($2::bigint, $3::bigint) ORDER BY active_at DESC, row DESC LIMIT $4`,
    [user, place.at, place.row, limit],
  );
  return rows.map(searchableOf);
}

export async function searchableIn(ask: Ask, user: string, id: string): Promise<Searchable> {
  const [found] = await ask<SearchableRow>(
    `SELECT ${SEARCHABLE} FROM conversation c JOIN member m ON m.conversation = c.row AND m.user_id = $1 WHERE c.id = $2`,
    [user, id],
  );
  if (found === undefined) throw unknownConversation();
  return searchableOf(found);
}

async function placed(
  ask: Ask,
  user: string,
  { id, activeAt }: ConversationPlace,
): Promise<{ readonly at: number; readonly row: number }> {
  const [found] = await ask<{ row: number; active_at: number }>(
    `SELECT c.row, ${ACTIVITY} AS active_at FROM conversation c JOIN member m ON m.conversation = c.row AND m.user_id = $1
     WHERE c.id = $2`,
    [user, id],
  );
  if (found === undefined) throw unknownConversation();
  return { at: activeAt?.getTime() ?? found.active_at, row: found.row };
}

const columnsOf = (listings: readonly Listing[]) => [
  listings.map(({ row }) => row),
  listings.map(({ until }) => until),
];

/** Marks of a member `m`, as `$1` sees them: two of whom one blocks the other see none of each other. */
const MARKS = `CASE WHEN h.is_hidden THEN 0 ELSE m.read_seq END AS read, CASE WHEN h.is_hidden THEN 0 ELSE m.delivered_seq END AS delivered`;
const HIDDEN = `(SELECT EXISTS (SELECT FROM block b WHERE b.user_id = m.user_id AND b.blocked = $1)
  OR EXISTS (SELECT FROM block b WHERE b.user_id = $1 AND b.blocked = m.user_id) AS is_hidden) h`;

async function membersOf(
  ask: Ask,
  user: string,
  listings: readonly Listing[],
  after: string,
  limit: number,
): Promise<ReadonlyMap<number, readonly MemberMarks[]>> {
  return byRow(
    await ask<MarksRow>(
      `SELECT r.row, m.user_id, m.read, m.delivered FROM unnest($2::bigint[], $3::bigint[]) r (row, left_at)
       CROSS JOIN LATERAL (
         SELECT m.user_id, ${MARKS} FROM member m CROSS JOIN LATERAL ${HIDDEN}
         WHERE m.conversation = r.row AND m.user_id > $4 AND ${IS_LISTED} ORDER BY m.user_id LIMIT $5) m
       ORDER BY r.row, m.user_id`,
      [user, ...columnsOf(listings), after, limit],
    ),
  );
}

async function countsOf(ask: Ask, user: string, listings: readonly Listing[]): Promise<ReadonlyMap<number, number>> {
  if (listings.length === 0) return new Map();
  const rows = await ask<{ row: number; all: number }>(
    `SELECT r.row, count(*) AS "all" FROM unnest($2::bigint[], $3::bigint[]) r (row, left_at)
     JOIN member m ON m.conversation = r.row WHERE ${IS_LISTED} GROUP BY r.row`,
    [user, ...columnsOf(listings)],
  );
  return new Map(rows.map(({ row, all }) => [row, all]));
}

/** Of who asks, and of the admin. */
async function marksOf(
  ask: Ask,
  user: string,
  listings: readonly Listing[],
): Promise<ReadonlyMap<number, readonly MemberMarks[]>> {
  if (listings.length === 0) return new Map();
  return byRow(
    await ask<MarksRow>(
      `SELECT m.conversation AS row, m.user_id, ${MARKS}
       FROM member m JOIN conversation c ON c.row = m.conversation CROSS JOIN LATERAL ${HIDDEN}
       WHERE m.conversation = ANY ($2) AND m.user_id IN ($1, c.admin) AND m.until_seq IS NULL`,
      [user, listings.map(({ row }) => row)],
    ),
  );
}

function byRow(rows: readonly MarksRow[]): ReadonlyMap<number, readonly MemberMarks[]> {
  const grouped = Map.groupBy(rows, ({ row }) => row);
  return new Map(
    [...grouped].map(([row, marks]) => [
      row,
      marks.map(({ user_id, read, delivered }) => ({ user: user_id, delivered, read })),
    ]),
  );
}

export async function members(
  ask: Ask,
  user: string,
  id: string,
  { after, limit }: ListPage<string>,
): Promise<MembersPage> {
  const [found] = await ask<Listing & { readonly admin: string | null }>(
    `SELECT c.row, c.admin, m.until_seq AS until FROM conversation c JOIN member m ON m.conversation = c.row AND m.user_id = $1
     WHERE c.id = $2`,
    [user, id],
  );
  if (found === undefined) throw unknownConversation();
  const [page, counts] = await Promise.all([
    membersOf(ask, user, [found], after ?? "", limit),
    countsOf(ask, user, [found]),
  ]);
  return {
    members: page.get(found.row) ?? [],
    memberCount: counts.get(found.row) ?? 0,
    admin: found.until === null ? found.admin : null,
  };
}
