import type { Handler } from "./request.ts";

/** Moves the user's mark of what was read, and tells everybody who sees the message. */
export const read: Handler<"read"> = async ({ connection, session, frame }, { storage: { store, bus } }) => {
  const { user } = session;
  const { conversation, seq } = frame;
  // First, so that nothing is left to fail once it is written.
  const audience = await store.audience(conversation, seq);
  if (!(await store.markRead(user, conversation, seq))) return;
  bus.publish(audience, { kind: "read", conversation, seq, from: user, except: connection.session });
};
