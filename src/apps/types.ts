import type { Link, LinkKind } from "../links/types.ts";

/**
 * The closed set of app classes that rulebooks may name.
 * `site` is any address that belongs to no registered app.
 */
export const APP_CLASSES = [
  "official_account",
  "e-commerce",
  "short_video",
  "video",
  "payment",
  "im",
  "office",
  "social",
  "music",
  "reading",
  "news",
  "search",
  "encyclopaedia",
  "travel",
  "maps",
  "storage",
  "community",
  "tool",
  "government",
  "redirector",
  "site",
] as const;
export type AppClass = (typeof APP_CLASSES)[number];

/** How a link's owner stands to the owner of the chat it is in. */
export const RELATIONS = ["own", "allied", "rival", "neutral"] as const;
export type Relation = (typeof RELATIONS)[number];

/** A relation from an instant (milliseconds, -Infinity: always) until the next span. */
export interface RelationSpan {
  readonly fromMs: number;
  readonly relation: Relation;
}

/** Systems that a client may run on. */
export const READER_OSES = ["android", "ios", "web"] as const;
export type ReaderOs = (typeof READER_OSES)[number];

/** Where a fact was read. */
export interface FactSource {
  readonly title: string;
  readonly url: string;
}

/** What payments can be at an app. */
export const PAYMENT_STATES = [
  "live",
  "not_accepted",
  "awaiting",
  "tested",
  "announced",
  "agreed",
  "expected",
  "unclear",
  "mini_program",
  "none_found",
  "removed",
  "closed",
  "ended",
] as const;
export type PaymentStatus = (typeof PAYMENT_STATES)[number];

/** One payment method of one app as of a day. */
export interface PaymentFact {
  readonly method: string;
  readonly status: PaymentStatus;
  /**
   * When the status began, China time: `YYYY-MM-DD`, or `YYYY-MM` where the record tells the month alone. Null where nobody
   * tells when it began.
   */
  readonly since: string | null;
  /** Where `since` is null: the day by which it was seen, `YYYY-MM-DD`, China time. */
  readonly by?: string;
  readonly source: FactSource;
  readonly note?: string;
  /** The note in further languages, by locale. */
  readonly noteIn?: Readonly<Record<string, string>>;
  /** What others said at that time instead. */
  readonly against?: readonly { readonly status: PaymentStatus; readonly source: FactSource }[];
}

export interface Entity {
  readonly type: string;
  /** The main id; several ids are joined as the registry's entity states. */
  readonly id: string;
  readonly ids: Readonly<Record<string, string>>;
  /** `payment`: never opened by itself, only after its reader has seen what it is and asked for it. */
  readonly sensitive?: "payment";
  /** What opening it does beyond showing a page. */
  readonly caution?: "joins_group" | "members_only";
  /** The same thing under the app's other ids, worked out without a network when it is read: `{ aid: "8903802" }`. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
}

/** What of an app goes into a link report. */
export interface AppSummary {
  readonly id: string;
  readonly names: Readonly<Record<string, string>>;
  readonly owner: string;
  readonly class: AppClass;
}

/** A step from the address in the message towards the address judged, made without a request. */
export interface OfflineHop {
  readonly url: string;
  readonly by: "wrapper" | "app_link" | "short_link";
  /** Present when no data names the page: it is a known host's, carries a whole address, and says that it leads on. */
  readonly guessed?: true;
}

/**
 * Ways to open a link, in the order a client should try those that fit its system: `universal`, then `ios`, or
 * `intent` and `android`, then `web`. Absent ones are not known or not allowed. `copy` is text for the clipboard.
 */
export interface OpenWays {
  readonly web?: string;
  readonly ios?: string;
  readonly android?: string;
  /** Android `intent:` address: the package that may open it, and the page for readers without the app. */
  readonly intent?: string;
  readonly universal?: string;
  readonly copy?: string;
}

/**
 * Everything the registry can say about a link without a network. All but `app` and `entity` may be worked out when it is
 * read: name what you need, a spread copy of the whole does not carry it.
 */
export interface Identified {
  /** The app the judged address belongs to; null when nobody's. */
  readonly app: AppSummary | null;
  readonly entity: Entity | null;
  /** The address that is judged: the innermost one that could be read. Null for a bare share code. */
  readonly target: string | null;
  readonly hops: readonly OfflineHop[];
  readonly canonicalUrl: string | null;
  /** Query parameters of `target` that `canonicalUrl` leaves out. */
  readonly removed: readonly string[];
  /** True for a short link or an opaque wrapper: only a request tells where it leads. */
  readonly needsNetwork: boolean;
  /**
   * That the judged address is no page but sends its readers on, and only a request tells where: a public short link or a
   * redirector, which may lead to anybody, or a short link within one app.
   */
  readonly sendsOn: "anywhere" | "within" | null;
  readonly open: OpenWays;
  /** What the reader must do when there is no address (copy the code, open which app): one sentence a locale. */
  readonly instruction: Readonly<Record<string, string>> | null;
}

/** The link as the registry needs it. */
export interface LinkAddress {
  readonly kind: LinkKind;
  readonly value: string;
  /** Normalised absolute address, null when there is none. */
  readonly url: string | null;
  /** The whole message: where one short host or code form serves several apps, its words decide. */
  readonly text: string;
  readonly os: ReaderOs;
}

/** The registry, compiled once. No method throws on any input. */
export interface Registry {
  readonly schemes: ReadonlySet<string>;
  readonly shortHosts: ReadonlySet<string>;
  /** Whether a share code beside this address means the same target, as in an app's share text. */
  sharesCodes(address: Pick<Link, "value" | "kind">, text: string): boolean;
  /** Whether a piece of a message is a share text of the address's app, from its first sign on to beyond `reach`. */
  isShareText(address: Pick<Link, "value" | "kind">, piece: string, reach: number): boolean;
  identify(link: LinkAddress): Identified;
  /** Whose the host of a web address is; null when it is nobody's. */
  ownerOf(address: string): AppSummary | null;
  /** The app of an Android package; null when it is nobody's. */
  appOfPackage(name: string): AppSummary | null;
  /** Whether all Android packages of an app are known. */
  hasPackages(appId: string): boolean;
  /** What an app was called at an instant; null when there is none of this id. */
  names(appId: string, at: Date): AppSummary["names"] | null;
  /** Payment facts of an app, each method once, as of an instant. */
  payments(appId: string, at: Date): readonly PaymentFact[];
  /** How the owner of `appId` (null: nobody's) stood to the owner of the host platform at an instant. */
  relation(appId: string | null, hostPlatform: string, at: Date): Relation;
  /** All that was, oldest first; the first span has no beginning. */
  relations(appId: string | null, hostPlatform: string): readonly RelationSpan[];
}
