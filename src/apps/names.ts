import type { AppEntry } from "./app-file.ts";

const CHINA_OFFSET = "+08:00";
/** How many apps are named where none has a name. */
const MAX_NEAREST = 3;
/** Below this share of common letters a name is no nearer than any other. */
const LEAST_LIKENESS = 0.3;

type Named = Pick<AppEntry, "id" | "names" | "aliases" | "formerly">;

/** Apps by what people call them. */
export interface AppNames {
  /** Ids of the apps that have this id or name, now or formerly; letters and digits alone count, whatever their case and width. */
  find(name: string): readonly string[];
  /** Ids of at most three apps whose names are nearest, the nearest first; none where none is near. */
  nearest(name: string): readonly string[];
  /** Every name that is written out in a text, with where it stands; of two in one place the longer. */
  mentions(text: string): readonly Mention[];
}

export interface Mention {
  readonly ids: readonly string[];
  /** Position in the text as it is read: NFKC, lower case. */
  readonly start: number;
  readonly end: number;
}

/** What an app was called at an instant. */
export function namesAt({ names, formerly = [] }: Named, at: Date): AppEntry["names"] {
  const earlier = formerly.find(({ until }) => at.getTime() < Date.parse(`${until}T00:00:00${CHINA_OFFSET}`));
  return earlier?.names ?? names;
}

export function openAppNames(apps: readonly Named[]): AppNames {
  const byKey = new Map<string, string[]>();
  for (const app of apps) {
    const keys = new Set([app.id, ...namesOf(app)].map(keyOf).filter((key) => key !== ""));
    for (const key of keys) byKey.set(key, [...(byKey.get(key) ?? []), app.id]);
  }
  const ids = new Set(apps.map(({ id }) => id));
  const written = writtenNames(apps);
  return {
    find: (name) => (ids.has(name) ? [name] : (byKey.get(keyOf(name)) ?? [])),
    nearest(name) {
      const key = keyOf(name);
      const likely = [...byKey]
        .map(([known, own]) => ({ own, likeness: likenessOf(key, known) }))
        .filter(({ likeness }) => likeness >= LEAST_LIKENESS)
        .toSorted((a, b) => b.likeness - a.likeness);
      return [...new Set(likely.flatMap(({ own }) => own))].slice(0, MAX_NEAREST);
    },
    mentions: (text) => mentionsIn(readText(text), written),
  };
}

/** All that an app is called: of `Idle Fish (Xianyu)` the whole and both parts. */
function namesOf({ names, aliases = [], formerly = [] }: Named): string[] {
  const whole = [names, ...formerly.map((each) => each.names)].flatMap(({ en, zh }) => [en, zh]);
  const parts = whole.flatMap((name) => name.split(/\s*[(（)）]\s*/u)).filter((part) => part !== "");
  return [...new Set([...whole, ...parts, ...aliases])];
}

const readText = (text: string): string => text.normalize("NFKC").toLowerCase();

function keyOf(name: string): string {
  return readText(name).replaceAll(/[^\p{L}\p{N}]/gu, "");
}

const withoutSpaces = (text: string): string => text.replaceAll(/\s+/gu, "");

/** Letters and pairs of letters that two names share, of all that they have. 1 for the same. */
function likenessOf(one: string, other: string): number {
  const [left, right] = [piecesOf(one), piecesOf(other)];
  const shared = [...left].filter((piece) => right.has(piece)).length;
  return left.size + right.size === 0 ? 0 : (2 * shared) / (left.size + right.size);
}

function piecesOf(name: string): ReadonlySet<string> {
  const letters = Array.from(name);
  return new Set([...letters, ...letters.slice(1).map((letter, index) => `${letters[index]}${letter}`)]);
}

interface WrittenNames {
  readonly pattern: RegExp;
  readonly idsOf: ReadonlyMap<string, readonly string[]>;
}

function writtenNames(apps: readonly Named[]): WrittenNames {
  const idsOf = new Map<string, string[]>();
  const patterns = new Set<string>();
  for (const app of apps) {
    const names = namesOf(app).map(readText);
    for (const name of names) patterns.add(name);
    for (const name of new Set(names.map(withoutSpaces))) idsOf.set(name, [...(idsOf.get(name) ?? []), app.id]);
  }
  const longestFirst = [...patterns].toSorted((a, b) => b.length - a.length);
  return { pattern: new RegExp(longestFirst.map(withEnds).join("|"), "gu"), idsOf };
}

/** A name in an alphabet stands as a word of its own; Chinese writes none apart. */
function withEnds(name: string): string {
  const source = RegExp.escape(name).replaceAll("\\x20", "\\s*");
  const before = /^[\p{Script=Latin}\p{N}]/u.test(name) ? "(?<![\\p{Script=Latin}\\p{N}])" : "";
  const after = /[\p{Script=Latin}\p{N}]$/u.test(name) ? "(?![\\p{Script=Latin}\\p{N}])" : "";
  return before + source + after;
}

function mentionsIn(text: string, { pattern, idsOf }: WrittenNames): Mention[] {
  return [...text.matchAll(pattern)].map(({ 0: found, index }) => ({
    ids: idsOf.get(withoutSpaces(found)) ?? [],
    start: index,
    end: index + found.length,
  }));
}
