import { deletedFrame } from "../socket/frames-for-readers.ts";
import type { Handler } from "./request.ts";

/** Wipes a message of the user's own, for everyone. */
export const deleteMessage: Handler<"delete"> = async (
  { connection, session, frame },
  { storage, environment: { now } },
) => {
  const { store, bus } = storage;
  const { id, conversation, seq } = frame;
  const update = await store.deleteMessage(session.user, conversation, seq, now());
  const audience = await store.audience(conversation, seq);
  const give = () => connection.writeInOrder(JSON.stringify({ ...deletedFrame(update), re: id }));
  const answer = { session: connection.session, user: session.user, give };
  bus.publish(audience, { kind: "update", update, message: null, answer });
};
