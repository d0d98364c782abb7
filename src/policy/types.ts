import type { AppClass, Relation } from "../apps/types.ts";
import type { FindingKind } from "../findings/types.ts";
import type { LinkKind } from "../links/link.ts";

export type Action = "open_in_place" | "open_externally" | "block";
export type ChatKind = "one_to_one" | "group";
export type Choice = "in_place" | "external" | "block";
export type Locale = "zh-CN" | "en" | "id" | "vi";
export type Basis = "tested" | "written" | "inferred";
export type DecidedBy = "rule" | "default" | "error" | "unresolved";

/** What the rules may read. Everything else about a message stays outside. */
export interface PolicyFacts {
  /** When the gateway received the message. */
  readonly at: Date;
  readonly host: string;
  readonly chat: ChatKind;
  /** `version` null: not known, fits no version range. */
  readonly client: { readonly os: "android" | "ios" | "web"; readonly version: string | null };
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
}

/** The outcome of one decision, before it is put into a reader's language. */
export interface Decision {
  readonly action: Action;
  readonly notice: boolean;
  readonly rulebook: string;
  /** Null when no edition was in force. */
  readonly edition: string | null;
  /** Null when no rule spoke (`decidedBy` other than `rule`, or `unresolved` by the default). */
  readonly rule: string | null;
  readonly decidedBy: DecidedBy;
  readonly hash: string | null;
  readonly basis: Basis;
  readonly reason: Readonly<Record<Locale, string>>;
  readonly citations: readonly Citation[];
}
