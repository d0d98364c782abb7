import { evidenceText } from "../report/words/evidence.ts";
import { listNotes } from "../report/words/list-notes.ts";
import type { LinkReport } from "../report/report.ts";
import { citation } from "./citation.ts";
import { element } from "./elements.ts";
import { icon } from "./icons.ts";
import { aside, labelled, listed, words } from "./language.ts";
import { statusOf, warningOf, whyNotFollowed } from "./link-words.ts";
import { paymentRow } from "./payments.ts";

function line(label: string, ...values: (Node | string)[]): Node[] {
  return values.length === 0 ? [] : [element("dt", {}, label), ...values.map((value) => element("dd", {}, value))];
}

export const address = (text: string): HTMLElement =>
  element("bdi", { class: "address", dir: "ltr", translate: "no" }, text);

/** Day of an edition as the rulebook names it, on the stamp. */
function stamp({ verdict }: LinkReport): HTMLElement {
  const { edition, rulebook } = words().card;
  return element(
    "p",
    { class: "stamp", title: labelled(rulebook, verdict.rulebook) },
    element("span", { class: "sr-only" }, `${edition} `),
    element("span", {}, verdict.rulebook),
    verdict.edition !== null && element("span", { class: "stamp-day" }, verdict.edition),
  );
}

/** What the page at the end says of itself beside its title. */
function description({ resolution, verdict }: LinkReport): HTMLElement | null {
  const { description: said, siteName } = resolution.page ?? {};
  if (verdict.action === "block" || (said ?? siteName) === undefined) return null;
  return element(
    "div",
    { class: "preview" },
    said !== undefined && element("p", { class: "preview-text", dir: "auto" }, said),
    siteName !== undefined && element("p", { class: "preview-site", dir: "auto" }, siteName),
  );
}

function record(report: LinkReport): HTMLElement {
  const { card, choices, finding } = words();
  const { verdict, resolution, findings } = report;
  const leadsTo = resolution.canonicalUrl ?? resolution.finalUrl ?? report.url;
  return element(
    "dl",
    {},
    ...line(card.rulebook, [verdict.rulebook, verdict.edition].filter((part) => part !== null).join(" · ")),
    ...(verdict.rule === null ? [] : line(card.rule, element("code", {}, verdict.rule))),
    ...line(card.basisLabel, card.basis[verdict.basis]),
    ...line(card.decidedByLabel, card.decidedBy[verdict.decidedBy]),
    ...(verdict.byChoice === undefined ? [] : line(choices.byLabel, choices.by[verdict.byChoice.for])),
    ...(verdict.hash === null ? [] : line(card.hash, element("code", { class: "hash" }, verdict.hash))),
    ...line(card.sources, ...verdict.citations.filter(({ against }) => against !== true).map(citation)),
    ...line(card.against, ...verdict.citations.filter(({ against }) => against === true).map(citation)),
    ...line(
      card.findings,
      ...findings.map((found) => {
        const { kind, source, excepted } = found;
        const said = listed([card.saidBy(source), ...listNotes(found, words())]);
        const text = [labelled(finding[kind], ""), address(evidenceText(found, words())), aside(said)];
        return element("span", excepted === undefined ? {} : { class: "excepted" }, ...text);
      }),
    ),
    ...(leadsTo === null ? [] : line(card.leadsTo, address(leadsTo))),
    ...(whyNotFollowed(report) === null ? [] : line(words().notFollowed, whyNotFollowed(report) ?? "")),
    ...line(card.hops, ...resolution.hops.map(({ url }) => address(url))),
    ...(resolution.removed.length > 0 ? line(card.removed, address(resolution.removed.join(", "))) : []),
  );
}

/** What stands behind a card's disclosure: the reason first, then what can be done, then what it rests on. */
export function linkDetails(report: LinkReport, ways: readonly HTMLElement[]): HTMLElement[] {
  const { card } = words();
  const { verdict, open } = report;
  const status = statusOf(report);
  const warning = warningOf(report);
  const parts = [
    element(
      "div",
      { class: "why" },
      element("p", { class: "reason" }, element("span", { class: "sr-only" }, labelled(card.why, "")), verdict.reason),
      stamp(report),
    ),
    status !== null && element("p", { class: "status" }, icon("clock"), status),
    warning !== null && element("p", { class: "found" }, icon("alert"), warning),
    open.instruction !== undefined &&
      verdict.action !== "block" &&
      element("p", { class: "instruction" }, open.instruction),
    open.appeal !== undefined &&
      element("p", { class: "appeal" }, element("strong", {}, labelled(card.appeal, "")), card.appealText),
    description(report),
    element("div", { class: "ways", role: "group", "aria-label": card.ways }, ...ways),
    report.payments.length > 0 &&
      element(
        "div",
        { class: "payments" },
        element("strong", {}, card.payments),
        element("ul", {}, ...report.payments.map(paymentRow)),
      ),
    record(report),
  ];
  return parts.flatMap((part) => (part === false || part === null ? [] : [part]));
}
