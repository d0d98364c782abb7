import type { FindingKind } from "../findings/types.ts";
import type { Locale } from "../policy/types.ts";
import { WORDS } from "../report/words/languages.ts";
import type { Words } from "../report/words/words.ts";
import { PAGE_WORDS } from "./words/languages.ts";
import type { PageWords } from "./words/words.ts";

/** How one report is told: its language, its clock, and what "nothing was found" speaks of. */
export interface Telling {
  readonly locale: Locale;
  readonly words: PageWords;
  /** Words of findings, and marks between words. */
  readonly reportWords: Words;
  /** In which instants are told, such as `+08:00`. */
  readonly offset: string;
  /** Kinds of findings that the rules of the report tell apart. */
  readonly told: readonly FindingKind[];
}

export function tellingIn(locale: Locale, offset: string, told: readonly FindingKind[]): Telling {
  return { locale, words: PAGE_WORDS[locale], reportWords: WORDS[locale], offset, told };
}

export function numberText(number: number | bigint, { locale }: Pick<Telling, "locale">): string {
  return number.toLocaleString(locale);
}

/** Null for none, so that a title can say so in words. */
export function countText({ length }: readonly unknown[], telling: Pick<Telling, "locale">): string | null {
  return length === 0 ? null : numberText(length, telling);
}
