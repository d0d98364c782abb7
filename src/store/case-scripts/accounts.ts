import { z } from "zod";
import { rowsOf, type Script } from "../script.ts";

/** Since when accounts are known. */
export function* accountsSince(users: readonly string[]): Script<ReadonlyMap<string, Date>> {
  if (users.length === 0) return new Map();
  const rows = yield* rowsOf(
    z.object({ user_id: z.string(), since: z.number() }),
    `SELECT user_id, since FROM account WHERE user_id IN (${users.map(() => "?").join(", ")})`,
    ...users,
  );
  return new Map(rows.map(({ user_id: user, since }) => [user, new Date(since)]));
}
