import { isTree, type Tree } from "./plain.ts";
import type { PolicyFacts } from "../types.ts";
import { ACTIONS, CONDITION_WORDS } from "../vocabulary.ts";

type Path = readonly (string | number)[];

/** One word, date, version or action of a rulebook file, changed. */
export interface Change {
  /** Where in the file: `rules.first-phase-group-closed.when.chat`. */
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
  /** The file with the change. */
  readonly tree: Tree;
}

/** What changes may put in: words that a link of the observations had, and their dates and versions. */
interface Offer {
  readonly words: Readonly<Record<string, readonly string[]>>;
  /** ISO 8601. */
  readonly instants: readonly string[];
  readonly versions: Readonly<Record<string, readonly string[]>>;
}

/** @param wrong  Links that the file judges otherwise than was seen. @param all  Every link that was seen. */
function offerOf(wrong: readonly PolicyFacts[], all: readonly PolicyFacts[]): Offer {
  const seen = (pick: (facts: PolicyFacts) => string | null): string[] => [
    ...new Set(wrong.flatMap((facts) => pick(facts) ?? [])),
  ];
  const versionsOf = (os: string): string[] => [
    ...new Set(all.flatMap(({ client }) => (client.os === os ? (client.version ?? []) : []))),
  ];
  return {
    words: {
      ...CONDITION_WORDS,
      app: seen(({ app }) => app),
      owner: seen(({ owner }) => owner),
    },
    instants: [...new Set(all.map(({ at }) => at.toISOString()))].toSorted(),
    versions: { android: versionsOf("android"), ios: versionsOf("ios"), web: versionsOf("web") },
  };
}

/** Every file that differs from the given one in one word, date, version or action. */
export function* changesOf(tree: Tree, wrong: readonly PolicyFacts[], all: readonly PolicyFacts[]): Generator<Change> {
  const offer = offerOf(wrong, all);
  const change = (path: Path, to: unknown): Change => ({
    path: path.join("."),
    from: valueAt(tree, path),
    to,
    tree: changed(tree, path, to),
  });
  for (const [id, rule] of Object.entries(isTree(tree["rules"]) ? tree["rules"] : {})) {
    if (isTree(rule)) yield* changesOfRule(rule, ["rules", id], offer, change);
  }
  const editions = Array.isArray(tree["editions"]) ? tree["editions"] : [];
  for (const [place, edition] of editions.entries()) {
    if (!isTree(edition)) continue;
    const at: Path = ["editions", place];
    for (const instant of offer.instants) yield* dateChange([...at, "from"], edition["from"], instant, change);
    for (const part of ["default", "unresolved"]) {
      const fallback = edition[part];
      if (!isTree(fallback)) continue;
      for (const action of ["open_externally", "block"]) {
        if (action !== fallback["action"]) yield change([...at, part, "action"], action);
      }
    }
    const rules = Array.isArray(edition["rules"]) ? edition["rules"] : [];
    for (const [index, rule] of rules.entries()) {
      if (isTree(rule)) yield* changesOfRule(rule, [...at, "rules", index], offer, change);
    }
  }
}

type Make = (path: Path, to: unknown) => Change;

const [THEN, NOTICE] = ["then", "notice"] as const;

function* changesOfRule(rule: Tree, path: Path, offer: Offer, change: Make): Generator<Change> {
  const [when, then] = [rule["when"], rule[THEN]];
  if (isTree(when)) yield* changesOfCondition(when, [...path, "when"], offer, change);
  if (!isTree(then)) return;
  for (const action of ACTIONS) {
    for (const notice of action === "block" ? [false] : [false, true]) {
      if (action === then["action"] && notice === (then[NOTICE] === true)) continue;
      yield change([...path, THEN], notice ? { action, notice } : { action });
    }
  }
}

function* changesOfCondition(when: Tree, path: Path, offer: Offer, change: Make): Generator<Change> {
  for (const [key, wanted] of Object.entries(when)) {
    const at = [...path, key];
    if (key === "not") {
      if (isTree(wanted)) yield* changesOfCondition(wanted, at, offer, change);
    } else if (key === "any" || key === "all") {
      for (const [index, part] of (Array.isArray(wanted) ? wanted : []).entries()) {
        if (isTree(part)) yield* changesOfCondition(part, [...at, index], offer, change);
      }
    } else if (key === "client" || key === "at") {
      for (const [name, text] of Object.entries(isTree(wanted) ? wanted : {})) {
        if (key === "at") {
          for (const instant of offer.instants) yield* dateChange([...at, name], text, instant, change);
          continue;
        }
        for (const version of offer.versions[name] ?? []) {
          const moved = String(text).replace(/\d[\d.]*$/u, version);
          if (moved !== text) yield change([...at, name], moved);
        }
      }
    } else yield* wordChanges(key, wanted, at, offer, change);
  }
}

function* wordChanges(key: string, wanted: unknown, path: Path, { words }: Offer, change: Make): Generator<Change> {
  const named = [wanted].flat().map(String);
  for (const word of named) {
    const rest = named.filter((other) => other !== word);
    if (rest.length > 0) yield change(path, rest.length === 1 ? rest[0] : rest);
  }
  for (const word of words[key] ?? []) {
    if (named.includes(word)) continue;
    yield change(path, [...named, word]);
    for (const other of named) {
      const swapped = named.map((each) => (each === other ? word : each));
      yield change(path, swapped.length === 1 ? word : swapped);
    }
  }
}

function* dateChange(path: Path, from: unknown, to: string, change: Make): Generator<Change> {
  if (Date.parse(String(from)) !== Date.parse(to)) yield change(path, inOffsetOf(String(from), to));
}

/** An instant written as another is, in its offset. */
function inOffsetOf(like: string, iso: string): string {
  const offset = /([+-])(\d\d):(\d\d)$/u.exec(like);
  if (offset === null) return iso;
  const [text, sign, hours, minutes] = offset;
  const shiftMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  const local = new Date(Date.parse(iso) + shiftMs).toISOString();
  return `${local.slice(0, -1).replace(/\.000$/u, "")}${text}`;
}

function valueAt(tree: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== "object" || value === null) return undefined;
    return Reflect.get(value, key) as unknown;
  }, tree);
}

/** A copy in which one place holds another value. Unchanged parts are shared. */
function changed(tree: Tree, [key, ...rest]: Path, value: unknown): Tree {
  if (key === undefined) return tree;
  const put = (part: unknown, path: Path): unknown => {
    const [next, ...after] = path;
    if (next === undefined) return value;
    if (Array.isArray(part)) return part.map((each: unknown, index) => (index === next ? put(each, after) : each));
    return isTree(part) ? { ...part, [next]: put(part[next], after) } : part;
  };
  return { ...tree, [key]: put(tree[key], rest) };
}
