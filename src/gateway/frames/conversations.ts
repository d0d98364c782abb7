import type { Bots } from "../../access/bots.ts";
import type { ConversationEvent, StoredMessage } from "../../chat/conversation.ts";
import { MEMBERS_SHOWN } from "../../chat/conversation.ts";
import type { ConversationItem } from "../../protocol/client-frames.ts";
import type { ConversationPlace, ConversationSummary } from "../../store/conversations.ts";
import type { Handler } from "./request.ts";

/** Answers with one page of the user's conversations; it ends early when it is as large as `softMarkBytes`. */
export const conversations: Handler<"conversations"> = async (
  { connection, session: { user }, frame: { id, after, limit } },
  { storage: { store }, environment: { limits }, bots: { isBot } },
) => {
  const most = Math.min(limit ?? limits.maxListPage, limits.maxListPage);
  const found = await store.conversations(user, { after: placeIn(after), limit: most + 1 });
  const items: string[] = [];
  let size = 0;
  for (const summary of found.slice(0, most)) {
    const json = JSON.stringify(itemOf(summary, user, isBot));
    size += json.length;
    if (items.length > 0 && size > limits.softMarkBytes) break;
    items.push(json);
  }
  const last = found[items.length - 1];
  const more = found.length > items.length;
  const next = more && last !== undefined ? placeOf(last) : null;
  const head = JSON.stringify({ type: "conversations", re: id, more, next });
  connection.write(`${head.slice(0, -1)},"items":[${items.join(",")}]}`);
};

function placeOf({ conversation, activeAt }: ConversationSummary): string {
  return `${activeAt.getTime()}.${conversation.id}`;
}

function placeIn(after: string | undefined): ConversationPlace | null {
  if (after === undefined) return null;
  const [at, id] = after.split(".");
  return id === undefined ? { id: after, activeAt: null } : { id, activeAt: new Date(Number(at)) };
}

function itemOf(summary: ConversationSummary, user: string, isBot: Bots["isBot"]): ConversationItem {
  const { conversation, memberCount, isMember, last, lastSeq, delivered, read, unread } = summary;
  const { id, kind, title, members, admin } = conversation;
  const isWithBot = kind === "one_to_one" && members.some((member) => member !== user && isBot(member));
  return {
    conversation: id,
    kind,
    title,
    ...(isWithBot && { isBot: true as const }),
    members,
    memberCount,
    admin,
    isMember,
    lastSeq,
    delivered,
    read,
    unread,
    last: last === null ? null : lastOf(last, isBot),
  };
}

/** A group's making names everybody in it. */
function shortened(event: ConversationEvent): ConversationEvent {
  if (event.users.length <= MEMBERS_SHOWN) return event;
  return { ...event, users: event.users.slice(0, MEMBERS_SHOWN), userCount: event.users.length };
}

function lastOf(
  { seq, from, text, at, deletedAt, event }: StoredMessage,
  isBot: Bots["isBot"],
): ConversationItem["last"] {
  const last = { seq, from, ...(isBot(from) && { isBot: true as const }), text, at: at.toISOString() };
  return {
    ...last,
    ...(deletedAt !== null && { deletedAt: deletedAt.toISOString() }),
    ...(event !== null && { event: shortened(event) }),
  };
}
