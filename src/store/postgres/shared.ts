import { randomBytes } from "node:crypto";
import type { SharedState } from "../shared.ts";
import type { Database } from "./database.ts";
import { createSharedRulebooks } from "./rulebooks.ts";
import { createSharedLists } from "./threat-lists.ts";

/** Names of the settings that hold the signing secrets. */
export const SECRET_SETTING = "signing_secret";
export const PREVIOUS_SECRET_SETTING = "signing_secret_previous";
const SECRET_BYTES = 32;

export function createSharedState(database: Pick<Database, "ask" | "transaction">): SharedState {
  const { ask } = database;

  async function setting(name: string): Promise<string | null> {
    const [found] = await ask<{ value: string }>("SELECT value FROM setting WHERE name = $1", [name]);
    return found?.value ?? null;
  }

  return {
    ...createSharedRulebooks(database),
    ...createSharedLists(database),
    async signingSecret() {
      const known = await setting(SECRET_SETTING);
      if (known !== null) return known;
      const drawn = randomBytes(SECRET_BYTES).toString("base64url");
      // Whoever comes second waits for the first here, under the lock of the name, and reads what that one drew.
      await ask("INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING", [SECRET_SETTING, drawn]);
      return (await setting(SECRET_SETTING)) ?? drawn;
    },
    previousSigningSecret: () => setting(PREVIOUS_SECRET_SETTING),
  };
}
