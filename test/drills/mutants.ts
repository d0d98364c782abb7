import { ACTIONS, CHAT_KINDS, CHOICE_WORDS, LINK_KINDS, RELATIONS } from "../../src/policy/vocabulary.ts";
import type { Tree } from "../policy/oracle.ts";

/** A rulebook with one thing changed. */
export interface Mutant {
  /** What was changed, where. */
  readonly name: string;
  readonly book: Tree;
}

type Path = readonly (string | number)[];
type Change = readonly [what: string, value: unknown];

const [THEN, GONE] = ["then", Symbol("gone")] as const;

/** Words to put in, the first that a condition does not name. Some rule of every edition speaks for the first ones. */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  chat: CHAT_KINDS,
  relation: RELATIONS,
  kind: LINK_KINDS,
  choice: CHOICE_WORDS,
  class: ["music", "travel"],
  finding: ["reported", "diversion"],
  app: ["taobao", "jd"],
  owner: ["alibaba", "jd"],
};

/**
 * Every rulebook that differs from the given one in one condition, action, notice, place in the order, date or version.
 * Of words each is taken out and one foreign word put in; versions and dates move by the least step either way.
 */
export function* mutantsOf(book: Tree): Generator<Mutant> {
  const mutant = (path: Path, what: string, value: unknown): Mutant => ({
    name: `${path.join(".")}: ${what}`,
    book: changed(book, path, value) as Tree,
  });
  for (const [id, rule] of Object.entries((book["rules"] ?? {}) as Record<string, Tree>)) {
    yield* ruleMutants(rule, ["rules", id], mutant);
  }
  for (const [place, edition] of (book["editions"] as Tree[]).entries()) {
    const at: Path = ["editions", place];
    for (const [what, value] of instantChanges(edition["from"] as string)) yield mutant([...at, "from"], what, value);
    for (const part of ["default", "unresolved"]) {
      if (edition[part] === undefined) continue;
      const other = (edition[part] as Tree)["action"] === "block" ? "open_externally" : "block";
      yield mutant([...at, part, "action"], other, other);
    }
    const rules = edition["rules"] as readonly (string | Tree)[];
    for (const [index, rule] of rules.entries()) {
      const where = [...at, "rules"];
      yield mutant(where, `without ${nameOf(rule)}`, rules.toSpliced(index, 1));
      const next = rules[index + 1];
      if (next !== undefined) {
        yield mutant(where, `${nameOf(next)} before ${nameOf(rule)}`, rules.toSpliced(index, 2, next, rule));
      }
      if (typeof rule !== "string" && rule["use"] === undefined) yield* ruleMutants(rule, [...where, index], mutant);
    }
  }
}

function nameOf(rule: string | Tree): string {
  return typeof rule === "string" ? rule : String(rule["use"] ?? rule["id"]);
}

type Make = (path: Path, what: string, value: unknown) => Mutant;

function* ruleMutants(rule: Tree, path: Path, mutant: Make): Generator<Mutant> {
  yield* conditionMutants(rule["when"] as Tree, [...path, "when"], mutant);
  const then = rule[THEN] as Tree;
  for (const action of ACTIONS) {
    if (action !== then["action"]) yield mutant([...path, THEN], action, { action });
  }
  if (then["action"] !== "block") {
    yield mutant([...path, THEN, "notice"], "the other way", then["notice"] !== true);
  }
}

function* conditionMutants(when: Tree, path: Path, mutant: Make): Generator<Mutant> {
  if (Object.keys(when).length === 0) yield mutant(path, "for groups only", { chat: "group" });
  for (const [key, wanted] of Object.entries(when)) {
    const at = [...path, key];
    yield mutant(at, "left out", GONE);
    if (key === "not") {
      yield mutant(path, "not left out", { ...without(when, "not"), all: [wanted] });
      yield* conditionMutants(wanted as Tree, at, mutant);
      continue;
    }
    if (when["not"] === undefined) yield mutant(path, `not ${key}`, { ...without(when, key), not: { [key]: wanted } });
    if (key === "any" || key === "all") {
      const parts = wanted as readonly Tree[];
      yield mutant(path, `${key} the other way`, { ...without(when, key), [key === "any" ? "all" : "any"]: parts });
      for (const [index, part] of parts.entries()) {
        if (parts.length > 1) yield mutant(at, `without part ${index + 1}`, parts.toSpliced(index, 1));
        yield* conditionMutants(part, [...at, index], mutant);
      }
    } else if (key === "client") yield* clientMutants(wanted as Record<string, string>, at, mutant);
    else if (key === "at") {
      for (const [edge, instant] of Object.entries(wanted as Record<string, string>)) {
        for (const [what, value] of instantChanges(instant)) yield mutant([...at, edge], what, value);
      }
    } else {
      for (const [what, value] of wordChanges(key, wanted)) yield mutant(at, what, value);
    }
  }
}

function without(tree: Tree, key: string): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([name]) => name !== key));
}

function* wordChanges(key: string, wanted: unknown): Generator<Change> {
  const words = Array.isArray(wanted) ? (wanted as string[]) : [wanted as string];
  for (const word of words) {
    const rest = words.filter((other) => other !== word);
    if (rest.length > 0) yield [`without ${word}`, rest];
  }
  const foreign = (FOREIGN[key] ?? []).find((word) => !words.includes(word));
  if (foreign !== undefined) yield [`${foreign} too`, [...words, foreign]];
}

function* clientMutants(ranges: Record<string, string>, path: Path, mutant: Make): Generator<Mutant> {
  for (const [os, range] of Object.entries(ranges)) {
    if (Object.keys(ranges).length > 1) yield mutant([...path, os], "left out", GONE);
    yield mutant([...path, os], "any", "any");
    for (const step of [-1, 1]) {
      const moved = range.replace(/\d+$/u, (last) => String(Number(last) + step));
      yield mutant([...path, os], moved, moved);
    }
    if (range.startsWith(">=")) yield mutant([...path, os], "above it only", range.replace(">=", ">"));
  }
}

function* instantChanges(instant: string): Generator<Change> {
  for (const [what, stepMs] of [
    ["a second sooner", -1_000],
    ["a second later", 1_000],
  ] as const) {
    yield [what, new Date(Date.parse(instant) + stepMs).toISOString()];
  }
}

/** A copy in which one place holds another value, or nothing. Unchanged parts are shared. */
function changed(tree: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(tree)) {
    return tree.map((part: unknown, index) => (index === key ? changed(part, rest, value) : part));
  }
  const own = tree as Tree;
  if (rest.length === 0 && value === GONE) return without(own, String(key));
  return { ...own, [key]: changed(own[String(key)], rest, value) };
}
