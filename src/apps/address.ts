/** A normalised web address in parts. */
export interface WebAddress {
  readonly url: string;
  /** The host, ASCII lower case; before it a user's name with an `@`, behind it a port with its colon, where there are any. */
  readonly authority: string;
  /** Starts with a slash. */
  readonly path: string;
  /** Raw, without the question mark. */
  readonly query: string;
  /** Raw, without the hash. */
  readonly fragment: string;
}

/** @returns null when the text is no http or https address. */
export function readWebAddress(text: string): WebAddress | null {
  const url = URL.parse(text);
  return url === null ? null : cutWebAddress(url.href);
}

/**
 * The parts of an address as a parser wrote it: where each of them ends is then told by the next sign alone.
 *
 * @returns null when it is no http or https address.
 */
export function cutWebAddress(url: string): WebAddress | null {
  const start = url.charCodeAt(4) === COLON ? "http://".length : "https://".length;
  if (!url.startsWith(start === 7 ? "http://" : "https://")) return null;
  const pathStart = url.indexOf("/", start);
  if (pathStart === -1) return null;
  const hash = url.indexOf("#", pathStart);
  const pageEnd = hash === -1 ? url.length : hash;
  const question = url.indexOf("?", pathStart);
  const pathEnd = question === -1 || question > pageEnd ? pageEnd : question;
  return {
    url,
    authority: url.slice(start, pathStart),
    path: url.slice(pathStart, pathEnd),
    query: pathEnd === pageEnd ? "" : withoutEntities(url.slice(pathEnd + 1, pageEnd)),
    fragment: hash === -1 ? "" : url.slice(hash + 1),
  };
}

/** `&amp;` is an ampersand that was copied out of markup: no parameter is called `amp;t`. */
function withoutEntities(query: string): string {
  return query.includes("&amp;") ? query.replaceAll("&amp;", "&") : query;
}

const COLON = 0x3a;

const AUTHORITY = /^(?:[^@/?#\\]*@)?([a-z0-9._-]+?)\.?(?::\d*)?$/u;

/** The host of an authority, without a trailing dot; empty when it is no plain name, and nobody's therefore. */
export function hostOf(authority: string): string {
  return AUTHORITY.exec(authority)?.[1] ?? "";
}

/** Escapes of letters, digits, `-`, `.`, `_` and `~`, which mean the same unescaped (RFC 3986, section 2.3). */
const NEEDLESS_ESCAPE = /%(?:2[de]|3\d|[46][1-9a-f]|[57][0-9a]|5f|7e)/giu;

/** The same path in its shortest writing: without escapes that nothing asks for, and without the slash at its end. */
export function plainPath(path: string): string {
  const unescaped = path.includes("%") ? path.replaceAll(NEEDLESS_ESCAPE, decodeURIComponent) : path;
  return unescaped.length > 1 && unescaped.endsWith("/") ? unescaped.slice(0, -1) : unescaped;
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

/** The raw value of the first parameter of this name; null when there is none. */
export function rawParameter(query: string, name: string): string | null {
  const start = parameterStart(query, name);
  return start === -1 ? null : rawValue(query, start);
}

/** Offset of the value of the first parameter of this name in a query; -1 when there is none. */
export function parameterStart(query: string, name: string): number {
  for (let at = query.indexOf(name); at !== -1; at = query.indexOf(name, at + 1)) {
    const isName =
      (at === 0 || query.charCodeAt(at - 1) === AMPERSAND) && query.charCodeAt(at + name.length) === EQUALS;
    if (isName) return at + name.length + 1;
  }
  return -1;
}

/**
 * The raw value at an offset of a query.
 * JSON and addresses are often put in unescaped, with `&` and all: JSON ends with its last brace, an address that has
 * a query of its own with the text.
 */
export function rawValue(query: string, start: number): string {
  const end = query.indexOf("&", start);
  const value = end === -1 ? query.slice(start) : query.slice(start, end);
  if (value.startsWith("{")) return query.slice(start, query.lastIndexOf("}") + 1) || value;
  return value.includes("://") && /^[a-z][a-z0-9+.-]*:\/\/[^?]*\?/iu.test(value) ? query.slice(start) : value;
}

const AMPERSAND = 0x26;
const EQUALS = 0x3d;

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
