import type { LinkReport } from "../report/report.ts";
import { element } from "./elements.ts";
import { icon } from "./icons.ts";
import { aside, langOf, listed, words } from "./language.ts";
import { nameOf, verdictWords } from "./link-words.ts";
import { paymentWords } from "./payments.ts";

interface Line {
  readonly label: string;
  readonly isVerdict: boolean;
  readonly code: boolean;
  readonly of: (report: LinkReport) => string;
}

function lines(): Line[] {
  const { card, panel } = words();
  const line = (label: string, of: Line["of"], code = false): Line => ({ label, of, code, isVerdict: false });
  return [
    { ...line(panel.verdict, verdictWords), isVerdict: true },
    line(
      card.edition,
      ({ verdict }) => [verdict.rulebook, verdict.edition].filter((part) => part !== null).join(" · "),
      true,
    ),
    line(card.rule, ({ verdict }) => verdict.rule ?? card.decidedBy[verdict.decidedBy], true),
    line(panel.reason, ({ verdict }) => verdict.reason),
    line(card.basisLabel, ({ verdict }) => card.basis[verdict.basis]),
    line(card.payments, (report) => paymentWords(report).join("\n")),
    line(card.ways, (report) => waysOf(report).join("\n")),
  ];
}

function waysOf({ open, app, link, verdict }: LinkReport): string[] {
  const { card } = words();
  if (verdict.action === "block") return open.appeal === undefined ? [] : [card.appeal];
  const inApp = open.ios ?? open.android ?? open.universal;
  return [
    ...(open.web === undefined ? [] : [verdict.action === "open_in_place" ? card.open : card.openOutside]),
    ...(inApp === undefined ? [] : [card.openInApp(app?.name ?? card.theApp)]),
    ...(link.kind === "share_code" ? [card.copyCode] : [card.copyAddress]),
  ];
}

/** Names of the compared lines that differ. */
const differences = (a: LinkReport, b: LinkReport): string[] =>
  lines().flatMap(({ of, label }) => (of(a) === of(b) ? [] : [label]));

/** One link under two sets of conditions, line by line; what differs is marked, in words too. */
export function comparison(a: LinkReport, b: LinkReport, [nameA, nameB]: readonly [string, string]): HTMLElement {
  const { panel } = words();
  const name = nameOf(a);
  const differing = differences(a, b);
  const cell = (line: Line, report: LinkReport, isChanged: boolean) =>
    element(
      "td",
      { class: isChanged && "changed", "data-action": line.isVerdict && report.verdict.action },
      line.isVerdict && icon(report.verdict.action),
      line.code ? element("code", {}, line.of(report)) : element("span", {}, line.of(report) || panel.none),
      isChanged && element("span", { class: "sr-only" }, aside(panel.changedMark)),
    );
  return element(
    "table",
    { class: "comparison" },
    element(
      "caption",
      {},
      element("bdi", { lang: langOf(name, "en") }, name),
      element(
        "span",
        { class: differing.length === 0 ? "same" : "differs" },
        differing.length === 0 ? panel.same : panel.differs(listed(differing)),
      ),
    ),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col" }, panel.what),
        element("th", { scope: "col" }, nameA),
        element("th", { scope: "col" }, nameB),
      ),
    ),
    element(
      "tbody",
      {},
      ...lines().map((line) => {
        const isChanged = line.of(a) !== line.of(b);
        return element(
          "tr",
          {},
          element("th", { scope: "row" }, line.label),
          cell(line, a, false),
          cell(line, b, isChanged),
        );
      }),
    ),
  );
}
