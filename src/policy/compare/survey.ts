import type { FindingKind } from "../../findings/types.ts";
import type { AppClass, Relation, RelationSpan } from "../../apps/types.ts";
import { createDiagrams, type Diagrams, FALSE, leaf, type NodeRef, TRUE } from "../decide/diagram.ts";
import { UNDECIDED } from "../decide/undecided.ts";
import { conditionDiagram, editionDiagram } from "../decide/rule-diagram.ts";
import { hostPlatformOf } from "../host-platform.ts";
import type { Edition, Outcome, Rule, Rulebook } from "../rulebook/rulebook.ts";
import type { Condition } from "../rulebook/condition.ts";
import { FIRST_FINDING_LEVEL, instantsOf, LEVEL, type Space, spaceOf } from "../decide/space.ts";
import type { Action } from "../types.ts";
import { ACTIONS } from "../vocabulary.ts";

/** A rulebook by its dates, or one edition taken for every day. */
export interface Subject {
  readonly rulebook: Rulebook;
  readonly edition: Edition | null;
  /** Apps as the rulebook sees them, where it says its own owners; left out, as all do. */
  readonly apps?: readonly KnownApp[];
  /** Host platform that links are looked at from; left out, the first that the rulebook governs. */
  readonly host?: string;
}

/** An app as the registry knows it, told to a survey so that it speaks of links that exist. */
export interface KnownApp {
  readonly id: string;
  readonly owner: string;
  readonly class: AppClass;
  /** To the host platform of the rulebook, today. */
  readonly relation: Relation;
  /** All that was, oldest first, where it changed; the first span has no beginning. */
  readonly relations?: readonly RelationSpan[];
  /** A link of the app, for witness messages. */
  readonly url?: string;
}

export interface Verdict {
  readonly action: Action;
  readonly notice: boolean;
}

/** Which rule decides; `rule` null: the edition's default. */
export interface DecidingRule {
  readonly edition: Edition;
  readonly rule: Rule | null;
}

/** Leaf value where no edition was in force. */
export const NOT_IN_FORCE = ACTIONS.length * 2;

export function verdictCode({ action, notice }: Verdict): number {
  return ACTIONS.indexOf(action) * 2 + (notice ? 1 : 0);
}

/** @returns Null for `NOT_IN_FORCE`. */
export function verdictOf(code: number): Verdict | null {
  const action = ACTIONS[code >> 1];
  return action === undefined ? null : { action, notice: code % 2 === 1 };
}

/** One space in which all subjects can be asked about every input at once. */
export interface Survey {
  readonly space: Space;
  readonly diagrams: Diagrams;
  /** Level of the last variable: 0 resolved, 1 unresolved. */
  readonly resolutionLevel: number;
  /** Inputs that exist: named apps have the class, owner and relation that the registry gives them. */
  readonly feasible: NodeRef;
  readonly apps: readonly KnownApp[];
  /** App id of the host platform in whose chats witnesses stand. */
  readonly host: string;
  /** Instants that rules or editions name; the others are those at which owners drew together or parted. */
  readonly ruleInstantsMs: ReadonlySet<number>;
  /** Who decides, by leaf value of `rulesOf`. */
  readonly decidingRules: readonly DecidingRule[];
  /** Leaf: index in `decidingRules`, or `NO_EDITION` where no edition was in force. */
  rulesOf(subject: Subject): NodeRef;
  /** Leaf: `verdictCode`, or `NOT_IN_FORCE`. */
  verdictsOf(subject: Subject): NodeRef;
  /** Leaf: `verdictCode`, also where no edition was in force: the engine opens externally then. */
  givenBy(subject: Subject): NodeRef;
  /** Days on which the subject applies: an edition until the next, a rulebook from its first edition. */
  termOf(subject: Subject): NodeRef;
  /** Every instant from one on. */
  daysFrom(fromMs: number): NodeRef;
  /** Days of one edition of a rulebook. */
  daysOf(rulebook: Rulebook, edition: Edition): NodeRef;
  conditionOf(rule: Rule): NodeRef;
}

/** Leaf value of `rulesOf` where no edition was in force. */
export const NO_EDITION = 2 ** 20 - 1;

/** @param findings  Kinds to be told apart even where no rule asks for them. */
export function openSurvey(
  subjects: readonly Subject[],
  apps: readonly KnownApp[] = [],
  findings: readonly FindingKind[] = [],
): Survey {
  const seenOtherwise = new Map(subjects.map((subject) => [subject, appsSeenOtherwise(subject, apps)]));
  const ownApps = [...seenOtherwise.values()].flat();
  const editions = subjects.flatMap(({ rulebook, edition }) => (edition === null ? rulebook.editions : [edition]));
  const conditions: readonly Condition[] = [
    ...editions.flatMap(({ rules }) => rules.map(({ when }) => when)),
    ...findings.map((kind) => ({ type: "finding", kinds: [kind] }) as const),
    ...(ownApps.length === 0
      ? []
      : [{ type: "word", field: "app", words: new Set(ownApps.map(({ id }) => id)) } as const]),
  ];
  const ruleInstantsMs = instantsOf(
    conditions,
    subjects.flatMap(({ rulebook }) => rulebook.editions.map(({ from }) => from.getTime())),
  );
  const changesMs = [...apps, ...ownApps]
    .flatMap((app) => spansOf(app).map(({ fromMs }) => fromMs))
    .filter(Number.isFinite);
  const space = spaceOf(conditions, [...ruleInstantsMs, ...changesMs]);
  const resolutionLevel = space.radices.length;
  const diagrams = createDiagrams([...space.radices, 2]);

  const decidingRules: DecidingRule[] = [];
  const firstRule = new Map<Edition, number>();
  for (const edition of new Set(editions)) {
    firstRule.set(edition, decidingRules.length);
    for (const rule of edition.rules) decidingRules.push({ edition, rule });
    decidingRules.push({ edition, rule: null });
  }

  const between = (fromMs: number, untilMs: number): NodeRef =>
    diagrams.literal(
      LEVEL.at,
      Array.from({ length: space.instantsMs.length + 1 }, (_, cell) => {
        const startMs = space.instantsMs[cell - 1] ?? Number.NEGATIVE_INFINITY;
        return startMs >= fromMs && startMs < untilMs;
      }),
    );
  const daysFrom = (fromMs: number): NodeRef => between(fromMs, Number.POSITIVE_INFINITY);
  const daysOf = (rulebook: Rulebook, edition: Edition): NodeRef => {
    const next = rulebook.editions[rulebook.editions.indexOf(edition) + 1];
    return between(edition.from.getTime(), next?.from.getTime() ?? Number.POSITIVE_INFINITY);
  };

  const built = new Map<Edition, NodeRef>();
  const rulesOfEdition = (edition: Edition): NodeRef => {
    const known = built.get(edition);
    if (known !== undefined) return known;
    const offset = firstRule.get(edition) ?? 0;
    const rules = diagrams.map(editionDiagram(edition, space, diagrams), (index) => offset + index);
    built.set(edition, rules);
    return rules;
  };
  const rulesAsKnown = ({ rulebook, edition }: Subject): NodeRef => {
    if (edition !== null) return rulesOfEdition(edition);
    return rulebook.editions.reduce(
      (whole, part) => diagrams.ite(daysOf(rulebook, part), rulesOfEdition(part), whole),
      leaf(NO_EDITION),
    );
  };

  // An app that a book sees otherwise is judged as if it had the owner and relation that the book gives it.
  const rulesOf = (subject: Subject): NodeRef => {
    const known = rulesAsKnown(subject);
    return (seenOtherwise.get(subject) ?? appsSeenOtherwise(subject, apps)).reduce((whole, app) => {
      const isApp = diagrams.literal(
        LEVEL.app,
        Array.from({ length: space.radices[LEVEL.app] ?? 0 }, (_, cell) => cell === wordCell(space, "app", app.id)),
      );
      const seen = overSpans({ diagrams, daysFrom }, spansOf(app), ({ relation }) =>
        diagrams.restrict(
          diagrams.restrict(known, LEVEL.owner, wordCell(space, "owner", app.owner)),
          LEVEL.relation,
          wordCell(space, "relation", relation),
        ),
      );
      return diagrams.ite(isApp, seen, whole);
    }, known);
  };

  const verdictsOf = (subject: Subject): NodeRef =>
    diagrams.compose(rulesOf(subject), (index) => {
      const rule = decidingRules[index];
      if (rule === undefined) return leaf(NOT_IN_FORCE);
      const { resolved, unresolved } = outcomesOf(rule);
      return diagrams.node(resolutionLevel, [leaf(verdictCode(resolved)), leaf(verdictCode(unresolved))]);
    });

  return {
    space,
    diagrams,
    resolutionLevel,
    apps,
    host: hostOf(subjects),
    ruleInstantsMs,
    feasible: feasibleInputs({ space, diagrams, apps, daysFrom }),
    decidingRules,
    rulesOf,
    verdictsOf,
    givenBy: (subject) =>
      diagrams.map(verdictsOf(subject), (code) => (code === NOT_IN_FORCE ? verdictCode(UNDECIDED) : code)),
    termOf: ({ rulebook, edition }) =>
      edition === null
        ? between(rulebook.editions[0].from.getTime(), Number.POSITIVE_INFINITY)
        : daysOf(rulebook, edition),
    daysFrom,
    daysOf,
    conditionOf: (rule) => conditionDiagram(rule.when, space, diagrams),
  };
}

function hostOf(subjects: readonly Subject[]): string {
  const named = subjects.find(({ host }) => host !== undefined)?.host;
  return hostPlatformOf(named, ...subjects.map(({ rulebook }) => rulebook));
}

function appsSeenOtherwise({ apps: seen }: Subject, apps: readonly KnownApp[]): readonly KnownApp[] {
  if (seen === undefined) return [];
  const sight = (app: KnownApp | undefined): string =>
    app === undefined
      ? ""
      : JSON.stringify([app.owner, spansOf(app).map(({ fromMs, relation }) => [String(fromMs), relation])]);
  const known = new Map(apps.map((app) => [app.id, sight(app)]));
  return seen.filter((app) => known.get(app.id) !== sight(app));
}

/** What a deciding rule gives to a link whose target is known, and to one whose target is not. */
function outcomesOf({ edition, rule }: DecidingRule): { readonly resolved: Outcome; readonly unresolved: Outcome } {
  const resolved = rule ?? edition.default;
  if (rule === null) return { resolved, unresolved: resolved };
  const closed = rule.action === "open_in_place" ? edition.unresolved : rule;
  return { resolved, unresolved: rule.onUnresolved ?? closed };
}

/** Cell of a word, or the cell of all others. */
export function wordCell(space: Space, field: "relation" | "class" | "app" | "owner", word: string): number {
  const place = space.words[field].indexOf(word);
  return place >= 0 ? place : space.words[field].length;
}

/** How an app's owner stood to the host platform, oldest first. */
export function spansOf({ relation, relations }: KnownApp): readonly RelationSpan[] {
  return relations ?? [{ fromMs: Number.NEGATIVE_INFINITY, relation }];
}

/** A function of the inputs, told for each span of a relation, as one function of all days. */
export function overSpans<Told>(
  { diagrams, daysFrom }: Pick<Survey, "diagrams" | "daysFrom">,
  spans: readonly (Told & { readonly fromMs: number })[],
  told: (span: Told) => NodeRef,
): NodeRef {
  return spans.reduce<NodeRef>(
    (whole, span, place) => (place === 0 ? told(span) : diagrams.ite(daysFrom(span.fromMs), told(span), whole)),
    FALSE,
  );
}

function feasibleInputs({
  space,
  diagrams,
  apps,
  daysFrom,
}: Pick<Survey, "space" | "diagrams" | "apps" | "daysFrom">): NodeRef {
  if (apps.length === 0) return TRUE;
  const inCells = (field: "relation" | "class" | "app" | "owner", words: readonly string[]): NodeRef => {
    const cells = new Set(words.map((word) => wordCell(space, field, word)));
    return diagrams.literal(
      LEVEL[field],
      Array.from({ length: space.radices[LEVEL[field]] ?? 0 }, (_, cell) => cells.has(cell)),
    );
  };
  const named = new Set(space.words.app);
  const known = apps.filter(({ id }) => named.has(id));
  const each = known.map((app) =>
    (["app", "class", "owner"] as const).reduce(
      (all, field) => diagrams.and(all, inCells(field, [field === "app" ? app.id : app[field]])),
      overSpans({ diagrams, daysFrom }, spansOf(app), ({ relation }) => inCells("relation", [relation])),
    ),
  );
  const others = inCells("app", ["any app that no rule names"]);
  return [...each, others].reduce((any, part) => diagrams.or(any, part), FALSE);
}

/** Levels in the order in which a description should let go of them: what readers care for least goes first. */
export function levelsByInterest({ resolutionLevel }: Survey): readonly number[] {
  const findings = Array.from(
    { length: resolutionLevel - FIRST_FINDING_LEVEL },
    (_, place) => FIRST_FINDING_LEVEL + place,
  );
  const { owner, app, client, kind, choice, class: cls, relation, at, chat } = LEVEL;
  return [owner, app, client, ...findings, kind, choice, resolutionLevel, cls, relation, at, chat];
}
