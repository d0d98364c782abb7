import { LOCALES, type Locale } from "../policy/types.ts";
import { en } from "./words/en.ts";
import { id } from "./words/id.ts";
import { vi } from "./words/vi.ts";
import type { Languages, Words } from "./words/words.ts";
import { zhCn } from "./words/zh-cn.ts";

export const LANGUAGES: Languages = { "zh-CN": zhCn, en, id, vi };
const STORED_AS = "hutong.locale";
const CHINA = "Asia/Shanghai";

const isLocale = (text: string | null): text is Locale => LOCALES.some((locale) => locale === text);

function localeOfBrowser(): Locale {
  for (const language of navigator.languages) {
    const primary = language.toLowerCase().split("-")[0] ?? "";
    const found = LOCALES.find((locale) => locale.toLowerCase().split("-")[0] === primary);
    if (found !== undefined) return found;
  }
  return "en";
}

let current: Locale = "en";

/** The page's language: the one chosen on an earlier visit, else the browser's first that the page speaks. */
export function startLanguage(): void {
  const stored = localStorage.getItem(STORED_AS);
  setLocale(isLocale(stored) ? stored : localeOfBrowser());
}

export function setLocale(locale: Locale): void {
  current = locale;
  document.documentElement.lang = locale;
}

/** Sets the language and keeps it for the next visit. */
export function chooseLocale(locale: Locale): void {
  localStorage.setItem(STORED_AS, locale);
  setLocale(locale);
}

export const locale = (): Locale => current;

/** What the reader reads, the best first. A language that the page lacks, a rulebook's reasons may have. */
export function readLanguages(): string {
  const [first = current] = navigator.languages;
  const isOfPage = isLocale(localStorage.getItem(STORED_AS)) || first.split("-")[0] === current.split("-")[0];
  return isOfPage ? current : `${first},${current}`;
}
export const words = (): Words => LANGUAGES[current];

/** A label and what it says, with the language's own mark between them. */
export const labelled = (label: string, text: string): string => label + words().marks.colon + text;
/** In brackets behind what it is about. */
export const aside = (text: string): string => words().marks.open + text + words().marks.close;
export const listed = (texts: readonly string[]): string => texts.join(words().marks.comma);

/** `lang` for a text that need not be in the page's language: Chinese where it has Han characters, otherwise `fallback`. */
export function langOf(text: string, fallback: string): string | null {
  const found = /\p{Script=Han}/u.test(text) ? "zh-CN" : fallback;
  return found === current ? null : found;
}

export const clockTime = (at: Date): string =>
  new Intl.DateTimeFormat(current, { hour: "2-digit", minute: "2-digit" }).format(at);

export const dayOf = (at: Date): string => new Intl.DateTimeFormat(current, { dateStyle: "full" }).format(at);

/** A moment in China time, in which the rules are dated. */
export const chinaTime = (at: Date): string =>
  new Intl.DateTimeFormat(current, { dateStyle: "medium", timeStyle: "short", timeZone: CHINA }).format(at);

export const chinaDay = (at: Date): string =>
  new Intl.DateTimeFormat(current, { dateStyle: "medium", timeZone: CHINA }).format(at);
