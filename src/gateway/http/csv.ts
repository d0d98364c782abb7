import type { Answer } from "./answer.ts";

export type Cell = string | number | null;

/**
 * Rows as a table to open elsewhere. Format: RFC 4180.
 *
 * @param name  Of the file that a browser keeps.
 */
export function csv(name: string, rows: readonly (readonly Cell[])[]): Answer {
  const body = rows.map((row) => `${row.map(cellText).join(",")}\r\n`).join("");
  const headers = { "content-disposition": `attachment; filename="${name}.csv"` };
  return { type: "text/csv; charset=utf-8", body, headers };
}

/** What a table program would take for a formula is text to it with an apostrophe before. Source: OWASP, "CSV Injection". */
function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = /^[\s\0]*[=+\-@＝＋－＠|%]|^[\t\r\n]/u.test(cell) ? `'${cell}` : cell;
  return /^[\w./:-]*$/u.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}
