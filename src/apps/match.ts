import {
  type AppAddress,
  decodeText,
  decodeValue,
  jsonAt,
  parameter,
  parameterStart,
  rawValue,
  rawParameter,
  readJson,
  type WebAddress,
} from "./address.ts";
import type { AppLinkEntry, PageEntry, QueryEntry } from "./app-file.ts";
import { type Ids, type Pattern, patternOf, putId } from "./pattern.ts";
import type { First } from "./pattern-syntax.ts";
import { encode } from "./template.ts";

/** Whether an address fits a page, and the ids it names there. */
export class PageMatcher {
  readonly #path: Pattern | null;
  readonly #host: Pattern | null;
  readonly #query: readonly CompiledParameter[];
  readonly #fragment: Pattern | null;
  readonly #asksQuery: boolean;
  /** Whether it may fit and name no id where it should. */
  readonly #mayNameNone: boolean;
  /** The parameter that names the character set of the query. */
  readonly #charset: string | null;

  constructor({ hostPattern, path, query, fragment, charset }: PageEntry) {
    this.#charset = charset ?? null;
    this.#path = compileOptional(path);
    this.#host = compileOptional(hostPattern);
    this.#query = compileQuery(query);
    this.#fragment = compileOptional(fragment);
    this.#asksQuery = this.#query.some(({ isOptional }) => !isOptional);
    const patterns = [this.#path, this.#host, this.#fragment];
    this.#mayNameNone =
      patterns.some((pattern) => pattern?.namesIds === true) &&
      !patterns.some((pattern) => pattern?.alwaysNames === true);
  }

  /** What may stand behind the path's first slash; null when that is not known. */
  get afterSlash(): First | null {
    return this.#path?.afterSlash ?? null;
  }

  /** True when its ids need no escape wherever they are put. */
  get isPlain(): boolean {
    const patterns = [this.#path, this.#host, this.#fragment].filter((pattern) => pattern?.namesIds === true);
    return [...patterns, ...this.#query.map(({ pattern }) => pattern)].every((pattern) => pattern?.isPlain === true);
  }

  /**
   * The ids an address names; null when it does not fit.
   *
   * @param path  The address's path, which may be read without the slash at its end.
   * @param host  The address's host, without a trailing dot.
   */
  match({ query, fragment }: WebAddress, path: string, host: string): Ids | null {
    if (this.#asksQuery && query === "") return null;
    if (this.#fragment?.mayFit(fragment) === false) return null;
    const ids: Ids = {};
    if (this.#path !== null && !this.#path.take(ids, path)) return null;
    if (this.#host !== null && !this.#host.take(ids, host)) return null;
    const read = this.#charset === null ? query : inUtf8(query, this.#charset);
    if (this.#query.length > 0 && !takeQuery(ids, this.#query, read)) return null;
    if (this.#fragment !== null && !this.#fragment.take(ids, fragment)) return null;
    if (!this.#mayNameNone) return ids;
    for (const _name in ids) return ids;
    return null;
  }
}

/** Whether an app address fits, and the ids it names. */
export class AppMatcher {
  readonly #entry: AppLinkEntry;
  readonly #host: Pattern | null;
  readonly #path: Pattern | null;
  readonly #whole: Pattern | null;
  readonly #query: readonly CompiledParameter[];

  constructor(entry: AppLinkEntry) {
    this.#entry = entry;
    this.#host = compileOptional(entry.hostPattern);
    this.#path = compileOptional(entry.path);
    this.#whole = compileOptional(entry.whole);
    this.#query = compileQuery(entry.query);
  }

  match({ url, host, path, query }: AppAddress): Ids | null {
    const ids: Ids = {};
    const { json, host: wanted } = this.#entry;
    if (wanted !== undefined && host.toLowerCase() !== wanted) return null;
    if (this.#host !== null && !this.#host.take(ids, host)) return null;
    if (this.#path !== null && !this.#path.take(ids, path)) return null;
    if (this.#whole !== null && !this.#whole.take(ids, decodeText(url))) return null;
    if (!takeQuery(ids, this.#query, query)) return null;
    return json === undefined || takeJson(ids, json, query) ? ids : null;
  }
}

/** A query with its escapes in UTF-8, whatever character set one of its parameters names. */
function inUtf8(query: string, charset: string): string {
  const label = parameter(query, charset);
  if (label === null || /^utf-?8$/iu.test(label)) return query;
  try {
    const decoder = new TextDecoder(label);
    return query.replaceAll(/(?:%[0-9a-f]{2})+/giu, (escapes) =>
      encode(decoder.decode(Buffer.from(escapes.replaceAll("%", ""), "hex"))),
    );
  } catch {
    // A name of no character set: the escapes mean what they mean without it.
    return query;
  }
}

function compileOptional(source: string | undefined): Pattern | null {
  return source === undefined ? null : patternOf(source);
}

interface CompiledParameter {
  readonly name: string;
  readonly as: string;
  readonly pattern: Pattern;
  readonly isOptional: boolean;
}

export function compileQuery(query: QueryEntry | undefined): readonly CompiledParameter[] {
  return Object.entries(query ?? {}).map(([name, { as, re, optional }]) => ({
    name,
    as,
    pattern: patternOf(re),
    isOptional: optional === true,
  }));
}

/** Puts the ids that stand in a query into `ids`; false when one that must be there is not. */
export function takeQuery(ids: Ids, parameters: readonly CompiledParameter[], query: string): boolean {
  for (const { name, as, pattern, isOptional } of parameters) {
    const value = valueThatFits(query, name, pattern);
    if (value === null) {
      if (isOptional) continue;
      return false;
    }
    // The whole value is an id of its own beside its groups only under another name: `482_17` beside `482`.
    if (!pattern.namesIds || as !== "id") putId(ids, as, value);
    if (pattern.namesIds) pattern.take(ids, value);
  }
  return true;
}

function valueThatFits(query: string, name: string, pattern: Pattern): string | null {
  const start = parameterStart(query, name);
  if (start === -1) return null;
  if (pattern.isPlain && !pattern.namesIds) {
    const end = query.indexOf("&", start);
    const plain = end === -1 ? query.slice(start) : query.slice(start, end);
    if (pattern.fits(plain)) return plain;
  }
  const raw = rawValue(query, start);
  const value = decodeValue(raw);
  if (pattern.fits(value)) return value;
  if (!raw.includes("+")) return null;
  // A plus sign of a telephone number is no space.
  const literal = decodeText(raw);
  return pattern.fits(literal) ? literal : null;
}

function takeJson(ids: Ids, json: NonNullable<AppLinkEntry["json"]>, query: string): boolean {
  const raw = rawParameter(query, json.param);
  if (raw === null) return false;
  const value = readJson(raw);
  if (value === null) return false;
  for (const [path, wanted] of Object.entries(json.where ?? {})) if (jsonAt(value, path) !== wanted) return false;
  const places = Object.entries(json.ids);
  for (const [path, id] of places) {
    const found = jsonAt(value, path);
    if (found !== null) ids[id] ??= found;
  }
  return places.every(([, id]) => ids[id] !== undefined);
}
