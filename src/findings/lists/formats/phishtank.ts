import { addressRead } from "./address-read.ts";
import { columnsOf, csvRows } from "./csv.ts";
import { arrayOf, fieldsOf, instantOf, itemsOf, jsonOf, known } from "./json-source.ts";
import { ListRefused, type Read, type ReadFormat, type SourceText } from "./read.ts";
import { beginsAsJson } from "./urlhaus.ts";

/** PhishTank, CSV or JSON: each verified address is that page or query. */
export const readPhishtank: ReadFormat = (source) => (beginsAsJson(source) ? readJson(source) : readCsv(source));

function* readCsv(source: SourceText): Generator<Read> {
  let columns: readonly string[] | null = null;
  for (const row of csvRows(source)) {
    if ("skipped" in row) yield row;
    else if ("comment" in row) continue;
    else if (columns === null) {
      columns = columnsOf(row.fields, "url");
      if (columns === null)
        throw new ListRefused("not_this_format", "expected PhishTank's first row with its column url");
    } else {
      const names = columns;
      yield row.fields.length < names.length
        ? { skipped: "unknown_form", line: row.line }
        : entryOf((name) => row.fields[names.indexOf(name)], row.line);
    }
  }
}

function* readJson(source: SourceText): Generator<Read> {
  let line = 0;
  for (const row of rowsOf(source)) {
    line += 1;
    const fields = fieldsOf(row);
    yield entryOf((name) => fields[name], line);
  }
}

function rowsOf(source: SourceText): Iterable<unknown> {
  const whole = jsonOf(source);
  const isArray = whole === null ? /^\s*\[/u.test(source.head()) : Array.isArray(whole.json);
  if (!isArray) throw new ListRefused("not_this_format", "expected PhishTank's array");
  return whole === null ? itemsOf(source, []) : arrayOf(whole.json);
}

function entryOf(field: (name: string) => unknown, line: number): Read {
  const url = field("url");
  if (typeof url !== "string") return { skipped: "unknown_form", line };
  if (/^(?:no|false)$/iu.test(String(field("verified")))) return { skipped: "unverified", line };
  const since = instantOf(field("verification_time")) ?? instantOf(field("submission_time"));
  const told = { line, isException: false, ...known("sinceMs", since) };
  return addressRead(url, told);
}
