import type { ToldDifference } from "../policy/compare/told-apart.ts";
import type { Difference, RulebookDiff, VerdictDifference } from "../policy/compare/diff.ts";
import { findingsToldApart } from "../policy/compare/scope.ts";
import { hashesHtml } from "./editions-html.ts";
import { html, type Html } from "./html.ts";
import { pageHtml, type Made, type Section } from "./page.ts";
import {
  bidi,
  deciderOf,
  eventsHtml,
  exampleHtml,
  legendHtml,
  tableHtml,
  timelineHtml,
  verdictHtml,
  verdictText,
} from "./parts.ts";
import { findingsHtml, scopeHtml } from "./scope-html.ts";
import type { TimelineEvent } from "../rulebooks/timeline-event.ts";
import { ruleIndexOf } from "./rule-index.ts";
import type { Edition } from "../policy/rulebook/rulebook.ts";
import type { Subject, Verdict } from "../policy/compare/survey.ts";
import { countText, numberText, tellingIn, type Telling } from "./telling.ts";
import type { Decision, Locale } from "../policy/types.ts";
import type { VerdictTable } from "../policy/compare/verdict-table.ts";

/** One of the two that were compared, with a table of each of its editions. */
export interface DiffSide {
  readonly subject: Subject;
  readonly tables: readonly VerdictTable[];
}

type ChangedVerdict = Pick<Decision, "action" | "notice" | "rule" | "decidedBy">;

/** A link of a given message that the two judge differently. */
export interface ChangedLink {
  readonly fixture: string;
  readonly link: string;
  readonly left: ChangedVerdict;
  readonly right: ChangedVerdict;
}

interface DiffPage {
  readonly sides: readonly [DiffSide, DiffSide];
  /** Links of given messages that changed; null when none were given. */
  readonly changed: readonly ChangedLink[] | null;
  /** What happened beside the rules. */
  readonly events: readonly TimelineEvent[];
  readonly made: Made;
  readonly locale: Locale;
}

/** A comparison as one page that a person can read, print and keep. */
export function diffHtml(diff: RulebookDiff, { sides, changed, events, made, locale }: DiffPage): string {
  const { left, right, offset, differences } = diff;
  const told = findingsToldApart(differences.map(({ scope }) => scope));
  const telling = tellingIn(locale, offset, told);
  const { diff: said, parts, page } = telling.words;
  const [decideLeft, decideRight] = [deciderOf(sides[0].subject), deciderOf(sides[1].subject)];
  const editions = sides.flatMap(({ subject: { rulebook }, tables }) =>
    tables.map(({ edition }) => ({ name: `${rulebook.id}@${edition.id}`, edition })),
  );
  const rules = ruleIndexOf(editions, telling);
  const statement = ({ scope, left: leftVerdict, right: rightVerdict, witness }: Difference): Html =>
    html`${scopeHtml(scope, telling)}
      <dl class="sides">
        <div>
          <dt>${left}</dt>
          <dd>${verdictHtml(leftVerdict, telling)}${parts.givenBy}${rules.link(decideLeft(witness.facts))}</dd>
        </div>
        <div>
          <dt>${right}</dt>
          <dd>${verdictHtml(rightVerdict, telling)}${parts.givenBy}${rules.link(decideRight(witness.facts))}</dd>
        </div>
      </dl>
      ${exampleHtml(witness, telling)}`;
  const isOneBook = sides[0].subject.rulebook === sides[1].subject.rulebook;

  const sections: Section[] = [
    {
      id: "differences",
      title: said.differences.title(countText(differences, telling)),
      body: [
        differences.length === 0
          ? html`<p>${said.differences.none}</p>`
          : html`${told.length === 0 ? "" : findingsHtml(page.toldApart(numberText(told.length, telling)), told, telling)}
              <ol class="statements">
                ${differences.map((each) => html`<li>${statement(each)}</li> `)}
              </ol>`,
        ...(diff.leftOver > 0n ? [html`<p>${said.leftOver(numberText(diff.leftOver, telling))}</p>`] : []),
      ],
    },
    ...(changed === null ? [] : [changedSection(changed, left, right, telling)]),
    toldSection(diff, telling),
    {
      id: "verdicts",
      title: parts.verdicts,
      body: [
        legendHtml(telling),
        ...withoutRepeats(sides.flatMap(({ subject, tables }) => tables.map((table) => ({ subject, table })))).map(
          ({ subject, table }) =>
            html`<h3>${subject.rulebook.id} ${table.edition.id}</h3>
              ${tableHtml(table, subject.rulebook.id, telling)} `,
        ),
      ],
    },
    {
      id: "editions",
      title: parts.editions,
      body: (isOneBook ? sides.slice(0, 1) : sides).map(({ subject: { rulebook } }) =>
        timelineHtml(
          rulebook,
          sides.flatMap(({ subject, tables }) =>
            subject.rulebook === rulebook ? tables.map(({ edition }) => edition) : [],
          ),
          telling,
        ),
      ),
    },
    { id: "rules", title: parts.rules, body: rules.list() },
    { id: "events", title: parts.events, body: eventsHtml(events, telling) },
  ];
  const [inputs, differing, statements, messages] = said.figures;
  return pageHtml(
    {
      kicker: said.kicker,
      title: said.title(left, right),
      lead: html`<p>
        ${bidi(sides[0].subject.rulebook.title)}${
          isOneBook ? "" : html`${said.and}${bidi(sides[1].subject.rulebook.title)}`
        }${said.lead}
      </p>`,
      summary: html`${summaryHtml(diff, telling)}${hashesHtml(comparedEditions(sides), telling)}`,
      figures: [
        [inputs, numberText(diff.inputs, telling)],
        [differing, numberText(diff.differing, telling)],
        [statements, numberText(differences.length, telling)],
        ...(changed === null ? [] : [[messages, numberText(changed.length, telling)] as const]),
      ],
      sections,
      made,
    },
    telling,
  );
}

/** How much differs and how, from the widest difference to the narrowest. */
function summaryHtml(diff: RulebookDiff, telling: Telling): Html {
  const { diff: said } = telling.words;
  const inputs = numberText(diff.inputs, telling);
  if (diff.differing === 0n) return html`<p>${said.sameEverywhere(inputs)}</p>`;
  const { differences, differing } = diff;
  const lineOf = (kind: VerdictDifference): Html => {
    const statements = differences.filter((each) => isSame(each.left, kind.left) && isSame(each.right, kind.right));
    const [left, right] = [
      `${diff.left}${telling.reportWords.marks.colon}${verdictText(kind.left, telling)}`,
      `${diff.right}${telling.reportWords.marks.colon}${verdictText(kind.right, telling)}`,
    ];
    const share = shareText(kind.differing, differing, telling);
    return html`<li>${said.pair(left, right, share, numberText(statements.length, telling))}</li> `;
  };
  return html`<p>${said.summary(numberText(differing, telling), inputs, shareText(differing, diff.inputs, telling))}</p>
    <ul class="plain">
      ${diff.byVerdicts.toSorted((a, b) => Number(b.differing - a.differing)).map(lineOf)}
    </ul>`;
}

function isSame(left: Verdict, right: Verdict): boolean {
  return left.action === right.action && left.notice === right.notice;
}

/** A share in percent, never told as none when there is some. */
function shareText(part: bigint, whole: bigint, { locale }: Telling): string {
  const share = Number(part) / Number(whole);
  return share.toLocaleString(locale, { style: "percent", maximumSignificantDigits: 2 });
}

/** The editions that were compared: the one that was named, or the latest of a whole rulebook and how it is called. */
function comparedEditions(sides: readonly DiffSide[]): { readonly name: string; readonly edition: Edition }[] {
  return sides.map(({ subject: { rulebook, edition } }) => {
    const compared = edition ?? rulebook.editions.at(-1) ?? rulebook.editions[0];
    return { name: `${rulebook.id}@${compared.id}`, edition: compared };
  });
}

function withoutRepeats<Item extends { readonly table: VerdictTable }>(items: readonly Item[]): Item[] {
  return items.filter(
    ({ table }, place) => items.findIndex((other) => other.table.edition.hash === table.edition.hash) === place,
  );
}

/** Where rules of one name say otherwise what they may judge alike. */
function toldSection({ told }: RulebookDiff, telling: Telling): Section {
  const { diff: said } = telling.words;
  const { comma, colon } = telling.reportWords.marks;
  const line = ({ rule, parts, editions }: ToldDifference): Html => {
    const whose = rule === null ? said.noRule : html`<code>${rule}</code>`;
    const what = parts.map((part) => said.toldParts[part]).join(comma);
    const where = editions.map(({ left, right }) => (left === right ? left : `${left} – ${right}`)).join(comma);
    return html`<li>${whose}${colon}${what} <span class="soft">${where}</span></li> `;
  };
  return {
    id: "told",
    title: said.told.title(countText(told, telling)),
    body:
      told.length === 0
        ? html`<p>${said.told.none}</p>`
        : html`<ul class="plain">
            ${told.map(line)}
          </ul>`,
  };
}

function changedSection(changed: readonly ChangedLink[], left: string, right: string, telling: Telling): Section {
  const { diff: said, parts } = telling.words;
  const verdictBy = (verdict: ChangedVerdict): Html =>
    html`${verdictHtml(verdict, telling)}${parts.givenBy}${verdict.rule ?? verdict.decidedBy}`;
  return {
    id: "messages",
    title: said.messages.title(countText(changed, telling)),
    body:
      changed.length === 0
        ? html`<p>${said.messages.none}</p>`
        : html`<ol class="statements">
            ${changed.map(
              (each) =>
                html`<li>
                  <p><code>${each.link}</code><span class="soft">${said.inMessage}${each.fixture}</span></p>
                  <dl class="sides">
                    <div>
                      <dt>${left}</dt>
                      <dd>${verdictBy(each.left)}</dd>
                    </div>
                    <div>
                      <dt>${right}</dt>
                      <dd>${verdictBy(each.right)}</dd>
                    </div>
                  </dl>
                </li> `,
            )}
          </ol>`,
  };
}
