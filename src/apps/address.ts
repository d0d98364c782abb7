/** A web address in parts, as WHATWG parses it. */
export interface WebAddress {
  readonly url: string;
  /** ASCII lower case, without a trailing dot. */
  readonly host: string;
  /** Starts with a slash. */
  readonly path: string;
  /** Raw, without the question mark. */
  readonly query: string;
  /** Raw, without the hash. */
  readonly fragment: string;
}

/** @returns null when the text is no http or https address. */
export function readWebAddress(text: string): WebAddress | null {
  return readNormalAddress(text) ?? parseWebAddress(text);
}

// An address that is already normalised needs no parser. Anything unusual (a port, upper case, dot segments, a user
// name, a space) does.
function readNormalAddress(text: string): WebAddress | null {
  const hostStart = text.startsWith("https://") ? 8 : text.startsWith("http://") ? 7 : 0;
  if (hostStart === 0) return null;
  let pathStart = hostStart;
  let code = text.charCodeAt(pathStart);
  while (isHostCharacter(code)) {
    pathStart += 1;
    code = text.charCodeAt(pathStart);
  }
  if (code !== SLASH || pathStart === hostStart) return null;
  let queryStart = -1;
  let fragmentStart = -1;
  for (let at = pathStart; at < text.length; at += 1) {
    code = text.charCodeAt(at);
    if (code <= SPACE || code >= DELETE || code === BACKSLASH) return null;
    if (code === HASH) {
      fragmentStart = at;
      break;
    }
    if (code === QUESTION && queryStart === -1) queryStart = at;
    else if (code === DOT && queryStart === -1 && text.charCodeAt(at - 1) === SLASH) return null;
  }
  const pageEnd = fragmentStart === -1 ? text.length : fragmentStart;
  return {
    url: text,
    host: withoutDot(text.slice(hostStart, pathStart)),
    path: text.slice(pathStart, queryStart === -1 ? pageEnd : queryStart),
    query: queryStart === -1 ? "" : text.slice(queryStart + 1, pageEnd),
    fragment: fragmentStart === -1 ? "" : text.slice(fragmentStart + 1),
  };
}

const SPACE = 0x20;
const HASH = 0x23;
const DOT = 0x2e;
const SLASH = 0x2f;
const QUESTION = 0x3f;
const BACKSLASH = 0x5c;
const DELETE = 0x7f;

/** Lower-case letters, digits, the dot and the hyphen. */
function isHostCharacter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === DOT || code === 0x2d;
}

function parseWebAddress(text: string): WebAddress | null {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return null;
  return {
    url: url.href,
    host: withoutDot(url.hostname),
    path: url.pathname,
    query: url.search.slice(1),
    fragment: url.hash.slice(1),
  };
}

function withoutDot(host: string): string {
  return host.endsWith(".") ? host.slice(0, -1) : host;
}

/** An address with an app's own scheme, in parts. */
export interface AppAddress {
  /** Its scheme in lower case, the rest as written. */
  readonly url: string;
  /** Lower case, without the colon. */
  readonly scheme: string;
  /** What stands between `//` and the path, as written; empty without `//`. */
  readonly host: string;
  /** Empty, or with its leading slash; without `//` everything after the colon. */
  readonly path: string;
  readonly query: string;
}

const APP = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)(?:\?(.*))?$/isu;

/** @returns null when the text has no scheme. */
export function readAppAddress(text: string): AppAddress | null {
  const parts = APP.exec(text);
  if (parts === null) return null;
  const scheme = (parts[1] ?? "").toLowerCase();
  return {
    url: scheme + text.slice(scheme.length),
    scheme,
    host: parts[2] ?? "",
    path: parts[3] ?? "",
    query: parts[4] ?? "",
  };
}

/** Percent escapes undone; a text with a broken escape stays as it is. */
export function decodeText(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A query value as its form means it: `+` is a space. */
export function decodeValue(raw: string): string {
  return decodeText(raw.includes("+") ? raw.replaceAll("+", " ") : raw);
}

/**
 * The raw value of the first parameter of this name; null when there is none.
 * JSON and addresses are often put in unescaped, with `&` and all: JSON ends with its last brace, an address that has
 * a query of its own with the text.
 */
export function rawParameter(query: string, name: string): string | null {
  let start = 0;
  while (start <= query.length) {
    const next = query.indexOf("&", start);
    const end = next === -1 ? query.length : next;
    const equals = query.indexOf("=", start);
    const nameEnd = equals === -1 || equals > end ? end : equals;
    if (nameEnd - start === name.length && query.startsWith(name, start)) {
      const value = query.slice(nameEnd + 1, end);
      if (value.startsWith("{")) return query.slice(nameEnd + 1, query.lastIndexOf("}") + 1) || value;
      return value.includes("://") && /^[a-z][a-z0-9+.-]*:\/\/[^?]*\?/iu.test(value) ? query.slice(nameEnd + 1) : value;
    }
    start = end + 1;
  }
  return null;
}

/** The decoded value of the first parameter of this name. */
export function parameter(query: string, name: string): string | null {
  const raw = rawParameter(query, name);
  return raw === null ? null : decodeValue(raw);
}

/** Names of a query's parameters in order, each once. */
export function parameterNames(query: string): string[] {
  const names: string[] = [];
  let start = 0;
  while (start < query.length) {
    const next = query.indexOf("&", start);
    const end = next === -1 ? query.length : next;
    const equals = query.indexOf("=", start);
    const name = decodeValue(query.slice(start, equals === -1 || equals > end ? end : equals));
    if (name !== "" && !names.includes(name)) names.push(name);
    start = end + 1;
  }
  return names;
}

/** A JSON text as people paste it: typographic quotes are taken for straight ones. Null when it is none. */
export function readJson(raw: string): unknown {
  for (const text of [raw, decodeText(raw)]) {
    try {
      const value: unknown = JSON.parse(text.replaceAll(/[“”]/gu, '"'));
      return value;
    } catch {
      // The next form may be one.
    }
  }
  return null;
}

/** The text or number at `song.0.songmid` of a JSON value; null when there is none. */
export function jsonAt(value: unknown, path: string): string | null {
  let node = value;
  for (const step of path.split(".")) {
    // A part may be JSON again, as a text.
    if (typeof node === "string") node = readJson(node);
    if (typeof node !== "object" || node === null || !Object.hasOwn(node, step)) return null;
    node = Reflect.get(node, step);
  }
  if (typeof node === "string") return node;
  return typeof node === "number" && Number.isSafeInteger(node) ? String(node) : null;
}
