import { type AppAddress, decodeText, jsonAt, parameter, rawParameter, readJson, type WebAddress } from "./address.ts";
import type { AppLinkEntry, PageEntry, QueryEntry } from "./app-file.ts";

export type Ids = Record<string, string>;

/** The ids an address names; null when it does not fit. */
export type WebMatcher = (address: WebAddress) => Ids | null;
export type AppMatcher = (address: AppAddress) => Ids | null;

/** Whether an address fits a page, and the ids it names there. */
export function compilePage({ hostPattern, path, query, fragment }: PageEntry): WebMatcher {
  const hostRegExp = hostPattern === undefined ? null : compilePattern(hostPattern);
  const pathRegExp = path === undefined ? null : compilePattern(path);
  const fragmentRegExp = fragment === undefined ? null : compilePattern(fragment);
  const parameters = compileQuery(query);
  const mustNameId = [hostPattern, path, fragment].some((text) => text?.includes("(?<") === true);
  return (address) => {
    const ids: Ids = {};
    if (pathRegExp !== null && !take(ids, pathRegExp, address.path)) return null;
    if (hostRegExp !== null && !take(ids, hostRegExp, address.host)) return null;
    if (!takeQuery(ids, parameters, address.query)) return null;
    if (fragmentRegExp !== null && !take(ids, fragmentRegExp, address.fragment)) return null;
    if (!mustNameId) return ids;
    for (const _name in ids) return ids;
    return null;
  };
}

/** Whether an app address fits, and the ids it names. */
export function compileAppLink(entry: AppLinkEntry): AppMatcher {
  const { host, hostPattern, path, query, json, whole } = entry;
  const hostRegExp = hostPattern === undefined ? null : compilePattern(hostPattern);
  const pathRegExp = path === undefined ? null : compilePattern(path);
  const wholeRegExp = whole === undefined ? null : compilePattern(whole);
  const parameters = compileQuery(query);
  return (address) => {
    const ids: Ids = {};
    if (host !== undefined && address.host.toLowerCase() !== host) return null;
    if (hostRegExp !== null && !take(ids, hostRegExp, address.host)) return null;
    if (pathRegExp !== null && !take(ids, pathRegExp, address.path)) return null;
    if (wholeRegExp !== null && !take(ids, wholeRegExp, decodeText(address.url))) return null;
    if (!takeQuery(ids, parameters, address.query)) return null;
    return json === undefined || takeJson(ids, json, address.query) ? ids : null;
  };
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
    pattern: compilePattern(re),
    isOptional: optional === true,
  }));
}

export function takeQuery(ids: Ids, parameters: readonly CompiledParameter[], query: string): boolean {
  for (const { name, as, pattern, isOptional } of parameters) {
    const value = valueThatFits(query, name, pattern.regExp);
    if (value === null) {
      if (isOptional) continue;
      return false;
    }
    // The whole value is an id of its own beside its groups only under another name: `482_17` beside `482`.
    if (pattern.groups.length === 0 || as !== "id") ids[as] = value;
    if (pattern.groups.length > 0) take(ids, pattern, value);
  }
  return true;
}

function valueThatFits(query: string, name: string, regExp: RegExp): string | null {
  const value = parameter(query, name);
  if (value === null) return null;
  if (regExp.test(value)) return value;
  // A plus sign of a telephone number is no space.
  const raw = decodeText(rawParameter(query, name) ?? "");
  return regExp.test(raw) ? raw : null;
}

/** A regular expression and the numbers of its named groups. */
interface Pattern {
  readonly regExp: RegExp;
  readonly groups: readonly { readonly name: string; readonly number: number }[];
}

// Groups are read by number: the object that a match keeps its named groups in costs more than the match.
function compilePattern(text: string): Pattern {
  const groups: { name: string; number: number }[] = [];
  let number = 0;
  const source = text.replaceAll(/\\.|\[(?:\\.|[^\]])*\]|\(\?<([a-z]\w*)>|\((?!\?)/giu, (part, name?: string) => {
    if (!part.startsWith("(")) return part;
    number += 1;
    if (name === undefined) return part;
    groups.push({ name, number });
    return "(";
  });
  return { regExp: new RegExp(source, "u"), groups };
}

function take(ids: Ids, { regExp, groups }: Pattern, text: string): boolean {
  if (groups.length === 0) return regExp.test(text);
  const match = regExp.exec(text);
  if (match === null) return false;
  for (const { name, number } of groups) {
    const value = match[number];
    // A group that took no part leaves its place empty, whatever the type of a match says.
    if (value === undefined) continue;
    // `id2` is where the id stands when it does not stand at `id`.
    if (name === "id2") ids["id"] ??= decodeText(value);
    else ids[name] = decodeText(value);
  }
  return true;
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
