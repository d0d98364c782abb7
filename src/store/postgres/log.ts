import type { NewEntry } from "../../log/entry.ts";
import type { TreeHash } from "../../log/merkle.ts";
import { drawPseudonym, peopleIn, sealEntry } from "../../log/seal.ts";
import type { HeadChange, LogHead, LoggedEntry, LoggedState, SignedHead } from "../../log/log-store.ts";
import type { Ask } from "./connection.ts";
import { isRefusal } from "./connection.ts";
import type { BatchKind } from "./lanes.ts";

/**
 * Appends entries beside what they record, as part of a transaction; resolves with their indexes. The log's head is locked from
 * here until the transaction ends, and others that append wait: so this is its last statement.
 */
export async function appendEntries(within: Ask, entries: readonly NewEntry[]): Promise<readonly number[]> {
  if (entries.length === 0) return [];
  const pseudonyms = await pseudonymsOf(within, entries.flatMap(peopleIn));
  const sealed = entries.map((entry) => sealEntry(entry, (user) => pseudonyms.get(user) ?? ""));
  const [appended] = await within<{ first: number }>("SELECT append_to_log($1::bytea[]) AS first", [
    sealed.map(({ body }) => body),
  ]);
  if (appended === undefined) throw new Error("an entry has a place");
  const { first } = appended;
  const salts = sealed.flatMap((each, place) => each.salts.map((salt) => ({ entry: first + place, ...salt })));
  if (salts.length > 0) {
    await within(
      `INSERT INTO log_salt (entry, field, owner, salt)
       SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[])`,
      [
        salts.map(({ entry }) => entry),
        salts.map(({ field }) => field),
        salts.map(({ owner }) => owner),
        salts.map(({ salt }) => salt),
      ],
    );
  }
  return entries.map((_entry, place) => first + place);
}

/** Names in the log, drawn for those who have none. */
async function pseudonymsOf(within: Ask, users: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (users.length === 0) return new Map();
  // In one order, so that two transactions do not wait for each other.
  const names = [...new Set(users)].toSorted();
  await within(
    `INSERT INTO log_person (owner, pseudonym) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
    [names, names.map(drawPseudonym)],
  );
  const found = await within<{ owner: string; pseudonym: string }>(
    "SELECT owner, pseudonym FROM log_person WHERE owner = ANY ($1)",
    [names],
  );
  return new Map(found.map(({ owner, pseudonym }) => [owner, pseudonym]));
}

/** Entries that stand for themselves, many in one transaction. */
export const ENTRIES: BatchKind<NewEntry, number> = {
  name: "log entry",
  uniqueBy: () => null,
  async run(ask, entries) {
    await ask("BEGIN");
    try {
      const indexes = await appendEntries(ask, entries);
      await ask("COMMIT");
      return indexes;
    } catch (error) {
      if (isRefusal(error)) await ask("ROLLBACK");
      throw error;
    }
  },
};

/** Part of a transaction. Locks the head, so that of two at once the second sees what the first did. */
async function lockedHead(within: Ask): Promise<LogHead> {
  await within("INSERT INTO log_head (single, size) VALUES (1, 0) ON CONFLICT DO NOTHING");
  const [head] = await within<LogHead>("SELECT size, epoch, key, checkpoint FROM log_head FOR NO KEY UPDATE");
  if (head === undefined) throw new Error("the log has a head");
  return head;
}

export async function appendState(
  within: Ask,
  { name, was, is }: LoggedState,
  entries: readonly NewEntry[],
): Promise<boolean> {
  await lockedHead(within);
  if ((await state(within, name)) !== was) return false;
  await within(
    "INSERT INTO log_state (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    [name, is],
  );
  await appendEntries(within, entries);
  return true;
}

export async function appendHeadChange(within: Ask, entry: NewEntry, { was, is }: HeadChange): Promise<number | null> {
  const now = await lockedHead(within);
  if (now.key !== was.key || now.epoch !== was.epoch) return null;
  await within("UPDATE log_head SET epoch = $1, key = $2", [is.epoch, is.key]);
  const [index] = await appendEntries(within, [entry]);
  return index ?? null;
}

export async function keepCheckpoint(
  within: Ask,
  { epoch, key, checkpoint }: SignedHead,
  was: Omit<LogHead, "size">,
): Promise<boolean> {
  const now = await lockedHead(within);
  if (now.key !== was.key || now.epoch !== was.epoch || now.checkpoint !== was.checkpoint) return false;
  await within("UPDATE log_head SET epoch = $1, key = $2, checkpoint = $3", [epoch, key, checkpoint]);
  return true;
}

/** Part of a transaction. Drops what opens the commitments about a user, and their name in the log; how many salts went. */
export async function forget(within: Ask, user: string): Promise<number> {
  await within("DELETE FROM log_person WHERE owner = $1", [user]);
  const [dropped] = await within<{ count: number }>(
    "WITH dropped AS (DELETE FROM log_salt WHERE owner = $1 RETURNING 1) SELECT count(*) AS count FROM dropped",
    [user],
  );
  return dropped?.count ?? 0;
}

export async function state(ask: Ask, name: LoggedState["name"]): Promise<string | null> {
  const [found] = await ask<{ value: string }>("SELECT value FROM log_state WHERE name = $1", [name]);
  return found?.value ?? null;
}

export async function head(ask: Ask): Promise<LogHead> {
  const [found] = await ask<LogHead>("SELECT size, epoch, key, checkpoint FROM log_head");
  return found ?? { size: 0, epoch: null, key: null, checkpoint: null };
}

export function entries(ask: Ask, from: number, limit: number): Promise<readonly LoggedEntry[]> {
  return ask<LoggedEntry>(`SELECT number AS "index", body FROM log_entry WHERE number >= $1 ORDER BY number LIMIT $2`, [
    from,
    limit,
  ]);
}

export async function hashes(ask: Ask, level: number, from: number, limit: number): Promise<readonly TreeHash[]> {
  const found =
    level === 0
      ? await ask<{ hash: Buffer }>("SELECT hash FROM log_entry WHERE number >= $1 ORDER BY number LIMIT $2", [
          from,
          limit,
        ])
      : await ask<{ hash: Buffer }>(
          "SELECT hash FROM log_node WHERE level = $1 AND number >= $2 ORDER BY number LIMIT $3",
          [level, from, limit],
        );
  return found.map(({ hash }) => hash);
}

export function salts(ask: Ask, index: number): Promise<readonly { field: string; salt: Buffer }[]> {
  return ask<{ field: string; salt: Buffer }>("SELECT field, salt FROM log_salt WHERE entry = $1 ORDER BY field", [
    index,
  ]);
}
