import type { ConversationEvent } from "../chat/conversation.ts";
import { listed, words } from "./language.ts";
import { shownName } from "./names.ts";

/** What somebody did to a group, in one sentence. */
export function eventWords({ kind, users, userCount = 0 }: ConversationEvent, from: string, me: string): string {
  const { chat, list } = words();
  const whom = users.map((user) => (user === me ? chat.youToo : shownName(user)));
  return chat.event[kind](
    from === me ? list.you : shownName(from),
    userCount > users.length ? `${listed(whom)}…` : listed(whom),
  );
}
