import { ProtocolError } from "../../protocol/errors.ts";
import type { Handler } from "./request.ts";

/** Whether another user's one-to-one messages are refused. */
export const block: Handler<"block"> = async ({ connection, session, frame }, { storage, environment: { limits } }) => {
  const { store, bus } = storage;
  const { user, blocks } = session;
  const { id, user: other, blocked } = frame;
  if (other === user) throw new ProtocolError("bad_frame", "user: expected another user than oneself");
  await store.setBlocked(user, other, blocked, limits.maxBlocks);
  if (blocked) blocks.add(other);
  else blocks.delete(other);
  connection.send({ type: "blocked", re: id, user: other, blocked });
  bus.publish([user], { kind: "blocked", user: other, blocked, except: connection.session });
};
