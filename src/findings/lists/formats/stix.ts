import type { ListEntry } from "../entry.ts";
import { addressRead } from "./address-read.ts";
import { hostName } from "./host-name.ts";
import { arrayOf, fieldsOf, instantOf, itemsOf, jsonOf, known, textOf } from "./json-source.ts";
import { ListRefused, type Read, type ReadFormat, type SkipReason, type SourceText } from "./read.ts";

type Told = Pick<ListEntry, "line" | "isException" | "sinceMs" | "untilMs">;

/**
 * Indicators of STIX 2.1, in a bundle or a TAXII envelope: a `url` is that address, a domain name or an IP address that host.
 * Patterns that need more than one thing at once are no fact about a link, and are skipped, as is what was revoked.
 */
export const readStix: ReadFormat = function* readStix(source) {
  let line = 0;
  for (const object of objectsOf(source)) {
    line += 1;
    const fields = fieldsOf(object);
    if (fields["type"] === "indicator") yield* indicatorRead(fields, line);
  }
};

function* objectsOf(source: SourceText): Generator {
  const whole = jsonOf(source);
  if (whole === null) {
    let isAny = false;
    for (const object of itemsOf(source, ["objects"])) {
      isAny = true;
      yield object;
    }
    if (!isAny) throw new ListRefused("not_this_format", "expected a STIX bundle with objects");
    return;
  }
  const value = whole.json;
  const { objects, type } = fieldsOf(value);
  if (!Array.isArray(value) && !Array.isArray(objects) && type !== "indicator") {
    throw new ListRefused("not_this_format", "expected a STIX bundle with objects");
  }
  yield* Array.isArray(value) ? arrayOf(value) : Array.isArray(objects) ? arrayOf(objects) : [value];
}

function* indicatorRead(fields: Readonly<Record<string, unknown>>, line: number): Generator<Read> {
  const { pattern, pattern_type, revoked, valid_from, valid_until } = fields;
  if (revoked === true) yield { skipped: "revoked", line };
  else if ((pattern_type !== undefined && pattern_type !== "stix") || typeof pattern !== "string") {
    yield { skipped: "other_type", line };
  } else {
    const times = { ...known("sinceMs", instantOf(valid_from)), ...known("untilMs", instantOf(textOf(valid_until))) };
    const read = comparisonsIn(pattern);
    if (typeof read === "string") yield { skipped: read, line };
    else for (const comparison of read) yield entryOf(comparison, { line, isException: false, ...times });
  }
}

interface Comparison {
  readonly path: string;
  readonly value: string;
}

const TOKEN =
  /\s*(?:(?<string>'(?:[^'\\]|\\.)*')|(?<word>[A-Za-z][\w-]*(?::[\w.'-]+)?)|(?<number>\d+)|(?<sign>!=|<=|>=|[=<>()[\],]))/uy;

/** The comparisons of which any one is enough; why there are none otherwise. Source: STIX 2.1, section 9. */
function comparisonsIn(pattern: string): readonly Comparison[] | SkipReason {
  const tokens = tokensOf(pattern);
  if (tokens === null) return "unknown_form";
  if (tokens.some((token) => /^(?:AND|FOLLOWEDBY|WITHIN|REPEATS|START|STOP)$/u.test(token))) return "and_pattern";
  if (tokens.includes("MATCHES")) return "regular_expression";
  if (tokens.includes("LIKE")) return "wildcard";
  const found: Comparison[] = [];
  let at = 0;
  let isExpected = true;
  while (at < tokens.length) {
    const token = tokens[at] ?? "";
    if (/^[[\]()]$/u.test(token)) at += 1;
    else if (token === "OR" && !isExpected) {
      isExpected = true;
      at += 1;
    } else if (isExpected && token.includes(":") && tokens[at + 1] === "=" && isString(tokens[at + 2])) {
      found.push({ path: token, value: unquoted(tokens[at + 2] ?? "") });
      isExpected = false;
      at += 3;
    } else if (isExpected && token.includes(":") && tokens[at + 1] === "IN" && tokens[at + 2] === "(") {
      at += 3;
      for (; isString(tokens[at]); at += tokens[at + 1] === "," ? 2 : 1) {
        found.push({ path: token, value: unquoted(tokens[at] ?? "") });
      }
      if (tokens[at] !== ")") return "unknown_form";
      isExpected = false;
      at += 1;
    } else return "unknown_form";
  }
  return found.length === 0 || isExpected ? "unknown_form" : found;
}

function tokensOf(pattern: string): readonly string[] | null {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const text = pattern.trimEnd();
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (match === null) return null;
    tokens.push(match[0].trimStart());
  }
  return tokens;
}

function isString(token: string | undefined): boolean {
  return token?.startsWith("'") === true;
}

function unquoted(token: string): string {
  return token.slice(1, -1).replaceAll(/\\(.)/gu, "$1");
}

function entryOf({ path, value }: Comparison, told: Told): Read {
  const { line } = told;
  switch (path.toLowerCase()) {
    case "url:value":
      return addressRead(value, told);
    case "domain-name:value":
    case "hostname:value":
    case "ipv4-addr:value":
    case "ipv6-addr:value": {
      if (value.includes("/")) return { skipped: "range", line };
      const host = hostName(value);
      return host === null ? { skipped: "not_a_host", line } : { covers: "host", host, port: "any", ...told };
    }
    default:
      return { skipped: "other_type", line };
  }
}
