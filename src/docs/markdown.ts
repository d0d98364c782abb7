import { Marked, type Token, type Tokens } from "marked";
import { html } from "../pages/html.ts";

/** From so many columns on a table is too wide for a phone. */
const WIDE_COLUMNS = 3;

interface Place {
  /** What an address in the text leads to here; null: it is not on the site, and only its words stay. */
  readonly linkTo: (address: string) => string | null;
  /** Where a picture of the text is to be had; null: nowhere here, and only its words stay. */
  readonly imageAt: (address: string) => string | null;
}

export interface Written {
  readonly html: string;
  /** Headings of the second order, by their anchors. */
  readonly headings: readonly { readonly id: string; readonly text: string }[];
  /** The title that the text has itself; null: none. */
  readonly title: string | null;
}

/** An anchor as GitHub makes it, so that links in the files lead there too. */
function anchorOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, "")
    .replaceAll(" ", "-");
}

function plainOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) =>
      "tokens" in token && token.tokens !== undefined
        ? plainOf(token.tokens)
        : "text" in token
          ? String(token.text)
          : "",
    )
    .join("");
}

/** A file of text as HTML, with its headings; what the text says of HTML is shown and not obeyed. */
export function writeMarkdown(source: string, { linkTo, imageAt }: Place): Written {
  const headings: { readonly id: string; readonly text: string }[] = [];
  const known = new Map<string, number>();
  let title: string | null = null;
  /** Each is a place of its own to a screen reader, and has a name of its own. */
  let scrolled = 0;
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth: given }) {
        const text = plainOf(tokens);
        // A page has one title; what a file calls one further down is a part of it.
        const depth = given === 1 && title !== null ? 2 : given;
        if (depth === 1) title = text;
        const anchor = anchorOf(text);
        const count = known.get(anchor) ?? 0;
        known.set(anchor, count + 1);
        const id = count === 0 ? anchor : `${anchor}-${count}`;
        if (depth === 2) headings.push({ id, text });
        return `<h${depth} id="${html`${id}`.text}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens);
        const target = linkTo(href);
        return target === null ? words : `<a href="${html`${target}`.text}">${words}</a>`;
      },
      image({ href, text }) {
        const source = imageAt(href);
        return source === null
          ? html`<em class="picture">${text}</em>`.text
          : html`<img src="${source}" alt="${text}" loading="lazy" />`.text;
      },
      html: ({ text }: Tokens.HTML | Tokens.Tag) => (text.startsWith("<!--") ? "" : html`${text}`.text),
      code: ({ text }) =>
        html`<pre tabindex="0" role="region" aria-label="Example ${(scrolled += 1)}"><code>${text}</code></pre> `.text,
      table(token) {
        // On a phone a row of many columns becomes a block, in which each cell says its column.
        const isWide = token.header.length >= WIDE_COLUMNS;
        const role = (name: string) => (isWide ? ` role="${name}"` : "");
        const labels = token.header.map(({ tokens }) => html`${plainOf(tokens)}`.text);
        const cells = (row: readonly Tokens.TableCell[], tag: "th" | "td") =>
          row
            .map(({ tokens }, index) => {
              const words = this.parser.parseInline(tokens);
              if (tag === "th") return `<th scope="col"${role("columnheader")}>${words}</th>`;
              if (index === 0) return `<th scope="row"${role("rowheader")}>${words}</th>`;
              const label = isWide && words !== "" ? ` data-label="${labels[index] ?? ""}"` : "";
              return `<td${role("cell")}${label}>${words}</td>`;
            })
            .join("");
        const hasHead = token.header.some(({ text }) => text !== "");
        const head = hasHead
          ? `<thead${role("rowgroup")}><tr${role("row")}>${cells(token.header, "th")}</tr></thead>`
          : "";
        const rows = token.rows.map((row) => `<tr${role("row")}>${cells(row, "td")}</tr>`).join("\n");
        const kind = isWide ? "table wide" : "table";
        return `<div class="${kind}" tabindex="0" role="region" aria-label="Table ${(scrolled += 1)}"><table${role("table")}>${head}<tbody${role("rowgroup")}>${rows}</tbody></table></div>\n`;
      },
    },
  });
  const written = marked.parse(source, { async: false });
  return { html: written, headings, title };
}
