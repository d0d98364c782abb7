import type Database from "better-sqlite3";

/**
 * Gives back the room of what retention has wiped. SQLite joins pages when rows leave them, never when rows become shorter. So
 * wiped rows leave their place and come back to it, in the order of their arrival. Each row is packed once.
 */
export interface Packing {
  /** Whether so many rows are to be packed, where everything older than an instant has been wiped. */
  isDue(before: Date, rows: number): boolean;
  /** Packs so many rows. Runs inside a transaction. */
  step(rows: number): void;
}

/**
 * Rows that are out of their place at a time: the better half of a page of them. What is left there is joined with both neighbours,
 * and has room for them when they return: pages are 95 % full. With 500 at a time they were divided again, and 60 % full.
 */
const AT_ONCE = 24;

/**
 * So near to a text nothing is packed: three pages of wiped rows. A page that is joined may keep a copy of a row that went to another,
 * and a later wipe would not reach it.
 */
const NEIGHBOURS = 200;

export function createPacking(db: Database.Database): Packing {
  const selectUpTo = db
    .prepare<[], number>("SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'packed_to'")
    .pluck();
  const setUpTo = db.prepare<[number]>("INSERT OR REPLACE INTO setting (name, value) VALUES ('packed_to', ?)");
  const text = "deleted_at IS NULL AND event IS NULL";
  // A text between old ones may be newer, by a wrong clock; an old text is wiped by the next pass, and waited for. So is any of the
  // first, since rows that leave their place stand before them.
  const isWiped = db
    .prepare<{ from: number; to: number; ahead: number; before: number }, 0 | 1>(
      `SELECT EXISTS (SELECT 1 FROM message WHERE row > @to AND row <= @ahead AND at < @before)
         AND NOT EXISTS (SELECT 1 FROM message WHERE row > @from AND row <= @to AND at < @before AND ${text})
         AND NOT EXISTS (SELECT 1 FROM message WHERE row <= ${NEIGHBOURS} AND ${text})`,
    )
    .pluck();
  const selectTexts = db
    .prepare<[number, number], number>(`SELECT row FROM message WHERE row > ? AND row <= ? AND ${text}`)
    .pluck();
  // To the pages another number is a deletion and an insertion; triggers on messages that come see neither.
  const takeOut = db.prepare<[number, number]>(
    "UPDATE message SET row = -row WHERE row > ? AND row <= ? AND deleted_at IS NOT NULL",
  );
  const putBack = db.prepare<[]>("UPDATE message SET row = -row WHERE row < 0");
  const upTo = () => selectUpTo.get() ?? 0;

  return {
    isDue(before, rows) {
      const from = upTo();
      const to = from + rows + NEIGHBOURS;
      return isWiped.get({ from: from - NEIGHBOURS, to, ahead: to + rows, before: before.getTime() }) === 1;
    },
    step(rows) {
      const from = upTo();
      const to = from + rows;
      const texts = selectTexts.all(from - NEIGHBOURS, to + NEIGHBOURS);
      for (let row = from; row < to; row += AT_ONCE) {
        const last = Math.min(row + AT_ONCE, to);
        if (texts.some((each) => each > row - NEIGHBOURS && each <= last + NEIGHBOURS)) continue;
        takeOut.run(row, last);
        putBack.run();
      }
      setUpTo.run(to);
    },
  };
}
