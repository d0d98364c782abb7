import type { Audit, Boundary, Overlap } from "../policy/compare/audit.ts";
import { html, type Html } from "./html.ts";
import { pageHtml, type Section } from "./page.ts";
import {
  bidi,
  eventsHtml,
  exampleHtml,
  LEGEND,
  scopeHtml,
  deciderOf,
  tableHtml,
  timelineHtml,
  verdictHtml,
  words,
} from "./parts.ts";
import type { TimelineEvent } from "../rulebooks/timeline-event.ts";
import { ruleIndexOf } from "./rule-index.ts";
import type { Rulebook } from "../policy/rulebook/rulebook.ts";
import { instantText } from "../policy/compare/scope.ts";
import type { UnequalTreatment } from "../policy/compare/unequal.ts";
import type { VerdictTable } from "../policy/compare/verdict-table.ts";

interface AuditPage {
  readonly rulebook: Rulebook;
  /** Of every edition. */
  readonly tables: readonly VerdictTable[];
  /** What happened beside the rules. */
  readonly events: readonly TimelineEvent[];
  /** When the report was made. */
  readonly madeAt: Date;
}

/** An audit as one page that a person can read, print and keep. */
export function auditHtml(audit: Audit, { rulebook, tables, events, madeAt }: AuditPage): string {
  const {
    offset,
    unequal,
    silentRules,
    defaultOnly,
    pagelessInPlace,
    missing,
    olderThanSources,
    overlaps,
    boundaries,
  } = audit;
  const decide = deciderOf({ rulebook, edition: null });
  const rules = ruleIndexOf(tables.map(({ edition }) => ({ name: edition.id, edition })));
  const unequalHtml = ({ class: cls, scope, groups }: UnequalTreatment): Html =>
    html`<p>${scopeHtml(scope, offset, cls === null ? "" : `class ${words(cls)}`)}</p>
      <dl>
        ${groups.map(({ verdict, who, witness }) => {
          const decision = decide(witness.facts);
          return html`<div>
            <dt>${verdictHtml(verdict)} by ${rules.link(decision)}</dt>
            <dd>${who.join(", ")}</dd>
          </div>`;
        })}
      </dl>
      ${groups.slice(0, 1).map(({ witness }) => exampleHtml(witness, offset))}`;

  const sections: Section[] = [
    { id: "editions", title: "Editions", body: timelineHtml(rulebook, rulebook.editions) },
    {
      id: "verdicts",
      title: "What happens to ordinary links",
      body: [
        LEGEND,
        ...tables.map(
          (table) =>
            html`<h3>Edition ${table.edition.id}</h3>
              ${tableHtml(table, rulebook.id)} `,
        ),
      ],
    },
    {
      id: "unequal",
      title: `Unequal treatment: ${countOf(unequal)}`,
      body: listHtml(
        unequal,
        "Links of the same class, in the same chat, on the same client and day, that differ in nothing but their owner and get different verdicts.",
        "No two links that differ in their owner alone get different verdicts.",
        unequalHtml,
      ),
    },
    ...audit.obligations.map(({ rulebook: book, edition, obligation, breaches }): Section => ({
      id: `held-${edition}-${obligation.id}`,
      title: `Held to ${obligation.id} of ${book}@${edition}, broken: ${countOf(breaches)}`,
      body: html`<p>${bidi(obligation.reason.en)}</p>
        ${listHtml(breaches, "", "It is kept.", unequalHtml)}`,
    })),
    {
      id: "silent",
      title: `Rules that no message can reach: ${countOf(silentRules)}`,
      body: listHtml(
        silentRules,
        "",
        "Every rule decides about some message.",
        ({ edition, rule, hiddenBy }) =>
          html`<p>
            ${edition}: <code>${rule}</code>,
            ${hiddenBy.length === 0 ? "whose conditions or dates exclude each other" : `hidden by ${hiddenBy.join(", ")}`}.
          </p>`,
      ),
    },
    {
      id: "default",
      title: `Links that only the default decides: ${countOf(defaultOnly)}`,
      body: listHtml(
        defaultOnly,
        "",
        "Some rule fits every link.",
        ({ edition, scope, witness }) =>
          html`<p>${edition}: ${scopeHtml(scope, offset)}</p>
            ${exampleHtml(witness, offset)}`,
      ),
    },
    {
      id: "pageless",
      title: `Addresses without a web page that open in place: ${countOf(pagelessInPlace)}`,
      body: listHtml(
        pagelessInPlace,
        "",
        "No address opens in place without a page to open.",
        ({ edition, scope, witness }) =>
          html`<p>${edition}: ${scopeHtml(scope, offset)}</p>
            ${exampleHtml(witness, offset)}`,
      ),
    },
    {
      id: "missing",
      title: `Rules without a citation or a reason in every language: ${countOf(missing)}`,
      body: listHtml(
        missing,
        "",
        "Every rule names its sources and gives its reason in every language.",
        ({ edition, rule, noCitation, noReasonIn }) =>
          html`<p>
            ${edition}: <code>${rule}</code>,
            ${[...(noCitation ? ["no citation"] : []), ...noReasonIn.map((locale) => `no reason in ${locale}`)].join(", ")}.
          </p>`,
      ),
    },
    {
      id: "older",
      title: `Rules older than all their sources: ${countOf(olderThanSources)}`,
      body: listHtml(
        olderThanSources,
        "",
        "No rule begins before its sources.",
        ({ edition, rule, from, earliest }) =>
          html`<p>
            ${edition}: <code>${rule}</code>, from ${instantText(from, offset)}; its first source is of ${earliest}.
          </p>`,
      ),
    },
    {
      id: "edges",
      title: `Edges of dates and versions: ${countOf(boundaries)}`,
      body:
        boundaries.length === 0
          ? html`<p>No rule asks for a date or a version.</p>`
          : boundariesHtml(boundaries, offset),
    },
    {
      id: "overlaps",
      title: `Rules that speak before others that would say otherwise: ${countOf(overlaps)}`,
      body:
        overlaps.length === 0
          ? html`<p>No two rules that fit the same link say different things.</p>`
          : overlapsHtml(overlaps),
    },
    { id: "rules", title: "The rules", body: rules.list() },
    { id: "events", title: "What happened beside the rules", body: eventsHtml(events) },
  ];
  return pageHtml({
    kicker: "Hutong: audit of a rulebook",
    title: `Audit of ${rulebook.title}`,
    lead: html`<p>${bidi(rulebook.authority)}</p>`,
    figures: [
      ["Editions", rulebook.editions.length],
      ["Distinguishable inputs", audit.inputs.toLocaleString("en")],
      ["Unequal treatment", unequal.length],
      ["Unreachable rules", silentRules.length],
      ["Left to the default", defaultOnly.length],
      ["Pageless in place", pagelessInPlace.length],
      ["Missing texts", missing.length],
      ["Older than its sources", olderThanSources.length],
    ],
    sections,
    madeAt,
  });
}

function countOf(items: readonly unknown[]): string {
  return items.length === 0 ? "none" : String(items.length);
}

function listHtml<Item>(items: readonly Item[], lead: string, none: string, item: (item: Item) => Html): Html {
  if (items.length === 0) return html`<p>${none}</p>`;
  return html`${lead === "" ? "" : html`<p>${lead}</p>`}
    <ol class="statements">
      ${items.map((each) => html`<li>${item(each)}</li> `)}
    </ol>`;
}

function boundariesHtml(boundaries: readonly Boundary[], offset: string): Html {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Edge</th>
        <th scope="col">Where</th>
        <th scope="col">Verdicts</th>
      </tr>
    </thead>
    <tbody>
      ${boundaries.map(
        ({ edition, variable, before, on, changesVerdicts }) =>
          html`<tr>
            <th scope="row">
              ${variable === "at" ? instantText(on, offset) : `${variable} ${on} (below it ${before})`}
            </th>
            <td>${edition === null ? "An edition begins" : `In ${edition}`}</td>
            <td>${changesVerdicts ? "Change" : "Stay"}</td>
          </tr> `,
      )}
    </tbody>
  </table>`;
}

function overlapsHtml(overlaps: readonly Overlap[]): Html {
  const editions = new Map<string, Map<string, number>>();
  for (const { edition, first } of overlaps) {
    const counts = editions.get(edition) ?? new Map<string, number>();
    editions.set(edition, counts.set(first, (counts.get(first) ?? 0) + 1));
  }
  return html`<p>The first that fits decides. Before how many others, by rule:</p>
    <ul class="plain">
      ${[...editions].map(
        ([edition, counts]) =>
          html`<li>${edition}: ${[...counts].map(([rule, count]) => `${rule} ${count}`).join(", ")}</li> `,
      )}
    </ul>`;
}
