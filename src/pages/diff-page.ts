import type { Difference, RulebookDiff } from "../policy/compare/diff.ts";
import { html, type Html } from "./html.ts";
import { pageHtml, type Section } from "./page.ts";
import {
  eventsHtml,
  exampleHtml,
  LEGEND,
  scopeHtml,
  deciderOf,
  tableHtml,
  timelineHtml,
  verdictHtml,
} from "./parts.ts";
import type { TimelineEvent } from "../rulebooks/timeline-event.ts";
import { ruleIndexOf } from "./rule-index.ts";
import type { Subject } from "../policy/compare/survey.ts";
import type { Decision } from "../policy/types.ts";
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
  /** When the report was made. */
  readonly madeAt: Date;
}

/** A comparison as one page that a person can read, print and keep. */
export function diffHtml(diff: RulebookDiff, { sides, changed, events, madeAt }: DiffPage): string {
  const { left, right, offset, differences } = diff;
  const [decideLeft, decideRight] = [deciderOf(sides[0].subject), deciderOf(sides[1].subject)];
  const rules = ruleIndexOf(
    sides.flatMap(({ subject: { rulebook }, tables }) =>
      tables.map(({ edition }) => ({ name: `${rulebook.id}@${edition.id}`, edition })),
    ),
  );
  const statement = ({ scope, left: leftVerdict, right: rightVerdict, witness }: Difference): Html =>
    html`<p>${scopeHtml(scope, offset)}</p>
      <dl class="sides">
        <div>
          <dt>${left}</dt>
          <dd>${verdictHtml(leftVerdict)} by ${rules.link(decideLeft(witness.facts))}</dd>
        </div>
        <div>
          <dt>${right}</dt>
          <dd>${verdictHtml(rightVerdict)} by ${rules.link(decideRight(witness.facts))}</dd>
        </div>
      </dl>
      ${exampleHtml(witness, offset)}`;
  const isOneBook = sides[0].subject.rulebook === sides[1].subject.rulebook;

  const sections: Section[] = [
    {
      id: "differences",
      title: `Where they differ: ${differences.length === 0 ? "nowhere" : differences.length}`,
      body: [
        differences.length === 0
          ? html`<p>No input is judged differently.</p>`
          : html`<ol class="statements">
              ${differences.map((each) => html`<li>${statement(each)}</li> `)}
            </ol>`,
        ...(diff.leftOver > 0n
          ? [html`<p>${diff.leftOver.toLocaleString("en")} more inputs differ that no statement above tells of.</p>`]
          : []),
      ],
    },
    ...(changed === null ? [] : [changedSection(changed, left, right)]),
    {
      id: "verdicts",
      title: "What happens to ordinary links",
      body: [
        LEGEND,
        ...withoutRepeats(sides.flatMap(({ subject, tables }) => tables.map((table) => ({ subject, table })))).map(
          ({ subject, table }) =>
            html`<h3>${subject.rulebook.id} ${table.edition.id}</h3>
              ${tableHtml(table, subject.rulebook.id)} `,
        ),
      ],
    },
    {
      id: "editions",
      title: "Editions",
      body: (isOneBook ? sides.slice(0, 1) : sides).map(({ subject: { rulebook } }) =>
        timelineHtml(
          rulebook,
          sides.flatMap(({ subject, tables }) =>
            subject.rulebook === rulebook ? tables.map(({ edition }) => edition) : [],
          ),
        ),
      ),
    },
    {
      id: "rules",
      title: "The rules",
      body: rules.list(),
    },
    { id: "events", title: "What happened beside the rules", body: eventsHtml(events) },
  ];
  return pageHtml({
    kicker: "Hutong: comparison of two rulebooks",
    title: `${left} against ${right}`,
    lead: html`<p>
      ${sides[0].subject.rulebook.title}${isOneBook ? "" : html`, and ${sides[1].subject.rulebook.title}`}: every input
      that the two judge differently in what happens to the link or in whether a notice comes first.
    </p>`,
    figures: [
      ["Distinguishable inputs", diff.inputs.toLocaleString("en")],
      ["Judged differently", diff.differing.toLocaleString("en")],
      ["Statements", differences.length],
      ...(changed === null ? [] : [["Links of given messages", changed.length] as const]),
    ],
    sections,
    madeAt,
  });
}

function withoutRepeats<Item extends { readonly table: VerdictTable }>(items: readonly Item[]): Item[] {
  return items.filter(
    ({ table }, place) => items.findIndex((other) => other.table.edition.hash === table.edition.hash) === place,
  );
}

function changedSection(changed: readonly ChangedLink[], left: string, right: string): Section {
  return {
    id: "messages",
    title: `Links of given messages whose verdict differs: ${changed.length === 0 ? "none" : changed.length}`,
    body:
      changed.length === 0
        ? html`<p>Both judge every link of the given messages alike.</p>`
        : html`<ol class="statements">
            ${changed.map(
              (each) =>
                html`<li>
                  <p><code>${each.link}</code> <span class="soft">in ${each.fixture}</span></p>
                  <dl class="sides">
                    <div>
                      <dt>${left}</dt>
                      <dd>${verdictHtml(each.left)} by ${each.left.rule ?? each.left.decidedBy}</dd>
                    </div>
                    <div>
                      <dt>${right}</dt>
                      <dd>${verdictHtml(each.right)} by ${each.right.rule ?? each.right.decidedBy}</dd>
                    </div>
                  </dl>
                </li> `,
            )}
          </ol>`,
  };
}
