import type Database from "better-sqlite3";
import type { JsonPieces } from "../../input/json.ts";

/** Where a part was, a message keeps `MARK id;`. JSON has no such character: it writes U+0001 as an escape. */
const MARK = "\u0001";
/** Each edition of a rulebook and each day of a payment makes some. Later ones stay whole, in each message. */
const MOST_PARTS = 10_000;

/** What the reports of many messages share is kept once. */
export interface ReportParts {
  /**
   * Reports as a message keeps them. Runs inside the transaction that stores the message.
   *
   * @param pieces  The same in pieces, to find what other messages have too; none: nothing is shared.
   */
  kept(reportsJson: string, pieces: JsonPieces): string;
  /** Forgets which parts are stored: a transaction was rolled back, or another process wrote. */
  clearCache(): void;
}

/** Reports as they were before {@link ReportParts.kept}. Not to be called while the connection goes through rows. */
export type WholeReports = (kept: string) => string;

export function createWholeReports(db: Database.Database): WholeReports {
  const select = db.prepare<[number], string>("SELECT json FROM report_part WHERE id = ?").pluck();
  const known = new Map<number, string>();

  function partOf(id: number): string {
    const json = known.get(id) ?? select.get(id);
    if (json === undefined) throw new Error("a part of a message's reports is missing");
    // What a transaction that is taken back has stored, another part may be stored as.
    if (!db.inTransaction) known.set(id, json);
    return json;
  }

  return (kept) => {
    const [head = "", ...rest] = kept.split(MARK);
    let json = head;
    for (const piece of rest) {
      const end = piece.indexOf(";");
      json += partOf(Number(piece.slice(0, end))) + piece.slice(end + 1);
    }
    return json;
  };
}

export function createReportParts(db: Database.Database): ReportParts {
  const insert = db.prepare<[string]>("INSERT INTO report_part (json) VALUES (?)");
  const select = db.prepare<[string], number>("SELECT id FROM report_part WHERE json = ?").pluck();
  const count = db.prepare<[], number>("SELECT count(*) FROM report_part").pluck();
  const ids = new Map<string, number>();

  /** Null: there are enough. */
  function idOf(json: string): number | null {
    const known = ids.get(json) ?? select.get(json);
    if (known !== undefined) {
      ids.set(json, known);
      return known;
    }
    if ((count.get() ?? 0) >= MOST_PARTS) return null;
    const id = Number(insert.run(json).lastInsertRowid);
    ids.set(json, id);
    return id;
  }

  return {
    kept(reportsJson, pieces) {
      if (pieces.length === 0) return reportsJson;
      let kept = "";
      for (const piece of pieces) {
        const id = typeof piece === "string" ? null : idOf(piece.json);
        if (typeof piece === "string") kept += piece;
        else kept += id === null ? piece.json : `${MARK}${id};`;
      }
      return kept;
    },
    clearCache: () => ids.clear(),
  };
}
