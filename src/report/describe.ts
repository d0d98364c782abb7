import type { Locale } from "../policy/types.ts";
import { evidenceText } from "./words/evidence.ts";
import { listNotes } from "./words/list-notes.ts";
import { ENTITY_KINDS } from "./words/entity-kinds.ts";
import { WORDS } from "./words/languages.ts";
import type { Words } from "./words/words.ts";
import type { PaymentReport } from "./payments.ts";
import type { LinkReport } from "./report.ts";

interface DescribedLine {
  readonly label: string;
  readonly text: string;
  /** What of the text counts most; absent: nothing. */
  readonly stress?: string;
}

/** A report told in words: a headline and lines of a label and its text. */
export interface Description {
  /** Whose link it is and what happens to it. */
  readonly headline: string;
  readonly lines: readonly DescribedLine[];
}

/**
 * Tells a report in a language, for people who read it in a terminal or from the bot.
 *
 * @param addresses  Whether addresses and list entries are told; without them the text holds no link of its own.
 */
export function describeReport(report: LinkReport, locale: Locale, { addresses }: { addresses: boolean }): Description {
  const words = WORDS[locale];
  const { verdict, resolution } = report;
  const lines: DescribedLine[] = [{ label: words.why, text: verdict.reason }];
  const decidingRule = verdict.decidedBy === "rule" ? verdict.rule : words.decidedBy[verdict.decidedBy];
  const edition = verdict.edition === null ? verdict.rulebook : `${verdict.rulebook} ${verdict.edition}`;
  lines.push({ label: words.rule, text: `${edition} · ${decidingRule ?? "–"} · ${words.basis[verdict.basis]}` });
  for (const { title, against } of verdict.citations) {
    lines.push({ label: against === true ? words.against : words.source, text: title });
  }
  for (const finding of report.findings) {
    const { kind, source } = finding;
    const found = addresses
      ? words.finding[kind] + words.marks.colon + evidenceText(finding, words)
      : words.finding[kind];
    const said = [source, ...listNotes(finding, words)].join(words.marks.comma);
    lines.push({ label: words.found, text: found + aside(said, words) });
    if (addresses && finding.lookalike !== undefined) {
      const { host, domain } = finding.lookalike;
      lines.push({
        label: words.host,
        text: host + aside(words.domain + words.marks.colon + domain, words),
        stress: domain,
      });
    }
  }
  const leadsTo = resolution.canonicalUrl ?? resolution.finalUrl;
  if (addresses && leadsTo !== null && leadsTo !== report.link.value)
    lines.push({ label: words.leadsTo, text: leadsTo });
  if (addresses) lines.push(...wayTo(report, words));
  const unfollowed = resolution.failure?.code ?? resolution.skipped;
  if (unfollowed !== null && unfollowed !== "offline") {
    lines.push({ label: words.notFollowed, text: words.unfollowed[unfollowed] ?? unfollowed });
  }
  const { instruction } = report.open;
  if (instruction !== undefined) lines.push({ label: words.toOpen, text: instruction });
  if (resolution.removed.length > 0) lines.push({ label: words.leftOut, text: resolution.removed.join(", ") });
  for (const payment of report.payments) lines.push(...paymentLines(payment, words.payments, words));
  return { headline: whose(report, words) + words.marks.colon + outcome(report, words), lines };
}

/** The addresses between the link and its end, and the title the page at the end gives itself. */
function wayTo({ resolution, link }: LinkReport, words: Words): Description["lines"] {
  const between = resolution.hops.filter(({ url }) => url !== link.value);
  return [
    ...between.map(({ url }) => ({ label: words.way, text: url })),
    ...(resolution.page?.title === undefined ? [] : [{ label: words.page, text: resolution.page.title }]),
  ];
}

/** Whose link it is and what it names; of a site that only a threat list knows, what the list says it is. */
function whose({ app, link, findings }: LinkReport, words: Words): string {
  const subject = link.kind === "share_code" ? words.shareCode : entityWord(app?.entity?.type, words);
  const listed = findings.find(({ source, excepted }) => source !== "hutong" && excepted === undefined);
  const site = listed === undefined ? words.unknownSite : words.finding[listed.kind];
  const name = app?.name ?? (link.kind === "share_code" ? null : site);
  return [name, subject].filter(Boolean).join(" · ");
}

function outcome({ verdict, resolution }: LinkReport, words: Words): string {
  const action = words.action[verdict.action] + (verdict.notice ? words.marks.comma + words.noticeFirst : "");
  return resolution.status === "provisional" ? action + aside(words.provisional, words) : action;
}

/** What an entity type is called; null where there is none. */
export function entityWord(type: string | undefined, { entity }: Pick<Words, "entity">): string | null {
  if (type === undefined) return null;
  const kind = ENTITY_KINDS.get(type);
  return kind === undefined ? type.replaceAll("_", " ") : entity[kind];
}

/** In brackets behind what it is about. */
function aside(text: string, { marks }: Words): string {
  return marks.open + text + marks.close;
}

/** A payment with its day and its note, then its source, then what others said. */
export function paymentLines(payment: PaymentReport, label: string, words: Words): Description["lines"] {
  const { method, note, source, against = [] } = payment;
  const said = [paymentText(payment, words), ...(note === undefined ? [] : [note])];
  const others = against.map((other) => words.otherwise + words.marks.colon + words.status[other.status]);
  return [
    { label, text: methodWord(method, words) + words.marks.colon + said.join(words.marks.stop) },
    { label: words.source, text: source.title },
    ...against.flatMap((other, index) => [
      { label, text: methodWord(method, words) + words.marks.colon + (others[index] ?? "") },
      { label: words.source, text: other.source.title },
    ]),
  ];
}

/** The status of a payment with its day: `accepted (by 2021-09-28)`. */
function paymentText(payment: PaymentReport, words: Words): string {
  return words.status[payment.status] + aside(dayText(payment, words), words);
}

/** `since 2024-09-27`, or `by 2021-09-28`. */
export function dayText({ since, by }: PaymentReport, words: Pick<Words, "since" | "by">): string {
  return by === undefined ? words.since(since ?? "") : words.by(by);
}

export function methodWord(method: string, { method: methods }: Pick<Words, "method">): string {
  return methods[method] ?? method.replaceAll("_", " ");
}
