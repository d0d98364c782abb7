import type { ReporterGroup } from "../../../cases/reporter.ts";
import type { FindingKind } from "../../../findings/types.ts";
import type { OptionName, Scope } from "../choices.ts";
import type { Barred, Outcome, Role, WideReason } from "../told.ts";

/** A reason that a moderator may take as it is. */
export interface Template {
  /** A word or two. */
  readonly label: string;
  /** For whom the decision concerns. */
  readonly reason: string;
  /** What an entry finds then. */
  readonly kind?: FindingKind;
}

/** Options that share their templates. */
export type TemplateGroup = "block" | "suspend" | "uphold" | "except" | "dismiss" | "keep" | "overturn" | "disagree";

export type PageName = "queue" | "decisions" | "ending" | "lists" | "figures";

/** Everything the moderators' page says beside the words of the chat's, in one language. */
export interface ConsoleWords {
  readonly title: string;
  readonly pages: Readonly<Record<PageName, string>>;
  readonly nav: string;
  readonly signIn: {
    readonly title: string;
    readonly lead: string;
    readonly token: string;
    readonly hint: string;
    readonly submit: string;
    /** The token is none of this gateway's; it ran out; it may not read cases. */
    readonly refused: string;
    readonly expired: string;
    readonly noRole: string;
    readonly withToken: string;
  };
  readonly roles: Readonly<Record<Role, string>>;
  readonly operator: string;
  readonly signOut: string;
  readonly skip: string;
  readonly queue: {
    readonly label: string;
    readonly count: (count: number, isMore: boolean) => string;
    /** The same of cases that were decided. */
    readonly decided: (count: number, isMore: boolean) => string;
    readonly overdue: (count: number) => string;
    readonly filter: string;
    readonly filters: Readonly<
      Record<"all" | "harmful" | "wrongly_blocked" | "appeals" | "proposed" | "checks" | "disputed", string>
    >;
    readonly search: string;
    readonly empty: string;
    readonly nothingFound: string;
    readonly more: string;
    readonly back: string;
    readonly people: (count: number) => string;
    readonly due: (when: string) => string;
    readonly decidedAt: (when: string) => string;
    readonly late: (when: string) => string;
    readonly claimedBy: (user: string) => string;
    /** Why a case is there, in a word or two. */
    readonly why: Readonly<
      Record<"harmful" | "wrongly_blocked" | "appeal" | "ended" | "proposed" | "waiting" | "disputed", string>
    >;
    /** In the foot: what the keys beside do. */
    readonly keys: Readonly<Record<"next" | "previous" | "all", string>>;
  };
  readonly about: {
    readonly harmful: string;
    readonly wrongly_blocked: string;
    readonly appeal: string;
    readonly ended: string;
    readonly proposed: string;
    readonly waiting: string;
    readonly disputed: string;
    readonly message: string;
    readonly messageBy: (user: string) => string;
    readonly person: string;
  };
  readonly case: {
    readonly empty: string;
    readonly loading: string;
    readonly people: (count: number, since: string) => string;
    readonly nobody: string;
    /** Many complained at once. */
    readonly burst: (count: number) => string;
    /** So many of all who complain had first signed in within the week before. */
    readonly newcomers: (count: number, all: number) => string;
    readonly round: (number: number) => string;
    readonly visited: string;
    readonly letters: (of: string) => string;
    readonly letterFor: (shown: string, code: string, script: string | null, meant: string) => string;
    readonly letterMore: (shown: string) => string;
    readonly letterLess: (meant: string) => string;
    readonly now: string;
    readonly found: string;
    readonly nothingFound: string;
    readonly age: (age: string) => string;
    readonly way: string;
    readonly address: string;
    readonly others: (count: number) => string;
    readonly said: string;
    readonly noWords: string;
    /** How old an account is: `3 days`. */
    readonly account: (age: string) => string;
    /** How other complaints of one person turned out. */
    readonly earlier: (dismissed: number, decided: number) => string;
    readonly moreSaid: (count: number) => string;
    readonly wrote: (user: string, chat: string) => string;
    /** Why no message is shown: auditors read none, it is the reader's own case, nobody complained, or it is gone. */
    readonly noMessage: Readonly<Record<"role_missing" | "own_case" | "unasked" | "gone", string>>;
    readonly deleted: string;
    readonly appealed: (user: string) => string;
    readonly before: string;
    readonly nothingBefore: string;
    readonly inForce: string;
    readonly confirmedBy: (user: string) => string;
    readonly undone: string;
    readonly hasEnded: string;
    /** Of a decision that another person is to check; and what that person says, by name where it is told, with their note. */
    readonly drawn: string;
    readonly checked: (by: string, agrees: boolean) => string;
    readonly left: (by: string) => string;
    readonly note: string;
    readonly copied: string;
    readonly notCopied: string;
  };
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly effects: {
    readonly entry: (entry: string, kind: string, until: string) => string;
    readonly exception: (entry: string, until: string) => string;
    readonly suspend: (user: string, until: string) => string;
    readonly until: (day: string) => string;
    readonly noEnd: string;
    /** The same on a button. */
    readonly endless: string;
  };
  readonly decide: {
    readonly label: string;
    readonly choose: string;
    /** In its place where somebody wrote a reason. */
    readonly wordsKept: string;
    readonly options: Readonly<Record<OptionName, string>>;
    readonly meaning: Readonly<Record<OptionName, string>>;
    readonly scope: string;
    readonly scopes: Readonly<Record<Scope["name"], string>>;
    readonly kind: string;
    readonly until: string;
    readonly reason: string;
    readonly reasonHint: string;
    /** In the place of the reason: why one does not agree. */
    readonly note: string;
    readonly noteHint: string;
    readonly templates: string;
    /** On the button of the reason that the moderator wrote. */
    readonly ownWords: string;
    readonly changes: string;
    readonly changesNothing: string;
    readonly computing: string;
    readonly reachesOwn: string;
    readonly unknown: string;
    readonly messages: (count: number, isCapped: boolean, conversations: number) => string;
    readonly links: (stricter: number, milder: number) => string;
    readonly noLinks: string;
    readonly readers: (count: number) => string;
    readonly wide: string;
    readonly wideReasons: Readonly<Record<WideReason, string>>;
    readonly allTwo: string;
    readonly alone: string;
    readonly commit: Readonly<Record<OptionName, string>>;
    readonly propose: (what: string) => string;
    readonly barred: Readonly<Record<Barred, string>>;
    /** In a decision that is appealed, or in what blocks a link that is said to be wrongly blocked. */
    readonly tookPart: string;
    readonly claimedBy: (user: string, until: string) => string;
    readonly closed: string;
    readonly undo: string;
  };
  readonly told: {
    readonly done: (outcome: string, name: string) => string;
    readonly proposed: (name: string) => string;
    readonly rejected: (name: string) => string;
    readonly undone: (name: string) => string;
    readonly checked: (name: string) => string;
    /** Their word on a decision is taken back. */
    readonly unsaid: (name: string) => string;
    readonly nothingToUndo: string;
    readonly wasDecided: (by: string, outcome: string) => string;
    readonly wasChecked: (by: string, agrees: boolean) => string;
    readonly wasClaimed: (by: string) => string;
    readonly wasProposed: (by: string) => string;
    readonly hasChanged: string;
    readonly noReason: string;
    readonly refused: (message: string) => string;
    readonly unreachable: string;
    readonly tooMany: string;
    readonly allDone: string;
    readonly claimed: string;
    readonly released: string;
  };
  readonly templates: Readonly<Record<TemplateGroup, readonly Template[]>>;
  readonly keys: {
    readonly title: string;
    readonly close: string;
    readonly single: string;
    readonly singleHint: string;
    readonly does: Readonly<Record<KeyName, string>>;
    readonly show: string;
  };
  readonly decisions: {
    readonly lead: string;
    readonly empty: string;
    readonly older: string;
    readonly columns: Readonly<Record<"index" | "at" | "what" | "host" | "effect" | "by", string>>;
    readonly types: Readonly<Record<string, string>>;
    readonly openCase: string;
    readonly hidden: string;
  };
  readonly ending: {
    readonly lead: string;
    readonly empty: string;
    readonly columns: Readonly<Record<"ends" | "what" | "since" | "case", string>>;
  };
  readonly lists: {
    readonly lead: string;
    readonly empty: string;
    readonly stale: string;
    readonly columns: Readonly<Record<"name" | "kind" | "entries" | "exceptions" | "confirmed" | "version", string>>;
  };
  readonly figures: {
    readonly lead: string;
    readonly period: string;
    readonly days: (days: number) => string;
    readonly save: string;
    readonly open: string;
    readonly overdue: string;
    readonly received: string;
    readonly complaints: string;
    readonly decided: string;
    readonly reversed: string;
    readonly median: string;
    readonly checks: string;
    readonly agreedOf: (agreed: number, checked: number) => string;
    readonly byModerator: string;
    readonly byList: string;
    readonly byRule: string;
    readonly byReporter: string;
    readonly reporters: Readonly<Record<ReporterGroup, string>>;
    readonly unknown: string;
    readonly columns: Readonly<
      Record<"name" | "received" | "decided" | "reversed" | "dismissed" | "share" | "checked" | "busiest", string>
    >;
  };
  readonly failed: string;
}

export type KeyName =
  | "next"
  | "previous"
  | "uphold"
  | "reverse"
  | "dismiss"
  | "suspend"
  | "confirm"
  | "reject"
  | "scope"
  | "days"
  | "template"
  | "ownWords"
  | "note"
  | "commit"
  | "undo"
  | "claim"
  | "copy"
  | "search"
  | "pages"
  | "leave"
  | "help";
