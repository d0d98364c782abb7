import type Database from "better-sqlite3";
import { MEMBERS_SHOWN, shownMembers } from "../../chat/conversation.ts";
import { NO_END } from "../../chat/visibility.ts";
import type { ConversationKind } from "../../policy/types.ts";
import type { ConversationPlace, ConversationSummary, ListPage, MemberMarks, MembersPage } from "../conversations.ts";
import type { Searchable } from "../search.ts";
import { StoreError } from "../store-error.ts";
import type { MessageOf, MessageRow } from "./messages.ts";
import { MESSAGE_COLUMNS } from "./messages.ts";

const MAX_UNREAD_COUNTED = 1_000;
const DEFAULT_PAGE = { after: null, limit: 100 } as const;

interface ConversationRow {
  readonly row: number;
  readonly id: string;
  readonly kind: ConversationKind;
  readonly title: string | null;
  readonly admin: string | null;
}

interface Standing {
  readonly from: number;
  /** Null: a member now. */
  readonly until: number | null;
  readonly read: number;
  readonly delivered: number;
}

interface Ranked extends Standing {
  readonly row: number;
  readonly activeAt: number;
}

/** Whom to list: of a group that was left, who was in it then, without who asks. */
interface Listing {
  readonly row: number;
  readonly user: string;
  readonly left: number | null;
}

/** What a user's conversations and a conversation's members are, a page at a time; reads nothing that no page shows but ranks. */
export function createLists(db: Database.Database, messageOf: MessageOf) {
  const activity = `coalesce(
    (SELECT at FROM said WHERE conversation = m.conversation AND seq = (
       SELECT seq FROM placed WHERE conversation = m.conversation AND seq <= coalesce(m.until_seq, ${NO_END})
       ORDER BY seq DESC LIMIT 1)),
    (SELECT made_at FROM conversation WHERE row = m.conversation))`;
  const standing = `m.from_seq AS "from", m.until_seq AS until, m.read_seq AS read, m.delivered_seq AS delivered`;
  // Ranking asks for the time of one message of each conversation of the user; everything else is read for the page alone.
  const selectPage = db.prepare<{ user: string; at: number; row: number; limit: number }, Ranked>(
    `WITH mine AS MATERIALIZED (
       SELECT m.conversation AS row, ${standing}, ${activity} AS activeAt FROM member m WHERE m.user = @user)
     SELECT * FROM mine WHERE (activeAt, row) < (@at, @row) ORDER BY activeAt DESC, row DESC LIMIT @limit`,
  );
  const selectPlace = db.prepare<[string, string], Ranked>(
    `SELECT c.row, ${standing}, ${activity} AS activeAt
     FROM conversation c JOIN member m ON m.conversation = c.row AND m.user = ? WHERE c.id = ?`,
  );
  const selectConversation = db.prepare<[number], ConversationRow>(
    "SELECT row, id, kind, title, admin FROM conversation WHERE row = ?",
  );
  // Two of whom one blocks the other see no marks of each other.
  const isHidden = `EXISTS (SELECT 1 FROM block WHERE (user = member.user AND blocked = @user) OR (user = @user AND blocked = member.user))`;
  const marks = `user, iif(${isHidden}, 0, read_seq) AS read, iif(${isHidden}, 0, delivered_seq) AS delivered`;
  const isNow = "conversation = @row AND until_seq IS NULL";
  const wasThen = `conversation = @row AND user <> @user
    AND from_seq <= @left AND (until_seq IS NULL OR until_seq >= @left)`;
  const page = "AND user > @after ORDER BY user LIMIT @limit";
  type Page = Listing & { readonly after: string; readonly limit: number };
  const selectNow = db.prepare<Page, MemberMarks>(`SELECT ${marks} FROM member WHERE ${isNow} ${page}`);
  const selectThen = db.prepare<Page, MemberMarks>(`SELECT ${marks} FROM member WHERE ${wasThen} ${page}`);
  const countNow = db.prepare<Listing, number>(`SELECT count(*) FROM member WHERE ${isNow}`).pluck();
  const countThen = db.prepare<Listing, number>(`SELECT count(*) FROM member WHERE ${wasThen}`).pluck();
  const selectMember = db.prepare<Listing & { readonly member: string }, MemberMarks>(
    `SELECT ${marks} FROM member WHERE user = @member AND ${isNow}`,
  );
  const selectLast = db.prepare<[number, number, number], MessageRow>(
    `SELECT ${MESSAGE_COLUMNS} FROM said WHERE conversation = ? AND seq <= ? AND seq >= ? ORDER BY seq DESC LIMIT 1`,
  );
  const lastOf = db
    .prepare<[number, number], number>(
      "SELECT seq FROM placed WHERE conversation = ? AND seq <= ? ORDER BY seq DESC LIMIT 1",
    )
    .pluck();
  const countUnread = db
    .prepare<[number, number, number, string, number], number>(
      `SELECT count(*) FROM (SELECT 1 FROM said
         WHERE conversation = ? AND seq > ? AND seq <= ? AND sender <> ? AND event IS NULL AND deleted_at IS NULL LIMIT ?)`,
    )
    .pluck();

  function pageOf(listing: Listing, after: string, limit: number): readonly MemberMarks[] {
    const select = listing.left === null ? selectNow : selectThen;
    return select.all({ ...listing, after, limit });
  }

  function countOf(listing: Listing): number {
    return (listing.left === null ? countNow : countThen).get(listing) ?? 0;
  }

  /** The first by name, and in a large group the admin and who asks whatever their names are. */
  function shownOf(listing: Listing, admin: string | null): readonly MemberMarks[] {
    const first = pageOf(listing, "", MEMBERS_SHOWN);
    if (listing.left !== null || first.length < MEMBERS_SHOWN) return first;
    const musts = [listing.user, admin];
    const known = musts.flatMap((member) => (member === null ? [] : (selectMember.get({ ...listing, member }) ?? [])));
    return shownMembers(first, [...new Map(known.map((each) => [each.user, each])).values()], musts);
  }

  function summaryOf(user: string, ranked: Ranked): ConversationSummary | null {
    const { row, from, until, read, delivered, activeAt } = ranked;
    const found = selectConversation.get(row);
    if (found === undefined) return null;
    const { id, kind, title } = found;
    const admin = until === null ? found.admin : null;
    const listing = { row, user, left: until };
    const shown = shownOf(listing, admin);
    // Who has left has marks of their own still.
    const marked = until === null ? shown : [...shown, { user, read, delivered }];
    const last = selectLast.get(row, until ?? NO_END, from);
    return {
      conversation: { id, kind, title, members: shown.map((each) => each.user), admin },
      memberCount: shown.length < MEMBERS_SHOWN ? shown.length : countOf(listing),
      isMember: until === null,
      activeAt: new Date(activeAt),
      lastSeq: last?.seq ?? 0,
      last: last === undefined ? null : messageOf(found, last),
      delivered: Object.fromEntries(marked.map((each) => [each.user, each.delivered])),
      read: Object.fromEntries(marked.map((each) => [each.user, each.read])),
      unread: countUnread.get(row, read, until ?? NO_END, user, MAX_UNREAD_COUNTED) ?? 0,
    };
  }

  function placed(user: string, { id, activeAt }: ConversationPlace): { readonly at: number; readonly row: number } {
    const found = selectPlace.get(user, id);
    if (found === undefined) throw unknownConversation();
    return { at: activeAt?.getTime() ?? found.activeAt, row: found.row };
  }

  function searchable({ row, from, until, activeAt }: Ranked): Searchable[] {
    const found = selectConversation.get(row);
    if (found === undefined) return [];
    const last = lastOf.get(row, until ?? NO_END) ?? 0;
    return [{ row, id: found.id, kind: found.kind, activeAt: new Date(activeAt), from, until: last }];
  }

  return {
    searchable(user: string, after: ConversationPlace | null, limit: number): readonly Searchable[] {
      const place = after === null ? { at: NO_END, row: NO_END } : placed(user, after);
      return selectPage.all({ user, ...place, limit }).flatMap(searchable);
    },
    searchableIn(user: string, id: string): Searchable {
      const found = selectPlace.get(user, id);
      const [only] = found === undefined ? [] : searchable(found);
      if (only === undefined) throw unknownConversation();
      return only;
    },
    conversations(user: string, { after, limit }: ListPage<ConversationPlace> = DEFAULT_PAGE) {
      const place = after === null ? { at: NO_END, row: NO_END } : placed(user, after);
      return selectPage.all({ user, ...place, limit }).flatMap((ranked) => summaryOf(user, ranked) ?? []);
    },
    members(user: string, id: string, { after, limit }: ListPage<string>): MembersPage {
      const found = selectPlace.get(user, id);
      const conversation = found === undefined ? undefined : selectConversation.get(found.row);
      if (found === undefined || conversation === undefined) throw unknownConversation();
      const listing = { row: found.row, user, left: found.until };
      return {
        members: pageOf(listing, after ?? "", limit),
        memberCount: countOf(listing),
        admin: found.until === null ? conversation.admin : null,
      };
    },
  };
}

export function unknownConversation(): StoreError {
  return new StoreError("unknown_conversation", "no conversation of this user has this id");
}
