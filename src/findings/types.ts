/** Kinds of findings that rules may name. Source: the items of the external-link specification, as reported. */
export const FINDING_KINDS = [
  "phishing",
  "malware",
  "fraud",
  "gambling",
  "pornography",
  "unlawful",
  "induced_sharing",
  "induced_following",
  "induced_download",
  "group_buying",
  "web_game",
  "rumour",
  "spam",
  "vulgar",
  "infringement",
  "diversion",
  "share_code",
  "imitation",
  "resembles",
  "evasion",
  "file_download",
  "unknown_origin",
  "reported",
  "invisible_character",
  "text_mismatch",
  "userinfo",
  "dangerous_scheme",
  "unknown_scheme",
  "no_web_page",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Something known or seen about a link that a rule may use. */
export interface Finding {
  readonly kind: FindingKind;
  /** What was seen, in words or as the list entry; never the whole address. */
  readonly evidence: string;
  /** Who says so: `hutong`, or the list's name. */
  readonly source: string;
  /** The operator's list that says so; absent for what the gateway saw itself and for lists of one check. */
  readonly list?: {
    readonly name: string;
    /** As its source tells it; null when it tells none. */
    readonly version: string | null;
    /** When the source last confirmed the list; ISO 8601. */
    readonly at: string;
    /** Since when the entry stands in it; ISO 8601. */
    readonly entrySince?: string;
    /** Until when the entry counts; ISO 8601. */
    readonly until?: string;
  };
  /** The list was confirmed longer ago than its source promises. */
  readonly stale?: true;
  /** An exception takes it back: it is shown, and its kind is no fact for the rules. */
  readonly excepted?: {
    /** Who made the exception, or the list that excepts it itself. */
    readonly by: string;
    /** ISO 8601; null when it has no end. */
    readonly until: string | null;
  };
  /** Of `imitation` and `resembles`, where a host's name told it. */
  readonly lookalike?: LookalikeHost;
}

/** A host that looks like another. */
export interface LookalikeHost {
  /** As it is visited: ASCII, Punycode. */
  readonly host: string;
  /** The part of it that its owner registered. */
  readonly domain: string;
  /** The domain it looks like; null when it only hides what it is. */
  readonly of: string | null;
}

/** One threat entry of a check as it is written: a host (its sub-domains too), a host with a path prefix, or a full address. */
export interface WrittenEntry {
  readonly entry: string;
  readonly kind: FindingKind;
  /** From when on it counts no more. */
  readonly until?: Date | undefined;
  /** Takes back what other entries of the same check say of what it covers. */
  readonly exception?: boolean | undefined;
}
