import { othersIn } from "../../chat/conversation.ts";
import { ProtocolError } from "../../protocol/errors.ts";
import type { Handler } from "./request.ts";

/**
 * Tells the others of a conversation that somebody is writing, unless they were told a moment ago; nobody whom the user blocks.
 * Nothing of it is kept.
 */
export const typing: Handler<"typing"> = async (
  { connection, session: { user, blocks }, frame },
  { storage: { store, bus }, typingRate },
) => {
  const conversation = await store.conversation(user, frame.conversation);
  if (!conversation.members.includes(user)) throw new ProtocolError("unknown_conversation");
  if (typingRate(`${user}\n${conversation.id}`) !== null) return;
  const event = { kind: "typing", conversation: conversation.id, from: user, except: connection.session } as const;
  const told = othersIn(conversation, user).filter((other) => !blocks.has(other));
  bus.publish(told, event);
};
