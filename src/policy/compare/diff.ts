import { type CoveringCube, type OpenCover, openCover } from "./cover.ts";
import { FALSE, leaf, type NodeRef, TRUE, valueOf } from "../decide/diagram.ts";
import { preferredCells, type Witness, witnessAt } from "./witness.ts";
import { offsetOf, type Scope, scopeOf } from "./scope.ts";
import {
  type KnownApp,
  levelsByInterest,
  NO_EDITION,
  NOT_IN_FORCE,
  openSurvey,
  type Subject,
  type Survey,
  type Verdict,
  verdictOf,
} from "./survey.ts";
import { type ToldDifference, toldDifferences } from "./told-apart.ts";

/** Inputs that two subjects judge differently, all in the same way. */
export interface Difference {
  readonly scope: Scope;
  readonly left: Verdict;
  readonly right: Verdict;
  /** Rules that speak for the witness; null for the default, and where no edition is in force. */
  readonly leftRule: string | null;
  readonly rightRule: string | null;
  /** Of which book no edition is in force at the witness; null: of both one is. */
  readonly notInForce: "left" | "right" | null;
  readonly witness: Witness;
}

/** How many inputs get one verdict here and another there. */
export interface VerdictDifference {
  readonly left: Verdict;
  readonly right: Verdict;
  readonly differing: bigint;
  /** Those that no listed difference tells of. */
  readonly leftOver: bigint;
}

export interface RulebookDiff {
  readonly left: string;
  readonly right: string;
  /** Offset in which instants are told. */
  readonly offset: string;
  /** Together they hold every input on which the two differ, and no other. */
  readonly differences: readonly Difference[];
  /** All differing inputs by their two verdicts, counted whether listed or not. */
  readonly byVerdicts: readonly VerdictDifference[];
  /** Distinguishable inputs judged by both, and those judged differently. */
  readonly inputs: bigint;
  readonly differing: bigint;
  /** Differing inputs that no difference tells of because there were more than `maxDifferences`; else 0. */
  readonly leftOver: bigint;
  /** What rules of one name say otherwise of their verdicts, judged alike or not. */
  readonly told: readonly ToldDifference[];
}

export interface DiffOptions {
  readonly apps?: readonly KnownApp[];
  /** Default 500. */
  readonly maxDifferences?: number;
}

/** `wechat` or `wechat@2021-09-17`. */
export function subjectName({ rulebook, edition }: Subject): string {
  return edition === null ? rulebook.id : `${rulebook.id}@${edition.id}`;
}

/**
 * Every input on which two rulebooks or editions differ in action or notice.
 * Two editions are compared for every day. An edition and a rulebook are compared for the days of the edition.
 * Two rulebooks are compared for every day: before its first edition a rulebook opens every link externally.
 */
export function diffRulebooks(left: Subject, right: Subject, options: DiffOptions = {}): RulebookDiff {
  const survey = openSurvey([left, right], options.apps ?? []);
  const { diagrams } = survey;
  const days = daysOfBoth(survey, left, right);
  const dayCells = cellsOfDays(survey, days);
  const leftVerdicts = survey.givenBy(left);
  const rightVerdicts = survey.givenBy(right);
  const base = NOT_IN_FORCE;
  const same = base * base;
  const nowhere = same + 1;
  // One diagram of pairs; equal ones are one leaf, so that all of them merge.
  const pairs = diagrams.combine(leftVerdicts, rightVerdicts, (a, b) => (a === b ? same : a * base + b));
  const leftRules = survey.rulesOf(left);
  const rightRules = survey.rulesOf(right);

  // Days outside and inputs that exist nowhere are of no interest.
  const cared = diagrams.combine(pairs, diagrams.and(survey.feasible, days), (pair, isCared) =>
    isCared === 1 ? pair : nowhere,
  );
  const sizes = diagrams.count(cared);
  const kinds = [...sizes.keys()].filter((pair) => pair < same).sort((a, b) => a - b);
  // An edition taken for every day is shown best on a day of its own.
  const lives = diagrams.or(survey.termOf(left), survey.termOf(right));
  const coverOptions = { order: levelsByInterest(survey), preferred: preferredCells(survey), within: lives };
  // Days outside are no part of the target, so that no statement tells of them; inputs that exist nowhere may be.
  const covers = kinds.map((pair) => {
    const target = diagrams.map(pairs, (value) => (value === pair ? 1 : 0));
    return {
      pair,
      cover: openCover(diagrams, diagrams.and(target, days), survey.feasible, coverOptions),
      cubes: new Array<CoveringCube>(),
    };
  });
  takeByTurns(covers, options.maxDifferences ?? 500);

  const differences: Difference[] = [];
  const byVerdicts: VerdictDifference[] = [];
  for (const { pair, cover, cubes } of covers) {
    const leftVerdict = verdictOf(Math.floor(pair / base));
    const rightVerdict = verdictOf(pair % base);
    if (leftVerdict === null || rightVerdict === null) continue;
    const verdicts = { left: leftVerdict, right: rightVerdict };
    byVerdicts.push({ ...verdicts, differing: sizes.get(pair) ?? 0n, leftOver: cover.leftOver() });
    for (const { cube, assignment } of cubes) {
      const isNowhere = (rules: NodeRef): boolean => valueAt(survey, rules, assignment) === NO_EDITION;
      differences.push({
        ...verdicts,
        scope: scopeOf(survey, cube, dayCells),
        leftRule: ruleAt(survey, leftRules, assignment),
        rightRule: ruleAt(survey, rightRules, assignment),
        notInForce: isNowhere(leftRules) ? "left" : isNowhere(rightRules) ? "right" : null,
        witness: witnessAt(survey, assignment),
      });
    }
  }
  // What holds of clean links comes first: a reader asks for that.
  differences.sort((a, b) => a.scope.present.length - b.scope.present.length);
  const differing = byVerdicts.reduce((sum, kind) => sum + kind.differing, 0n);
  return {
    left: subjectName(left),
    right: subjectName(right),
    offset: offsetOf(left.rulebook.editions[0].fromText),
    differences,
    byVerdicts,
    inputs: differing + (sizes.get(same) ?? 0n),
    differing,
    leftOver: byVerdicts.reduce((sum, kind) => sum + kind.leftOver, 0n),
    told: toldDifferences(left, right),
  };
}

interface OpenKind {
  readonly cover: OpenCover;
  readonly cubes: CoveringCube[];
}

/** Cubes of all kinds, `most` at most; by turns, so that no kind goes untold for another's many cubes. */
function takeByTurns(kinds: readonly OpenKind[], most: number): void {
  let taken = 0;
  let open = [...kinds];
  while (open.length > 0 && taken < most) {
    const turn = open;
    open = [];
    for (const kind of turn) {
      const cube = taken < most ? kind.cover.next() : null;
      if (cube === null) continue;
      kind.cubes.push(cube);
      open.push(kind);
      taken++;
    }
  }
}

function daysOfBoth(survey: Survey, left: Subject, right: Subject): NodeRef {
  if ((left.edition === null) === (right.edition === null)) return TRUE;
  return survey.termOf(left.edition === null ? right : left);
}

/** Null when every day is asked about. */
export function cellsOfDays(survey: Survey, days: NodeRef): readonly number[] | null {
  if (days === TRUE) return null;
  return survey.diagrams.childrenOf(days).flatMap((child, cell) => (child === FALSE ? [] : [cell]));
}

/** The value of a function at one input. */
export function valueAt({ diagrams }: Survey, ref: NodeRef, assignment: readonly number[]): number {
  let node = ref;
  while (node >= 0) node = diagrams.childrenOf(node)[assignment[diagrams.levelOf(node)] ?? 0] ?? leaf(valueOf(FALSE));
  return valueOf(node);
}

function ruleAt(survey: Survey, rules: NodeRef, assignment: readonly number[]): string | null {
  return survey.decidingRules[valueAt(survey, rules, assignment)]?.rule?.id ?? null;
}
