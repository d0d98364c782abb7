import type Database from "better-sqlite3";

/**
 * Reads of one turn of the event loop share a transaction: to lock and unlock the file costs more than most of them.
 * What another process writes is seen in the next turn.
 */
export interface TurnReads {
  /** To be called before a read in the same turn. */
  readonly begin: () => void;
  /** To be called before a write, or before the file is closed. */
  readonly end: () => void;
}

/** @param begun  Called in each transaction before the first read; not inside a write's. */
export function createTurnReads(db: Database.Database, begun: () => void): TurnReads {
  const begin = db.prepare("BEGIN");
  const commit = db.prepare("COMMIT");
  let isReading = false;

  function end(): void {
    if (!isReading) return;
    isReading = false;
    // A read that failed for want of memory or disk may have ended it.
    if (db.inTransaction) commit.run();
  }

  return {
    begin() {
      if (db.inTransaction) return;
      begin.run();
      isReading = true;
      setImmediate(end);
      begun();
    },
    end,
  };
}
