import { withChoice } from "../../messages/reader.ts";
import type { Handler } from "./request.ts";

/** Keeps how the user wants links opened, all or some, for all their devices. */
export const choose: Handler<"choose"> = async (
  { connection, session, frame },
  { storage: { store, bus }, environment: { limits } },
) => {
  const { id, choice, for: scope } = frame;
  const { user } = session;
  if (scope === undefined) await store.setChoice(user, choice);
  else {
    // Not yours and not there look alike.
    if ("conversation" in scope) await store.conversation(user, scope.conversation);
    await store.setExactChoice(user, scope, choice, limits.maxChoices);
  }
  session.reader = withChoice(session.reader, choice, scope);
  connection.send({ type: "chosen", re: id, choice, ...(scope === undefined ? {} : { for: scope }) });
  const told = scope === undefined ? ({ kind: "choice" } as const) : ({ kind: "exact_choice", for: scope } as const);
  bus.publish([user], { ...told, choice, except: connection.session });
};
