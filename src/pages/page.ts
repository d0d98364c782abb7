import { html, Html } from "./html.ts";
import { REPORT_STYLE } from "./style.ts";
import type { Telling } from "./telling.ts";

/** A section of a report: its anchor, its heading, and what stands under it. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Html | readonly Html[];
}

/** When a report was made, and by which version of the program. */
export interface Made {
  readonly at: Date;
  readonly version: string;
}

interface Page {
  readonly kicker: string;
  readonly title: string;
  readonly lead: Html;
  /** What was found, in words, and the editions it was found of: for who reads the first page alone. */
  readonly summary: Html;
  /** Name and value of what is to be known first. */
  readonly figures: readonly (readonly [string, string])[];
  readonly sections: readonly Section[];
  readonly made: Made;
}

/** Longest title at the foot of a page of paper. Characters. */
const MAX_FOOT_LENGTH = 60;

/** One HTML document that asks for nothing else: no script, no picture, no font, no address but in links. */
export function pageHtml({ kicker, title, lead, summary, figures, sections, made }: Page, telling: Telling): string {
  const { words, reportWords, locale } = telling;
  const day = html`<time datetime="${made.at.toISOString()}">${made.at.toISOString().slice(0, 10)}</time>`;
  const madeBy = html`${words.page.made(made.version)}${words.page.on}${day}`;
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${REPORT_STYLE}
          ${footOfPaper(title, telling)}
        </style>
      </head>
      <body>
        <header>
          <p class="kicker">${kicker}</p>
          <h1>${title}</h1>
          ${lead}
          <section class="summary" aria-labelledby="summary">
            <h2 id="summary">${words.page.summary}</h2>
            ${summary}
            <p class="soft">${madeBy}${reportWords.marks.stop.trim()}</p>
          </section>
          <dl class="figures">
            ${figures.map(
              ([name, value]) =>
                html`<div>
                  <dt>${name}</dt>
                  <dd>${value}</dd>
                </div>`,
            )}
          </dl>
          <nav aria-label="${words.page.contents}">
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
          <p>${madeBy}${reportWords.marks.stop}${words.page.inputs}</p>
        </footer>
      </body>
    </html> `.text;
}

/** Title and page number at the foot of every page of paper. */
function footOfPaper(title: string, { words }: Telling): Html {
  const [before, between, behind] = words.page.pageOf;
  const foot = title.length > MAX_FOOT_LENGTH ? `${title.slice(0, MAX_FOOT_LENGTH)}…` : title;
  return new Html(
    `@page {
      @bottom-left { content: ${cssString(foot)}; }
      @bottom-right { content: ${cssString(before)} counter(page) ${cssString(between)} counter(pages) ${cssString(behind)}; }
    }`,
  );
}

/** A text as a string of CSS that no text can end: what is no letter, digit or space is told by its number. */
function cssString(text: string): string {
  const escaped = text.replaceAll(/[^\p{L}\p{N} ]/gu, (character) => `\\${character.codePointAt(0)?.toString(16)} `);
  return `"${escaped}"`;
}
