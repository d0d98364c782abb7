import { decodeText } from "./address.ts";
import {
  type First,
  firstAfterSlash,
  holdsOnly,
  mayStandAfterSlash,
  type PatternNode,
  readPattern,
} from "./pattern-syntax.ts";

export type Ids = Record<string, string>;

const patterns = new Map<string, Pattern>();

/** The pattern of a source. Many files say the same, and one that is asked often is at hand sooner than many. */
export function patternOf(source: string): Pattern {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const pattern = new Pattern(source);
  patterns.set(source, pattern);
  return pattern;
}

/** A pattern of the registry's files: a regular expression with the `u` flag, and what can be told of it beforehand. */
export class Pattern {
  /** Whether it names ids. */
  readonly namesIds: boolean;
  /** Whether it names one whenever it fits. */
  readonly alwaysNames: boolean;
  /** True when every named id consists of letters, digits, `.`, `_` and `-`; without ids, when the whole text does. */
  readonly isPlain: boolean;
  /** What may stand behind a slash at its beginning; null when that is not known. */
  readonly afterSlash: First | null;
  readonly #regExp: RegExp;
  readonly #groups: readonly Group[];
  readonly #beginsWithSlash: boolean;

  constructor(source: string) {
    const { regExp, groups } = compileRegExp(source);
    const nodes = readPattern(source);
    this.#regExp = regExp;
    this.#groups = groups;
    this.namesIds = groups.length > 0;
    this.alwaysNames = nodes?.some(isNamed) === true;
    this.isPlain = nodes !== null && (this.namesIds ? namedOf(nodes).every(isPlain) : isPlain(nodes) && isWhole(nodes));
    this.#beginsWithSlash = source.startsWith("^/") && !/^\^\/[?*{]/u.test(source);
    this.afterSlash = nodes === null ? null : firstAfterSlash(nodes);
  }

  /** False for a path or fragment that cannot fit, told by its first two characters; much sooner than `fits`. */
  mayFit(text: string): boolean {
    return text.startsWith("/") ? mayStandAfterSlash(this.afterSlash, text.charCodeAt(1)) : !this.#beginsWithSlash;
  }

  fits(text: string): boolean {
    return this.#regExp.test(text);
  }

  /** As `fits`; the ids it names are put into `ids`. */
  take(ids: Ids, text: string): boolean {
    const groups = this.#groups;
    if (groups.length === 0) return this.#regExp.test(text);
    const match = this.#regExp.exec(text);
    if (match === null) return false;
    for (const { name, number } of groups) {
      const value = match[number];
      // A group that took no part leaves its place empty, whatever the type of a match says.
      if (value !== undefined) putId(ids, name, this.isPlain ? value : decodeText(value));
    }
    return true;
  }
}

export function putId(ids: Ids, name: string, value: string): void {
  if (name === "id") ids["id"] = value;
  // `id2` is where the id stands when it does not stand at `id`.
  else if (name === "id2") ids["id"] ??= value;
  else ids[name] = value;
}

/** What stands in each group with a name. */
function namedOf(nodes: readonly PatternNode[]): (readonly PatternNode[])[] {
  return nodes.flatMap((node) => {
    if (node.kind !== "group") return [];
    return node.name === null ? node.alternatives.flatMap(namedOf) : node.alternatives;
  });
}

function isNamed(node: PatternNode): boolean {
  return node.kind === "group" && !node.isOptional && (node.name !== null || onlyOf(node.alternatives).some(isNamed));
}

/** The parts of the only alternative; none when there are several. */
function onlyOf(alternatives: readonly (readonly PatternNode[])[]): readonly PatternNode[] {
  return alternatives.length === 1 ? (alternatives[0] ?? []) : [];
}

const PLAIN = /^[\w.-]*$/u;

function isPlain(nodes: readonly PatternNode[]): boolean {
  return holdsOnly(nodes, PLAIN);
}

function isWhole(nodes: readonly PatternNode[]): boolean {
  return nodes.at(-1)?.kind === "end";
}

interface Group {
  readonly name: string;
  readonly number: number;
}

// Groups are read by number: the object that a match keeps its named groups in costs more than the match.
function compileRegExp(text: string): { readonly regExp: RegExp; readonly groups: readonly Group[] } {
  const groups: Group[] = [];
  let number = 0;
  const source = text.replaceAll(/\\.|\[(?:\\.|[^\]])*\]|\(\?<([a-z]\w*)>|\((?!\?)/giu, (part, name?: string) => {
    if (!part.startsWith("(")) return part;
    if (name === undefined) return "(?:";
    number += 1;
    groups.push({ name, number });
    return "(";
  });
  return { regExp: new RegExp(source, "u"), groups };
}
