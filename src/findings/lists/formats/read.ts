import type { ListEntry } from "../entry.ts";

/** Why a line or record of a source gives no entry. */
export const SKIP_REASONS = [
  /** Holds NUL or another control character. */
  "control_character",
  /** Longer than 64 KiB. */
  "too_long",
  /** No host can be read where one has to stand. */
  "not_a_host",
  /** Not a form that the format has. */
  "unknown_form",
  /** A wildcard elsewhere than before the first label. */
  "wildcard",
  /** Is never run. */
  "regular_expression",
  /** Says what of a page is shown, nothing of links. */
  "cosmetic",
  /** Holds for some requests only, so it says nothing of links. */
  "option",
  /** Stands between `!#if` and `!#endif`. */
  "conditional",
  /** Names another file. */
  "include",
  /** Leads a name elsewhere and calls it neither good nor bad. */
  "redirect",
  /** An RPZ trigger about resolvers or answers. */
  "other_trigger",
  /** A record of a kind that names no link. */
  "other_type",
  /** Not meant for detection. */
  "not_to_ids",
  "deleted",
  "revoked",
  "expired",
  /** Holds only together with something else. */
  "and_pattern",
  /** Nobody has confirmed it yet. */
  "unverified",
  /** A range of addresses. */
  "range",
  /** Somebody's mailbox. */
  "email_address",
  /** Takes another rule back and is no rule itself, or was taken back. */
  "taken_back",
  /** Names every host there is. */
  "everything",
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** A line or record that gives no entry. */
export interface Skipped {
  readonly skipped: SkipReason;
  readonly line: number;
}

/** What a source says of itself. */
export interface Header {
  readonly header: "version" | "expires";
  readonly text: string;
}

/** A host that no list may name as a whole, of a warninglist. */
export interface GuardedHost {
  readonly guards: string;
  readonly line: number;
}

/** What a format's reader makes of one line or record. */
export type Read = ListEntry | Skipped | Header | GuardedHost;

/** Takes lines out of a source before anybody else reads them. */
export interface LineTaker {
  /**
   * Takes whole lines from `at` on, as many as it can.
   *
   * @param line  The number of the line that begins at `at`.
   * @returns     Where the first line begins that it did not take.
   */
  take(bytes: Buffer, at: number, line: number): number;
  /** How many lines the last `take` took. */
  readonly taken: number;
}

/** A line with its number, from 1; one that is not read comes as skipped. */
export type NumberedLine =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly skipped: BadLine["bad"] };

/** The text of a source, UTF-8 without a mark. Each method reads it from its beginning. */
export interface SourceText {
  /** Its first 64 Ki characters. */
  head(): string;
  /** Whether some ASCII text stands anywhere in it. */
  holds(text: string): boolean;
  /** The lines as {@link lines} tells them, without those that a taker takes. */
  numbered(taker?: LineTaker): Iterable<NumberedLine>;
  /** Without their ends; a line that is longer than 64 KiB or holds a control character is told as bad. */
  lines(): Iterable<string | BadLine>;
  /** Null beyond 64 MiB. */
  whole(): string | null;
  /** Its bytes, each piece good until the next is asked for. */
  pieces(): Iterable<Buffer>;
}

/** A line that is not read. */
export interface BadLine {
  readonly bad: "control_character" | "too_long";
}

/** Reads a source of one format, one item after another. @throws {ListRefused} when the whole is not of this format. */
export type ReadFormat = (source: SourceText) => Generator<Read>;

export type RefusalReason =
  | "empty"
  | "html"
  | "encoding"
  | "too_large"
  | "cut"
  | "not_this_format"
  | "unknown_format"
  | "guarded"
  | "shrunk"
  | "grown"
  | "older"
  | "checksum"
  | "signature";

/** A source is not taken, as a whole. The message says why, and repeats none of its text. */
export class ListRefused extends Error {
  override readonly name = "ListRefused";
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
