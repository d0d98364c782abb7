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
}

/** One entry of a threat list: a host (its sub-domains too), a host with a path prefix, or a full address. */
export interface ListEntry {
  readonly entry: string;
  readonly kind: FindingKind;
}
