import type { AppClass, OpenWays, ReaderOs } from "../apps/types.ts";
import type { Finding, WrittenEntry } from "../findings/types.ts";
import type { Link } from "../links/types.ts";
import type { PageFacts, ResolveHop } from "../resolve/types.ts";
import type { PaymentReport } from "./payments.ts";
import type { ChoiceReach, OwnChoices } from "./own-choice.ts";
import { bestLanguage, languagesIn } from "../input/languages.ts";
import {
  LOCALES,
  type Action,
  type Basis,
  type ChatKind,
  type Choice,
  type Citation,
  type DecidedBy,
  type Locale,
} from "../policy/types.ts";

/** Where resolving stands: `provisional` until the network has answered. */
export const RESOLUTION_STATES = ["final", "provisional", "failed"] as const;

export interface ResolutionReport {
  readonly status: (typeof RESOLUTION_STATES)[number];
  readonly hops: readonly ResolveHop[];
  /** The address that was judged; null for a bare share code. */
  readonly finalUrl: string | null;
  readonly canonicalUrl: string | null;
  /** Query parameters that the canonical address leaves out. */
  readonly removed: readonly string[];
  /** Why nothing was fetched: `offline`, `off`, `unknown_host`, `one_time_link`; null when it was, will be, or did not need to be. */
  readonly skipped: string | null;
  readonly page: PageFacts | null;
  readonly failure: { readonly code: string; readonly at: string } | null;
  /** HTTP status of the page at the end; absent when it was not asked. */
  readonly httpStatus?: number;
}

export interface VerdictReport {
  readonly action: Action;
  /** One notice page first. */
  readonly notice: boolean;
  readonly rulebook: string;
  readonly edition: string | null;
  readonly rule: string | null;
  readonly decidedBy: DecidedBy;
  /** `sha256:…` of the edition. */
  readonly hash: string | null;
  readonly basis: Basis;
  /** One sentence, in the best for the reader of the languages that the book has. */
  readonly reason: string;
  readonly citations: readonly Citation[];
  /** A choice of the reader's own that made it stricter; absent: it says what the rules say without one. */
  readonly byChoice?: { readonly choice: Choice; readonly for: ChoiceReach };
}

/** The one JSON shape of a judged link: in the CLI, on the socket, over HTTP and in fixtures. */
export interface LinkReport {
  readonly link: Link;
  /** Normalised absolute address; null for a bare share code or an address that is none. */
  readonly url: string | null;
  readonly resolution: ResolutionReport;
  readonly app: {
    readonly id: string;
    readonly name: string;
    readonly owner: string;
    readonly class: AppClass;
    readonly entity: { readonly type: string; readonly id: string; readonly sensitive?: "payment" } | null;
  } | null;
  readonly findings: readonly Finding[];
  readonly verdict: VerdictReport;
  /** What the client may use under this verdict; for `block` nothing but `appeal`. */
  readonly open: OpenWays & { readonly appeal?: string; readonly instruction?: string };
  readonly payments: readonly PaymentReport[];
  /** Where the link may lead instead, as the reader's system decides; absent when there is one place only. */
  readonly alternatives?: readonly {
    /** Null for an app that is named by its package alone. */
    readonly url: string | null;
    readonly app: {
      readonly id: string;
      readonly name: string;
      readonly owner: string;
      readonly class: AppClass;
    } | null;
  }[];
}

/** The context one check is made in. */
export interface CheckContext {
  /** When the gateway received the message. */
  readonly at: Date;
  /** App id of the host platform. */
  readonly host: string;
  readonly chat: ChatKind;
  readonly client: { readonly os: ReaderOs; readonly version: string | null };
  readonly choice: Choice | null;
  /** What the reader chose for apps and classes; absent: `choice` is told to the rules as it is. */
  readonly own?: OwnChoices | undefined;
  /** What the reader reads: one BCP 47 tag or several, the best first (`ms,en`). */
  readonly locale: string;
  /** Extra threat entries for this check alone. */
  readonly lists: readonly WrittenEntry[];
}

/** The language of the interface for who reads the languages of `asked` (`ms,en`); English when it speaks none of them. */
export function interfaceLocale(asked: string): Locale {
  return LOCALES.find((locale) => locale === asked) ?? bestLanguage(languagesIn(asked), LOCALES) ?? "en";
}
