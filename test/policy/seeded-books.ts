import { parseRulebook, type Rulebook } from "../../src/policy/rulebook/rulebook.ts";
import { CLASSES, FINDINGS, LINK_KINDS, RELATIONS } from "../../src/policy/vocabulary.ts";

const [THEN] = ["then"] as const;

/** Whole numbers below a limit, the same ones for the same seed. */
function draws(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

type When = Readonly<Record<string, unknown>>;
type Below = (limit: number) => number;

function some(below: Below, words: readonly string[], most: number): string[] {
  return [...new Set(Array.from({ length: 1 + below(most) }, () => words[below(words.length)] ?? ""))];
}

function bookOf(count: number, below: Below, whenOf: () => When): Rulebook {
  const reason = { en: "Because." };
  const rules = Array.from({ length: count }, (_, index) => ({
    id: `r${index}`,
    when: whenOf(),
    [THEN]: { action: ["open_in_place", "open_externally", "block"][below(3)] },
    basis: "inferred",
    reason,
  }));
  const fallback = { action: "open_externally", basis: "inferred", reason };
  const source = [{ title: "Bench", url: "https://example.org/" }];
  const edition = { id: "1", from: "2000-01-01T00:00:00Z", title: "1", source, default: fallback, rules };
  return parseRulebook(
    JSON.stringify({ id: "random", title: "R", authority: "R", host: "any", editions: [edition] }),
    "random.json",
  );
}

/** A book of random rules of two to four conditions each; the same for the same seed. */
export function seededBook(count: number, seed: number): Rulebook {
  const below = draws(seed);
  const makers: readonly (() => When)[] = [
    () => ({ chat: some(below, ["one_to_one", "group", "moments"], 1) }),
    () => ({ relation: some(below, RELATIONS, 2) }),
    () => ({ class: some(below, CLASSES, 4) }),
    () => ({ kind: some(below, LINK_KINDS, 2) }),
    () => ({ finding: some(below, FINDINGS, 3) }),
    () => ({ client: { android: `>=8.0.${below(30)}`, ios: `>=8.0.${below(30)}` } }),
    () => ({ at: { from: `20${21 + below(5)}-0${1 + below(9)}-01T00:00:00Z` } }),
  ];
  return bookOf(
    count,
    below,
    () =>
      Object.assign({}, ...Array.from({ length: 2 + below(3) }, () => makers[below(makers.length)]?.() ?? {})) as When,
  );
}

/** A book of rules about one app each, of as many apps as three quarters of the rules, with dates and versions of their own. */
export function seededAppBook(count: number, seed: number): Rulebook {
  const below = draws(seed);
  const at = (): string => `20${15 + below(10)}-0${1 + below(9)}-1${below(10)}T00:00:00Z`;
  return bookOf(count, below, () => ({
    app: `app-${below(Math.ceil(count * 0.75))}`,
    ...(below(2) === 0 ? { chat: some(below, ["one_to_one", "group", "moments"], 1) } : {}),
    ...(below(3) > 0 ? { finding: some(below, FINDINGS, 1) } : {}),
    ...(below(3) > 0 ? { client: { android: `>=8.${below(60)}.${below(30)}` } } : {}),
    ...(below(3) > 0 ? { at: { from: at() } } : {}),
  }));
}
