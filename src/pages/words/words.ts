import type { AppClass, ReaderOs, Relation } from "../../apps/types.ts";
import type { LinkKind } from "../../links/types.ts";
import type { Action, Basis, ChatKind, Choice } from "../../policy/types.ts";
import type { ToldPart } from "../../policy/compare/told-apart.ts";
import type { TimelineEvent } from "../../rulebooks/timeline-event.ts";

/** Title of a section whose items are counted, what stands over them, and what is said when there are none. */
export interface CountedWords {
  /** @param count  The number as text; null: none. */
  readonly title: (count: string | null) => string;
  readonly lead: string;
  readonly none: string;
}

/** The words reports are written in, one file for each language. Names of books, editions, rules and apps stay as they are. */
export interface PageWords {
  readonly or: string;
  readonly and: string;
  readonly action: Readonly<Record<Action, string>>;
  readonly afterNotice: (action: string) => string;
  readonly chats: Readonly<Record<ChatKind, string>>;
  readonly class: Readonly<Record<AppClass, string>>;
  readonly relation: Readonly<Record<Relation, string>>;
  readonly kind: Readonly<Record<LinkKind, string>>;
  readonly choice: Readonly<Record<Choice | "none", string>>;
  readonly os: Readonly<Record<ReaderOs, string>>;
  readonly basis: Readonly<Record<Basis, string>>;
  readonly event: Readonly<Record<TimelineEvent["kind"], string>>;
  /** What decides between several verdicts in a cell of a table. */
  readonly by: Readonly<Record<"at" | "client" | "app" | "owner", string>>;
  readonly variesBy: (what: string) => string;
  readonly scope: ScopeWords;
  readonly example: ExampleWords;
  readonly page: {
    readonly contents: string;
    readonly summary: string;
    readonly made: (version: string) => string;
    readonly on: string;
    readonly inputs: string;
    /** `page 1 of 9` on paper: what stands before, between and behind the numbers. */
    readonly pageOf: readonly [string, string, string];
    /** What a list in a disclosure holds. */
    readonly wholeList: (count: string) => string;
    readonly toldApart: (count: string) => string;
  };
  readonly parts: {
    readonly legend: string;
    readonly classColumn: string;
    readonly compared: string;
    readonly edition: string;
    readonly ruleCount: (count: string) => string;
    readonly book: string;
    readonly authority: string;
    readonly times: (offset: string) => string;
    readonly sources: string;
    readonly noSources: string;
    readonly against: string;
    readonly asReported: string;
    /** Between a verdict and the rule that gives it. */
    readonly givenBy: string;
    readonly inEvery: string;
    readonly inEditions: (names: string) => string;
    readonly basis: string;
    readonly testedFor: (basis: string, apps: string) => string;
    readonly verdicts: string;
    readonly editions: string;
    readonly rules: string;
    readonly events: string;
  };
  readonly diff: {
    readonly kicker: string;
    readonly title: (left: string, right: string) => string;
    readonly lead: string;
    readonly and: string;
    readonly figures: readonly [inputs: string, differing: string, statements: string, messages: string];
    readonly differences: CountedWords;
    readonly messages: CountedWords;
    readonly told: CountedWords;
    readonly toldParts: Readonly<Record<ToldPart, string>>;
    readonly noRule: string;
    readonly leftOver: (count: string) => string;
    readonly inMessage: string;
    readonly summary: (differing: string, inputs: string, share: string) => string;
    readonly sameEverywhere: (inputs: string) => string;
    /** How many inputs, and statements, have these two verdicts. */
    readonly pair: (left: string, right: string, share: string, statements: string) => string;
    readonly edition: (name: string, days: string) => string;
  };
  readonly audit: {
    readonly kicker: string;
    readonly title: (book: string) => string;
    readonly figures: Readonly<Record<AuditFigure, string>>;
    readonly unequal: CountedWords;
    readonly held: (obligation: string, book: string, count: string | null) => string;
    readonly kept: string;
    readonly silent: CountedWords;
    readonly excluded: string;
    readonly hiddenBy: (rules: string) => string;
    readonly unusedRules: CountedWords;
    readonly default: CountedWords;
    readonly pageless: CountedWords;
    readonly looser: CountedWords;
    readonly missing: CountedWords;
    readonly noCitation: string;
    readonly noReasonIn: (locale: string) => string;
    readonly older: CountedWords;
    readonly firstSource: (from: string, earliest: string) => string;
    readonly meant: CountedWords;
    /** Before the rule that means it. */
    readonly meantBy: string;
    readonly unusedMeant: CountedWords;
    readonly ahead: CountedWords;
    /** What a date that lies far ahead is of. */
    readonly distant: Readonly<Record<"from" | "until" | "source", (date: string) => string>>;
    readonly tests: CountedWords;
    readonly edges: CountedWords;
    readonly edgeColumns: readonly [edge: string, where: string, verdicts: string];
    readonly below: (version: string) => string;
    readonly begins: string;
    readonly change: string;
    readonly stay: string;
    readonly overlaps: CountedWords;
    readonly class: (name: string) => string;
    readonly summary: (editions: string, inputs: string) => string;
    readonly latest: string;
    readonly faults: string;
    readonly faultless: string;
  };
}

type AuditFigure = "editions" | "inputs" | "unequal" | "silent" | "default" | "pageless" | "missing" | "older";

/** Of what a statement speaks. Each takes a list that is written out already. */
interface ScopeWords {
  readonly anyLink: string;
  readonly anyTime: string;
  readonly before: (until: string) => string;
  readonly from: (from: string) => string;
  readonly span: (from: string, until: string) => string;
  readonly inChat: Readonly<Record<ChatKind, string>>;
  readonly except: (list: string) => string;
  readonly client: (list: string) => string;
  readonly notClient: (list: string) => string;
  readonly unknownVersion: string;
  readonly anyKnownVersion: string;
  readonly relation: (list: string) => string;
  readonly class: (list: string) => string;
  readonly app: (list: string) => string;
  readonly owner: (list: string) => string;
  readonly found: (list: string) => string;
  readonly kind: (list: string) => string;
  readonly choice: (list: string) => string;
  readonly nothingFound: string;
  readonly nothingElseFound: string;
  /** Findings that change nothing may be there. */
  readonly mayBe: (list: string) => string;
  readonly noneFound: (list: string) => string;
  readonly resolved: string;
  readonly unresolved: string;
  readonly provided: (text: string) => string;
}

interface ExampleWords {
  readonly label: string;
  readonly inChat: Readonly<Record<ChatKind, string>>;
  readonly link: (kind: string, app: string | null, cls: string, relation: string) => string;
  readonly found: (list: string) => string;
  readonly chose: (choice: string) => string;
  readonly unresolved: string;
}
