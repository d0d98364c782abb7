import { Parser } from "htmlparser2";

/** What a page's head says, unread and uncleaned. */
export interface HeadFacts {
  /** Text of the first `<title>`. */
  title: string | null;
  /** `content` of `<meta>` by `property` or `name`, lower case; the first of each. */
  readonly meta: Map<string, string>;
  /** `content` of the first `<meta http-equiv=refresh>` that a browser would obey. */
  refresh: string | null;
  base: string | null;
  /** `<link rel=image_src href>`. */
  imageSrc: string | null;
  /** `title` of the oEmbed discovery link. */
  oembedTitle: string | null;
  readonly jsonLd: string[];
}

export interface HeadScanner {
  write(text: string): void;
  /** True once the head is over: of what follows only a refresh and tags for cards count. */
  readonly isHeadOver: boolean;
  /** True once nothing later counts. */
  readonly isOver: boolean;
  readonly facts: HeadFacts;
}

/** htmlparser2 keeps open elements in an array that grows at its front; without a bound a page of open tags costs their square. */
const MAX_TAGS = 4_000;
const MAX_TEXT = 4_096;
const MAX_META = 400;
const MAX_JSON_LD = 64 * 1024;
const MAX_JSON_LD_BLOCKS = 4;
/**
 * Browsers obey a refresh in the body too. Authors who hide one from head parsers put it right behind the head.
 * Characters.
 */
const MAX_TAIL = 8_192;
/** How far tags for cards are looked for in the body when the head names nothing: sites put them behind their scripts. Characters. */
const MAX_BODY = 131_072;
/** What a `<meta>` of the body may say: by these prefixes no text of a page is mistaken, and robots are told no there as well. */
const BODY_META = /^(?:og|twitter):|^robots$|^hutong$/u;
const PIECE = 2_048;
/** What a browser with scripts does not apply, or reads as mere text. Source: HTML Standard, "The stack of open elements", "in body". */
const INERT: ReadonlySet<string> = new Set([
  "noscript",
  "template",
  "iframe",
  "noembed",
  "noframes",
  "xmp",
  "plaintext",
]);

/** Parses a head chunk by chunk in linear time. Looks beyond its end for a refresh and tags for cards. */
export function createHeadScanner(): HeadScanner {
  const facts: HeadFacts = {
    title: null,
    meta: new Map(),
    refresh: null,
    base: null,
    imageSrc: null,
    oembedTitle: null,
    jsonLd: [],
  };
  let isHeadOver = false;
  let isOver = false;
  let tailLeft = MAX_TAIL;
  let tags = 0;
  let inert = 0;
  let title: string | null = null;
  let jsonLd: string | null = null;
  const endHead = () => {
    if (isHeadOver) return;
    isHeadOver = true;
    facts.title ??= title;
    title = null;
    if (!isNamed(facts)) tailLeft = MAX_BODY;
  };
  const end = () => {
    endHead();
    isOver = true;
    parser.pause();
  };
  const openInHead = (name: string, attributes: Readonly<Record<string, string>>) => {
    if (name === "title") title ??= facts.title === null && inert === 0 ? "" : null;
    else if (name === "meta") readMeta(facts, attributes, inert > 0);
    else if (name === "base") facts.base ??= attributes["href"] ?? null;
    else if (name === "link") readLink(facts, attributes);
    else if (name === "script" && attributes["type"]?.trim().toLowerCase() === "application/ld+json") jsonLd = "";
  };
  const openInBody = (attributes: Readonly<Record<string, string>>) => {
    readRefresh(facts, attributes);
    if (!BODY_META.test(nameOf(attributes))) return;
    readMeta(facts, attributes, true);
    if (isNamed(facts)) tailLeft = Math.min(tailLeft, MAX_TAIL);
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      tags += 1;
      if (isOver) return;
      if (tags > MAX_TAGS) end();
      else if (name === "body" || name === "frameset") endHead();
      else if (INERT.has(name)) inert += 1;
      else if (!isHeadOver) openInHead(name, attributes);
      else if (name === "meta" && inert === 0) openInBody(attributes);
      if (isHeadOver && facts.refresh !== null) end();
    },
    ontext(text) {
      if (title !== null && title.length < MAX_TEXT) title += text;
      if (jsonLd !== null && jsonLd.length <= MAX_JSON_LD) jsonLd += text;
    },
    onclosetag(name) {
      if (name === "title" && title !== null) {
        facts.title ??= title;
        title = null;
      } else if (name === "script" && jsonLd !== null) {
        if (jsonLd.length <= MAX_JSON_LD && facts.jsonLd.length < MAX_JSON_LD_BLOCKS) facts.jsonLd.push(jsonLd);
        jsonLd = null;
      } else if (INERT.has(name)) inert -= 1;
      else if (name === "head" || name === "html") endHead();
    },
  });
  return {
    facts,
    get isHeadOver() {
      return isHeadOver;
    },
    get isOver() {
      return isOver;
    },
    write(text) {
      for (let at = 0; at < text.length; at += PIECE) {
        if (isOver) return;
        const piece = text.slice(at, at + PIECE);
        parser.write(piece);
        if (isHeadOver) tailLeft -= piece.length;
        if (tailLeft <= 0) end();
      }
    },
  };
}

function isNamed({ title, meta }: HeadFacts): boolean {
  return (title !== null && title.trim() !== "") || meta.has("og:title") || meta.has("twitter:title");
}

function nameOf(attributes: Readonly<Record<string, string>>): string {
  return (attributes["property"] ?? attributes["name"] ?? attributes["itemprop"] ?? "").trim().toLowerCase();
}

function readRefresh(facts: HeadFacts, attributes: Readonly<Record<string, string>>): void {
  if (attributes["http-equiv"]?.trim().toLowerCase() === "refresh") facts.refresh ??= attributes["content"] ?? null;
}

function readMeta(facts: HeadFacts, attributes: Readonly<Record<string, string>>, isInert: boolean): void {
  const content = attributes["content"];
  if (content === undefined) return;
  if (!isInert) readRefresh(facts, attributes);
  const name = nameOf(attributes);
  if (name === "" || facts.meta.size >= MAX_META) return;
  // Several robots tags add up; of everything else the first counts.
  const earlier = facts.meta.get(name);
  if (earlier === undefined) facts.meta.set(name, content.slice(0, MAX_TEXT));
  else if (name === "robots") facts.meta.set(name, `${earlier},${content}`.slice(0, MAX_TEXT));
}

function readLink(facts: HeadFacts, attributes: Readonly<Record<string, string>>): void {
  const relations = (attributes["rel"] ?? "").toLowerCase().split(/\s+/u);
  if (relations.includes("image_src")) facts.imageSrc ??= attributes["href"] ?? null;
  if (attributes["type"]?.toLowerCase() === "application/json+oembed")
    facts.oembedTitle ??= attributes["title"] ?? null;
}
