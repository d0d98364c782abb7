import type { Edition, Outcome, Rule } from "../rulebook/rulebook.ts";
import type { Subject } from "./survey.ts";

/** What a verdict says beside what happens to the link. */
const PARTS = ["title", "basis", "reason", "citations", "meant", "testedApps"] as const;
export type ToldPart = (typeof PARTS)[number];

/** A rule of one name that says something else of its verdicts in the other book. */
export interface ToldDifference {
  /** Null: what is said where no rule fits. */
  readonly rule: string | null;
  readonly parts: readonly ToldPart[];
  /** The editions that are in force together and say so, oldest first. */
  readonly editions: readonly { readonly left: string; readonly right: string }[];
}

/** Where two books or editions say otherwise what they may judge alike: reasons, sources, and what a rule rests on. */
export function toldDifferences(left: Subject, right: Subject): ToldDifference[] {
  const found = new Map<
    string,
    { rule: string | null; parts: ToldPart[]; editions: { left: string; right: string }[] }
  >();
  for (const [one, other] of editionsTogether(left, right)) {
    for (const [rule, parts] of toldApart(one, other)) {
      const key = JSON.stringify([rule, parts]);
      const same = found.get(key) ?? { rule, parts, editions: [] };
      same.editions.push({ left: one.id, right: other.id });
      found.set(key, same);
    }
  }
  return [...found.values()];
}

/** Every pair of editions that are in force at one instant; one that is meant for every day is with each. */
function editionsTogether(left: Subject, right: Subject): [Edition, Edition][] {
  const editionsOf = ({ rulebook, edition }: Subject) => (edition === null ? rulebook.editions : [edition]);
  const inForce = ({ rulebook, edition }: Subject, at: Date) =>
    edition ?? rulebook.editions.findLast(({ from }) => from <= at) ?? null;
  const starts = [...editionsOf(left), ...editionsOf(right)].map(({ from }) => from);
  const pairs = new Map<string, [Edition, Edition]>();
  for (const at of starts.toSorted((a, b) => a.getTime() - b.getTime())) {
    const one = inForce(left, at);
    const other = inForce(right, at);
    if (one !== null && other !== null) pairs.set(JSON.stringify([one.id, other.id]), [one, other]);
  }
  return [...pairs.values()];
}

function toldApart(left: Edition, right: Edition): [rule: string | null, parts: ToldPart[]][] {
  if (left.hash === right.hash) return [];
  const others = new Map(right.rules.map((rule) => [rule.id, rule]));
  const pairs: [string | null, Partial<Rule> & Outcome, Partial<Rule> & Outcome][] = [
    [null, withSources(left), withSources(right)],
  ];
  for (const rule of left.rules) {
    const other = others.get(rule.id);
    if (other !== undefined) pairs.push([rule.id, rule, other]);
  }
  return pairs.flatMap(([rule, one, other]): [string | null, ToldPart[]][] => {
    const parts = PARTS.filter((part) => JSON.stringify(one[part] ?? null) !== JSON.stringify(other[part] ?? null));
    return parts.length === 0 ? [] : [[rule, parts]];
  });
}

/** What an edition as a whole rests on is told with what holds where no rule fits. */
function withSources({ default: outcome, sources }: Edition): Outcome {
  return { ...outcome, citations: [...outcome.citations, ...sources] };
}
