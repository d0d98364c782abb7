import type { PaymentStatus } from "../../apps/types.ts";
import type { FindingKind } from "../../findings/types.ts";
import type { Action, Basis, DecidedBy } from "../../policy/types.ts";
import type { EventKind } from "../../rulebooks/timeline-event.ts";
import type { EntityKind } from "./entity-kinds.ts";

/** The words a report is told in, one file for each language. Names of rules, editions and books stay as they are. */
export interface Words {
  readonly marks: Marks;
  readonly action: Readonly<Record<Action, string>>;
  readonly noticeFirst: string;
  readonly basis: Readonly<Record<Basis, string>>;
  /** What decided when no rule did. */
  readonly decidedBy: Readonly<Record<Exclude<DecidedBy, "rule">, string>>;
  readonly why: string;
  readonly rule: string;
  readonly source: string;
  /** A source that says the contrary of the rule. */
  readonly against: string;
  readonly found: string;
  readonly leadsTo: string;
  /** Of a host that looks like another, and of the part of it that its owner registered. */
  readonly host: string;
  readonly domain: string;
  /** Addresses between the link and where it leads. */
  readonly way: string;
  readonly notFollowed: string;
  /** Why a link was not followed, or not to its end: failures and what was skipped, by code. */
  readonly unfollowed: Readonly<Record<string, string>>;
  readonly page: string;
  /** What a reader must do with a code that no address goes with. */
  readonly toOpen: string;
  /** The ways to open of a report, by their names in it. */
  readonly ways: Readonly<Record<"web" | "ios" | "android" | "intent" | "universal" | "copy", string>>;
  readonly leftOut: string;
  readonly payments: string;
  /** A status that began on a day. */
  readonly since: (day: string) => string;
  /** A status that was seen by a day, and may have begun earlier. */
  readonly by: (day: string) => string;
  readonly provisional: string;
  readonly unknownSite: string;
  readonly shareCode: string;
  /** On the page between a chat and a link: goes on to it. */
  readonly proceed: string;
  /** On the same page, when its address is too old. */
  readonly expired: string;
  readonly method: Readonly<Record<string, string>>;
  readonly status: Readonly<Record<PaymentStatus, string>>;
  /** What another source says. */
  readonly otherwise: string;
  readonly entity: Readonly<Record<EntityKind, string>>;
  readonly finding: Readonly<Record<FindingKind, string>>;
  /** Which app takes which payment. */
  readonly table: {
    readonly title: string;
    readonly lead: string;
    readonly app: string;
    readonly others: string;
    readonly day: string;
    readonly show: string;
    readonly language: string;
    readonly days: string;
    readonly nothing: string;
    readonly asOf: string;
  };
  /** What a finding says of its list and of exceptions. */
  readonly lists: {
    readonly version: (version: string) => string;
    readonly confirmed: (at: string) => string;
    readonly entrySince: (at: string) => string;
    readonly until: (at: string) => string;
    readonly stale: string;
    readonly excepted: (by: string, until: string | null) => string;
  };
  /** What findings saw. */
  readonly evidence: {
    readonly looksLike: (site: string, why: string) => string;
    readonly allLookLatin: (script: string) => string;
    readonly amongLatin: (odd: string) => string;
    readonly mixes: (one: string, other: string) => string;
    readonly before: (name: string, other: string) => string;
    readonly otherDomain: string;
    readonly itsName: string;
    readonly hyphen: string;
    readonly dot: string;
    readonly halvesSwapped: string;
    readonly beside: (one: string, other: string) => string;
    readonly under: (suffix: string) => string;
    readonly otherCharacters: (name: string) => string;
    readonly swapped: string;
    readonly more: string;
    readonly less: string;
    readonly instead: (written: string, meant: string) => string;
    readonly letter: (script: string, letter: string) => string;
    readonly and: string;
    readonly codeAlone: string;
    readonly nameBeforeHost: string;
    readonly shows: (shown: string, target: string) => string;
    readonly names: (named: string, target: string) => string;
    readonly otherPackage: string;
    readonly answersWith: (type: string) => string;
    readonly listed: (entry: string) => string;
    readonly noPage: string;
    readonly danger: Readonly<
      Record<"code" | "page" | "files" | "browser" | "program" | "unregistered" | "part", string>
    >;
    /** Scripts by their Unicode names. */
    readonly scripts: Readonly<Record<string, string>>;
  };
  /** What happened beside the rules, and who did it. */
  readonly events: {
    readonly kind: Readonly<Record<EventKind, string>>;
    readonly actor: Readonly<Record<string, string>>;
  };
  /** Every rule that was considered. */
  readonly explain: {
    readonly title: (book: string) => string;
    readonly none: string;
    readonly byDefault: string;
    readonly doesNotFit: string;
    readonly notAsked: string;
    readonly condition: (name: string, asked: string, found: string) => string;
    /** What stands between the ids in what is asked and found. */
    readonly values: Readonly<Record<"oneOf" | "or" | "none" | "unknownVersion", string>>;
    /** A condition that is made of others. */
    readonly partsOf: (name: string) => string;
  };
  /** A kept decision that is made again. */
  readonly decision: {
    readonly atReceipt: string;
    readonly byLists: string;
    readonly followed: string;
    readonly same: string;
    /** @param parts  Names of the report's fields. */
    readonly differs: (parts: string) => string;
    readonly listsChanged: string;
    readonly noRequest: string;
    /** A request that was made when the link was followed; the status and the address that answered, null: none. */
    readonly request: (url: string, status: number | null, address: string | null) => string;
  };
  /** What the bot says besides reports. */
  readonly bot: { readonly help: string; readonly noLink: string; readonly more: string };
}

/** Marks between words, with the spaces that go with them. */
interface Marks {
  readonly colon: string;
  readonly comma: string;
  readonly semicolon: string;
  readonly open: string;
  readonly close: string;
  /** Between sentences. */
  readonly stop: string;
}

/** The marks of languages in Latin letters. */
export const LATIN_MARKS: Marks = { colon: ": ", comma: ", ", semicolon: "; ", open: " (", close: ")", stop: ". " };
