import { textIn } from "../input/languages.ts";
import type { Audit, Boundary, Overlap } from "../policy/compare/audit.ts";
import { hashesHtml } from "./editions-html.ts";
import { html, type Html } from "./html.ts";
import { pageHtml, type Made, type Section } from "./page.ts";
import { bidi, deciderOf, eventsHtml, exampleHtml, legendHtml, tableHtml, timelineHtml, verdictHtml } from "./parts.ts";
import { scopesOf } from "./report-text.ts";
import { findingsHtml, scopeHtml } from "./scope-html.ts";
import type { TimelineEvent } from "../rulebooks/timeline-event.ts";
import { ruleIndexOf } from "./rule-index.ts";
import type { Rulebook } from "../policy/rulebook/rulebook.ts";
import { findingsToldApart, instantText, type Scope } from "../policy/compare/scope.ts";
import { countText, numberText, tellingIn, type Telling } from "./telling.ts";
import type { Locale } from "../policy/types.ts";
import type { UnequalTreatment } from "../policy/compare/unequal.ts";
import type { VerdictTable } from "../policy/compare/verdict-table.ts";
import type { Witness } from "../policy/compare/witness.ts";
import type { CountedWords } from "./words/words.ts";

interface AuditPage {
  readonly rulebook: Rulebook;
  /** Of every edition. */
  readonly tables: readonly VerdictTable[];
  /** What happened beside the rules. */
  readonly events: readonly TimelineEvent[];
  readonly made: Made;
  readonly locale: Locale;
}

/** An audit as one page that a person can read, print and keep. */
export function auditHtml(audit: Audit, { rulebook, tables, events, made, locale }: AuditPage): string {
  const { offset, unequal, silentRules, defaultOnly, pagelessInPlace, missing, olderThanSources } = audit;
  const { overlaps, boundaries } = audit;
  const told = findingsToldApart(scopesOf(audit));
  const telling = tellingIn(locale, offset, told);
  const { audit: said, parts, page, class: classes } = telling.words;
  const { marks } = telling.reportWords;
  const decide = deciderOf({ rulebook, edition: null });
  const rules = ruleIndexOf(
    tables.map(({ edition }) => ({ name: edition.id, edition })),
    telling,
  );
  const unequalHtml = ({ class: cls, scope, groups }: UnequalTreatment): Html =>
    html`${scopeHtml(scope, telling, cls === null ? "" : said.class(classes[cls]))}
      <dl>
        ${groups.map(
          ({ verdict, who, witness }) =>
            html`<div>
              <dt>${verdictHtml(verdict, telling)}${parts.givenBy}${rules.link(decide(witness.facts))}</dt>
              <dd>${who.join(marks.comma)}</dd>
            </div>`,
        )}
      </dl>
      ${groups.slice(0, 1).map(({ witness }) => exampleHtml(witness, telling))}`;
  const meantHtml = (treatment: UnequalTreatment): Html =>
    html`${unequalHtml(treatment)}
    ${treatment.meantBy.map(
      ({ edition, rule, why }) =>
        html`<p>${said.meantBy}${edition} <code>${rule}</code>${marks.colon}${bidi(textIn(why, locale))}</p>`,
    )}`;
  const ofEdition = ({ edition, scope, witness }: InEdition): Html =>
    html`<p class="soft">${parts.edition} <code>${edition}</code></p>
      ${scopeHtml(scope, telling)} ${exampleHtml(witness, telling)}`;
  const counted = <Item>(
    id: string,
    said: CountedWords,
    items: readonly Item[],
    item: (item: Item) => Html,
  ): Section => ({
    id,
    title: said.title(countText(items, telling)),
    body: listHtml(items, said, item),
  });

  const sections: Section[] = [
    { id: "editions", title: parts.editions, body: timelineHtml(rulebook, rulebook.editions, telling) },
    {
      id: "verdicts",
      title: parts.verdicts,
      body: [
        legendHtml(telling),
        ...tables.map(
          (table) =>
            html`<h3>${parts.edition} ${table.edition.id}</h3>
              ${tableHtml(table, rulebook.id, telling)} `,
        ),
      ],
    },
    {
      id: "unequal",
      title: said.unequal.title(countText(unequal, telling)),
      body: [
        told.length === 0 ? html`` : findingsHtml(page.toldApart(numberText(told.length, telling)), told, telling),
        listHtml(unequal, said.unequal, unequalHtml),
      ],
    },
    counted("meant", said.meant, audit.meant, meantHtml),
    counted(
      "unused-meant",
      said.unusedMeant,
      audit.unusedMeant,
      ({ edition, rule }) => html`<p>${edition}${marks.colon}<code>${rule}</code></p>`,
    ),
    ...audit.obligations.map(({ rulebook: book, edition, obligation, breaches, meant }): Section => ({
      id: `held-${edition}-${obligation.id}`,
      title: said.held(obligation.id, `${book}@${edition}`, countText(breaches, telling)),
      body: html`<p>${bidi(textIn(obligation.reason, locale))}</p>
        ${listHtml(breaches, { lead: "", none: said.kept }, unequalHtml)}
        ${meant.length === 0 ? "" : html`<p>${said.meant.title(countText(meant, telling))}</p>`}
        ${meant.length === 0 ? "" : listHtml(meant, { lead: "", none: "" }, meantHtml)}`,
    })),
    counted("silent", said.silent, silentRules, ({ edition, rule, hiddenBy }) => {
      const why = hiddenBy.length === 0 ? said.excluded : said.hiddenBy(hiddenBy.join(marks.comma));
      return html`<p>${edition}${marks.colon}<code>${rule}</code>${marks.comma}${why}${marks.stop.trim()}</p>`;
    }),
    counted("unused", said.unusedRules, audit.unusedRules, (rule) => html`<p><code>${rule}</code></p>`),
    counted("default", said.default, defaultOnly, ofEdition),
    counted("pageless", said.pageless, pagelessInPlace, ofEdition),
    counted("looser", said.looser, audit.looserByChoice, ofEdition),
    counted("missing", said.missing, missing, ({ edition, rule, noCitation, noReasonIn }) => {
      const what = [...(noCitation ? [said.noCitation] : []), ...noReasonIn.map(said.noReasonIn)].join(marks.comma);
      return html`<p>${edition}${marks.colon}<code>${rule}</code>${marks.comma}${what}${marks.stop.trim()}</p>`;
    }),
    counted("older", said.older, olderThanSources, ({ edition, rule, from, earliest }) => {
      const when = said.firstSource(instantText(from, offset), earliest);
      return html`<p>${edition}${marks.colon}<code>${rule}</code>${marks.comma}${when}${marks.stop.trim()}</p>`;
    }),
    counted("ahead", said.ahead, audit.distantDates, ({ edition, rule, of, date }) => {
      const whose = rule === null ? "" : html`<code>${rule}</code>${marks.comma}`;
      return html`<p>${edition}${marks.colon}${whose}${said.distant[of](date)}${marks.stop.trim()}</p>`;
    }),
    counted(
      "tests",
      said.tests,
      audit.unfitTests,
      ({ edition, rule, app }) => html`<p>${edition}${marks.colon}<code>${rule}</code>${marks.comma}${app}</p>`,
    ),
    {
      id: "edges",
      title: said.edges.title(countText(boundaries, telling)),
      body: boundaries.length === 0 ? html`<p>${said.edges.none}</p>` : boundariesHtml(boundaries, telling),
    },
    {
      id: "overlaps",
      title: said.overlaps.title(countText(overlaps, telling)),
      body: overlaps.length === 0 ? html`<p>${said.overlaps.none}</p>` : overlapsHtml(overlaps, telling),
    },
    { id: "rules", title: parts.rules, body: rules.list() },
    { id: "events", title: parts.events, body: eventsHtml(events, telling) },
  ];
  const latest = rulebook.editions.at(-1) ?? rulebook.editions[0];
  const { figures } = said;
  return pageHtml(
    {
      kicker: said.kicker,
      title: said.title(rulebook.title),
      lead: html`<p>${bidi(rulebook.authority)}</p>`,
      summary: html`${summaryHtml(audit, telling)}
        <p>${said.latest}</p>
        ${hashesHtml([{ name: `${rulebook.id}@${latest.id}`, edition: latest }], telling)}`,
      figures: [
        [figures.editions, numberText(rulebook.editions.length, telling)],
        [figures.inputs, numberText(audit.inputs, telling)],
        [figures.unequal, numberText(unequal.length, telling)],
        [figures.silent, numberText(silentRules.length, telling)],
        [figures.default, numberText(defaultOnly.length, telling)],
        [figures.pageless, numberText(pagelessInPlace.length, telling)],
        [figures.missing, numberText(missing.length, telling)],
        [figures.older, numberText(olderThanSources.length, telling)],
      ],
      sections,
      made,
    },
    telling,
  );
}

interface InEdition {
  readonly edition: string;
  readonly scope: Scope;
  readonly witness: Witness;
}

/** What is wrong or unequal, by its sections' titles; what is in order goes unsaid. */
function summaryHtml(audit: Audit, telling: Telling): Html {
  const { audit: said } = telling.words;
  const faults = (
    [
      [said.unequal, audit.unequal],
      [said.silent, audit.silentRules],
      [said.unusedRules, audit.unusedRules],
      [said.default, audit.defaultOnly],
      [said.pageless, audit.pagelessInPlace],
      [said.looser, audit.looserByChoice],
      [said.missing, audit.missing],
      [said.older, audit.olderThanSources],
      [said.unusedMeant, audit.unusedMeant],
      [said.ahead, audit.distantDates],
      [said.tests, audit.unfitTests],
    ] as const
  ).flatMap(([{ title }, items]) => (items.length === 0 ? [] : [title(countText(items, telling))]));
  const breaches = audit.obligations.flatMap(({ rulebook, edition, obligation, breaches }) =>
    breaches.length === 0 ? [] : [said.held(obligation.id, `${rulebook}@${edition}`, countText(breaches, telling))],
  );
  const found = [...faults, ...breaches];
  const inputs = numberText(audit.inputs, telling);
  return html`<p>${said.summary(numberText(audit.editions.length, telling), inputs)}</p>
    ${
      found.length === 0
        ? html`<p>${said.faultless}</p>`
        : html`<p>${said.faults}</p>
            <ul class="plain">
              ${found.map((each) => html`<li>${each}</li> `)}
            </ul>`
    }`;
}

function listHtml<Item>(
  items: readonly Item[],
  { lead, none }: Pick<CountedWords, "lead" | "none">,
  item: (item: Item) => Html,
): Html {
  if (items.length === 0) return html`<p>${none}</p>`;
  return html`${lead === "" ? "" : html`<p>${lead}</p>`}
    <ol class="statements">
      ${items.map((each) => html`<li>${item(each)}</li> `)}
    </ol>`;
}

function boundariesHtml(boundaries: readonly Boundary[], telling: Telling): Html {
  const { audit: said, parts } = telling.words;
  return html`<table>
    <thead>
      <tr>
        ${said.edgeColumns.map((column) => html`<th scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${boundaries.map(
        ({ edition, variable, before, on, changesVerdicts }) =>
          html`<tr>
            <th scope="row">
              ${variable === "at" ? instantText(on, telling.offset) : `${telling.words.os[variable]} ${on}${said.below(before)}`}
            </th>
            <td>${edition === null ? said.begins : `${parts.edition} ${edition}`}</td>
            <td>${changesVerdicts ? said.change : said.stay}</td>
          </tr> `,
      )}
    </tbody>
  </table>`;
}

function overlapsHtml(overlaps: readonly Overlap[], { words, reportWords: { marks } }: Telling): Html {
  const editions = new Map<string, Map<string, number>>();
  for (const { edition, first } of overlaps) {
    const counts = editions.get(edition) ?? new Map<string, number>();
    editions.set(edition, counts.set(first, (counts.get(first) ?? 0) + 1));
  }
  return html`<p>${words.audit.overlaps.lead}</p>
    <ul class="plain">
      ${[...editions].map(
        ([edition, counts]) =>
          html`<li>
            ${edition}${marks.colon}${[...counts].map(([rule, count]) => `${rule} ${count}`).join(marks.comma)}
          </li> `,
      )}
    </ul>`;
}
