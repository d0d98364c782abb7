import { parseRulebook, type Rulebook } from "../../src/policy/rulebook.ts";
import { CLASSES, FINDINGS, LINK_KINDS, RELATIONS } from "../../src/policy/vocabulary.ts";

const [THEN] = ["then"] as const;

/** A book of random rules of two to four conditions each; the same for the same seed. */
export function seededBook(count: number, seed: number): Rulebook {
  let state = seed;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const some = (words: readonly string[], most: number): string[] => [
    ...new Set(Array.from({ length: 1 + below(most) }, () => words[below(words.length)] ?? "")),
  ];
  const reason = { en: "Because." };
  const makers: readonly (() => Record<string, unknown>)[] = [
    () => ({ chat: some(["one_to_one", "group"], 1) }),
    () => ({ relation: some(RELATIONS, 2) }),
    () => ({ class: some(CLASSES, 4) }),
    () => ({ kind: some(LINK_KINDS, 2) }),
    () => ({ finding: some(FINDINGS, 3) }),
    () => ({ client: { android: `>=8.0.${below(30)}`, ios: `>=8.0.${below(30)}` } }),
    () => ({ at: { from: `20${21 + below(5)}-0${1 + below(9)}-01T00:00:00Z` } }),
  ];
  const rules = Array.from({ length: count }, (_, index) => ({
    id: `r${index}`,
    when: Object.assign(
      {},
      ...Array.from({ length: 2 + below(3) }, () => makers[below(makers.length)]?.() ?? {}),
    ) as unknown,
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
