import type { Locale } from "../../policy/types.ts";
import { chooseLocale, locale, setLocale } from "../language.ts";
import type { ConsoleWords } from "./words/words.ts";

const LOADERS: Readonly<Record<Locale, () => Promise<ConsoleWords>>> = {
  "zh-CN": async () => (await import("./words/zh-cn.ts")).zhCn,
  en: async () => (await import("./words/en.ts")).en,
  id: async () => (await import("./words/id.ts")).id,
  vi: async () => (await import("./words/vi.ts")).vi,
};

let loaded: ConsoleWords | null = null;

/** Loads what the page says in a language. @throws {TypeError} when the words cannot be had. */
export async function speak(chosen: Locale, { keep = false } = {}): Promise<void> {
  const [own] = await Promise.all([LOADERS[chosen](), keep ? chooseLocale(chosen) : setLocale(chosen)]);
  loaded = own;
}

/** What the moderators' page says. @throws {Error} before a language was set. */
export function says(): ConsoleWords {
  if (loaded === null) throw new Error("no language was set");
  return loaded;
}

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** `3 hr. ago`, `in 2 days`. */
export function fromNow(at: string, nowMs = Date.now()): string {
  const ms = Date.parse(at) - nowMs;
  const [unit, size] = UNITS.find(([, least]) => Math.abs(ms) >= least) ?? ["minute", 60_000];
  const format = new Intl.RelativeTimeFormat(locale(), { style: "short", numeric: "auto" });
  // Vietnamese begins it as a sentence, and it stands inside of one.
  return format.format(Math.round(ms / size), unit).toLocaleLowerCase(locale());
}

/** A day and a time, on the clock of whoever reads. */
export function moment(at: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
}

export function dayOf(at: string): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium" }).format(new Date(at));
}

export function clock(at: string): string {
  return new Intl.DateTimeFormat(locale(), { timeStyle: "short" }).format(new Date(at));
}

export function counted(count: number): string {
  return new Intl.NumberFormat(locale()).format(count);
}

/** `2%`; what is not none is not told as 0%, nor what is not all as 100%. @param part  From 0 to 1. */
export function share(part: number): string {
  const isNearEnd = (part > 0 && part < 0.01) || (part > 0.99 && part < 1);
  const digits = {
    maximumFractionDigits: isNearEnd ? 1 : 0,
    roundingMode: part > 0.99 ? "floor" : "halfExpand",
  } as const;
  return new Intl.NumberFormat(locale(), { style: "percent", ...digits }).format(part);
}

const LONG_UNITS = [["year", 365 * 86_400_000], ["month", 30 * 86_400_000], ...UNITS] as const;

/** `2 mths`, whole: how old something is. */
export function aged(since: string, atMs = Date.now()): string {
  const ms = Math.max(0, atMs - Date.parse(since));
  const [unit, size] = LONG_UNITS.find(([, least]) => ms >= least) ?? (["minute", 60_000] as const);
  const format = new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "short" });
  return format.format(Math.floor(ms / size));
}

/** `3 hr`, of a time that passed. */
export function lasting(ms: number): string {
  const [unit, size] = UNITS.find(([, least]) => ms >= least) ?? (["second", 1_000] as const);
  const format = new Intl.NumberFormat(locale(), {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: 1,
  });
  return format.format(ms / size);
}
