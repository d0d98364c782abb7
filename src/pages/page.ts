import { html, type Html } from "./html.ts";
import { REPORT_STYLE } from "./style.ts";

/** A section of a report: its anchor, its heading, and what stands under it. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Html | readonly Html[];
}

interface Page {
  readonly kicker: string;
  readonly title: string;
  readonly lead: Html;
  /** Name and value of what is to be known first. */
  readonly figures: readonly (readonly [string, string | number | bigint])[];
  readonly sections: readonly Section[];
  /** When the report was made. */
  readonly madeAt: Date;
}

/** One HTML document that asks for nothing else: no script, no picture, no font, no address but in links. */
export function pageHtml({ kicker, title, lead, figures, sections, madeAt }: Page): string {
  const made = madeAt.toISOString();
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${REPORT_STYLE}
        </style>
      </head>
      <body>
        <header>
          <p class="kicker">${kicker}</p>
          <h1>${title}</h1>
          ${lead}
          <dl class="figures">
            ${figures.map(
              ([name, value]) =>
                html`<div>
                  <dt>${name}</dt>
                  <dd>${value}</dd>
                </div>`,
            )}
          </dl>
          <nav aria-label="Contents">
            <ul>
              ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main>
          ${sections.map(
            ({ id, title, body }) =>
              html`<section aria-labelledby="${id}">
                <h2 id="${id}">${title}</h2>
                ${body}
              </section> `,
          )}
        </main>
        <footer>
          <p>
            Made by Hutong on <time datetime="${made}">${made.slice(0, 10)}</time>. An input is all that rules can tell
            apart of a message: chat, client, day, the reader's choice, and the link's kind, class, app, owner, relation
            and findings. What stands here was worked out over all inputs, not over samples; an example shows one of
            them.
          </p>
        </footer>
      </body>
    </html> `.text;
}
