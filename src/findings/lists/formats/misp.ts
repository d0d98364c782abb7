import type { ListEntry } from "../entry.ts";
import { addressRead } from "./address-read.ts";
import { hostName } from "./host-name.ts";
import { arrayOf, fieldsOf, instantOf, jsonOf, known, textOf } from "./json-source.ts";
import { jsonParts } from "./json-parts.ts";
import { ListRefused, type Read, type ReadFormat, type Skipped, type SourceText } from "./read.ts";

type Told = Pick<ListEntry, "line" | "isException" | "sinceMs">;

/**
 * Events and attributes of MISP: `url` is that address, `domain` covers sub-domains, `hostname` and `ip-dst` that host.
 * Only what is meant for detection (`to_ids`) and not deleted. A warninglist gives hosts that no list may name whole.
 */
export const readMisp: ReadFormat = function* readMisp(source) {
  const whole = jsonOf(source);
  if (whole === null) {
    yield* readLarge(source);
    return;
  }
  const value = whole.json;
  const { list, type } = fieldsOf(value);
  if (Array.isArray(list)) {
    yield* warninglist(list, textOf(type) ?? "string");
    return;
  }
  let line = 0;
  for (const attribute of attributesIn(value)) {
    line += 1;
    yield* attributeRead(fieldsOf(attribute), line);
  }
  if (line === 0) throw new ListRefused("not_this_format", "expected a MISP event, attributes or a warninglist");
};

/** The same of a source that is too large to be read in one piece. */
function* readLarge(source: SourceText): Generator<Read> {
  // A warninglist names its type behind its list or before it.
  let type = "string";
  for (const { path, isItem, value } of jsonParts(source.pieces()))
    if (!isItem && path.length === 1 && path[0] === "type") type = textOf(value) ?? type;
  let line = 0;
  for (const { path, isItem, value } of jsonParts(source.pieces())) {
    if (!isItem) continue;
    const isListed = path.length === 1 && path[0] === "list";
    const found = isListed
      ? [value]
      : path.at(-1) === "Attribute" && isWay(path.slice(0, -1))
        ? [value]
        : isWay(path)
          ? attributesIn(value)
          : [];
    for (const each of found) {
      line += 1;
      yield* isListed ? guardRead(each, type, line) : attributeRead(fieldsOf(each), line);
    }
  }
  if (line === 0) throw new ListRefused("not_this_format", "expected a MISP event, attributes or a warninglist");
}

/** Whether attributes stand in the arrays there, in events and objects. */
function isWay(path: readonly string[]): boolean {
  return path.every((name) => name === "response" || name === "Event" || name === "Object");
}

/** Every attribute, those of objects too, however the export wraps them. */
function* attributesIn(value: unknown): Generator {
  if (Array.isArray(value)) {
    for (const each of value) yield* attributesIn(each);
    return;
  }
  const { Event, Attribute, Object: objects, response, type, value: text } = fieldsOf(value);
  if (typeof type === "string" && typeof text === "string") yield value;
  if (Event !== undefined) yield* attributesIn(Event);
  if (response !== undefined) yield* attributesIn(response);
  for (const attribute of arrayOf(Attribute)) yield attribute;
  for (const object of arrayOf(objects)) yield* attributesIn(object);
}

function* attributeRead(attribute: Readonly<Record<string, unknown>>, line: number): Generator<Read> {
  const { type, value, to_ids, deleted, timestamp, first_seen } = attribute;
  const text = textOf(value)?.trim() ?? "";
  if (isYes(deleted)) yield { skipped: "deleted", line };
  else if (!isYes(to_ids)) yield { skipped: "not_to_ids", line };
  else {
    const sinceMs = instantOf(first_seen) ?? secondsOf(timestamp);
    yield entryOf(textOf(type) ?? "", text, { line, isException: false, ...known("sinceMs", sinceMs) });
  }
}

function entryOf(type: string, text: string, told: Told): ListEntry | Skipped {
  const { line } = told;
  // Of two values in one, the first is the name.
  const [first = "", second = ""] = text.split("|");
  const whole = (covers: "host" | "subdomains", name: string): ListEntry | Skipped => {
    const host = hostName(name);
    return host === null ? { skipped: "not_a_host", line } : { covers, host, port: "any", ...told };
  };
  switch (type) {
    case "url":
    case "uri":
      return addressRead(text, told);
    case "domain":
    case "domain|ip":
      return whole("subdomains", first);
    case "hostname":
      return whole("host", first);
    case "ip-dst":
      return first.includes("/") ? { skipped: "range", line } : whole("host", first);
    case "hostname|port":
    case "ip-dst|port": {
      const entry = whole("host", first);
      const port = Number(second);
      if ("skipped" in entry) return entry;
      if (!Number.isInteger(port) || port < 1 || port > 65_535) return { skipped: "unknown_form", line };
      return { ...entry, port: port === 80 || port === 443 ? "default" : port };
    }
    default:
      return { skipped: "other_type", line };
  }
}

function* warninglist(list: readonly unknown[], type: string): Generator<Read> {
  for (const [index, each] of list.entries()) yield* guardRead(each, type, index + 1);
}

function* guardRead(each: unknown, type: string, line: number): Generator<Read> {
  const text = textOf(each)?.trim().replace(/^\./u, "") ?? "";
  if (type === "regex") yield { skipped: "regular_expression", line };
  else if (type === "cidr" || text.includes("/")) yield { skipped: "range", line };
  else if (type === "substring") yield { skipped: "wildcard", line };
  else {
    const host = hostName(text);
    yield host === null ? { skipped: "not_a_host", line } : { guards: host, line };
  }
}

function isYes(value: unknown): boolean {
  return value === true || value === 1 || value === "1" || value === "true";
}

function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === "string" || typeof value === "number" ? Number(value) : Number.NaN;
  return Number.isFinite(seconds) && seconds > 0 && seconds < 8e9 ? seconds * 1_000 : undefined;
}
