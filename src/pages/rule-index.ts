import { textIn } from "../input/languages.ts";
import { html, type Html } from "./html.ts";
import { bidi, citationsHtml, verdictHtml } from "./parts.ts";
import type { Edition, Outcome } from "../policy/rulebook/rulebook.ts";
import type { Decision } from "../policy/types.ts";
import type { Telling } from "./telling.ts";

/** The rules that a report names: each once, whichever editions share it. */
export interface RuleIndex {
  /** The rule that gave a decision, linked to its entry. */
  link(decision: Decision): Html;
  /** Every rule in order, with its verdict, reason, basis and sources. */
  list(): Html;
}

interface Entry {
  readonly anchor: string;
  readonly name: string;
  readonly outcome: Outcome;
  /** Apps whose links were tested; null where the basis holds for every link. */
  readonly testedApps: readonly string[] | null;
  readonly editions: string[];
}

type Said = Pick<Outcome, "action" | "notice" | "basis" | "reason" | "citations">;

/** @param editions  Whose rules they are, by the names the report calls them. */
export function ruleIndexOf(
  editions: readonly { readonly name: string; readonly edition: Edition }[],
  telling: Telling,
): RuleIndex {
  const entries = new Map<string, Entry>();
  const add = (name: string, outcome: Outcome, edition: string, testedApps: Entry["testedApps"] = null): void => {
    const key = keyOf(name, outcome);
    const known = entries.get(key);
    if (known === undefined) {
      entries.set(key, { anchor: `rule-${entries.size + 1}`, name, outcome, testedApps, editions: [edition] });
    } else if (!known.editions.includes(edition)) known.editions.push(edition);
  };
  for (const { name, edition } of editions) {
    for (const rule of edition.rules) add(rule.id, rule, name, rule.testedApps);
    add("default", edition.default, name);
    add("unresolved", edition.unresolved, name);
  }
  const { words, reportWords, locale } = telling;
  const { parts } = words;
  const { marks } = reportWords;
  const count = new Set(editions.map(({ name }) => name)).size;
  return {
    link(decision) {
      const { rule, decidedBy } = decision;
      const name = rule ?? (decidedBy === "unresolved" ? "unresolved" : "default");
      // A rule that is tested for some apps is inferred for others, and stands here once.
      const entry = entries.get(keyOf(name, decision)) ?? entries.get(keyOf(name, { ...decision, basis: "tested" }));
      return entry === undefined ? html`${name}` : html`<a href="#${entry.anchor}">${name}</a>`;
    },
    list: () =>
      html`<dl class="rules">
        ${[...entries.values()].map(
          ({ anchor, name, outcome, testedApps, editions: named }) =>
            html`<div>
              <dt id="${anchor}">${name} ${verdictHtml(outcome, telling)}</dt>
              <dd>${bidi(textIn(outcome.reason, locale))}</dd>
              <dd class="soft">
                ${named.length === count ? parts.inEvery : parts.inEditions(named.join(marks.comma))}
                ${parts.basis}${
                  testedApps === null
                    ? words.basis[outcome.basis]
                    : parts.testedFor(words.basis[outcome.basis], testedApps.join(marks.comma))
                }${marks.stop}${parts.sources}${citationsHtml(outcome.citations, telling)}
              </dd>
            </div> `,
        )}
      </dl>`,
  };
}

function keyOf(name: string, { action, notice, basis, reason, citations }: Said): string {
  return JSON.stringify([name, action, notice, basis, reason, citations]);
}
