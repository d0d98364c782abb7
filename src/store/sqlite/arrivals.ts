import { randomBytes } from "node:crypto";
import type Database from "better-sqlite3";

/** An index of messages that is a table of its own, written behind. */
interface BehindIndex {
  readonly name: "message_place" | "message_key";
  /** What it is sorted by, which is unique. */
  readonly columns: readonly [string, string];
  readonly type: "INTEGER" | "TEXT";
  /** Before every value of these. */
  readonly beginning: Entry;
  /** Entries that are not in the index yet, in memory. */
  readonly late: string;
  /** Both together. */
  readonly view: string;
}

const PLACES: BehindIndex = {
  name: "message_place",
  columns: ["conversation", "seq"],
  type: "INTEGER",
  beginning: [-1, -1],
  late: "late_place",
  view: "placed",
};
const KEYS: BehindIndex = {
  name: "message_key",
  columns: ["sender", "key"],
  type: "TEXT",
  beginning: ["", ""],
  late: "late_key",
  view: "keyed",
};

/** How far the indexes stay behind. */
export interface Lag {
  /**
   * So many entries wait in memory, about 150 bytes each, until they are written together: the more, the fewer pages one costs.
   * After a kill they are read again.
   */
  readonly mostLate: number;
  /** Entries that one step writes at least. */
  readonly step: number;
}

/** A step takes a few milliseconds, reading again some 100. */
export const LAG: Lag = { mostLate: 32_768, step: 500 };
/** Entries that a step writes besides for each message that came since the last one, so that steps outrun messages. */
const STEP_PER_MESSAGE = 4;

/** The columns of `message`, with its place from the index; `FROM said WHERE conversation = ? AND seq …` reads in order. */
const SAID_COLUMNS =
  "p.conversation, p.seq, p.row, m.sender, m.key, m.at, m.text, m.reports, m.resolutions, m.deleted_at, m.is_pending, m.event, m.context, m.digest, m.claimed_until, m.claimed_by, m.listed";

/**
 * Gives a connection what statements read messages by: `placed` (conversation, seq, row), `keyed` (sender, key, row), and `said`,
 * whole messages by their place. Only what is in the file is changed by other connections.
 *
 * A message whose key is taken is not inserted, and changes no row. `INSERT OR FAIL` of values costs 11.5 to 12.5 µs, where a
 * `SELECT … WHERE NOT EXISTS` takes 13.5 to 14.5: beside a trigger its one row goes through a table of its own, and what may abort
 * keeps a copy of each page to go back to. Nothing is lost by failing: an error takes the whole transaction back.
 */
export function attachArrivals(db: Database.Database): void {
  db.pragma("temp_store = MEMORY");
  // A page is copied when a transaction first changes it, so that it can be taken back, and messages of many conversations
  // change as many. With pages of 4 KiB storing a message took 10.5 µs, with these 9.
  db.pragma("temp.page_size = 1024");
  for (const { name, columns, type, late, view } of [PLACES, KEYS]) {
    const [first, second] = columns;
    db.exec(`
      CREATE TEMP TABLE ${late} (
        ${first} ${type} NOT NULL, ${second} ${type} NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (${first}, ${second})
      ) STRICT, WITHOUT ROWID;
      CREATE TEMP VIEW ${view} AS
        SELECT ${first}, ${second}, row FROM main.${name} UNION ALL SELECT ${first}, ${second}, row FROM temp.${late};
    `);
  }
  const saidIn = (table: string) => `SELECT ${SAID_COLUMNS} FROM ${table} p CROSS JOIN main.message m ON m.row = p.row`;
  db.exec(`
    CREATE TEMP VIEW said AS ${saidIn(`main.${PLACES.name}`)} UNION ALL ${saidIn(`temp.${PLACES.late}`)};
    CREATE TEMP TRIGGER taken BEFORE INSERT ON main.message
      WHEN EXISTS (SELECT 1 FROM ${KEYS.view} WHERE sender = NEW.sender AND key = NEW.key)
    BEGIN
      SELECT RAISE(IGNORE);
    END;
    CREATE TEMP TRIGGER came AFTER INSERT ON main.message BEGIN
      INSERT INTO ${PLACES.late} VALUES (NEW.conversation, NEW.seq, NEW.row);
      INSERT INTO ${KEYS.late} VALUES (NEW.sender, NEW.key, NEW.row);
    END;
  `);
  for (const index of [PLACES, KEYS]) load(db, index);
}

/** Reads what is not in the index. */
function load(db: Database.Database, { name, columns, late }: BehindIndex): void {
  const [first, second] = columns;
  db.exec(`
    DELETE FROM temp.${late};
    INSERT INTO temp.${late}
      SELECT ${first}, ${second}, row FROM main.message m
      WHERE row > (SELECT up_to FROM main.message_index WHERE name = '${name}')
        AND NOT EXISTS (SELECT 1 FROM main.${name} i WHERE i.${first} = m.${first} AND i.${second} = m.${second});
  `);
}

/** A way through both indexes. */
interface Pass {
  /** The last message that it takes along. */
  readonly upTo: number;
  readonly which: 0 | 1;
  readonly after: Entry;
}

type Entry = readonly [number | string, number | string];

/** Messages that came, and the indexes that follow them. What writes runs inside a transaction. */
export interface Arrivals {
  /** Told of each message that was inserted. */
  came(): void;
  /** Whether so much waits that a step is due. */
  isDue(): boolean;
  /** Writes some of what waits. */
  step(): void;
  /** Writes all that waits, if any of it came by this connection. */
  settle(): void;
  /** After a transaction was taken back. */
  takenBack(): void;
  /** Reads anew what waits, after another connection wrote. */
  reload(): void;
  /** Gives a message another sender, and a key that nobody knows. */
  rename(row: number, sender: string): void;
}

/** @param db  With what {@link attachArrivals} gives. */
export function createArrivals(db: Database.Database, lag: Lag): Arrivals {
  const steps = [createStep(db, PLACES), createStep(db, KEYS)] as const;
  const renames = [
    ...[KEYS.name, KEYS.late].map(
      (table) =>
        `UPDATE ${table} SET sender = @sender, key = @key WHERE (sender, key) = (SELECT sender, key FROM message WHERE row = @row)`,
    ),
    "UPDATE message SET sender = @sender, key = @key, digest = NULL WHERE row = @row",
  ].map((sql) => db.prepare<{ row: number; sender: string; key: string }>(sql));
  const selectLast = db.prepare<[], number>("SELECT coalesce(max(row), 0) FROM message").pluck();
  const countLate = db.prepare<[], number>(`SELECT count(*) FROM ${PLACES.late}`).pluck();
  let waiting = countLate.get() ?? 0;
  let isOwn = false;
  let cameSinceStep = 0;
  let pass: Pass | null = null;

  function step(): void {
    // What came before a pass began has waited for it, and may go on waiting: a step never holds others up for long.
    if (pass === null) cameSinceStep = 0;
    const { upTo, which, after }: Pass = pass ?? { upTo: selectLast.get() ?? 0, which: 0, after: PLACES.beginning };
    const next = steps[which](after, upTo, lag.step + STEP_PER_MESSAGE * cameSinceStep);
    cameSinceStep = 0;
    if (next !== null) pass = { upTo, which, after: next };
    else if (which === 0) pass = { upTo, which: 1, after: KEYS.beginning };
    else restart();
  }

  /** Steps of a pass that were kept need not be done again: what they wrote waits no more. */
  function restart(): void {
    pass = null;
    waiting = countLate.get() ?? 0;
  }

  const isBehind = (): boolean => waiting > 0;

  return {
    came() {
      waiting += 1;
      cameSinceStep += 1;
      isOwn = true;
    },
    isDue: () => pass !== null || waiting >= lag.mostLate,
    step,
    settle() {
      if (!isOwn) return;
      while (isBehind()) step();
    },
    takenBack: restart,
    reload() {
      for (const index of [PLACES, KEYS]) load(db, index);
      restart();
    },
    rename(row, sender) {
      const key = randomBytes(16).toString("hex");
      for (const each of renames) each.run({ row, sender, key });
    },
  };
}

/** Moves entries after one into the index, so many at most; the last of them, or null when none is left up to a message. */
type Step = (after: Entry, upTo: number, most: number) => Entry | null;

function createStep(db: Database.Database, { name, columns, late }: BehindIndex): Step {
  const [first, second] = columns;
  const rest = `FROM ${late} WHERE (${first}, ${second}) > (?, ?) AND row <= ?`;
  const some = `${rest} AND (${first}, ${second}) <= (?, ?)`;
  const order = `ORDER BY ${first}, ${second}`;
  const selectLast = db
    .prepare<[...Entry, number, number], [number | string, number | string]>(
      `SELECT ${first}, ${second} ${rest} ${order} LIMIT 1 OFFSET ?`,
    )
    .raw();
  const moving = (which: string) => ({
    insert: db.prepare(`INSERT INTO ${name} SELECT ${first}, ${second}, row ${which} ${order}`),
    remove: db.prepare(`DELETE ${which}`),
  });
  const [moveSome, moveRest] = [moving(some), moving(rest)];
  const setUpTo = db.prepare<[number, string]>("UPDATE message_index SET up_to = ? WHERE name = ?");
  return (after, upTo, most) => {
    const last = selectLast.get(...after, upTo, most - 1) ?? null;
    const { insert, remove } = last === null ? moveRest : moveSome;
    const bounds = [...after, upTo, ...(last ?? [])];
    insert.run(...bounds);
    remove.run(...bounds);
    if (last === null) setUpTo.run(upTo, name);
    return last;
  };
}
