import { withChoice } from "../../messages/reader.ts";
import type { Handler } from "./request.ts";

/** Keeps how the user wants links opened, for all their devices. */
export const choose: Handler<"choose"> = async ({ connection, session, frame }, { storage: { store, bus } }) => {
  const { id, choice } = frame;
  await store.setChoice(session.user, choice);
  session.reader = withChoice(session.reader, choice);
  connection.send({ type: "chosen", re: id, choice });
  bus.publish([session.user], { kind: "choice", choice, except: connection.session });
};
