import { randomBytes } from "node:crypto";
import { drawSeed, publicText, readSeed, type LogKeys } from "../../log/keys.ts";
import type { SharedState } from "../shared.ts";
import type { Database } from "./database.ts";
import { createSharedRulebooks } from "./rulebooks.ts";
import { createSharedLists } from "./threat-lists.ts";

/** Names of the settings that hold the signing secrets. */
export const SECRET_SETTING = "signing_secret";
export const PREVIOUS_SECRET_SETTING = "signing_secret_previous";
/** Is there while gateways are given another than that; says nothing of it. */
const SECRET_GIVEN_SETTING = "signing_secret_given";
/** The key that signs the decision log, and what it becomes while a rotation is under way. */
export const LOG_KEY_SETTING = "log_key";
const NEXT_LOG_KEY_SETTING = "log_key_next";
const SECRET_BYTES = 32;
const placeOf = (setting: string) => `${setting} in the database's table setting`;
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

  /** Whoever comes second waits for the first here, under the lock of the name, and reads what that one drew. */
  async function drawn(name: string, draw: () => string): Promise<string> {
    const known = await setting(name);
    if (known !== null) return known;
    const made = draw();
    await ask("INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING", [name, made]);
    return (await setting(name)) ?? made;
  }

  async function settleLogKey(): Promise<void> {
    await ask(
      `WITH next AS (DELETE FROM setting WHERE name = $2 RETURNING value)
       UPDATE setting SET value = next.value FROM next WHERE name = $1`,
      [LOG_KEY_SETTING, NEXT_LOG_KEY_SETTING],
    );
  }

  const logKeys: LogKeys = {
    async current(inForce) {
      const key = readSeed(await drawn(LOG_KEY_SETTING, drawSeed), placeOf(LOG_KEY_SETTING));
      const next = inForce === null || publicText(key) === inForce ? null : await setting(NEXT_LOG_KEY_SETTING);
      // A rotation that was killed after the log had named the next.
      if (next === null || publicText(readSeed(next, placeOf(NEXT_LOG_KEY_SETTING))) !== inForce) return key;
      await settleLogKey();
      return readSeed(next, placeOf(NEXT_LOG_KEY_SETTING));
    },
    drawNext: async () => readSeed(await drawn(NEXT_LOG_KEY_SETTING, drawSeed), placeOf(NEXT_LOG_KEY_SETTING)),
    settle: settleLogKey,
  };

  return {
    logKeys,
    ...createSharedRulebooks(database),
    ...createSharedLists(database),
    signingSecret: () => drawn(SECRET_SETTING, () => randomBytes(SECRET_BYTES).toString("base64url")),
    previousSigningSecret: () => setting(PREVIOUS_SECRET_SETTING),
    isSecretGiven: async () => (await setting(SECRET_GIVEN_SETTING)) !== null,
    async noteSecretGiven(isGiven) {
      if (isGiven) await drawn(SECRET_GIVEN_SETTING, () => "1");
      else await ask("DELETE FROM setting WHERE name = $1", [SECRET_GIVEN_SETTING]);
    },
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
