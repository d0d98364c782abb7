import { Tokenizer } from "htmlparser2";

/** What begins and ends a line, or is none of the words beside it; other tags part no word. */
const APART: ReadonlySet<string> = new Set(
  "p br ul ol li h1 h2 h3 h4 h5 h6 blockquote pre div table caption thead tbody tr td th hr details summary img".split(
    " ",
  ),
);
/** What is shown in the place of a picture, or over a word. */
const SHOWN: ReadonlySet<string> = new Set(["alt", "title"]);
const IS_WEB = /^(?:https?:)?\/\//iu;

interface HtmlTexts {
  readonly text: string;
  /** Behind words and pictures. */
  readonly addresses: readonly string[];
}

/**
 * HTML as browsers take it: tags in any case, some that nobody closes, names for signs, the first of two attributes. Which tags a
 * reader's program knows is not asked, for it shows what stands within the others too. One pass.
 */
export function readHtml(html: string): HtmlTexts {
  let text = "";
  const addresses: string[] = [];
  let attribute = "";
  let value = "";
  let seen = new Set<string>();

  const nameIn = (start: number, end: number) => html.slice(start, end).toLowerCase();
  const tag = (start: number, end: number) => {
    if (APART.has(nameIn(start, end))) text += "\n";
    seen = new Set();
  };
  const attributeEnds = () => {
    if (!seen.has(attribute)) {
      if (attribute === "href" || (attribute === "src" && IS_WEB.test(value))) addresses.push(opened(value));
      else if (SHOWN.has(attribute)) text += `\n${value}\n`;
    }
    seen.add(attribute);
    value = "";
  };
  const nothing = () => {};
  const tokenizer = new Tokenizer(
    {},
    {
      ontext: (start, end) => void (text += html.slice(start, end)),
      ontextentity: (codePoint) => void (text += String.fromCodePoint(codePoint)),
      onopentagname: tag,
      onclosetag: tag,
      onattribname: (start, end) => void (attribute = nameIn(start, end)),
      onattribdata: (start, end) => void (value += html.slice(start, end)),
      onattribentity: (codePoint) => void (value += String.fromCodePoint(codePoint)),
      onattribend: attributeEnds,
      oncdata: nothing,
      oncomment: nothing,
      ondeclaration: nothing,
      onend: nothing,
      onopentagend: nothing,
      onprocessinginstruction: nothing,
      onselfclosingtag: nothing,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return { text: text.replaceAll(/\n{2,}/gu, "\n").trim(), addresses };
}

/** As a click opens it. Source: URL Standard, "basic URL parser": tabs and line ends are removed, white space around it too. */
function opened(address: string): string {
  const url = address.replaceAll(/[\t\n\r]/gu, "").trim();
  return url.startsWith("//") ? `https:${url}` : url;
}
