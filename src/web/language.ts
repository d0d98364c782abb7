import { LOCALES, type Locale } from "../policy/types.ts";
import type { Words } from "./words/words.ts";
import { onDevice } from "./kept.ts";

/** Each language by its own name. */
export const LANGUAGES: Readonly<Record<Locale, string>> = {
  "zh-CN": "简体中文",
  en: "English",
  id: "Bahasa Indonesia",
  vi: "Tiếng Việt",
};

/** A page speaks one language, so it loads the words of one. What they are made of is asked for in the same moment. */
const LOADERS: Readonly<Record<Locale, () => Promise<Words>>> = {
  "zh-CN": async () => (await Promise.all([import("./words/zh-cn.ts"), import("../report/words/zh-cn.ts")]))[0].zhCn,
  en: async () => (await Promise.all([import("./words/en.ts"), import("../report/words/en.ts")]))[0].en,
  id: async () => (await Promise.all([import("./words/id.ts"), import("../report/words/id.ts")]))[0].id,
  vi: async () => (await Promise.all([import("./words/vi.ts"), import("../report/words/vi.ts")]))[0].vi,
};
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
let loaded: Words | null = null;

/** The page's language: the one chosen on an earlier visit, else the browser's first that the page speaks. */
export function firstLocale(): Locale {
  const stored = onDevice.getItem(STORED_AS);
  return isLocale(stored) ? stored : localeOfBrowser();
}

/** Loads the words of a language; those of one that was loaded are there at once. */
export const wordsOf = (locale: Locale): Promise<Words> => LOADERS[locale]();

/** @throws {TypeError} when the words cannot be had: the page goes on in the language it has. */
export async function setLocale(locale: Locale): Promise<void> {
  loaded = await wordsOf(locale);
  current = locale;
  document.documentElement.lang = locale;
}

/** Sets the language and keeps it for the next visit. */
export async function chooseLocale(locale: Locale): Promise<void> {
  await setLocale(locale);
  onDevice.setItem(STORED_AS, locale);
}

export const locale = (): Locale => current;

/** What the reader reads, the best first. A language that the page lacks, a rulebook's reasons may have. */
export function readLanguages(): string {
  const [first = current] = navigator.languages;
  const isOfPage = isLocale(onDevice.getItem(STORED_AS)) || first.split("-")[0] === current.split("-")[0];
  return isOfPage ? current : `${first},${current}`;
}

/** What the page says. @throws {Error} before a language was set. */
export function words(): Words {
  if (loaded === null) throw new Error("no language was set");
  return loaded;
}

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

/** Making a format takes longer than using it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatted(at: Date, options: Intl.DateTimeFormatOptions): string {
  const key = current + JSON.stringify(options);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(current, options);
  formats.set(key, format);
  return format.format(at);
}

export const clockTime = (at: Date): string => formatted(at, { hour: "2-digit", minute: "2-digit" });

/** When something was said, in a list: the hour where it was today, else the day, of another year with it. */
export function listMoment(at: Date, now: Date): string {
  if (at.toDateString() === now.toDateString()) return clockTime(at);
  if (at.getFullYear() === now.getFullYear()) return formatted(at, { month: "short", day: "numeric" });
  return formatted(at, { year: "numeric", month: "numeric", day: "numeric" });
}

/** A day and an hour in few letters, of another year with it. */
export function shortMoment(at: Date): string {
  const isThisYear = at.getFullYear() === new Date().getFullYear();
  const day = { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" } as const;
  return formatted(at, isThisYear ? day : { ...day, year: "numeric" });
}

export const dayOf = (at: Date): string => formatted(at, { dateStyle: "full" });

/** A moment in China time, in which the rules are dated. */
export const chinaTime = (at: Date): string =>
  formatted(at, { dateStyle: "medium", timeStyle: "short", timeZone: CHINA });

export const chinaDay = (at: Date): string => formatted(at, { dateStyle: "medium", timeZone: CHINA });
