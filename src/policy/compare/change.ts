import { silentRules, type SilentRule } from "./audit.ts";
import { openCover } from "./cover.ts";
import { type NodeRef, TRUE } from "../decide/diagram.ts";
import { valueAt } from "./diff.ts";
import { describeScope, findingsToldApart, offsetOf, scopeOf } from "./scope.ts";
import { preferredCells } from "./witness.ts";
import { type KnownApp, levelsByInterest, openSurvey, type Subject, type Survey, verdictOf } from "./survey.ts";
import type { Action } from "../types.ts";

/** What an author of a changed rulebook should know before it decides. */
export type RulebookWarning =
  /** A rule that no message can reach, and that was not so before. */
  | ({ readonly kind: "unreachable_rule" } & SilentRule)
  /** Links that from now on may do more than under the book before. */
  | {
      readonly kind: "allows_more";
      /** Rules that decide in the one book and the other; null for the default. */
      readonly rule: string | null;
      readonly ruleBefore: string | null;
      readonly action: Action;
      readonly actionBefore: Action;
      /** Which links, in words. */
      readonly where: string;
    };

export interface ChangeOptions {
  readonly apps?: readonly KnownApp[];
  /** What decided about earlier messages is no danger to later ones. */
  readonly at: Date;
  /** Most statements of what is allowed. Default 10. */
  readonly maxAllowed?: number;
}

/** The more a word lets a link do, the higher. */
const FREEDOM: Readonly<Record<Action, number>> = { block: 0, open_externally: 1, open_in_place: 2 };

/**
 * What is to be warned about when a rulebook takes the place of another: rules it makes unreachable, and what it allows more.
 *
 * @param before  Null: there was none, so every unreachable rule is told and nothing is allowed more.
 */
export function warningsOfChange(before: Subject | null, after: Subject, options: ChangeOptions): RulebookWarning[] {
  const apps = options.apps ?? [];
  const survey = openSurvey(before === null ? [after] : [before, after], apps);
  const known = new Set(before === null ? [] : silentIn(survey, before).map(nameOf));
  const silent = silentIn(survey, after).filter((rule) => !known.has(nameOf(rule)));
  const unreachable = silent.map((rule) => ({ kind: "unreachable_rule", ...rule }) as const);
  return before === null ? unreachable : [...unreachable, ...allowedMore(survey, before, after, options)];
}

function silentIn(survey: Survey, { rulebook, edition }: Subject): SilentRule[] {
  const editions = edition === null ? rulebook.editions : [edition];
  return editions.flatMap((each) => silentRules(survey, rulebook, each));
}

const nameOf = ({ edition, rule }: SilentRule): string => `${edition} ${rule}`;

function allowedMore(survey: Survey, before: Subject, after: Subject, options: ChangeOptions): RulebookWarning[] {
  const { diagrams } = survey;
  const isMore = diagrams.combine(survey.givenBy(before), survey.givenBy(after), (old, now) =>
    freedomOf(now) > freedomOf(old) ? 1 : 0,
  );
  const [rulesBefore, rules] = [survey.rulesOf(before), survey.rulesOf(after)];
  const [given, givenBefore] = [survey.givenBy(after), survey.givenBy(before)];
  const cover = openCover(diagrams, diagrams.and(isMore, daysToCome(survey, options.at)), survey.feasible, {
    order: levelsByInterest(survey),
    preferred: preferredCells(survey),
  });
  const found: RulebookWarning[] = [];
  while (found.length < (options.maxAllowed ?? 10)) {
    const next = cover.next();
    if (next === null) break;
    const at = (ref: NodeRef): number => valueAt(survey, ref, next.assignment);
    const [verdict, verdictBefore] = [verdictOf(at(given)), verdictOf(at(givenBefore))];
    if (verdict === null || verdictBefore === null) continue;
    const scope = scopeOf(survey, next.cube, null);
    const offset = offsetOf(after.rulebook.editions[0].fromText);
    const { where, provided } = describeScope(scope, offset, findingsToldApart([scope]));
    found.push({
      kind: "allows_more",
      rule: survey.decidingRules[at(rules)]?.rule?.id ?? null,
      ruleBefore: survey.decidingRules[at(rulesBefore)]?.rule?.id ?? null,
      action: verdict.action,
      actionBefore: verdictBefore.action,
      where: provided === "" ? where : `${where}; ${provided}`,
    });
  }
  return found;
}

function freedomOf(code: number): number {
  const verdict = verdictOf(code);
  return verdict === null ? 0 : FREEDOM[verdict.action];
}

/** The cell of time that an instant lies in, and all that follow. */
function daysToCome(survey: Survey, at: Date): NodeRef {
  const fromMs = survey.space.instantsMs.findLast((ms) => ms <= at.getTime());
  return fromMs === undefined ? TRUE : survey.daysFrom(fromMs);
}

/** One sentence that names the rule. */
export function warningText(warning: RulebookWarning): string {
  if (warning.kind === "unreachable_rule") {
    const { edition, rule, hiddenBy } = warning;
    const why =
      hiddenBy.length === 0 ? "its own conditions exclude each other" : `${hiddenBy.join(", ")} decides before it`;
    return `rule ${rule} of edition ${edition} can never speak: ${why}`;
  }
  const { rule, ruleBefore, action, actionBefore, where } = warning;
  return `${ruleName(rule)} allows more: ${action} where ${ruleName(ruleBefore)} said ${actionBefore} (${where})`;
}

const ruleName = (rule: string | null): string => (rule === null ? "the default" : `rule ${rule}`);
