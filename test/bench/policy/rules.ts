export const PHASE_ONE = "2021-09-17T00:00:00+08:00";
export const PHASE_TWO = "2021-11-30T00:00:00+08:00";
export const CODES_CLOSE = "2023-01-01T00:00:00+08:00";
export const DOWNLOADS_CLOSE = "2025-10-23T00:00:00+08:00";

/** One rule in a form that every engine's own is made from. What is absent may be anything. */
export interface BenchRule {
  readonly finding?: string;
  readonly choice?: string;
  readonly kind?: string;
  readonly app?: string;
  readonly relation?: string;
  readonly class?: string;
  readonly chat?: string;
  readonly from?: string;
  readonly until?: string;
  /** Fits all but one-to-one chats on a client of September 2021 or later. */
  readonly notNewest?: true;
  readonly gives: Gift;
}
export type Gift = "place" | "notice" | "external" | "block";

export const HARMFUL = [
  "phishing",
  "malware",
  "fraud",
  "gambling",
  "pornography",
  "unlawful",
  "evasion",
  "imitation",
  "userinfo",
  "dangerous_scheme",
];
const RIVAL_CLASSES = ["e-commerce", "short_video", "im", "office", "payment", "travel"];
const IN_GROUPS = new Set(["e-commerce", "travel"]);

/** Forty rules: dates, chat kinds, classes, relations, apps, findings, choices, kinds and versions. */
export const RULES: readonly BenchRule[] = [
  ...HARMFUL.map((finding): BenchRule => ({ finding, gives: "block" })),
  { choice: "block", gives: "block" },
  { kind: "share_code", from: CODES_CLOSE, gives: "block" },
  { finding: "diversion", gives: "external" },
  { finding: "file_download", until: DOWNLOADS_CLOSE, gives: "external" },
  { finding: "file_download", gives: "block" },
  { kind: "share_code", gives: "external" },
  { choice: "external", gives: "external" },
  { app: "alipay", gives: "external" },
  { finding: "reported", gives: "notice" },
  { relation: "own", gives: "place" },
  { relation: "allied", gives: "place" },
  { relation: "neutral", gives: "place" },
  ...RIVAL_CLASSES.flatMap((cls): BenchRule[] => [
    { class: cls, until: PHASE_ONE, gives: "external" },
    { class: cls, until: PHASE_TWO, notNewest: true, gives: "external" },
    IN_GROUPS.has(cls) ? { class: cls, gives: "place" } : { class: cls, chat: "one_to_one", gives: "place" },
  ]),
];
export const DEFAULT = RULES.length;

/** The fields of a rule that name one word; `class` is `cls` in an input, since engines keep that word for themselves. */
export const WORDS = ["choice", "kind", "app", "relation", "chat"] as const;
