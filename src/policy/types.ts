import type { AppClass, ReaderOs, Relation } from "../apps/types.ts";
import type { Texts } from "../input/languages.ts";
import type { FindingKind } from "../findings/types.ts";
import type { LinkKind } from "../links/types.ts";

// Each closed set of words stands once, here or in the `types.ts` of the place it belongs to. Types, schemas, decision
// cells and documents are made from these arrays. Browsers load this file too: it imports nothing but types.

export const ACTIONS = ["open_in_place", "open_externally", "block"] as const;
export type Action = (typeof ACTIONS)[number];

/** Chats that a gateway keeps. */
export const CONVERSATION_KINDS = ["one_to_one", "group"] as const;
export type ConversationKind = (typeof CONVERSATION_KINDS)[number];

/** Where a link is shared. `moments` is the host platform's feed of friends: rules speak of it, no gateway keeps it. */
export const CHAT_KINDS = [...CONVERSATION_KINDS, "moments"] as const;
export type ChatKind = (typeof CHAT_KINDS)[number];

/** How a user wants links opened. */
export const CHOICES = ["in_place", "external", "block"] as const;
export type Choice = (typeof CHOICES)[number];

/** Languages of the interface. Which languages a rulebook's sentences have is the book's own affair. */
export const LOCALES = ["zh-CN", "en", "id", "vi"] as const;
export type Locale = (typeof LOCALES)[number];

/** What a rule rests on. */
export const BASES = ["tested", "written", "inferred", "house"] as const;
export type Basis = (typeof BASES)[number];

/** What an obligation asks to be the same for links that differ in their owner alone. */
export const SAMENESSES = ["action", "steps"] as const;

/** What gave a verdict. Never folded into one another. */
export const DECIDED_BY = ["rule", "default", "error", "unresolved"] as const;
export type DecidedBy = (typeof DECIDED_BY)[number];

/** What the rules may read. Everything else about a message stays outside. */
export interface PolicyFacts {
  /** When the gateway received the message. */
  readonly at: Date;
  readonly host: string;
  readonly chat: ChatKind;
  /** `version` null: not known, fits no version range. */
  readonly client: { readonly os: ReaderOs; readonly version: string | null };
  readonly choice: Choice | null;
  readonly kind: LinkKind;
  readonly app: string | null;
  readonly owner: string | null;
  readonly class: AppClass;
  readonly relation: Relation;
  /** Kinds of the findings about the link. */
  readonly findings: ReadonlySet<FindingKind>;
  /** `unresolved`: resolving ended without an answer (failed or past its deadline). */
  readonly resolution: "final" | "provisional" | "unresolved";
}

export interface Citation {
  readonly title: string;
  readonly url: string;
  /** Day, month or year of what the source tells: `2021-09-17`, `2016-04`, `2018`. Left out: not known. */
  readonly date?: string;
  /** The source says the contrary of the rule. Left out: it bears the rule out. */
  readonly against?: true;
}

/** The outcome of one decision, before it is put into a reader's language. */
export interface Decision {
  readonly action: Action;
  readonly notice: boolean;
  readonly rulebook: string;
  /** Null when no edition was in force. */
  readonly edition: string | null;
  /** Null when no rule decided (`decidedBy` other than `rule`, or `unresolved` by the default). */
  readonly rule: string | null;
  readonly decidedBy: DecidedBy;
  readonly hash: string | null;
  readonly basis: Basis;
  /** In each language of the book, its default first. */
  readonly reason: Texts;
  readonly citations: readonly Citation[];
}

/** Facts in, decision out: a rulebook, or one edition of it, asked about one link. */
export type Decide = (facts: PolicyFacts) => Decision;
