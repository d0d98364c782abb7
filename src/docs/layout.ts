import { Html, html } from "../pages/html.ts";
import { CONTENTS, type PageEntry } from "./contents.ts";
import type { Written } from "./markdown.ts";

interface Laid {
  readonly entry: PageEntry;
  readonly written: Written;
  readonly isThere: (page: PageEntry) => boolean;
}

/** From so many headings on a page begins with a list of them. */
const LEAST_HEADINGS = 3;

const addressOf = ({ name }: PageEntry) => (name === "" ? "./" : name);

/** One page of the site: its text, the list of all pages, and the next one in order. */
export function layout({ entry, written, isThere }: Laid): string {
  const all = CONTENTS.flatMap(({ pages }) => pages).filter(isThere);
  const next = all[all.findIndex(({ name }) => name === entry.name) + 1];
  const title = written.title ?? entry.title;
  const [titled, rest] = atTitle(written.html);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${entry.name === "" ? "Hutong: documentation" : `${title} · Hutong`}</title>
        <link rel="icon" href="../web/gate.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="../web/tokens.css" />
        <link rel="stylesheet" href="../web/docs.css" />
      </head>
      <body>
        <a class="skip" href="#pages">Skip to the list of pages</a>
        <header class="site">
          <a href="./">Hutong · documentation</a><a class="to-pages" href="#pages">All pages</a
          ><a href="../">To the chat</a>
        </header>
        <main id="text">
          ${new Html(titled)}${written.headings.length >= LEAST_HEADINGS && onThisPage(written)} ${new Html(rest)}
          ${next !== undefined && html`<p class="next">Next: <a href="${addressOf(next)}">${next.title}</a></p>`}
        </main>
        <nav id="pages" aria-label="Pages">
          ${CONTENTS.map(
            (part) =>
              html`<h2>${part.title}</h2>
                <ul>
                  ${part.pages.filter(isThere).map(
                    (page) =>
                      html`<li>
                        <a href="${addressOf(page)}" ${page.name === entry.name && new Html('aria-current="page"')}
                          >${page.title}</a
                        >
                      </li>`,
                  )}
                </ul>`,
          )}
        </nav>
      </body>
    </html> `.text;
}

/** A page's title with what stands before it, and what comes after. */
function atTitle(text: string): readonly [string, string] {
  const end = text.indexOf("</h1>") + "</h1>".length;
  return text.includes("</h1>") ? [text.slice(0, end), text.slice(end)] : ["", text];
}

function onThisPage({ headings }: Written): Html {
  return html`<nav class="headings" aria-label="On this page">
    <ul>
      ${headings.map(({ id, text }) => html`<li><a href="#${id}">${text}</a></li>`)}
    </ul>
  </nav>`;
}
