import type { Handler } from "./request.ts";

/** Moves the user's mark of what was read, and tells everybody who sees the message. */
export const read: Handler<"read"> = async ({ connection, session, frame }, { storage: { store, bus } }) => {
  const { user } = session;
  const { conversation, seq } = frame;
  if (!(await store.markRead(user, conversation, seq))) return;
  const audience = await store.audience(conversation, seq);
  bus.publish(audience, { kind: "read", conversation, seq, from: user, except: connection.session });
};
