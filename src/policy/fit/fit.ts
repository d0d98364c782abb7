import { diffRulebooks, type RulebookDiff } from "../compare/diff.ts";
import { FALSE } from "../decide/diagram.ts";
import { type KnownApp, openSurvey, type Subject, type Verdict } from "../compare/survey.ts";
import { type Change, changesOf } from "./changes.ts";
import { type Given, givenBy, isTree, type PlainBook, plainBookOf, type Tree } from "./plain.ts";
import { RulebookError } from "../rulebook/rulebook-error.ts";
import { parseRulebook, type Rulebook } from "../rulebook/rulebook.ts";
import type { PolicyFacts } from "../types.ts";
import { STRICTNESS } from "../vocabulary.ts";

/** A link as a platform really treated it. */
export interface Observation {
  /** Id of the fixture that tells it. */
  readonly fixture: string;
  /** One for each place that the link may lead to; the strictest verdict counts, of equals the first. */
  readonly places: readonly [PolicyFacts, ...PolicyFacts[]];
  /** What was seen; what was not is null. */
  readonly action: Verdict["action"] | null;
  readonly notice: boolean | null;
}

/** Observations that one rule contradicts, and what would explain them. */
export interface Misfit {
  /** The rule that gave the contradicted verdicts; `default` or `no edition` where none spoke. */
  readonly rule: string;
  readonly observations: readonly Observation[];
  /** What the book gives to the first of them. */
  readonly given: Given;
  /** Null: no single word, date or action explains any of them without contradicting another observation. */
  readonly proposal: Proposal | null;
}

export interface Proposal {
  readonly change: Omit<Change, "tree">;
  /** Of the misfit's observations those that the change explains. */
  readonly explained: readonly Observation[];
  /** The book with the change. */
  readonly rulebook: Rulebook;
  /** What else the change changes, over every input. */
  readonly diff: RulebookDiff;
}

export interface FitOptions {
  readonly apps?: readonly KnownApp[];
  /** Most statements of what a change changes. Default 20. */
  readonly maxStatements?: number;
}

/**
 * Holds a rulebook to what was seen. For each rule that says otherwise the smallest single change is sought that explains the
 * most of its observations and contradicts none; of several the one that changes the fewest inputs.
 *
 * @param tree  The rulebook's file as plain values; the schema took it.
 */
export function fitRulebook(
  tree: Tree,
  observations: readonly Observation[],
  { apps = [], maxStatements = 20 }: FitOptions = {},
): Misfit[] {
  const book = plainBookOf(tree);
  const judged = observations.map((observation) => ({ observation, given: strictest(book, observation) }));
  const agreeing = judged.filter(({ observation, given }) => agrees(observation, given));
  const groups = Map.groupBy(
    judged.filter(({ observation, given }) => !agrees(observation, given)),
    ({ given }) => given.rule,
  );
  const rulebook = toRulebook(tree);
  if (groups.size === 0 || rulebook === null) return [];
  const all = observations.flatMap(({ places }) => places);
  return [...groups].map(([rule, members]): Misfit => {
    const wrong = members.map(({ observation }) => observation);
    const candidates = candidatesFor(tree, wrong, {
      agreeing: agreeing.map(({ observation }) => observation),
      all,
    });
    const best = fewestChanged(rulebook, candidates, apps);
    const [first] = members;
    if (first === undefined) throw new Error("a group without members");
    return {
      rule,
      observations: wrong,
      given: first.given,
      proposal:
        best === null
          ? null
          : {
              change: { path: best.change.path, from: best.change.from, to: best.change.to },
              explained: best.explained,
              rulebook: best.rulebook,
              diff: diffRulebooks(whole(rulebook), whole(best.rulebook), { apps, maxDifferences: maxStatements }),
            },
    };
  });
}

function agrees({ action, notice }: Observation, given: Verdict): boolean {
  return (action === null || action === given.action) && (notice === null || notice === given.notice);
}

function strictest(book: PlainBook, { places: [first, ...others] }: Observation): Given {
  const strictness = ({ action, notice }: Verdict): number => STRICTNESS[action] * 2 + (notice ? 1 : 0);
  return others
    .map((facts) => givenBy(book, facts))
    .reduce((yet, other) => (strictness(other) > strictness(yet) ? other : yet), givenBy(book, first));
}

/** Whether a changed book explains what was seen. To leave a link without an edition that had one explains nothing. */
function explains(book: PlainBook, original: PlainBook, observation: Observation): boolean {
  const given = strictest(book, observation);
  const isLeftOut = given.edition === null && strictest(original, observation).edition !== null;
  return !isLeftOut && agrees(observation, given);
}

interface Candidate {
  readonly change: Change;
  readonly explained: readonly Observation[];
}

interface Seen {
  readonly agreeing: readonly Observation[];
  readonly all: readonly PolicyFacts[];
}

/** Changes that explain the most, and contradict nothing that the book already explains. */
function candidatesFor(tree: Tree, wrong: readonly Observation[], { agreeing, all }: Seen): Candidate[] {
  let most = 1;
  let found: Candidate[] = [];
  const wrongFacts = wrong.flatMap(({ places }) => places);
  const original = plainBookOf(tree);
  for (const change of changesOf(tree, wrongFacts, all)) {
    const book = plainBookOf(change.tree);
    const explained = wrong.filter((observation) => explains(book, original, observation));
    if (explained.length < most) continue;
    if (!agreeing.every((observation) => explains(book, original, observation))) continue;
    if (explained.length > most) found = [];
    most = explained.length;
    found.push({ change, explained });
  }
  return found;
}

const whole = (rulebook: Rulebook): Subject => ({ rulebook, edition: null });

/** @returns Null when the change makes no rulebook, such as one whose editions are out of order. */
function toRulebook(tree: Tree): Rulebook | null {
  try {
    return parseRulebook(JSON.stringify(tree), "rulebook");
  } catch (error) {
    if (error instanceof RulebookError) return null;
    throw error;
  }
}

/** Of dates at one place the nearest one either way: a further one changes all that it changes, and more. */
function nearestOf(candidates: readonly Candidate[]): readonly Candidate[] {
  const nearest = new Map<string, { readonly candidate: Candidate; readonly distanceMs: number }>();
  const others: Candidate[] = [];
  for (const candidate of candidates) {
    const { path, from, to } = candidate.change;
    const stepMs = /\.(from|until)$/u.test(path) ? Date.parse(String(to)) - Date.parse(String(from)) : Number.NaN;
    if (Number.isNaN(stepMs)) {
      others.push(candidate);
      continue;
    }
    const key = `${path} ${Math.sign(stepMs)}`;
    const known = nearest.get(key);
    if (known === undefined || Math.abs(stepMs) < known.distanceMs) {
      nearest.set(key, { candidate, distanceMs: Math.abs(stepMs) });
    }
  }
  return [...others, ...[...nearest.values()].map(({ candidate }) => candidate)];
}

/** All candidates are counted in one space, so that their numbers compare. */
function fewestChanged(
  rulebook: Rulebook,
  candidates: readonly Candidate[],
  apps: readonly KnownApp[],
): (Candidate & { readonly rulebook: Rulebook }) | null {
  const sound = nearestOf(candidates).flatMap((candidate) => {
    const changed = toRulebook(candidate.change.tree);
    return changed === null ? [] : [{ ...candidate, rulebook: changed }];
  });
  const counts = countChanged(
    rulebook,
    sound.map((candidate) => candidate.rulebook),
    apps,
  );
  const [best] = sound
    .map((candidate, index) => ({ candidate, inputs: counts[index] ?? 0n }))
    .toSorted((left, right) => (left.inputs < right.inputs ? -1 : left.inputs > right.inputs ? 1 : 0));
  return best?.candidate ?? null;
}

/** How many inputs each of some books judges otherwise than one book, the time before the first edition of either included. */
export function countChanged(
  rulebook: Rulebook,
  changed: readonly Rulebook[],
  apps: readonly KnownApp[] = [],
): readonly bigint[] {
  const survey = openSurvey([whole(rulebook), ...changed.map(whole)], apps);
  const { diagrams, feasible } = survey;
  const before = survey.givenBy(whole(rulebook));
  return changed.map((book) => {
    const after = survey.givenBy(whole(book));
    const differing = before === after ? FALSE : diagrams.combine(before, after, (a, b) => (a === b ? 0 : 1));
    return diagrams.satCount(diagrams.and(differing, feasible));
  });
}

/** A rulebook file's value as a tree. */
export function treeOf(value: unknown): Tree {
  if (!isTree(value)) throw new Error("a rulebook that the schema did not see");
  return value;
}
