import { compileEdition, compileRulebook, decide, decideIn } from "../policy/decide/decide.ts";
import { html, type Html } from "./html.ts";
import { numberText, type Telling } from "./telling.ts";
import type { TimelineEvent } from "../rulebooks/timeline-event.ts";
import type { Witness } from "../policy/compare/witness.ts";
import type { Edition, Rulebook } from "../policy/rulebook/rulebook.ts";
import { instantText, offsetOf } from "../policy/compare/scope.ts";
import type { Subject, Verdict } from "../policy/compare/survey.ts";
import type { Citation, Decision, PolicyFacts } from "../policy/types.ts";
import type { VerdictGroup, VerdictTable } from "../policy/compare/verdict-table.ts";
import { CHAT_KINDS, RELATIONS } from "../policy/vocabulary.ts";

export function verdictText({ action, notice }: Verdict, { words }: Pick<Telling, "words">): string {
  return notice ? words.afterNotice(words.action[action]) : words.action[action];
}

/** A verdict in words on its colour; the words alone tell it. */
export function verdictHtml(verdict: Verdict, telling: Telling): Html {
  const { action, notice } = verdict;
  return html`<span class="verdict ${action}${notice ? " notice" : ""}">${verdictText(verdict, telling)}</span>`;
}

export function legendHtml(telling: Telling): Html {
  return html`<p class="soft">${telling.words.parts.legend}</p>
    <ul class="legend">
      ${[
        { action: "open_in_place", notice: false } as const,
        { action: "open_in_place", notice: true } as const,
        { action: "open_externally", notice: false } as const,
        { action: "block", notice: false } as const,
      ].map((verdict) => html`<li>${verdictHtml(verdict, telling)}</li>`)}
    </ul>`;
}

export function tableHtml({ edition, rows }: VerdictTable, name: string, telling: Telling): Html {
  const { words } = telling;
  const classText = (name: string): string => (isWord(words.class, name) ? words.class[name] : name);
  return html`<table class="verdict-table">
    <caption>
      ${name}: ${bidi(edition.title)}
    </caption>
    <thead>
      <tr>
        <th scope="col">${words.parts.classColumn}</th>
        ${CHAT_KINDS.map((chat) => html`<th scope="col">${words.chats[chat]}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ classes, cells }) =>
          html`<tr>
            <th scope="row">${classes.map(classText).join(telling.reportWords.marks.comma)}</th>
            ${CHAT_KINDS.map((chat) => html`<td>${cellHtml(cells[chat], telling)}</td>`)}
          </tr> `,
      )}
    </tbody>
  </table>`;
}

function cellHtml(groups: readonly VerdictGroup[], telling: Telling): Html {
  const {
    words,
    reportWords: { marks },
  } = telling;
  return html`<ul class="verdicts">
    ${groups.map(({ relations, verdicts, by }) => {
      const chips = verdicts.map(
        (verdict, place) => html`${place === 0 ? "" : words.or}${verdictHtml(verdict, telling)}`,
      );
      const isAll = relations.length === RELATIONS.length;
      const who = isAll ? "" : relations.map((relation) => words.relation[relation]).join(marks.comma) + marks.colon;
      const what = by.map((name) => (isWord(words.by, name) ? words.by[name] : name)).join(words.and);
      const varies = by.length === 0 ? "" : words.variesBy(what);
      return html`<li><span class="label">${who}</span>${chips}<span class="label">${varies}</span></li>`;
    })}
  </ul>`;
}

/** The editions of a rulebook, oldest first; those that were compared are marked. */
export function timelineHtml(rulebook: Rulebook, compared: readonly Edition[], telling: Telling): Html {
  const { parts } = telling.words;
  const { marks } = telling.reportWords;
  const offset = offsetOf(rulebook.editions[0].fromText);
  const items = rulebook.editions.map((edition) => {
    const isCompared = compared.includes(edition);
    const isMarked = isCompared && compared.length < rulebook.editions.length;
    return html`<li${isCompared ? html` class="compared"` : ""}>
<p><time datetime="${edition.from.toISOString()}">${instantText(edition.from.toISOString(), offset)}</time>
<strong>${bidi(edition.title)}</strong>${isMarked ? parts.compared : ""}</p>
<p class="soft">${parts.edition} <code>${edition.id}</code>${marks.comma}${parts.ruleCount(numberText(edition.rules.length, telling))}${marks.comma}<span class="hash">${edition.hash}</span></p>
<p class="soft">${parts.sources}${citationsHtml(edition.sources, telling)}</p>
</li>\n`;
  });
  return html`<h3>${bidi(rulebook.title)}</h3>
    <p class="soft">
      ${parts.book}
      <code>${rulebook.id}</code
      >${marks.stop}${parts.authority}${marks.colon}${bidi(rulebook.authority)}${marks.stop}${parts.times(offset)}
    </p>
    <ol class="timeline">
      ${items}
    </ol>`;
}

/** What happened beside the rules, oldest first. */
export function eventsHtml(events: readonly TimelineEvent[], telling: Telling): Html {
  const { words, reportWords, locale } = telling;
  return html`<p>${words.parts.asReported}</p>
    <ol class="plain">
      ${events.map(
        ({ date, kind, actor, text, sources }) =>
          html`<li>
            <p>
              <time datetime="${date}">${date}</time>
              <strong>${bidi(actor)}</strong>${reportWords.marks.comma}${words.event[kind]}
            </p>
            <p>${text[locale]}</p>
            <p class="soft">${words.parts.sources}${citationsHtml(sources, telling)}</p>
          </li> `,
      )}
    </ol>`;
}

export function citationsHtml(citations: readonly Citation[], { words, reportWords }: Telling): Html {
  if (citations.length === 0) return html`${words.parts.noSources}`;
  return html`${citations.map(
    ({ title, url, against }, place) =>
      html`${place === 0 ? "" : reportWords.marks.semicolon}${against === true ? words.parts.against : ""}<a
          href="${url}"
          rel="noreferrer"
          >${bidi(title)}</a
        >`,
  )}`;
}

/** One message that a statement speaks of. */
export function exampleHtml({ facts, url }: Witness, telling: Telling): Html {
  const { words, reportWords, offset } = telling;
  const { marks, finding } = reportWords;
  const { at, chat, client, choice, findings, app, relation, kind, resolution } = facts;
  const { example } = words;
  const os = words.os[client.os];
  const parts = [
    instantText(at.toISOString(), offset),
    example.inChat[chat],
    client.version === null ? os : `${os} ${client.version}`,
    example.link(words.kind[kind], app === "other" ? null : app, words.class[facts.class], words.relation[relation]),
    ...(findings.size === 0 ? [] : [example.found([...findings].map((each) => finding[each]).join(words.and))]),
    ...(choice === null ? [] : [example.chose(words.choice[choice])]),
    ...(resolution === "unresolved" ? [example.unresolved] : []),
  ];
  return html`<p class="soft">
    ${example.label}${parts.join(marks.comma)}${url === null ? marks.stop.trim() : html`${marks.colon}<code>${url}</code>`}
  </p>`;
}

function isWord<Table extends object>(table: Table, word: string): word is keyof Table & string {
  return Object.hasOwn(table, word);
}

/** Who decides about an example, so that its rule and sources can be told. */
export function deciderOf({ rulebook, edition }: Subject): (facts: PolicyFacts) => Decision {
  if (edition === null) {
    const book = compileRulebook(rulebook);
    return (facts) => decide(book, facts);
  }
  const compiled = compileEdition(rulebook, edition);
  return (facts) => decideIn(compiled, facts);
}

/** Text of a rulebook, which may run in either direction, kept apart from what stands around it. */
export function bidi(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}
