import { describeReport } from "../../report/describe.ts";
import type { LinkReport } from "../../report/report.ts";
import type { Locale } from "../../policy/types.ts";
import { forTerminal, widthOf, wrapped } from "./wrapped.ts";

/** Reports in words, for a terminal of `columns`. */
export function prettyReports(reports: readonly LinkReport[], locale: Locale, columns: number): string {
  if (reports.length === 0) return "no link\n";
  return reports.map((report) => prettyReport(report, locale, columns)).join("\n");
}

function prettyReport(report: LinkReport, locale: Locale, columns: number): string {
  const { headline, lines } = describeReport(report, locale, { addresses: true });
  const widest = Math.max(...lines.map(({ label }) => widthOf(label)));
  const rows = lines.map(({ label, text }) => {
    const padding = " ".repeat(widest - widthOf(label) + 2);
    return wrapped(`  ${label}${padding}`, forTerminal(text), columns);
  });
  // The description tells the instruction already.
  const ways = Object.entries(report.open)
    .filter(([way]) => way !== "instruction")
    .map(([way, text]) =>
      wrapped(`  ${way}${" ".repeat(Math.max(widest - widthOf(way) + 2, 1))}`, forTerminal(text ?? ""), columns),
    );
  return `${[wrapped("", forTerminal(report.link.value), columns), wrapped("", headline, columns), ...rows, ...ways].join("\n")}\n`;
}
