import type { ConversationEvent } from "../../chat/conversation.ts";
import type { Basis, Choice, DecidedBy } from "../../policy/types.ts";
import type { ChoiceReach } from "../../report/own-choice.ts";
import type { Action, ChatKind } from "../../policy/types.ts";
import type { Words as ReportWords } from "../../report/words/words.ts";

/** Everything the page says, in one language. */
export interface Words {
  readonly marks: ReportWords["marks"];
  readonly title: string;
  readonly tagline: string;
  readonly skip: string;
  readonly signIn: {
    readonly title: string;
    readonly name: string;
    readonly hint: string;
    readonly submit: string;
    readonly badName: string;
    readonly notHere: string;
    /** Where everyone may sign in under any name. */
    readonly demo: string;
    readonly unreachable: string;
    readonly tooMany: string;
    readonly expired: string;
    /** Of a link that signs in once. */
    readonly linkUsed: string;
    readonly withToken: string;
    readonly token: string;
    readonly tokenHint: string;
    readonly languageLabel: string;
  };
  readonly list: {
    readonly label: string;
    readonly signedInAs: string;
    readonly signOut: string;
    readonly unsentTitle: string;
    readonly unsentText: string;
    readonly start: string;
    readonly startHint: string;
    readonly startTitle: string;
    readonly startSubmit: string;
    readonly bot: string;
    /** Beside the name of another program. */
    readonly program: string;
    readonly nothingYet: string;
    readonly more: string;
    readonly unread: (count: number) => string;
    readonly you: string;
    /** Somebody who was erased. */
    readonly gone: string;
    readonly choiceLabel: string;
    readonly choices: Readonly<Record<Choice | "none", string>>;
    readonly settings: string;
    /** The documentation is in English. */
    readonly documentation: string;
    readonly console: string;
  };
  /** A reader tells moderators of a link, a message or a person, and how that stands. */
  readonly complaint: {
    readonly open: string;
    readonly title: string;
    readonly openMessage: string;
    readonly titleMessage: string;
    readonly openPerson: (name: string) => string;
    readonly titlePerson: (name: string) => string;
    readonly openOwn: string;
    readonly withdrawn: string;
  };
  /** Choices of one's own for some links. */
  readonly choices: {
    readonly open: string;
    readonly more: string;
    readonly byLabel: string;
    readonly by: Readonly<Record<ChoiceReach, string>>;
  };
  /** For messages, in what its reader may read. */
  readonly search: {
    readonly field: string;
    readonly submit: string;
    readonly label: string;
    readonly searching: string;
    /** So many are shown; there may be more. */
    readonly found: (count: number, isMore: boolean) => string;
    readonly more: string;
  };
  readonly state: Readonly<Record<"connecting" | "syncing" | "waiting" | "closed", string>>;
  readonly chat: {
    readonly label: (name: string) => string;
    readonly log: string;
    readonly back: string;
    readonly kind: Readonly<Record<ChatKind, string>>;
    readonly members: (count: number) => string;
    readonly compose: string;
    readonly send: string;
    readonly composeHint: string;
    readonly composeHintOnScreen: string;
    readonly older: string;
    readonly beginning: string;
    /** Above the first message that was not seen. */
    readonly fresh: string;
    readonly newest: string;
    readonly typing: (name: string) => string;
    readonly sending: string;
    readonly sent: string;
    readonly read: string;
    readonly readBy: (count: number) => string;
    /** Sends again what was refused. */
    readonly retry: string;
    /** Forgets what was refused. */
    readonly discard: string;
    readonly notSent: string;
    readonly pickTitle: string;
    readonly pickText: string;
    readonly examples: string;
    readonly empty: string;
    readonly said: (name: string) => string;
    readonly tooLong: (most: number) => string;
    readonly remove: string;
    readonly removeTitle: string;
    readonly removeText: string;
    readonly removed: string;
    readonly keep: string;
    readonly delivered: string;
    readonly event: Readonly<Record<ConversationEvent["kind"], (who: string, whom: string) => string>>;
    readonly hasLeft: string;
    /** The reader, as the one something is done to. */
    readonly youToo: string;
  };
  /** What can be done about a conversation as a whole. */
  readonly about: {
    readonly open: string;
    readonly close: string;
    readonly members: string;
    readonly admin: string;
    readonly add: string;
    readonly addHint: string;
    readonly addSubmit: string;
    readonly removeMember: (name: string) => string;
    readonly leave: string;
    readonly leaveTitle: string;
    readonly leaveText: string;
    readonly block: (name: string) => string;
    readonly unblock: (name: string) => string;
    readonly blockText: (name: string) => string;
    readonly isBlocked: (name: string) => string;
    readonly refused: (name: string) => string;
  };
  /** Why something that a person asked for was not done. */
  readonly failure: {
    readonly tooLong: string;
    readonly tooManyLinks: string;
    readonly groupTooLarge: string;
    readonly notAContact: string;
    readonly tooManyGroups: string;
    readonly notAdmin: string;
    readonly gone: string;
    readonly tooManyChoices: string;
    readonly tooManyBlocks: string;
    readonly later: string;
    readonly closed: string;
    readonly suspended: string;
    readonly other: string;
  };
  readonly card: {
    readonly label: (app: string) => string;
    readonly action: Readonly<Record<Action, string>>;
    readonly noticeFirst: string;
    readonly provisional: string;
    readonly failed: string;
    readonly unknownSite: string;
    readonly shareCode: string;
    readonly appAddress: string;
    readonly why: string;
    readonly details: string;
    readonly rule: string;
    readonly edition: string;
    readonly rulebook: string;
    readonly basisLabel: string;
    readonly basis: Readonly<Record<Basis, string>>;
    readonly decidedByLabel: string;
    readonly decidedBy: Readonly<Record<DecidedBy, string>>;
    readonly hash: string;
    readonly sources: string;
    /** Sources that say the contrary of the rule. */
    readonly against: string;
    readonly findings: string;
    /** Beside an address that looks like another site's. */
    readonly looksLike: (site: string) => string;
    /** Beside an address that only hides what it is. */
    readonly isDisguised: string;
    readonly realAddress: string;
    readonly saidBy: (source: string) => string;
    readonly leadsTo: string;
    readonly hops: string;
    readonly removed: string;
    readonly payments: string;
    readonly since: (day: string) => string;
    readonly by: (day: string) => string;
    readonly ways: string;
    readonly open: string;
    readonly openOutside: string;
    readonly openInApp: (app: string) => string;
    readonly theApp: string;
    readonly openApart: string;
    readonly copyAddress: string;
    readonly copyCode: string;
    readonly copied: string;
    readonly copyFailed: string;
    readonly asking: string;
    readonly changed: (verdict: string) => string;
    readonly noWay: string;
    readonly askFailed: string;
    readonly appeal: string;
    readonly appealText: string;
    readonly otherRules: string;
    readonly link: (position: number) => string;
    readonly noticeTitle: string;
    readonly noticeText: string;
    readonly proceed: string;
    readonly cancel: string;
    readonly newTab: string;
  };
  /** A page beside the chat. */
  readonly pane: {
    readonly label: (host: string) => string;
    readonly close: string;
    /** Opens the page in a tab of its own, in one or two words. */
    readonly outside: string;
    readonly asText: string;
    readonly asPage: string;
    readonly loading: string;
    readonly nothing: string;
    /** Whose text it is, and that its links are text. */
    readonly source: (host: string) => string;
  };
  readonly panel: {
    readonly title: string;
    readonly lead: string;
    readonly close: string;
    readonly text: string;
    readonly textHint: string;
    readonly when: string;
    readonly presets: string;
    /** Heads the column of days. */
    readonly day: string;
    /** Over what happened beside the rules between two days. @param years  `2021`, or `2013–2021`. */
    readonly eventsBetween: (count: number, years: string) => string;
    /** One verdict on all days; the verdict in words. */
    readonly always: (verdict: string) => string;
    /** A verdict from one of the days on. */
    readonly from: (verdict: string, day: string) => string;
    /** Heads the choice among several links of a text. */
    readonly link: string;
    readonly instant: string;
    readonly today: string;
    readonly client: string;
    readonly clientUnknown: string;
    readonly oldAndroid: string;
    readonly latestAndroid: string;
    readonly latestIos: string;
    readonly chat: string;
    readonly rulebook: string;
    readonly choice: string;
    readonly now: string;
    readonly keep: string;
    readonly same: string;
    /** @param lines  What differs, each by its name. */
    readonly differs: (lines: string) => string;
    readonly changedMark: string;
    readonly what: string;
    readonly verdict: string;
    readonly noLink: string;
    readonly noText: string;
    readonly failed: string;
    readonly none: string;
    readonly reason: string;
  };
  readonly entity: ReportWords["entity"];
  readonly finding: ReportWords["finding"];
  readonly happened: ReportWords["events"];
  readonly evidence: ReportWords["evidence"];
  readonly lists: ReportWords["lists"];
  readonly method: Readonly<Record<string, string>>;
  readonly status: ReportWords["status"];
  readonly otherwise: string;
  readonly notFollowed: string;
  /** Why a link was not followed, or not to its end, by code. */
  readonly unfollowed: Readonly<Record<string, string>>;
  /** Messages a newcomer may send to the bot with one click. */
  readonly examples: readonly string[];
}
