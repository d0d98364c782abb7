import { readdirSync, readFileSync } from "node:fs";
import type { Client } from "pg";
import { DatabaseError } from "./database-error.ts";

const FOLDER = new URL("./migrations/", import.meta.url);
/** Of `pg_advisory_xact_lock`: gateways that start at one moment migrate one after another. The letters "hutong". */
const MIGRATION_LOCK = 0x68_75_74_6f_6e_67;

interface Step {
  readonly sql: string;
  /** Programs from this number of steps on may go on with what the step leaves. */
  readonly compatibleFrom: number;
}

function allSteps(): readonly Step[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => {
      const sql = readFileSync(new URL(name, FOLDER), "utf8");
      const said = /^-- compatible from: (\d+)$/mu.exec(sql)?.[1];
      if (said === undefined) throw new Error(`${name}: expected a line "-- compatible from: N"`);
      return { sql, compatibleFrom: Number(said) };
    });
}

/** How far a database has come. */
export interface Standing {
  /** Steps done; 0: an empty database. */
  readonly schema: number;
  /** The steps that a program has to know to work with it. */
  readonly compatibleFrom: number;
  /** The steps that this program knows. */
  readonly known: number;
}

/** Whether a later program has left what this one cannot work with. */
export function isTooNew({ schema, compatibleFrom, known }: Standing): boolean {
  return schema > known && compatibleFrom > known;
}

/** How far a database has come, as its settings say. Changes nothing. */
export async function standingOf(client: Client): Promise<Standing> {
  return { ...(await settingsOf(client)), known: allSteps().length };
}

async function settingsOf(client: Client): Promise<Omit<Standing, "known">> {
  const { rows: found } = await client.query("SELECT to_regclass('setting') IS NOT NULL AS is_there");
  if (found[0]?.is_there !== true) return { schema: 0, compatibleFrom: 0 };
  const { rows } = await client.query<{ name: string; value: string }>(
    "SELECT name, value FROM setting WHERE name IN ('schema', 'compatible_from')",
  );
  const value = (name: string) => Number(rows.find((row) => row.name === name)?.value ?? 0);
  return { schema: value("schema"), compatibleFrom: value("compatible_from") };
}

/**
 * Brings a database to the last schema, each step in a transaction of its own. Gateways that come at one moment do it one
 * after another.
 *
 * @param onWait  Told once when another does it, before that one is waited for.
 * @returns The number of steps that were done before, by whomever.
 * @throws {DatabaseError} `newer_schema` when a later program has left what this one cannot go on with.
 */
export async function migrate(client: Client, onWait: () => void = () => {}): Promise<number> {
  const steps = allSteps();
  let from: number | null = null;
  let hasWaited = false;
  for (const [index, { sql, compatibleFrom }] of steps.entries()) {
    await client.query("BEGIN");
    try {
      const { rows } = await client.query("SELECT pg_try_advisory_xact_lock($1) AS is_mine", [MIGRATION_LOCK]);
      if (rows[0]?.is_mine !== true) {
        if (!hasWaited) onWait();
        hasWaited = true;
        await client.query("SELECT pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
      }
      const now = { ...(await settingsOf(client)), known: steps.length };
      from ??= now.schema;
      if (isTooNew(now)) throw new DatabaseError("newer_schema");
      if (now.schema <= index) {
        await client.query(sql);
        await setSetting(client, "schema", String(index + 1));
        await setSetting(client, "compatible_from", String(Math.max(now.compatibleFrom, compatibleFrom)));
      }
      await client.query("COMMIT");
    } catch (error) {
      await client.query("ROLLBACK");
      throw error;
    }
  }
  return from ?? 0;
}

/**
 * Looks whether a database is ready for this program, and changes nothing.
 *
 * @throws {DatabaseError} `no_tables`, `older_schema` or `newer_schema`.
 */
export async function refuseOtherSchema(client: Client): Promise<void> {
  const standing = await standingOf(client);
  if (isTooNew(standing)) throw new DatabaseError("newer_schema");
  if (standing.schema === 0) throw new DatabaseError("no_tables");
  if (standing.schema < standing.known) throw new DatabaseError("older_schema");
}

async function setSetting(client: Client, name: string, value: string): Promise<void> {
  await client.query(
    "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    [name, value],
  );
}

/** A setting that is drawn the first time, by whichever gateway comes first. */
export async function drawnSetting(client: Client, name: string, drawn: string): Promise<string> {
  await client.query("INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING", [name, drawn]);
  const { rows } = await client.query<{ value: string }>("SELECT value FROM setting WHERE name = $1", [name]);
  return rows[0]?.value ?? drawn;
}

/** The setting that an import writes down while it is under way: the epoch of its data folder. */
export const IMPORTING_SETTING = "importing";

/** Whether an import was begun and not ended: what is there is not whole. */
export async function isImporting(client: Client): Promise<boolean> {
  const { rowCount } = await client.query("SELECT FROM setting WHERE name = $1", [IMPORTING_SETTING]);
  return rowCount !== null && rowCount > 0;
}
