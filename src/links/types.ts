/** What a link is made of: a web address, an app's own scheme, an Android `intent:` address, or a share code (口令). */
export const LINK_KINDS = ["web", "app", "intent", "share_code"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** A link as it stands in a text. */
export interface Link {
  /** The exact slice of the text, `text.slice(start, end)`. */
  readonly value: string;
  /** Offsets in UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly kind: LinkKind;
}

/**
 * What the finder must be told about apps, because characters alone cannot tell.
 * The registry in `apps/` is the usual source; `links/` itself knows no app.
 */
export interface LinkVocabulary {
  /** Schemes of registered apps, lower case, without the colon: `taobao`, `weixin`, … */
  readonly schemes: ReadonlySet<string>;
  /** Hosts whose paths are short codes, ASCII lower case: `v.douyin.com`, … CJK after their path is prose. */
  readonly shortHosts: ReadonlySet<string>;
  /**
   * Whether a share code beside this address means the same target, as in an app's share text.
   * Default: only codes beside an app's own scheme and beside short addresses do.
   */
  readonly sharesCodes?: (address: Pick<Link, "value" | "kind">, text: string) => boolean;
  /**
   * Whether a piece of a text is one share text of the address's app, from its first sign on to beyond `reach`. Of such a text
   * code and address say the same, also on two lines. Default: no piece is.
   */
  readonly isShareText?: (address: Pick<Link, "value" | "kind">, piece: string, reach: number) => boolean;
}
