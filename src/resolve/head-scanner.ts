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
  /** True once the head is over: nothing later counts. */
  readonly isOver: boolean;
  readonly facts: HeadFacts;
}

/** htmlparser2 keeps open elements in an array that grows at its front; without a bound a page of open tags costs their square. */
const MAX_TAGS = 4_000;
const MAX_TEXT = 4_096;
const MAX_META = 400;
const MAX_JSON_LD = 64 * 1024;
const MAX_JSON_LD_BLOCKS = 4;

/** Reads a head piece by piece, in time linear to its length, and stops listening at its end. */
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
  let isOver = false;
  let tags = 0;
  // What a browser with scripts does not apply: <noscript> and <template>.
  let inert = 0;
  let title: string | null = null;
  let jsonLd: string | null = null;
  const end = () => {
    isOver = true;
    facts.title ??= title;
    parser.pause();
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      tags += 1;
      if (isOver) return;
      if (name === "body" || name === "frameset" || tags > MAX_TAGS) end();
      else if (name === "noscript" || name === "template") inert += 1;
      else if (name === "title") title ??= facts.title === null && inert === 0 ? "" : null;
      else if (name === "meta") readMeta(facts, attributes, inert > 0);
      else if (name === "base") facts.base ??= attributes["href"] ?? null;
      else if (name === "link") readLink(facts, attributes);
      else if (name === "script" && attributes["type"]?.trim().toLowerCase() === "application/ld+json") jsonLd = "";
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
      } else if (name === "noscript" || name === "template") inert -= 1;
      else if (name === "head" || name === "html") end();
    },
  });
  return {
    facts,
    get isOver() {
      return isOver;
    },
    write(text) {
      if (!isOver) parser.write(text);
    },
  };
}

function readMeta(facts: HeadFacts, attributes: Readonly<Record<string, string>>, isInert: boolean): void {
  const content = attributes["content"];
  if (content === undefined) return;
  if (attributes["http-equiv"]?.trim().toLowerCase() === "refresh" && !isInert) facts.refresh ??= content;
  const name = (attributes["property"] ?? attributes["name"] ?? attributes["itemprop"])?.trim().toLowerCase();
  if (name === undefined || name === "" || facts.meta.size >= MAX_META) return;
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
