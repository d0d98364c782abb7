import { type Description, describeReport } from "../../report/describe.ts";
import type { LinkReport } from "../../report/report.ts";
import { WORDS } from "../../report/words/languages.ts";
import type { Locale } from "../../policy/types.ts";
import { forTerminal, widthOf, wrapped } from "./wrapped.ts";

const [BOLD, PLAIN] = ["\u001B[1m", "\u001B[22m"];

/**
 * Reports in words, for a terminal of `columns`.
 *
 * @param isTerminal  Whether what counts most may be told in bold.
 */
export function prettyReports(
  reports: readonly LinkReport[],
  locale: Locale,
  columns: number,
  isTerminal = false,
): string {
  if (reports.length === 0) return "no link\n";
  return reports.map((report) => prettyReport(report, locale, columns, isTerminal)).join("\n");
}

/** The ways to open, in the order in which a report holds them. What appeals are to say, the page of the gateway says. */
const WAYS = ["web", "ios", "android", "intent", "universal", "copy"] as const;

function prettyReport(report: LinkReport, locale: Locale, columns: number, isTerminal: boolean): string {
  const { headline, lines } = describeReport(report, locale, { addresses: true });
  const ways = WAYS.flatMap((way) => {
    const text = report.open[way];
    return text === undefined ? [] : [{ label: WORDS[locale].ways[way], text }];
  });
  const told: Description["lines"] = [...lines, ...ways];
  const widest = Math.max(...told.map(({ label }) => widthOf(label)));
  const rows = told.map(({ label, text, stress }) => {
    const padding = " ".repeat(widest - widthOf(label) + 2);
    const row = wrapped(`  ${label}${padding}`, forTerminal(text), columns);
    return isTerminal && stress !== undefined ? row.replaceAll(stress, `${BOLD}${stress}${PLAIN}`) : row;
  });
  return `${[wrapped("", forTerminal(report.link.value), columns), wrapped("", headline, columns), ...rows].join("\n")}\n`;
}
