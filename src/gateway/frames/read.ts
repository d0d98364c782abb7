import type { Handler } from "./request.ts";

/** So many who see a message are told how far each of them has read. Of n who read one, n × n frames go out. */
const TELL_EACH_OTHER = 20;

/**
 * Moves the user's mark of what was read. It is told to the user's other devices, and where few see the message to them all, but
 * to nobody whom the user blocks.
 */
export const read: Handler<"read"> = async ({ connection, session, frame }, { storage: { store, bus } }) => {
  const { user, blocks } = session;
  const { conversation, seq } = frame;
  // First, so that nothing is left to fail once it is written.
  const audience = await store.audience(conversation, seq);
  if (!(await store.markRead(user, conversation, seq))) return;
  const told = audience.length > TELL_EACH_OTHER ? [user] : audience.filter((member) => !blocks.has(member));
  bus.publish(told, { kind: "read", conversation, seq, from: user, except: connection.session });
};
