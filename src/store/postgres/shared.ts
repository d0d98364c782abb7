import { randomBytes } from "node:crypto";
import type { SharedState } from "../shared.ts";
import type { Database } from "./database.ts";
import { createSharedRulebooks } from "./rulebooks.ts";
import { createSharedLists } from "./threat-lists.ts";

/** Names of the settings that hold the signing secrets. */
export const SECRET_SETTING = "signing_secret";
export const PREVIOUS_SECRET_SETTING = "signing_secret_previous";
const SECRET_BYTES = 32;
/** Begins the names of the leases by which gateways say that they are at work. */
const ROLL = "gateway ";
/** What a gateway that was killed said goes then. Long after it is over, so that nobody waits for a lock. Milliseconds. */
const KEPT_MS = 3_600_000;

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
    async callRoll(gateway, forMs) {
      const others = await ask<{ holder: string; until: number }>(
        `WITH clock AS (SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now), own AS (
           INSERT INTO lease AS l (name, holder, until, fence)
           SELECT $1 || $2, $2, now + $3::bigint, 1 FROM clock
           ON CONFLICT (name) DO UPDATE SET until = greatest(excluded.until, l.until + 1)
         ), ended AS (
           DELETE FROM lease USING clock WHERE starts_with(name, $1) AND until < now - $4::bigint
         )
         SELECT holder, until FROM lease, clock WHERE starts_with(name, $1) AND holder <> $2 AND until > now`,
        [ROLL, gateway, forMs, KEPT_MS],
      );
      return new Map(others.map(({ holder, until }) => [holder, until]));
    },
    async leaveRoll(gateway) {
      await ask("DELETE FROM lease WHERE name = $1", [ROLL + gateway]);
    },
  };
}
