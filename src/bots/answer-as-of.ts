import type { Locale } from "../policy/types.ts";
import { WORDS } from "../report/words/languages.ts";
import type { LinkReport } from "../report/report.ts";
import type { Resolution } from "../resolve/types.ts";
import { answerTo } from "./answer.ts";
import { askedDay } from "./asked-day.ts";
import type { Asked } from "./payment-question.ts";

export interface AskedOfLinks extends Asked {
  /** The app whose chat this is. */
  readonly host: string;
  /** Judges a text's links as of an instant, by what the network has told of each. */
  readonly judge: (text: string, at: Date, known: readonly (Resolution | null)[]) => Promise<readonly LinkReport[]>;
}

/** Longer texts name no app to ask about. */
const MAX_QUESTION_LENGTH = 300;
/** Apps told in one answer. */
const MAX_APPS = 4;
const CHINA_MS = 8 * 3_600_000;

/**
 * What the bot says to a message: of its links, or of the apps that it names instead, as of the day that it names. Otherwise as
 * {@link answerTo}.
 */
export async function answerAsOf(
  text: string,
  reports: readonly LinkReport[],
  locale: Locale,
  asked: AskedOfLinks,
): Promise<string> {
  const { registry, at: now, judge } = asked;
  const plain = answerTo(text, reports, locale, asked);
  // An address may hold a day of its own.
  const words = withoutLinks(text, reports);
  const day = askedDay(words.normalize("NFKC"), now);
  const isOfLinks = reports.some(({ link }) => registry.named.find(link.value).length === 0);
  if (isOfLinks) {
    if (day === null) return plain;
    return told(day.at, answerTo(text, await judge(text, day.at, reports.map(knownOf)), locale, asked), locale);
  }
  const isElse = plain !== WORDS[locale].bot.noLink && reports.length === 0;
  if (isElse || text.length > MAX_QUESTION_LENGTH) return plain;
  const named = [...new Set(registry.named.mentions(day?.rest ?? words).flatMap(({ ids }) => ids))];
  // Beside another app it is where a link opens, and not whose it is.
  const isAskedOf = (id: string) => id !== asked.host || named.length === 1;
  const apps = named.filter(isAskedOf).slice(0, MAX_APPS);
  const addresses = apps.flatMap((id) => addressOf(id, asked) ?? []);
  if (addresses.length === 0) return plain;
  const sample = addresses.join(" ");
  const at = day?.at ?? now;
  return told(at, answerTo(sample, await judge(sample, at, []), locale, asked), locale);
}

/** What the network told of a link; null where it was not asked, or said nothing. */
function knownOf({ resolution }: LinkReport): Resolution | null {
  const { status, hops, finalUrl, httpStatus = null, page, skipped, failure } = resolution;
  if (status !== "final" || finalUrl === null || skipped !== null || failure !== null) return null;
  return { status, hops, finalUrl, httpStatus, skipped, page, failure, requests: [] };
}

function withoutLinks(text: string, reports: readonly LinkReport[]): string {
  let rest = "";
  let from = 0;
  for (const { link } of reports) {
    rest += `${text.slice(from, link.start)} `;
    from = Math.max(from, link.end);
  }
  return rest + text.slice(from);
}

/** An address of an app, which stands for its links; null of an app without a host. */
function addressOf(id: string, { registry }: Asked): string | null {
  const host = registry.apps().find((app) => app.id === id)?.hosts[0];
  return host === undefined ? null : `https://${host.replace("*.", "www.")}/`;
}

/** An answer under its day, China time. */
function told(at: Date, answer: string, locale: Locale): string {
  const { table, marks } = WORDS[locale];
  const day = new Date(at.getTime() + CHINA_MS).toISOString().slice(0, 10);
  return `${table.asOf}${marks.colon}${day}\n${answer}`;
}
