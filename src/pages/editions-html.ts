import { instantText, offsetOf } from "../policy/compare/scope.ts";
import type { Edition } from "../policy/rulebook/rulebook.ts";
import { html, type Html } from "./html.ts";
import type { Telling } from "./telling.ts";

/** Editions with the day each begins and its whole hash: what was judged, to the byte. */
export function hashesHtml(
  editions: readonly { readonly name: string; readonly edition: Edition }[],
  { words, reportWords }: Telling,
): Html {
  return html`<dl class="hashes">
    ${editions.map(
      ({ name, edition: { from, fromText, hash } }) =>
        html`<div>
          <dt>
            ${name}${reportWords.marks.comma}${words.scope.from(instantText(from.toISOString(), offsetOf(fromText)))}
          </dt>
          <dd class="hash">${hash}</dd>
        </div> `,
    )}
  </dl>`;
}
