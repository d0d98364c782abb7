import {
  type DistantDate,
  distantDates,
  type MissingText,
  missingTexts,
  type OlderRule,
  olderRules,
  type UnfitTest,
  unfitTests,
} from "./claims.ts";
import { coverOf } from "./cover.ts";
import { checkObligations, type ObligationCheck } from "./obligations.ts";
import { FALSE, type NodeRef } from "../decide/diagram.ts";
import { cellsOfDays, subjectName } from "./diff.ts";
import { preferredCells, type Witness, witnessAt } from "./witness.ts";
import type { Edition, Rule, Rulebook } from "../rulebook/rulebook.ts";
import { offsetOf, type Scope, scopeOf } from "./scope.ts";
import { FIRST_FINDING_LEVEL, LEVEL } from "../decide/space.ts";
import {
  type KnownApp,
  levelsByInterest,
  openSurvey,
  type Subject,
  type Survey,
  type Verdict,
  verdictCode,
  verdictOf,
} from "./survey.ts";
import { type UnequalTreatment, unequalTreatments } from "./unequal.ts";
import { compareVersions, formatVersion } from "../version.ts";
import { CHOICES, type Choice } from "../types.ts";
import { CHOICE_WORDS, OSES, STRICTNESS } from "../vocabulary.ts";
import { clientIn } from "./witness.ts";

/** A rule that no message can reach. */
export interface SilentRule {
  readonly edition: string;
  readonly rule: string;
  /** Earlier rules that between them take all it asks for; none when its own conditions or dates exclude each other. */
  readonly hiddenBy: readonly string[];
}

/** Two rules that fit the same links and would treat them differently; the first one speaks. */
export interface Overlap {
  readonly edition: string;
  readonly first: string;
  readonly second: string;
  readonly firstVerdict: Verdict;
  readonly secondVerdict: Verdict;
  readonly witness: Witness;
}

/** Inputs that no rule fits. */
export interface DefaultOnly {
  readonly edition: string;
  readonly scope: Scope;
  readonly witness: Witness;
}

/** Addresses without a web page that open in place, where there is nothing to show. */
export interface PagelessInPlace {
  readonly edition: string;
  readonly scope: Scope;
  readonly witness: Witness;
}

/** Links that a reader who chose something gets more loosely than one who chose nothing. */
export interface LooserByChoice {
  readonly edition: string;
  readonly choice: Choice;
  readonly scope: Scope;
  readonly witness: Witness;
}

/** An edge of a date or a version: what lies just before, on and just after it, and whether any verdict changes there. */
export interface Boundary {
  /** Null for the edge at which an edition begins. */
  readonly edition: string | null;
  readonly variable: "at" | "android" | "ios" | "web";
  readonly before: string;
  readonly on: string;
  readonly after: string;
  readonly changesVerdicts: boolean;
  /** A link whose verdict changes there; null when none does. */
  readonly witness: Witness | null;
}

export interface UnusedMeant {
  readonly edition: string;
  readonly rule: string;
}

/** What is to be known of a rulebook, over every input it can tell apart. */
export interface Audit {
  readonly rulebook: string;
  readonly offset: string;
  readonly editions: readonly {
    readonly id: string;
    readonly from: string;
    readonly hash: string;
    readonly rules: number;
  }[];
  readonly inputs: bigint;
  readonly silentRules: readonly SilentRule[];
  /** Shared rules that no edition takes. */
  readonly unusedRules: readonly string[];
  readonly overlaps: readonly Overlap[];
  readonly defaultOnly: readonly DefaultOnly[];
  readonly pagelessInPlace: readonly PagelessInPlace[];
  readonly looserByChoice: readonly LooserByChoice[];
  readonly boundaries: readonly Boundary[];
  readonly missing: readonly MissingText[];
  readonly olderThanSources: readonly OlderRule[];
  /** None where the day of the audit was not told. */
  readonly distantDates: readonly DistantDate[];
  readonly unfitTests: readonly UnfitTest[];
  readonly unequal: readonly UnequalTreatment[];
  /** Unequal treatment that rules mean by their own word. */
  readonly meant: readonly UnequalTreatment[];
  /** Rules that say `meant` and mean no unequal treatment that there is. */
  readonly unusedMeant: readonly UnusedMeant[];
  /** Obligations of another book, and where this one breaks them; none where it was held to no book. */
  readonly obligations: readonly ObligationCheck[];
}

export interface AuditOptions {
  /** Known apps, so that it speaks of apps rather than of relations, and of no app that does not exist. */
  readonly apps?: readonly KnownApp[];
  /** Host platform that links are looked at from; left out, the first that the book governs. */
  readonly host?: string;
  /** A book whose obligations this one is held to. */
  readonly against?: Rulebook;
  /** The day of the audit; dates far after it are named. Left out: none is. */
  readonly asOf?: Date;
  /** Most statements of one kind. Default 500. */
  readonly maxStatements?: number;
}

export function auditRulebook(rulebook: Rulebook, options: AuditOptions = {}): Audit {
  const whole: Subject = { rulebook, edition: null, ...(options.host === undefined ? {} : { host: options.host }) };
  const survey = openSurvey([whole], options.apps ?? []);
  const maxStatements = options.maxStatements ?? 500;
  const inputs = survey.diagrams.satCount(survey.diagrams.and(survey.feasible, survey.termOf(whole)));
  const unequal = unequalTreatments(survey, whole, survey.termOf(whole), maxStatements);
  const meant = unequal.filter(({ meantBy }) => meantBy.length > 0);
  const obligations =
    options.against === undefined
      ? []
      : checkObligations(whole, options.against, { apps: options.apps ?? [], maxStatements });
  const intended = [...meant, ...obligations.flatMap((each) => each.meant)];
  return {
    rulebook: subjectName(whole),
    offset: offsetOf(rulebook.editions[0].fromText),
    editions: rulebook.editions.map(({ id, fromText, hash, rules }) => ({
      id,
      from: fromText,
      hash,
      rules: rules.length,
    })),
    inputs,
    silentRules: rulebook.editions.flatMap((edition) => silentRules(survey, rulebook, edition)),
    unusedRules: rulebook.unusedRules,
    overlaps: rulebook.editions.flatMap((edition) => overlaps(survey, rulebook, edition)),
    defaultOnly: rulebook.editions.flatMap((edition) => defaultOnly(survey, rulebook, edition, maxStatements)),
    pagelessInPlace: pagelessInPlace(whole, options.apps ?? [], maxStatements),
    looserByChoice: rulebook.editions.flatMap((edition) => looserByChoice(survey, rulebook, edition, maxStatements)),
    boundaries: [
      ...dateBoundaries(survey, rulebook),
      ...rulebook.editions.flatMap((edition) => versionBoundaries(survey, rulebook, edition)),
    ],
    missing: rulebook.editions.flatMap(missingTexts),
    olderThanSources: rulebook.editions.flatMap((edition) => olderRules(edition)),
    distantDates: rulebook.editions.flatMap((edition) =>
      options.asOf === undefined ? [] : distantDates(edition, options.asOf),
    ),
    unfitTests: rulebook.editions.flatMap((edition) => unfitTests(survey, rulebook, edition)),
    unequal: unequal.filter(({ meantBy }) => meantBy.length === 0),
    meant,
    unusedMeant: rulebook.editions.flatMap((edition) => unusedMeant(edition, intended)),
    obligations,
  };
}

function unusedMeant({ id, rules }: Edition, intended: readonly UnequalTreatment[]): UnusedMeant[] {
  const used = new Set(intended.flatMap(({ meantBy }) => meantBy).map(({ edition, rule }) => `${edition} ${rule}`));
  return rules
    .filter(({ id: rule, meant }) => meant !== null && !used.has(`${id} ${rule}`))
    .map(({ id: rule }) => ({ edition: id, rule }));
}

/** Inputs that exist on the days of an edition. */
function ownInputs(survey: Survey, rulebook: Rulebook, edition: Edition): NodeRef {
  return survey.diagrams.and(survey.feasible, survey.daysOf(rulebook, edition));
}

/** Rules of an edition that no message of its days can reach. */
export function silentRules(survey: Survey, rulebook: Rulebook, edition: Edition): SilentRule[] {
  const { diagrams } = survey;
  const own = ownInputs(survey, rulebook, edition);
  const conditions = edition.rules.map((rule) => diagrams.and(survey.conditionOf(rule), own));
  let free = own;
  return edition.rules.flatMap((rule, index) => {
    const condition = conditions[index] ?? FALSE;
    const reached = diagrams.and(condition, free);
    free = diagrams.and(free, diagrams.not(condition));
    if (reached !== FALSE) return [];
    const hiddenBy: string[] = [];
    let rest = condition;
    for (const [place, earlier] of edition.rules.slice(0, index).entries()) {
      const without = diagrams.and(rest, diagrams.not(conditions[place] ?? FALSE));
      if (without !== rest) hiddenBy.push(earlier.id);
      rest = without;
    }
    return [{ edition: edition.id, rule: rule.id, hiddenBy }];
  });
}

function overlaps(survey: Survey, rulebook: Rulebook, edition: Edition): Overlap[] {
  const { diagrams } = survey;
  const own = ownInputs(survey, rulebook, edition);
  const conditions = edition.rules.map((rule) => diagrams.and(survey.conditionOf(rule), own));
  const codes = edition.rules.map(verdictCode);
  const found: Overlap[] = [];
  for (const [index, second] of edition.rules.entries()) {
    for (const [place, first] of edition.rules.entries()) {
      if (place >= index) break;
      if (codes[place] === codes[index]) continue;
      const both = diagrams.and(conditions[place] ?? FALSE, conditions[index] ?? FALSE);
      if (both === FALSE) continue;
      found.push({
        edition: edition.id,
        first: first.id,
        second: second.id,
        firstVerdict: plainVerdict(first),
        secondVerdict: plainVerdict(second),
        witness: witnessIn(survey, both),
      });
    }
  }
  return found;
}

function plainVerdict({ action, notice }: Rule): Verdict {
  return { action, notice };
}

function witnessIn(survey: Survey, inputs: NodeRef): Witness {
  const { diagrams } = survey;
  const assignment = preferredCells(survey);
  let node = inputs;
  while (node >= 0) {
    const level = diagrams.levelOf(node);
    const children = diagrams.childrenOf(node);
    const wanted = assignment[level] ?? 0;
    const cell = children[wanted] === FALSE ? children.findIndex((child) => child !== FALSE) : wanted;
    assignment[level] = cell;
    node = children[cell] ?? FALSE;
  }
  return witnessAt(survey, assignment);
}

function defaultOnly(survey: Survey, rulebook: Rulebook, edition: Edition, maxCubes: number): DefaultOnly[] {
  const { diagrams } = survey;
  const days = survey.daysOf(rulebook, edition);
  const unfit = edition.rules.reduce((rest, rule) => diagrams.and(rest, diagrams.not(survey.conditionOf(rule))), days);
  const cubes = coverOf(diagrams, unfit, survey.feasible, {
    order: levelsByInterest(survey),
    preferred: preferredCells(survey),
    maxCubes,
  });
  const dayCells = cellsOfDays(survey, days);
  return cubes.map(({ cube, assignment }) => ({
    edition: edition.id,
    scope: scopeOf(survey, cube, dayCells),
    witness: witnessAt(survey, assignment),
  }));
}

/** In a space of its own, since few rules ask for what it looks for. */
function pagelessInPlace(whole: Subject, apps: readonly KnownApp[], maxCubes: number): PagelessInPlace[] {
  const { rulebook } = whole;
  const survey = openSurvey([whole], apps, ["no_web_page"]);
  const { diagrams, space } = survey;
  const place = space.findings.findIndex((group) => group.includes("no_web_page"));
  const isPageless = diagrams.literal(FIRST_FINDING_LEVEL + place, [false, true]);
  // A share code is no address: what it opens is the app that it is copied into.
  const isAddress = diagrams.literal(
    LEVEL.kind,
    space.words.kind.map((kind) => kind !== "share_code"),
  );
  return rulebook.editions.flatMap((edition) => {
    const days = survey.daysOf(rulebook, edition);
    const opens = diagrams.map(survey.verdictsOf({ rulebook, edition }), (code) =>
      verdictOf(code)?.action === "open_in_place" ? 1 : 0,
    );
    const pageless = [days, isAddress, isPageless].reduce((all, part) => diagrams.and(all, part), opens);
    const dayCells = cellsOfDays(survey, days);
    return coverOf(diagrams, pageless, survey.feasible, {
      order: levelsByInterest(survey),
      preferred: preferredCells(survey),
      maxCubes,
    }).map(({ cube, assignment }) => ({
      edition: edition.id,
      scope: scopeOf(survey, cube, dayCells),
      // A known app's page would be no witness of an address without one.
      witness: { ...witnessAt(survey, assignment), url: null },
    }));
  });
}

/** A choice of the reader's own may only make stricter: by action, and of equals by the notice before it. */
function looserByChoice(survey: Survey, rulebook: Rulebook, edition: Edition, maxCubes: number): LooserByChoice[] {
  const { diagrams } = survey;
  const days = survey.daysOf(rulebook, edition);
  const verdicts = survey.verdictsOf({ rulebook, edition });
  const without = diagrams.restrict(verdicts, LEVEL.choice, CHOICE_WORDS.indexOf("none"));
  return CHOICES.flatMap((choice) => {
    const cell = CHOICE_WORDS.indexOf(choice);
    const own = diagrams.restrict(verdicts, LEVEL.choice, cell);
    const looser = diagrams.combine(own, without, (a, b) => (strictnessOf(a) < strictnessOf(b) ? 1 : 0));
    const isChosen = diagrams.literal(
      LEVEL.choice,
      CHOICE_WORDS.map((word) => word === choice),
    );
    const dayCells = cellsOfDays(survey, days);
    return coverOf(diagrams, diagrams.and(diagrams.and(days, looser), isChosen), survey.feasible, {
      order: levelsByInterest(survey),
      preferred: preferredCells(survey),
      maxCubes,
    }).map(({ cube, assignment }) => ({
      edition: edition.id,
      choice,
      scope: scopeOf(survey, cube, dayCells),
      witness: witnessAt(survey, assignment),
    }));
  });
}

function strictnessOf(code: number): number {
  const verdict = verdictOf(code);
  return verdict === null ? -1 : STRICTNESS[verdict.action] * 2 + Number(verdict.notice);
}

/** Inputs on which two functions differ. */
function differing(survey: Survey, left: NodeRef, right: NodeRef): NodeRef {
  if (left === right) return FALSE;
  return survey.diagrams.combine(left, right, (a, b) => (a === b ? 0 : 1));
}

function dateBoundaries(survey: Survey, rulebook: Rulebook): Boundary[] {
  const { diagrams, space } = survey;
  const verdicts = survey.verdictsOf({ rulebook, edition: null });
  return space.instantsMs.flatMap((ms, place) => {
    if (!survey.ruleInstantsMs.has(ms)) return [];
    const begun = rulebook.editions.find(({ from }) => from.getTime() === ms);
    const inForce = rulebook.editions.findLast(({ from }) => from.getTime() <= ms);
    const changed = diagrams.and(
      differing(survey, diagrams.restrict(verdicts, LEVEL.at, place), diagrams.restrict(verdicts, LEVEL.at, place + 1)),
      survey.feasible,
    );
    const cells = Array.from({ length: space.instantsMs.length + 1 }, (_, cell) => cell === place + 1);
    return {
      edition: begun === undefined ? (inForce?.id ?? null) : null,
      variable: "at",
      before: new Date(ms - 1).toISOString(),
      on: new Date(ms).toISOString(),
      after: new Date(ms + 1).toISOString(),
      changesVerdicts: changed !== FALSE,
      witness: changed === FALSE ? null : witnessIn(survey, diagrams.and(changed, diagrams.literal(LEVEL.at, cells))),
    };
  });
}

function versionBoundaries(survey: Survey, rulebook: Rulebook, edition: Edition): Boundary[] {
  const { diagrams, space } = survey;
  const verdicts = survey.verdictsOf({ rulebook, edition });
  const own = ownInputs(survey, rulebook, edition);
  return OSES.flatMap((os) =>
    space.versionCuts[os].flatMap((cut, place): Boundary[] => {
      const previous = space.versionCuts[os][place - 1];
      // The two cuts of one version (from it on, and after it) are one edge: the first speaks for both.
      if (previous !== undefined && compareVersions(previous.version, cut.version) === 0) return [];
      const next = space.versionCuts[os][place + 1];
      const isDouble = next !== undefined && compareVersions(next.version, cut.version) === 0;
      const below = space.clientStart[os] + 1 + place;
      const cells = [below, below + 1, ...(isDouble ? [below + 2] : [])];
      const parts = cells.map((cell) => diagrams.restrict(verdicts, LEVEL.client, cell));
      const changed = parts
        .slice(1)
        .reduce<NodeRef>((any, part, index) => diagrams.or(any, differing(survey, parts[index] ?? part, part)), FALSE);
      const changedOwn = diagrams.and(changed, own);
      const inCell = Array.from({ length: space.radices[LEVEL.client] ?? 0 }, (_, cell) => cell === below + 1);
      return [
        {
          edition: edition.id,
          variable: os,
          before: clientIn(space, below).version ?? "",
          on: formatVersion(cut.version),
          after: formatVersion([...cut.version, 1]),
          changesVerdicts: changedOwn !== FALSE,
          witness:
            changedOwn === FALSE
              ? null
              : witnessIn(survey, diagrams.and(changedOwn, diagrams.literal(LEVEL.client, inCell))),
        },
      ];
    }),
  ).filter(({ variable, on }) => isNamed(edition, variable, on));
}

/** Whether the edition itself names the version, and not only another edition of the book. */
function isNamed({ rules }: Edition, os: string, version: string): boolean {
  return rules.some(({ whenSource }) => {
    const text = JSON.stringify(whenSource);
    return text.includes(`"${os}":`) && text.includes(version);
  });
}
