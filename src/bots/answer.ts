import { describeReport } from "../report/describe.ts";
import { WORDS } from "../report/words/languages.ts";
import type { LinkReport } from "../report/report.ts";
import type { Locale } from "../policy/types.ts";
import { paymentAnswer, type Asked } from "./payment-question.ts";

/** Words that ask for help, in the languages the bot speaks. */
const HELP_WORDS: ReadonlySet<string> = new Set(
  "help,/help,?,？,hello,hi,帮助,你好,bantuan,tolong,halo,trợ giúp,giúp,xin chào".split(","),
);

/** Most links told in one answer, so that the answer stays a message. */
const MAX_LINKS = 8;

/** What the bot says to a message. Tells titles of sources, not their addresses, so that an answer holds no link of its own. */
export function answerTo(text: string, reports: readonly LinkReport[], locale: Locale, asked: Asked): string {
  const { bot: words, marks } = WORDS[locale];
  if (HELP_WORDS.has(text.trim().toLowerCase())) return words.help;
  // A name such as Ele.me is written as an address is.
  const isOfNames = reports.every(({ link }) => asked.registry.named.find(link.value).length > 0);
  const ofPayments = isOfNames ? paymentAnswer(text, asked, locale) : null;
  if (ofPayments !== null) return ofPayments;
  if (reports.length === 0) return words.noLink;
  const answers = reports.slice(0, MAX_LINKS).map((report, index) => {
    const { headline, lines } = describeReport(report, locale, { addresses: false });
    return [
      `${index + 1}. ${headline}`,
      ...lines.map(({ label, text: line }) => `   ${label}${marks.colon}${line}`),
    ].join("\n");
  });
  if (reports.length > MAX_LINKS) answers.push(words.more);
  return answers.join("\n");
}
