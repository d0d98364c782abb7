import { groupMembers } from "../../chat/conversation.ts";
import { ProtocolError } from "../../protocol/errors.ts";
import type { Handler } from "./request.ts";

/** Makes a group. Its first message names who is in it. */
export const group: Handler<"group"> = async (
  { connection, session, frame },
  { storage: { store, bus }, environment: { limits, now }, groupRules, botGroupRules },
) => {
  const { id, members: others, title = null, key = crypto.randomUUID() } = frame;
  const members = groupMembers(session.user, others);
  if (members.length > limits.maxGroupMembers) throw new ProtocolError("group_too_large");
  const made = await store.createGroup({
    members,
    title,
    key,
    at: now(),
    rules: session.isBot ? botGroupRules : groupRules,
  });
  const { conversation, message, isRepeat } = made;
  // Where the first outcome was not known, nobody was told: it takes its place now, and is passed over where it has one.
  const judgedFor = isRepeat ? null : session.reader.cacheKey;
  bus.publish(conversation.members, { kind: "message", message, judgedFor });
  connection.send({ type: "group", re: id, conversation: conversation.id });
};
