import { withChoice } from "../../messages/reader.ts";
import { ProtocolError } from "../../protocol/errors.ts";
import type { Handler } from "./request.ts";

const MAX_NAMED = 3;

/** Keeps how the user wants links opened, all or some, for all their devices. */
export const choose: Handler<"choose"> = async (
  { connection, session, frame },
  { storage: { store, bus }, environment: { limits }, nearestApps },
) => {
  const { id, choice, for: scope } = frame;
  const { user } = session;
  if (scope === undefined) await store.setChoice(user, choice);
  else {
    // Not yours and not there look alike.
    // One that the registry has lost since is taken back all the same.
    if ("app" in scope && choice !== null) refuseUnknown(nearestApps(scope.app));
    if ("conversation" in scope) await store.conversation(user, scope.conversation);
    await store.setExactChoice(user, scope, choice, limits.maxChoices);
  }
  session.reader = withChoice(session.reader, choice, scope);
  connection.send({ type: "chosen", re: id, choice, ...(scope === undefined ? {} : { for: scope }) });
  const told = scope === undefined ? ({ kind: "choice" } as const) : ({ kind: "exact_choice", for: scope } as const);
  bus.publish([user], { ...told, choice, except: connection.session });
};

/** @throws {ProtocolError} `bad_frame` with what may have been meant; null is an app that there is. */
function refuseUnknown(nearest: readonly string[] | null): void {
  if (nearest === null) return;
  const named = nearest.slice(0, MAX_NAMED).map((id) => `"${id}"`);
  const hint = named.length === 0 ? "" : `; did you mean ${named.join(" or ")}?`;
  throw new ProtocolError("bad_frame", `for.app: expected the id of an app of the registry, such as taobao${hint}`);
}
