import type { ConversationEvent, StoredMessage } from "../../chat/conversation.ts";
import { MEMBERS_SHOWN } from "../../chat/conversation.ts";
import type { ClientFrameOf, ConversationItem } from "../../protocol/client-frames.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { ConversationPlace, ConversationSummary, Store } from "../../store/store.ts";
import type { Chatting, Connection } from "../socket/connection.ts";

interface ListParts {
  readonly store: Pick<Store, "conversations" | "members">;
  readonly limits: Limits;
}

/** Answers with one page of the user's conversations; it ends early when it is as large as `softMarkBytes`. */
export async function listConversations(
  connection: Connection,
  { user }: Chatting,
  { id, after, limit }: ClientFrameOf<"conversations">,
  { store, limits }: ListParts,
): Promise<void> {
  const most = Math.min(limit ?? limits.maxListPage, limits.maxListPage);
  const found = await store.conversations(user, { after: placeIn(after), limit: most + 1 });
  const items: string[] = [];
  let size = 0;
  for (const summary of found.slice(0, most)) {
    const json = JSON.stringify(itemOf(summary));
    size += json.length;
    if (items.length > 0 && size > limits.softMarkBytes) break;
    items.push(json);
  }
  const last = found[items.length - 1];
  const more = found.length > items.length;
  const next = more && last !== undefined ? placeOf(last) : null;
  const head = JSON.stringify({ type: "conversations", re: id, more, next });
  connection.write(`${head.slice(0, -1)},"items":[${items.join(",")}]}`);
}

/** Answers with one page of a conversation's members. */
export async function listMembers(
  connection: Connection,
  { user }: Chatting,
  { id, conversation, after, limit }: Pick<ClientFrameOf<"members">, "id" | "conversation" | "after" | "limit">,
  { store, limits }: ListParts,
): Promise<void> {
  const most = Math.min(limit ?? limits.maxListPage, limits.maxListPage);
  const page = await store.members(user, conversation, { after: after ?? null, limit: most + 1 });
  const members = page.members.slice(0, most);
  connection.send({
    type: "members",
    re: id,
    conversation,
    members: members.map((each) => each.user),
    more: page.members.length > most,
    memberCount: page.memberCount,
    admin: page.admin,
    delivered: Object.fromEntries(members.map((each) => [each.user, each.delivered])),
    read: Object.fromEntries(members.map((each) => [each.user, each.read])),
  });
}

function placeOf({ conversation, activeAt }: ConversationSummary): string {
  return `${activeAt.getTime()}.${conversation.id}`;
}

function placeIn(after: string | undefined): ConversationPlace | null {
  if (after === undefined) return null;
  const [at, id] = after.split(".");
  return id === undefined ? { id: after, activeAt: null } : { id, activeAt: new Date(Number(at)) };
}

function itemOf(summary: ConversationSummary): ConversationItem {
  const { conversation, memberCount, isMember, last, lastSeq, delivered, read, unread } = summary;
  const { id, kind, title, members, admin } = conversation;
  return {
    conversation: id,
    kind,
    title,
    members,
    memberCount,
    admin,
    isMember,
    lastSeq,
    delivered,
    read,
    unread,
    last: last === null ? null : lastOf(last),
  };
}

/** A group's making names everybody in it. */
function shortened(event: ConversationEvent): ConversationEvent {
  if (event.users.length <= MEMBERS_SHOWN) return event;
  return { ...event, users: event.users.slice(0, MEMBERS_SHOWN), userCount: event.users.length };
}

function lastOf({ seq, from, text, at, deletedAt, event }: StoredMessage): ConversationItem["last"] {
  const last = { seq, from, text, at: at.toISOString() };
  return {
    ...last,
    ...(deletedAt !== null && { deletedAt: deletedAt.toISOString() }),
    ...(event !== null && { event: shortened(event) }),
  };
}
