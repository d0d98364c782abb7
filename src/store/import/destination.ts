import type { Client } from "pg";
import type { Row, SourceTable, Value } from "./source.ts";

/** A table of a data folder as PostgreSQL has it. */
export interface DestinationTable {
  readonly source: SourceTable;
  /** Types of its columns, `int8`, `text`, `bool`, `bytea` or `int4`. */
  readonly types: readonly string[];
}

/** @throws {Error} when a migration gave the two backends other tables or columns. */
export async function destinationOf(client: Client, source: SourceTable): Promise<DestinationTable> {
  const { rows } = await client.query<{ column_name: string; udt_name: string }>(
    "SELECT column_name, udt_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1",
    [source.name],
  );
  const typeOf = new Map(rows.map(({ column_name: name, udt_name: type }) => [name, type]));
  const types = source.columns.map(({ name }) => {
    const type = typeOf.get(name);
    if (type === undefined) throw new Error(`the database has no column ${source.name}.${name}`);
    return type;
  });
  return { source, types };
}

const named = (name: string): string => `"${name}"`;
const columnsOf = ({ columns }: SourceTable): string => columns.map(({ name }) => named(name)).join(", ");
const keyOf = ({ columns, key }: SourceTable): readonly string[] =>
  key.map((index) => named(columns[index]?.name ?? ""));

/** The key of the last row; null when there is none. */
export async function lastKey(client: Client, { source }: DestinationTable): Promise<Row | null> {
  const key = keyOf(source);
  const { rows } = await client.query<Value[]>({
    text: `SELECT ${key.join(", ")} FROM ${named(source.name)} ORDER BY ${key.map((each) => `${each} DESC`).join(", ")} LIMIT 1`,
    rowMode: "array",
  });
  return rows[0] ?? null;
}

/** Rows after a key, as `Source.rowsAfter`. */
export async function rowsAfter(
  client: Client,
  { source }: DestinationTable,
  after: Row | null,
  limit: number,
): Promise<readonly Row[]> {
  const key = keyOf(source);
  const places = key.map((_name, index) => `$${index + 2}`).join(", ");
  const where = after === null ? "" : `WHERE (${key.join(", ")}) > (${places})`;
  const { rows } = await client.query<Value[]>({
    text: `SELECT ${columnsOf(source)} FROM ${named(source.name)} ${where} ORDER BY ${key.join(", ")} LIMIT $1`,
    values: [limit, ...(after ?? [])],
    rowMode: "array",
  });
  return rows;
}

/** Inserts rows in one transaction, under the numbers that they have. */
export async function insertRows(
  client: Client,
  { source, types }: DestinationTable,
  rows: readonly Row[],
): Promise<void> {
  const given = types.map((type, index) => `$${index + 1}::${type}[]`).join(", ");
  const columns = types.map((_type, index) => rows.map((row) => row[index]));
  await client.query(
    `INSERT INTO ${named(source.name)} (${columnsOf(source)}) OVERRIDING SYSTEM VALUE SELECT * FROM unnest(${given})`,
    columns,
  );
}

/** What numbers rows from here on goes on after the last. */
export async function moveIdentity(client: Client): Promise<void> {
  await client.query(
    `SELECT setval(pg_get_serial_sequence('conversation', 'row'), greatest((SELECT max(row) FROM conversation), 1),
       EXISTS (SELECT FROM conversation))`,
  );
}

export async function countOf(client: Client, { source }: DestinationTable): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`SELECT count(*) AS count FROM ${named(source.name)}`);
  return rows[0]?.count ?? 0;
}

export async function settingOf(client: Client, name: string): Promise<string | null> {
  const { rows } = await client.query<{ value: string }>("SELECT value FROM setting WHERE name = $1", [name]);
  return rows[0]?.value ?? null;
}

export async function setSetting(client: Client, name: string, value: string): Promise<void> {
  await client.query(
    "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    [name, value],
  );
}

export async function dropSetting(client: Client, name: string): Promise<void> {
  await client.query("DELETE FROM setting WHERE name = $1", [name]);
}

/** Gateways and commands that are connected to the database besides this one. */
export async function othersConnected(client: Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*) AS count FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'hutong' AND pid <> pg_backend_pid()`,
  );
  return rows[0]?.count ?? 0;
}
