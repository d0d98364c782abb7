import type { ReaderOs } from "../../apps/types.ts";
import type { Choice, Locale } from "../../policy/types.ts";
import type { ChoiceScope, ExactChoice } from "../../report/own-choice.ts";
import { exactChoiceOf, scopeParts, type ExactChoiceRow } from "../exact-choices.ts";
import type { Device } from "../users.ts";
import { StoreError } from "../store-error.ts";
import type { Ask } from "./connection.ts";
import { fromStored } from "./stored-text.ts";

export async function knowsUser(ask: Ask, user: string): Promise<boolean> {
  const [found] = await ask<{ known: boolean }>(
    `SELECT EXISTS (SELECT FROM member WHERE user_id = $1) OR EXISTS (SELECT FROM device WHERE user_id = $1)
       OR EXISTS (SELECT FROM log_person WHERE owner = $1) AS known`,
    [user],
  );
  return found?.known === true;
}

export async function choice(ask: Ask, user: string): Promise<Choice | null> {
  const [found] = await ask<{ choice: Choice }>("SELECT choice FROM choice WHERE user_id = $1", [user]);
  return found?.choice ?? null;
}

export async function setChoice(ask: Ask, user: string, chosen: Choice | null): Promise<void> {
  if (chosen === null) await ask("DELETE FROM choice WHERE user_id = $1", [user]);
  else {
    await ask(
      "INSERT INTO choice (user_id, choice) VALUES ($1, $2) ON CONFLICT (user_id) DO UPDATE SET choice = excluded.choice",
      [user, chosen],
    );
  }
}

export async function exactChoices(ask: Ask, user: string): Promise<readonly ExactChoice[]> {
  const rows = await ask<ExactChoiceRow>(
    "SELECT kind, name, choice FROM exact_choice WHERE user_id = $1 ORDER BY kind, name",
    [user],
  );
  return rows.map(exactChoiceOf);
}

/** Part of a transaction. */
export async function setExactChoice(
  within: Ask,
  user: string,
  scope: ChoiceScope,
  { choice: chosen, maxChoices }: { readonly choice: Choice | null; readonly maxChoices: number },
): Promise<void> {
  const { kind, name } = scopeParts(scope);
  if (chosen === null) {
    await within("DELETE FROM exact_choice WHERE user_id = $1 AND kind = $2 AND name = $3", [user, kind, name]);
    return;
  }
  // Of two at once the second counts what the first left.
  await within("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`exact_choice ${user}`]);
  const [others] = await within<{ count: number }>(
    "SELECT count(*) AS count FROM exact_choice WHERE user_id = $1 AND NOT (kind = $2 AND name = $3)",
    [user, kind, name],
  );
  if ((others?.count ?? 0) >= maxChoices) throw new StoreError("too_many_choices", "too many things are chosen for");
  await within(
    `INSERT INTO exact_choice (user_id, kind, name, choice) VALUES ($1, $2, $3, $4)
     ON CONFLICT (user_id, kind, name) DO UPDATE SET choice = excluded.choice`,
    [user, kind, name, chosen],
  );
}

export async function blocks(ask: Ask, user: string): Promise<readonly string[]> {
  const rows = await ask<{ blocked: string }>("SELECT blocked FROM block WHERE user_id = $1 ORDER BY blocked", [user]);
  return rows.map(({ blocked }) => blocked);
}

/** Part of a transaction. */
export async function setBlocked(
  ask: Ask,
  user: string,
  other: string,
  isBlocked: boolean,
  maxBlocks: number,
): Promise<boolean> {
  if (!isBlocked) {
    const gone = await ask("DELETE FROM block WHERE user_id = $1 AND blocked = $2 RETURNING user_id", [user, other]);
    return gone.length === 1;
  }
  await ask("SELECT pg_advisory_xact_lock(hashtextextended($1, 1))", [user]);
  const [now] = await ask<{ all: number; is_there: boolean }>(
    `SELECT count(*) AS "all", coalesce(bool_or(blocked = $2), false) AS is_there FROM block WHERE user_id = $1`,
    [user, other],
  );
  if (now?.is_there === true) return false;
  if ((now?.all ?? 0) >= maxBlocks) throw new StoreError("too_many_blocks", "too many are blocked");
  await ask("INSERT INTO block (user_id, blocked) VALUES ($1, $2)", [user, other]);
  return true;
}

export async function devices(ask: Ask, user: string): Promise<readonly Device[]> {
  const rows = await ask<{ device: string; os: ReaderOs; version: string | null; locale: Locale }>(
    "SELECT device, os, version, locale FROM device WHERE user_id = $1 ORDER BY device",
    [user],
  );
  return rows.map(({ device, os, version, locale }) => ({
    user,
    device: fromStored(device),
    os,
    version: version === null ? null : fromStored(version),
    locale,
  }));
}
