import { FALSE, type NodeRef } from "../decide/diagram.ts";
import { LEVEL } from "../decide/space.ts";
import type { WhenSource } from "../rulebook/condition.ts";
import type { Edition, Outcome, Rule, Rulebook } from "../rulebook/rulebook.ts";
import { offsetOf } from "./scope.ts";
import { type KnownApp, overSpans, spansOf, type Survey, wordCell } from "./survey.ts";

// What a rule claims beside its conditions: its sources and their days, its words, its tests.

/** A rule that begins before the first day that any of its sources tells of. */
export interface OlderRule {
  readonly edition: string;
  /** A rule's id, or `default` or `unresolved`. */
  readonly rule: string;
  /** When it begins. ISO 8601, UTC. */
  readonly from: string;
  /** Date of its earliest source, as written. */
  readonly earliest: string;
}

export interface MissingText {
  readonly edition: string;
  /** A rule's id, or `default` or `unresolved`. */
  readonly rule: string;
  readonly noCitation: boolean;
  readonly noReasonIn: readonly string[];
}

/** A date so far ahead that it is most likely mistyped: nobody knows the rules of that day. */
export interface DistantDate {
  readonly edition: string;
  /** A rule's id, `default` or `unresolved`; null for the edition's own beginning or source. */
  readonly rule: string | null;
  /** What bears it: when the edition or the rule begins or ends, or a source's date. */
  readonly of: "from" | "until" | "source";
  /** As written. */
  readonly date: string;
}

/** An app whose links a rule calls tested, though it fits none of them: the registry gives the app another class, owner or relation. */
export interface UnfitTest {
  readonly edition: string;
  readonly rule: string;
  readonly app: string;
}

function outcomesOf(edition: Edition): readonly (readonly [string, Outcome])[] {
  return [
    ...edition.rules.map((rule) => [rule.id, rule] as const),
    ["default", edition.default],
    ["unresolved", edition.unresolved],
  ];
}

/** First instant of a day, a month or a year. */
const startMs = (date: string, offset: string): number =>
  Date.parse(`${date}${"-01-01".slice(date.length - 4)}T00:00:00${offset}`);

/** A source without a date may be of any day, so that its rule is not named. */
export function olderRules(edition: Edition): OlderRule[] {
  const offset = offsetOf(edition.fromText);
  const beginsAt = new Map(edition.rules.map(({ id, whenSource }) => [id, whenSource.at?.from]));
  return outcomesOf(edition).flatMap(([rule, { citations }]) => {
    const dates = citations.filter(({ against }) => against !== true).map(({ date }) => date);
    if (dates.length === 0 || dates.includes(undefined)) return [];
    const [earliest] = dates.flatMap((date) => date ?? []).toSorted((a, b) => startMs(a, offset) - startMs(b, offset));
    const fromMs = Math.max(edition.from.getTime(), Date.parse(beginsAt.get(rule) ?? edition.fromText));
    if (earliest === undefined || fromMs >= startMs(earliest, offset)) return [];
    return [{ edition: edition.id, rule, from: new Date(fromMs).toISOString(), earliest }];
  });
}

export function missingTexts(edition: Edition): MissingText[] {
  return outcomesOf(edition).flatMap(([rule, { basis, citations, missingReasons }]) => {
    // Nobody but this gateway says what its own caution does.
    const noCitation = citations.length === 0 && basis !== "house";
    return noCitation || missingReasons.length > 0
      ? [{ edition: edition.id, rule, noCitation, noReasonIn: missingReasons }]
      : [];
  });
}

/** Rules are made known some weeks ahead, hardly a year. */
const KNOWN_AHEAD_MS = 366 * 86_400_000;

/** @param asOf  The day of the audit. */
export function distantDates(edition: Edition, asOf: Date): DistantDate[] {
  const latestMs = asOf.getTime() + KNOWN_AHEAD_MS;
  const offset = offsetOf(edition.fromText);
  const found = new Map<string, DistantDate>();
  const look = (rule: string | null, of: DistantDate["of"], date: string | undefined): void => {
    if (date === undefined) return;
    const ms = of === "source" ? startMs(date, offset) : Date.parse(date);
    if (ms > latestMs) found.set(`${rule} ${of} ${date}`, { edition: edition.id, rule, of, date });
  };
  look(null, "from", edition.fromText);
  for (const { date } of edition.sources) look(null, "source", date);
  for (const [rule, { citations }] of outcomesOf(edition)) for (const { date } of citations) look(rule, "source", date);
  for (const { id, whenSource } of edition.rules) {
    for (const { from, until } of spansIn(whenSource)) {
      look(id, "from", from);
      look(id, "until", until);
    }
  }
  return [...found.values()];
}

function spansIn({ at, any = [], all = [], not }: WhenSource): NonNullable<WhenSource["at"]>[] {
  return [...(at === undefined ? [] : [at]), ...[...any, ...all, ...(not === undefined ? [] : [not])].flatMap(spansIn)];
}

/** Only of apps that the registry knows; without any there is nothing to hold the tests to. */
export function unfitTests(survey: Survey, rulebook: Rulebook, edition: Edition): UnfitTest[] {
  const { diagrams, apps } = survey;
  const days = survey.daysOf(rulebook, edition);
  const fits = (rule: Rule, app: KnownApp): boolean => {
    const ofApp = (relation: string): NodeRef =>
      (["app", "owner", "class", "relation"] as const).reduce((rest, field) => {
        const word = { app: app.id, owner: app.owner, class: app.class, relation }[field];
        return diagrams.restrict(rest, LEVEL[field], wordCell(survey.space, field, word));
      }, survey.conditionOf(rule));
    const own = overSpans(survey, spansOf(app), ({ relation }) => ofApp(relation));
    return diagrams.and(own, days) !== FALSE;
  };
  return edition.rules.flatMap((rule) =>
    (rule.testedApps ?? []).flatMap((id) => {
      const app = apps.find((known) => known.id === id);
      return app === undefined || fits(rule, app) ? [] : [{ edition: edition.id, rule: rule.id, app: id }];
    }),
  );
}
