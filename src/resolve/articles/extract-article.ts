import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";
import { cleanText } from "../page/page-text.ts";
import { ARTICLE_LIMITS as LIMITS, type Article, type ArticleBlock } from "./article.ts";

/** What is read of a document: nothing of it runs, and nothing is fetched. */
interface PageNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<PageNode>;
  getAttribute(name: string): string | null;
}

const ELEMENT = 1;
const TEXT = 3;
/** A deeper page is no text that people wrote. */
const MAX_DEPTH = 200;
const MAX_ELEMENTS = 20_000;
/** What holds no text to read, whatever stands inside. */
const LEFT_OUT: ReadonlySet<string> = new Set(
  (
    "SCRIPT STYLE NOSCRIPT TEMPLATE IFRAME FRAME FRAMESET OBJECT EMBED APPLET SVG MATH FORM INPUT BUTTON SELECT OPTION " +
    "TEXTAREA VIDEO AUDIO CANVAS MAP LINK META TITLE HEAD BASE DIALOG"
  ).split(" "),
);
/** Elements that go on in the line of the text around them. */
const INLINE: ReadonlySet<string> = new Set(
  (
    "A ABBR B BDI BDO CITE CODE DATA DEL DFN EM FONT I INS KBD MARK Q RUBY RB RT RP S SAMP SMALL SPAN STRIKE STRONG SUB " +
    "SUP TIME TT U VAR WBR LABEL OUTPUT"
  ).split(" "),
);
const FRAME_TAGS =
  /<(?:\/?(?:html|head|body)(?:\s(?:[^<>"']|"[^"]{0,500}"|'[^']{0,500}'){0,500})?|!doctype[^<>]{0,500})>/giu;
const HTML_LANG = /<html(?:\s[^>]{0,1000}?)?\slang\s{0,8}=\s{0,8}["']?([\w-]{2,35})/iu;
/** Where the tag with the page's language is looked for. Characters. */
const HEAD_LENGTH = 8_192;
const LAZY_SOURCES = ["data-src", "data-original", "data-lazy-src"] as const;

/**
 * The text of a page without what stands around it, as Firefox' reader view finds it. Takes as long as the page makes it take, so it
 * is run where it can be ended.
 *
 * @param html  The page, decoded.
 * @param url   Where it stands: pictures are named against it, or against its `<base>`.
 * @returns     Null when the page has no text of its own.
 */
export function extractArticle(html: string, url: string): Article | null {
  // linkedom adds no tag that HTML lets an author leave out, so all pages get the same ones.
  const { document } = parseHTML(`<html><body>${html.replaceAll(FRAME_TAGS, "")}</body></html>`);
  for (const each of document.querySelectorAll("title:not(svg title), meta")) document.head.append(each);
  const base = URL.parse(document.querySelector("base[href]")?.getAttribute("href") ?? "", url)?.href ?? url;
  const lang = HTML_LANG.exec(html.slice(0, HEAD_LENGTH))?.[1] ?? null;
  const options = {
    maxElemsToParse: MAX_ELEMENTS,
    keepClasses: false,
    disableJSONLD: true,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a node of linkedom has what is read here
    serializer: (node: unknown) => node as PageNode,
  };
  const found = new Readability<PageNode>(document, options).parse();
  if (found?.content === null || found?.content === undefined) return null;
  const blocks = blocksOf(found.content, base);
  const length = blocks.reduce((sum, block) => sum + ("text" in block ? block.text.length : 0), 0);
  if (length < LIMITS.minText) return null;
  return {
    title: cleanText(found.title ?? "", LIMITS.maxTitle) ?? null,
    byline: cleanText(found.byline ?? "", LIMITS.maxName) ?? null,
    siteName: cleanText(found.siteName ?? "", LIMITS.maxName) ?? null,
    lang: lang !== null && /^[a-z]{2,3}(?:-[a-z\d]{2,8}){0,3}$/iu.test(lang) ? lang : null,
    blocks,
  };
}

type TextKind = Exclude<ArticleBlock["kind"], "picture" | "code">;

function blocksOf(root: PageNode, base: string): ArticleBlock[] {
  const blocks: ArticleBlock[] = [];
  const images = new Set<string>();
  let waiting = "";
  let left: number = LIMITS.maxText;

  function add(block: ArticleBlock): void {
    if (blocks.length >= LIMITS.maxBlocks) return;
    if ("text" in block) {
      if (left <= 0) return;
      left -= block.text.length;
    }
    blocks.push(block);
  }
  function flush(kind: TextKind): void {
    const text = cleanText(waiting, Math.min(LIMITS.maxBlock, Math.max(left, 1)));
    waiting = "";
    if (text !== undefined) add({ kind, text });
  }
  function picture(node: PageNode): void {
    const address = imageOf(node, base);
    if (address === null || images.has(address) || images.size >= LIMITS.maxImages) return;
    images.add(address);
    add({ kind: "picture", image: address, alt: cleanText(node.getAttribute("alt") ?? "", LIMITS.maxAlt) ?? "" });
  }
  function walk(node: PageNode, kind: TextKind, depth: number): void {
    if (node.nodeType === TEXT) waiting += node.textContent ?? "";
    if (node.nodeType !== ELEMENT || depth > MAX_DEPTH) return;
    const name = node.nodeName.toUpperCase();
    if (LEFT_OUT.has(name)) return;
    if (name === "IMG") {
      flush(kind);
      picture(node);
      return;
    }
    if (name === "BR" || name === "HR") {
      flush(kind);
      return;
    }
    if (name === "PRE") {
      flush(kind);
      const text = codeOf(node.textContent ?? "");
      if (text !== "") add({ kind: "code", text });
      return;
    }
    // The cells of a row stay one line, told apart.
    if ((name === "TD" || name === "TH") && waiting.trim() !== "") waiting += " | ";
    const isInLine = INLINE.has(name) || name === "TD" || name === "TH";
    const inner = kindOf(name) ?? kind;
    if (!isInLine) flush(kind);
    for (const child of node.childNodes) walk(child, inner, depth + 1);
    if (!isInLine) flush(inner);
  }
  walk(root, "paragraph", 0);
  flush("paragraph");
  return blocks;
}

/** What an element makes of the text inside; null: nothing else than it was. */
function kindOf(name: string): TextKind | null {
  if (/^H[1-6]$/u.test(name)) return "heading";
  if (name === "BLOCKQUOTE") return "quote";
  return name === "LI" || name === "DD" || name === "DT" ? "item" : null;
}

/** Lines stay lines, each cleaned as other text is. */
function codeOf(text: string): string {
  return text
    .slice(0, LIMITS.maxBlock)
    .split(/\r?\n/u)
    .map((line) => `${/^[ \t]*/u.exec(line)?.[0] ?? ""}${cleanText(line, LIMITS.maxBlock) ?? ""}`)
    .join("\n")
    .trimEnd();
}

/** Pages that load pictures late name them elsewhere than in `src`. */
function imageOf(node: PageNode, base: string): string | null {
  for (const name of [...LAZY_SOURCES, "src"] as const) {
    const source = node.getAttribute(name)?.trim() ?? "";
    if (source === "" || source.length > LIMITS.maxAddress) continue;
    const url = URL.parse(source, base);
    if (url !== null && /^https?:$/u.test(url.protocol)) return url.href;
  }
  return null;
}
