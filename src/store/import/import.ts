import { createHash, type Hash } from "node:crypto";
import type { Client } from "pg";
import { IMPORTING_SETTING, migrate, refuseOtherSchema, standingOf } from "../postgres/migrate.ts";
import { onOneConnection } from "../postgres/opening.ts";
import { openServers } from "../postgres/servers.ts";
import { LOG_KEY_SETTING, PREVIOUS_SECRET_SETTING, SECRET_SETTING } from "../postgres/shared.ts";
import * as into from "./destination.ts";
import type { DestinationTable } from "./destination.ts";
import type { Row, Source } from "./source.ts";

/** Rows of one transaction. */
const BATCH = 1_000;
const EPOCH = "epoch";
const DIGEST_KEY = "digest_key";

/** What a data folder has beside its database. */
export interface FolderSecrets {
  readonly secret: string | null;
  readonly previous: string | null;
  /** Signs the decision log. */
  readonly logKey: string | null;
}

/** One table on both sides. */
export interface Compared {
  readonly table: string;
  readonly inFolder: number;
  readonly inDatabase: number;
  /** Whether every row says the same, in the same order. */
  readonly isSame: boolean;
}

export type ImportOutcome =
  /** Nothing was changed. `holds` names what is there; `others` counts who is connected. */
  | { readonly kind: "not_empty"; readonly holds: readonly { readonly table: string; readonly rows: number }[] }
  | { readonly kind: "in_use"; readonly others: number }
  | { readonly kind: "of_another" }
  | { readonly kind: "done"; readonly compared: readonly Compared[] };

interface ImportParts {
  readonly source: Source;
  readonly secrets: FolderSecrets;
  readonly url: string;
  /** Told after each batch: rows written or compared, of `total`. */
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Brings everything of a data folder into an empty database, in batches, and compares both sides afterwards. A run that was
 * ended goes on where it ended, since rows go in the order of their keys. Until it is whole no gateway starts on the database.
 *
 * @throws {DatabaseError} when the database cannot be used.
 */
export async function importFolder({ source, secrets, url, onProgress }: ImportParts): Promise<ImportOutcome> {
  return onOneConnection(
    openServers(url),
    () => {},
    async (client) => {
      // Into an empty database; the tables that others made are brought up by hutong migrate alone.
      if ((await standingOf(client)).schema === 0) await migrate(client);
      else await refuseOtherSchema(client);
      const tables: DestinationTable[] = [];
      for (const table of source.tables) tables.push(await into.destinationOf(client, table));
      const refused = await begin(client, source, secrets, tables);
      if (refused !== null) return refused;
      const total = 2 * tables.reduce((sum, { source: table }) => sum + source.count(table), 0);
      let done = 0;
      const step = (rows: number): void => onProgress((done += rows), total);
      for (const table of tables) await copy(client, source, table, step);
      await into.moveIdentity(client);
      const compared: Compared[] = [];
      for (const table of tables) compared.push(await compare(client, source, table, step));
      compared.push(await compareSettings(client, settingsOf(source, secrets)));
      if (compared.every(({ isSame }) => isSame)) await into.dropSetting(client, IMPORTING_SETTING);
      return { kind: "done", compared };
    },
  );
}

/** Null when the database is empty, or holds a part of what this folder has. */
async function begin(
  client: Client,
  source: Source,
  secrets: FolderSecrets,
  tables: readonly DestinationTable[],
): Promise<ImportOutcome | null> {
  const epoch = source.setting(EPOCH) ?? "";
  const others = await into.othersConnected(client);
  if (others > 0) return { kind: "in_use", others };
  const importing = await into.settingOf(client, IMPORTING_SETTING);
  if (importing !== null) return importing === epoch ? null : { kind: "of_another" };
  const holds: { table: string; rows: number }[] = [];
  for (const table of tables) {
    const rows = await into.countOf(client, table);
    if (rows > 0) holds.push({ table: table.source.name, rows });
  }
  if (holds.length > 0) return { kind: "not_empty", holds };
  await client.query("BEGIN");
  try {
    for (const [name, value] of settingsOf(source, secrets)) await into.setSetting(client, name, value);
    await into.setSetting(client, IMPORTING_SETTING, epoch);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
  return null;
}

function settingsOf(source: Source, { secret, previous, logKey }: FolderSecrets): ReadonlyMap<string, string> {
  const all: readonly (readonly [string, string | null])[] = [
    [EPOCH, source.setting(EPOCH)],
    [DIGEST_KEY, source.setting(DIGEST_KEY)],
    [SECRET_SETTING, secret],
    [PREVIOUS_SECRET_SETTING, previous],
    [LOG_KEY_SETTING, logKey],
  ];
  return new Map(all.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
}

/** The rest of a table, from the last row that is there. */
async function copy(
  client: Client,
  source: Source,
  table: DestinationTable,
  step: (rows: number) => void,
): Promise<void> {
  step(await into.countOf(client, table));
  let after = await into.lastKey(client, table);
  for (;;) {
    const rows = source.rowsAfter(table.source, after, BATCH, table.types);
    if (rows.length === 0) return;
    await into.insertRows(client, table, rows);
    after = keyOf(table, rows);
    step(rows.length);
  }
}

/** Of the last row. */
function keyOf({ source }: DestinationTable, rows: readonly Row[]): Row | null {
  const last = rows.at(-1);
  return last === undefined ? null : source.key.map((index) => last[index] ?? null);
}

async function compare(
  client: Client,
  source: Source,
  table: DestinationTable,
  step: (rows: number) => void,
): Promise<Compared> {
  const [ours, theirs] = [createHash("sha256"), createHash("sha256")];
  let inFolder = 0;
  for (let after: Row | null = null; ;) {
    const rows: readonly Row[] = source.rowsAfter(table.source, after, BATCH, table.types);
    if (rows.length === 0) break;
    addTo(ours, rows);
    inFolder += rows.length;
    after = keyOf(table, rows);
  }
  let inDatabase = 0;
  for (let after: Row | null = null; ;) {
    const rows: readonly Row[] = await into.rowsAfter(client, table, after, BATCH);
    if (rows.length === 0) break;
    addTo(theirs, rows);
    inDatabase += rows.length;
    after = keyOf(table, rows);
    step(rows.length);
  }
  const isSame = ours.digest().equals(theirs.digest());
  return { table: table.source.name, inFolder, inDatabase, isSame };
}

function addTo(hash: Hash, rows: readonly Row[]): void {
  for (const row of rows) {
    const values = row.map((value) => (Buffer.isBuffer(value) ? { bytes: value.toString("base64") } : value));
    hash.update(`${JSON.stringify(values)}\n`);
  }
}

async function compareSettings(client: Client, settings: ReadonlyMap<string, string>): Promise<Compared> {
  let same = 0;
  for (const [name, value] of settings) if ((await into.settingOf(client, name)) === value) same += 1;
  return { table: "setting", inFolder: settings.size, inDatabase: same, isSame: same === settings.size };
}
