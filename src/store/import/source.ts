import Database from "better-sqlite3";
import { DatabaseFileError, fileFault } from "../sqlite/database-file-error.ts";
import { attachArrivals } from "../sqlite/arrivals.ts";
import { createWholeReports } from "../sqlite/report-parts.ts";
import { knownSchema } from "../sqlite/migrate.ts";
import { fromStored, toStored } from "../postgres/stored-text.ts";

/** A value as both backends hold it: texts as PostgreSQL can keep them, times as milliseconds. */
export type Value = string | number | boolean | Buffer | null;
export type Row = readonly Value[];

export interface Column {
  /** In PostgreSQL. */
  readonly name: string;
  /** Of SQLite. */
  readonly expression: string;
}

/** A table of a data folder, in the order of its key. */
export interface SourceTable {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Positions in `columns`. */
  readonly key: readonly number[];
}

/** The database of a data folder, which nobody writes. */
export interface Source {
  /** That of conversations first, since others refer to it. */
  readonly tables: readonly SourceTable[];
  count(table: SourceTable): number;
  /** Rows after a key, null: from the first, at most `limit`. @param types  Of PostgreSQL, one a column. */
  rowsAfter(table: SourceTable, after: Row | null, limit: number, types: readonly string[]): readonly Row[];
  setting(name: string): string | null;
  close(): void;
}

/** Each gateway's own, and none of it means anything to another program; and how the file is laid out: indexes, and parts of rows. */
const LEFT_OUT = new Set(["setting", "lease", "message_place", "message_key", "message_index", "report_part"]);
/** Who held it runs no more; and where a message stands in the file. */
const LEFT_OUT_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  message: ["claimed_until", "claimed_by", "row"],
  question: ["claimed_until", "claimed_by"],
};
/** What is read in the place of a table, in the order of which key. */
const READ_BY: Readonly<Record<string, { readonly view: string; readonly key: readonly string[] }>> = {
  message: { view: "said", key: ["conversation", "seq"] },
};
const NAMES: Readonly<Record<string, string>> = { user: "user_id" };
/** What PostgreSQL keeps in a conversation's row and SQLite finds by an index. */
const DERIVED: Readonly<Record<string, readonly Column[]>> = {
  conversation: [
    column(
      "last_seq",
      "coalesce((SELECT seq FROM placed p WHERE p.conversation = conversation.row ORDER BY seq DESC LIMIT 1), 0)",
    ),
    column(
      "last_at",
      `coalesce((SELECT at FROM said s WHERE s.conversation = conversation.row AND seq = (
        SELECT seq FROM placed p WHERE p.conversation = conversation.row ORDER BY seq DESC LIMIT 1)), 0)`,
    ),
    column(
      "last_update",
      "coalesce((SELECT max(number) FROM message_update u WHERE u.conversation = conversation.row), 0)",
    ),
  ],
};

function column(name: string, expression: string): Column {
  return { name, expression };
}

/** @throws {DatabaseFileError} `not_found`, `damaged`, `earlier_schema`, `newer_schema` or `unreadable`. */
export function openSource(file: string): Source {
  let db: Database.Database | null = null;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    const schema = Number(db.pragma("user_version", { simple: true }));
    if (schema > knownSchema()) throw new DatabaseFileError("newer_schema");
    if (schema < knownSchema()) throw new DatabaseFileError("earlier_schema");
    if (String(db.pragma("quick_check(1)", { simple: true })) !== "ok") throw new DatabaseFileError("damaged");
    attachArrivals(db);
    return sourceIn(db);
  } catch (error) {
    db?.close();
    throw fileFault(error, file);
  }
}

function sourceIn(db: Database.Database): Source {
  const names = db
    .prepare<[], string>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .pluck()
    .all()
    .filter((name) => !LEFT_OUT.has(name));
  const wholeReports = createWholeReports(db);
  const others = names.filter((name) => name !== "conversation");
  const selects = new Map<string, Database.Statement<unknown[], unknown[]>>();

  function tableOf(name: string): SourceTable {
    const info = db
      .prepare<[string], { name: string; pk: number }>("SELECT name, pk FROM pragma_table_info(?)")
      .all(name);
    const kept = info.filter((each) => LEFT_OUT_COLUMNS[name]?.includes(each.name) !== true);
    const columns = [
      ...kept.map((each) => column(NAMES[each.name] ?? each.name, `"${each.name}"`)),
      ...(DERIVED[name] ?? []),
    ];
    const primary = kept.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk);
    const keyed = READ_BY[name]?.key ?? primary.map((each) => each.name);
    return { name, columns, key: keyed.map((each) => kept.findIndex((column) => column.name === each)) };
  }

  /** From the beginning, or after a key. */
  function selectOf({ name, columns, key }: SourceTable, isFirst: boolean): Database.Statement<unknown[], unknown[]> {
    const known = selects.get(`${name} ${isFirst}`);
    if (known !== undefined) return known;
    const keyed = key.map((index) => columns[index]?.expression ?? "");
    const after = isFirst ? "" : `WHERE (${keyed.join(", ")}) > (${keyed.map(() => "?").join(", ")})`;
    const made = db
      .prepare<unknown[], unknown[]>(
        `SELECT ${columns.map(({ expression }) => expression).join(", ")} FROM "${READ_BY[name]?.view ?? name}" ${after}
         ORDER BY ${keyed.join(", ")} LIMIT ?`,
      )
      .raw();
    selects.set(`${name} ${isFirst}`, made);
    return made;
  }

  return {
    tables: ["conversation", ...others].map(tableOf),
    count: ({ name }) => Number(db.prepare(`SELECT count(*) FROM "${name}"`).pluck().get()),
    rowsAfter(table, after, limit, types) {
      const rows = selectOf(table, after === null).all(...(after ?? []).map(asInSource), limit);
      const reports = table.name === "message" ? table.columns.findIndex(({ name }) => name === "reports") : -1;
      return rows.map((row) =>
        row.map((value, index) =>
          asIn(types[index] ?? "", index === reports && typeof value === "string" ? wholeReports(value) : value),
        ),
      );
    },
    setting(name) {
      const value = db.prepare<[string], string>("SELECT value FROM setting WHERE name = ?").pluck().get(name);
      return value ?? null;
    },
    close: () => void db.close(),
  };
}

/** What {@link asIn} was given. */
function asInSource(value: Value): string | number | Buffer | null {
  if (typeof value === "string") return fromStored(value);
  return typeof value === "boolean" ? Number(value) : value;
}

/** A value of SQLite as a type of PostgreSQL. */
function asIn(type: string, value: unknown): Value {
  if (value === null) return null;
  if (type === "bool") return value === 1;
  if (typeof value === "string") return toStored(value);
  if (typeof value === "number" || Buffer.isBuffer(value)) return value;
  throw new Error("a value of no kind that a store keeps");
}
