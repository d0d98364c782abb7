import type { BadLine, Skipped, SourceText } from "./read.ts";

/** A row of a CSV file, or a comment of it; `line` is where it begins. */
export type CsvRow =
  | { readonly line: number; readonly fields: readonly string[] }
  | { readonly line: number; readonly comment: string }
  | Skipped;

/** Longest row, in UTF-16 units: a quote that is never closed must not take the rest of the file. */
const MAX_ROW_LENGTH = 65_536;

/**
 * Rows of RFC 4180, with comments that begin with `#`. A quoted field may hold line ends.
 * A row with an open quote is skipped as `too_long` when it outgrows a row, and as `unknown_form` at the end.
 */
export function* csvRows(source: SourceText): Generator<CsvRow> {
  let line = 0;
  let open: { readonly line: number; text: string } | null = null;
  for (const text of source.lines()) {
    line += 1;
    if (isBad(text)) {
      open = null;
      yield { skipped: text.bad, line };
      continue;
    }
    if (open === null && text.startsWith("#")) {
      yield { line, comment: text };
      continue;
    }
    if (open === null && text.trim() === "") continue;
    const row: string = open === null ? text : `${open.text}\n${text}`;
    const start: number = open?.line ?? line;
    const fields = fieldsIn(row);
    if (fields !== null) {
      open = null;
      yield fields.length === 0 ? { skipped: "unknown_form", line: start } : { line: start, fields };
    } else if (row.length > MAX_ROW_LENGTH) {
      open = null;
      yield { skipped: "too_long", line: start };
    } else open = { line: start, text: row };
  }
  if (open !== null) yield { skipped: "unknown_form", line: open.line };
}

function isBad(text: string | BadLine): text is BadLine {
  return typeof text !== "string";
}

/** The fields of a row; none when it is no CSV, null while a quote is open. */
function fieldsIn(row: string): readonly string[] | null {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    while (row[at] === " ") at += 1;
    if (row[at] === '"') {
      let field = "";
      let from = at + 1;
      for (;;) {
        const quote = row.indexOf('"', from);
        if (quote === -1) return null;
        field += row.slice(from, quote);
        from = quote + 1;
        if (row[from] !== '"') break;
        field += '"';
        from += 1;
      }
      fields.push(field);
      at = from;
      while (row[at] === " ") at += 1;
      if (at < row.length && row[at] !== ",") return [];
    } else {
      const comma = row.indexOf(",", at);
      const end = comma === -1 ? row.length : comma;
      fields.push(row.slice(at, end).trimEnd());
      at = end;
    }
    if (at >= row.length) return fields;
    at += 1;
  }
}

/** Names of columns, as a header row or a comment gives them; null when it is no header. */
export function columnsOf(fields: readonly string[], needed: string): readonly string[] | null {
  const names = fields.map((field) => field.replace(/^#/u, "").trim().toLowerCase());
  return names.includes(needed) ? names : null;
}
