import { compileEdition, compileRulebook, decide, decideIn } from "../policy/decide/decide.ts";
import { html, type Html } from "./html.ts";
import type { TimelineEvent } from "../rulebooks/timeline-event.ts";
import type { Witness } from "../policy/compare/witness.ts";
import type { Edition, Rulebook } from "../policy/rulebook/rulebook.ts";
import { describeScope, instantText, offsetOf, type Scope } from "../policy/compare/scope.ts";
import type { Subject, Verdict } from "../policy/compare/survey.ts";
import type { Action, ChatKind, Citation, Decision, PolicyFacts } from "../policy/types.ts";
import type { VerdictGroup, VerdictTable } from "../policy/compare/verdict-table.ts";
import { CHAT_KINDS, RELATIONS } from "../policy/vocabulary.ts";

const ACTION_TEXT: Readonly<Record<Action, string>> = {
  open_in_place: "Opens in place",
  open_externally: "Opens externally",
  block: "Blocked",
};
const CHAT_TEXT: Readonly<Record<ChatKind, string>> = {
  one_to_one: "One-to-one chats",
  group: "Group chats",
  moments: "Moments",
};
const BY_TEXT: Readonly<Record<string, string>> = { at: "day", client: "client", app: "app", owner: "owner" };

/** A verdict in words on its colour; the words alone tell it. */
export function verdictHtml({ action, notice }: Verdict): Html {
  const text = notice ? `${ACTION_TEXT[action]} after a notice` : ACTION_TEXT[action];
  return html`<span class="verdict ${action}${notice ? " notice" : ""}">${text}</span>`;
}

export const LEGEND: Html = html`<p class="soft">
    Ordinary links: web links whose target is known, about which nothing was found, for readers who chose nothing. The
    relation is the link's owner's to the chat's own platform.
  </p>
  <ul class="legend">
    ${[
      { action: "open_in_place", notice: false } as const,
      { action: "open_in_place", notice: true } as const,
      { action: "open_externally", notice: false } as const,
      { action: "block", notice: false } as const,
    ].map((verdict) => html`<li>${verdictHtml(verdict)}</li>`)}
  </ul>`;

export function tableHtml({ edition, rows }: VerdictTable, name: string): Html {
  return html`<table>
    <caption>
      ${name}: ${bidi(edition.title)}
    </caption>
    <thead>
      <tr>
        <th scope="col">Class of link</th>
        ${CHAT_KINDS.map((chat) => html`<th scope="col">${CHAT_TEXT[chat]}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ classes, cells }) =>
          html`<tr>
            <th scope="row">${classes.map(words).join(", ")}</th>
            ${CHAT_KINDS.map((chat) => html`<td>${cellHtml(cells[chat])}</td>`)}
          </tr> `,
      )}
    </tbody>
  </table>`;
}

function cellHtml(groups: readonly VerdictGroup[]): Html {
  return html`<ul class="verdicts">
    ${groups.map(({ relations, verdicts, by }) => {
      const chips = verdicts.map((verdict, place) => html`${place === 0 ? "" : " or "}${verdictHtml(verdict)}`);
      const who = relations.length === RELATIONS.length ? "" : `${relations.join(", ")}: `;
      const varies = by.length === 0 ? "" : `, by ${by.map((name) => BY_TEXT[name] ?? name).join(" and ")}`;
      return html`<li><span class="label">${who}</span>${chips}<span class="label">${varies}</span></li>`;
    })}
  </ul>`;
}

/** The editions of a rulebook, oldest first; those that were compared are marked. */
export function timelineHtml(rulebook: Rulebook, compared: readonly Edition[]): Html {
  const offset = offsetOf(rulebook.editions[0].fromText);
  const items = rulebook.editions.map((edition) => {
    const isCompared = compared.includes(edition);
    return html`<li${isCompared ? html` class="compared"` : ""}>
<p><time datetime="${edition.from.toISOString()}">${instantText(edition.from.toISOString(), offset)}</time>
<strong>${bidi(edition.title)}</strong>${isCompared && compared.length < rulebook.editions.length ? " (compared here)" : ""}</p>
<p class="soft">Edition <code>${edition.id}</code>, ${edition.rules.length} rules, <span class="hash">${edition.hash.slice(0, 19)}…</span></p>
<p class="soft">Sources: ${citationsHtml(edition.sources)}</p>
</li>\n`;
  });
  return html`<h3>${bidi(rulebook.title)}</h3>
    <p class="soft">
      Rulebook <code>${rulebook.id}</code>. Authority: ${bidi(rulebook.authority)}. Times at UTC${offset}.
    </p>
    <ol class="timeline">
      ${items}
    </ol>`;
}

/** What happened beside the rules, oldest first. */
export function eventsHtml(events: readonly TimelineEvent[]): Html {
  return html`<p>As reported; none of this is a rule.</p>
    <ol class="plain">
      ${events.map(
        ({ date, kind, actor, text, sources }) =>
          html`<li>
            <p><time datetime="${date}">${date}</time> <strong>${bidi(actor)}</strong>, ${kind}</p>
            <p>${text.en}</p>
            <p class="soft">Sources: ${citationsHtml(sources)}</p>
          </li> `,
      )}
    </ol>`;
}

export function citationsHtml(citations: readonly Citation[]): Html {
  if (citations.length === 0) return html`none`;
  return html`${citations.map(
    ({ title, url, against }, place) =>
      html`${place === 0 ? "" : "; "}${against === true ? "against: " : ""}<a href="${url}" rel="noreferrer"
          >${bidi(title)}</a
        >`,
  )}`;
}

/** What a statement speaks of, and under what conditions. */
export function scopeHtml(scope: Scope, offset: string, also = ""): Html {
  const { where, provided } = describeScope(scope, offset);
  const parts = [...(also !== "" && where === "any link" ? [] : [where]), ...(also === "" ? [] : [also])];
  return html`${sentence(words(parts.join("; ")))}${provided === "" ? "" : html` <span class="soft">If ${words(provided)}.</span>`}`;
}

/** One message that a statement speaks of. */
export function exampleHtml({ facts, url }: Witness, offset: string): Html {
  const { at, chat, client, choice, findings, app, relation, kind, resolution } = facts;
  const whose = app === null || app === "other" ? "" : ` of ${app}`;
  const parts = [
    instantText(at.toISOString(), offset),
    chat === "group" ? "a group chat" : "a one-to-one chat",
    client.version === null ? client.os : `${client.os} ${client.version}`,
    `${words(kind)} link${whose} (${words(facts.class)}, ${relation})`,
    ...(findings.size === 0 ? [] : [`found ${[...findings].map(words).join(" and ")}`]),
    ...(choice === null ? [] : [`the reader chose ${words(choice)}`]),
    ...(resolution === "unresolved" ? ["its target could not be learnt"] : []),
  ];
  return html`<p class="soft">Example: ${parts.join(", ")}${url === null ? "." : html`: <code>${url}</code>`}</p>`;
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

export function words(name: string): string {
  return name.replaceAll("_", " ");
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
