import { addressRead } from "./address-read.ts";
import { columnsOf, csvRows } from "./csv.ts";
import { arrayOf, fieldsOf, instantOf, isRecord, itemsOf, jsonOf, known, textOf } from "./json-source.ts";
import { headerOf } from "./hosts.ts";
import { ListRefused, type Read, type ReadFormat, type SourceText } from "./read.ts";

/** Columns where the file names none. Source: urlhaus.abuse.ch/api, read 2026-11-28. */
const COLUMNS = ["id", "dateadded", "url", "url_status", "last_online", "threat", "tags", "urlhaus_link", "reporter"];

/** URLhaus: each address is that page or query and never shortened to its host. CSV, and JSON by id or as `urls`. */
export const readUrlhaus: ReadFormat = (source) => (beginsAsJson(source) ? readJson(source) : readCsv(source));

/** Whether the first sign of a source is one that JSON begins with. */
export function beginsAsJson(source: SourceText): boolean {
  return /^\s*[{[]/u.test(source.head());
}

function* readCsv(source: SourceText): Generator<Read> {
  let columns: readonly string[] = COLUMNS;
  for (const row of csvRows(source)) {
    if ("skipped" in row) {
      yield row;
      continue;
    }
    if ("comment" in row) {
      columns = columnsOf(row.comment.split(","), "url") ?? columns;
      const [, updated] = /Last updated:\s*(\S+ \S+)/u.exec(row.comment) ?? [];
      if (updated === undefined) yield* headerOf(row.comment);
      else yield { header: "version", text: updated };
      continue;
    }
    const header = columnsOf(row.fields, "url");
    if (header !== null) columns = header;
    else {
      const field = (name: string) => row.fields[columns.indexOf(name)];
      yield row.fields.length < columns.length
        ? { skipped: "unknown_form", line: row.line }
        : entryOf(field("url"), field("dateadded"), row.line);
    }
  }
}

function* readJson(source: SourceText): Generator<Read> {
  let line = 0;
  let areRows = false;
  for (const row of rowsOf(source)) {
    line += 1;
    areRows ||= isRecord(row);
    const { url, dateadded, date_added } = fieldsOf(row);
    yield entryOf(textOf(url) ?? undefined, textOf(dateadded ?? date_added) ?? undefined, line);
  }
  if (line > 0 && !areRows) throw new ListRefused("not_this_format", "expected URLhaus rows");
}

function rowsOf(source: SourceText): Iterable<unknown> {
  const whole = jsonOf(source);
  if (whole === null) return itemsOf(source, null);
  const { urls } = fieldsOf(whole.json);
  if (Array.isArray(whole.json)) return arrayOf(whole.json);
  return Array.isArray(urls) ? arrayOf(urls) : Object.values(fieldsOf(whole.json)).flatMap(arrayOf);
}

function entryOf(url: string | undefined, added: string | undefined, line: number): Read {
  if (url === undefined) return { skipped: "unknown_form", line };
  const told = { line, isException: false, ...known("sinceMs", instantOf(added)) };
  return addressRead(url, told);
}
