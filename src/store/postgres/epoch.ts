import { randomBytes } from "node:crypto";
import { INBOX_LEAP } from "../bots.ts";
import type { Ask } from "./connection.ts";

const EPOCH_BYTES = 16;

export function drawEpoch(): string {
  return randomBytes(EPOCH_BYTES).toString("base64url");
}

export async function epochIn(ask: Ask): Promise<string> {
  const [found] = await ask<{ value: string }>("SELECT value FROM setting WHERE name = 'epoch'");
  if (found === undefined) throw new Error("a store has an epoch");
  return found.value;
}

/** Draws another epoch, unless that was done since it was `was`. The second of two waits for the first, and finds it done. */
export async function renewEpoch(ask: Ask, was: string): Promise<string> {
  await ask(
    `WITH renewed AS (UPDATE setting SET value = $1 WHERE name = 'epoch' AND value = $2 RETURNING name)
     UPDATE bot SET last_sn = last_sn + $3 FROM renewed`,
    [drawEpoch(), was, INBOX_LEAP],
  );
  return epochIn(ask);
}
