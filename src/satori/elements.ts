/** A part of Satori's markup. Source: https://satori.chat/en-US/protocol/elements.html, read 2026-11-27. */
type Part = string | Element;

interface Element {
  readonly type: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Part[];
}

/** What a bot wrote cannot be taken. The message repeats nothing of it. */
export class ContentError extends Error {
  override readonly name = "ContentError";
}

/** Longest content, before it becomes text and without the `data:` of its media, which no text can hold. UTF-16 units. */
const MAX_CONTENT_LENGTH = 20_000;
/** Elements within elements. */
const MAX_DEPTH = 64;
/** Messages that one content becomes. */
export const MAX_PARTS = 10;

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const ENTITY = /&(lt|gt|amp|quot|apos|#\d{1,7}|#[xX][\dA-Fa-f]{1,6});/gu;
const LAST_CODE_POINT = 0x10_ff_ff;

function unescaped(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(ENTITY, (whole, name: string) => {
    if (!name.startsWith("#")) return ENTITIES[name] ?? whole;
    const code = /^#x/iu.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > LAST_CODE_POINT || code === 0 ? whole : String.fromCodePoint(code);
  });
}

/** A text as content that stands for nothing but it. An address alone stays as it is: bots look for it with patterns. */
export function contentOf(text: string): string {
  const isAddressAlone = /^https?:\/\/[^\s<>"']+$/u.test(text) && text.search(ENTITY) === -1;
  if (isAddressAlone) return text;
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** Around a name that is addressed: neither an address nor a longer name. Chinese puts no space before it. */
const NO_NAME_BEFORE = String.raw`(?<![\p{Script=Latin}\p{N}_./:@|+-])`;
const NO_NAME_AFTER = String.raw`(?![\p{L}\p{M}\p{N}_@|+]|[.-][\p{L}\p{N}_])`;

/**
 * The same of a text in a group that a bot is in. Bots wait to be addressed there, and know it by an element alone; no other
 * becomes one.
 */
export function contentFor(bot: string, text: string): string {
  const content = contentOf(text);
  if (!content.includes(`@${bot}`)) return content;
  const addressed = new RegExp(`${NO_NAME_BEFORE}@${RegExp.escape(bot)}${NO_NAME_AFTER}`, "gu");
  return content.replaceAll(addressed, `<at id="${bot}" name="${bot}"/>`);
}

interface Tag {
  readonly kind: "open" | "close" | "whole";
  readonly type: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Behind its `>`. */
  readonly end: number;
  /** Units of `data:` in its attributes, which are not kept. */
  readonly dataLength: number;
  /** Names that no value follows, and no others: as words between `<` and `>`. */
  readonly isBare: boolean;
}

const DATA = "data:";
const DATA_VALUE = /=(?:"data:[^"<>]*"|'data:[^'<>]*')/gu;
const NAME = /[A-Za-z][\w.:-]*/uy;
const SPACE = /\s+/uy;
const ATTRIBUTE = /[^\s=<>"'/]+/uy;

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

/**
 * The tag at a `<`; null where there is none, and the `<` is text. Every look goes forward, and one that fails ends at the next
 * `<` or at the last quote, so the whole content costs one pass.
 */
function tagAt(content: string, start: number): Tag | null {
  let at = start + 1;
  const isClosing = content[at] === "/";
  if (isClosing) at += 1;
  const type = matchAt(NAME, content, at);
  if (type === "") return null;
  at += type.length;
  const attributes = new Map<string, string>();
  let dataLength = 0;
  let valued = 0;
  for (;;) {
    const space = matchAt(SPACE, content, at).length;
    at += space;
    const found = { type, attributes, dataLength, isBare: attributes.size > 0 && valued === 0 };
    if (content[at] === ">") return { ...found, kind: isClosing ? "close" : "open", end: at + 1 };
    if (content[at] === "/" && content[at + 1] === ">") return { ...found, kind: "whole", end: at + 2 };
    const name = matchAt(ATTRIBUTE, content, at);
    if (name === "" || space === 0) return null;
    at += name.length;
    if (content[at] !== "=") {
      attributes.set(name, "");
      continue;
    }
    const quote = content[at + 1];
    const end = quote === '"' || quote === "'" ? content.indexOf(quote, at + 2) : -1;
    if (end === -1) return null;
    valued += 1;
    const value = content.slice(at + 2, end);
    const isData = value.startsWith(DATA) && !/[<>]/u.test(value);
    if (isData) dataLength += value.length;
    attributes.set(name, isData ? DATA : unescaped(value));
    at = end + 1;
  }
}

/** Source: https://satori.chat/en-US/protocol/elements.html, read 2026-11-30; blocks are what plugins make of Markdown. */
const KNOWN: ReadonlySet<string> = new Set(
  (
    "text at sharp emoji face a img image audio video file b strong i em u ins s del spl code sup sub br p message quote author button " +
    "ul ol li h1 h2 h3 h4 h5 h6 blockquote pre div table thead tbody tr td th hr details summary span"
  ).split(" "),
);
/** Nothing stands within them, whether or not somebody closes them: what follows is no part of them. */
const EMPTY: ReadonlySet<string> = new Set("at sharp emoji face img image audio video file author br hr".split(" "));
const CLOSE = /<\/([A-Za-z][\w.:-]*)/gu;

/** Where the last end tag of each type stands. */
function lastCloses(content: string): ReadonlyMap<string, number> {
  return new Map(Array.from(content.matchAll(CLOSE), ({ 1: type, index }) => [type ?? "", index]));
}

/**
 * Whether a tag that nobody closes is mere text: `<name>` of a usage, a type's parameter, a comparison. Elements of others' own have
 * a colon.
 */
function isWords({ type, isBare }: Tag): boolean {
  return type !== "message" && (isBare || !(KNOWN.has(type) || type.includes(":")));
}

/** @throws {ContentError} */
function refuseOver(length: number): void {
  if (length <= MAX_CONTENT_LENGTH) return;
  throw new ContentError(`content: expected at most ${MAX_CONTENT_LENGTH} UTF-16 units beside data: addresses`);
}

/** @throws {ContentError} */
function parse(content: string): Part[] {
  let counted = content.length;
  // What is too long for certain is not read at all.
  if (counted > MAX_CONTENT_LENGTH) refuseOver(content.replaceAll(DATA_VALUE, "").length);
  const root: Part[] = [];
  const open: Element[] = [];
  /** How many of each type are open, so that an end tag without a beginning costs no look at all of them. */
  const counts = new Map<string, number>();
  const closes = lastCloses(content);
  let written = 0;
  let hasComments = true;
  const into = (): Part[] => open.at(-1)?.children ?? root;
  const count = (type: string, by: number) => counts.set(type, (counts.get(type) ?? 0) + by);
  for (let at = content.indexOf("<"); at !== -1; at = content.indexOf("<", at)) {
    const isComment = hasComments && content.startsWith("<!--", at);
    const comment = isComment ? content.indexOf("-->", at + 4) : -1;
    // Where one does not end, none after it does.
    if (isComment && comment === -1) hasComments = false;
    const tag = comment === -1 ? tagAt(content, at) : null;
    const isUnclosed = tag?.kind === "open" && (closes.get(tag.type) ?? -1) < tag.end;
    if (comment === -1 && (tag === null || (isUnclosed && isWords(tag)))) {
      at = tag?.end ?? at + 1;
      continue;
    }
    if (at > written) into().push(unescaped(content.slice(written, at)));
    at = written = tag?.end ?? comment + 3;
    if (tag === null) continue;
    counted -= tag.dataLength;
    if (tag.kind === "close") {
      if ((counts.get(tag.type) ?? 0) === 0) continue;
      for (let last = open.pop(); last !== undefined; last = open.pop()) {
        count(last.type, -1);
        if (last.type === tag.type) break;
      }
      continue;
    }
    const element: Element = { type: tag.type, attributes: tag.attributes, children: [] };
    into().push(element);
    if (tag.kind === "whole" || tag.type === "br" || (isUnclosed && EMPTY.has(tag.type))) continue;
    if (open.length >= MAX_DEPTH)
      throw new ContentError(`content: expected at most ${MAX_DEPTH} elements within each other`);
    open.push(element);
    count(tag.type, 1);
  }
  refuseOver(counted);
  if (content.length > written) into().push(unescaped(content.slice(written)));
  return root;
}

/** Pieces of one message, and where a line or a word has to begin. */
class Lines {
  #text = "";
  /** Of the text: a look at its end each time would copy all of it. */
  #last = "";
  #breaks = false;
  #isApart = false;

  /** From here on a line begins, if there is more. */
  break(): void {
    this.#breaks = true;
  }

  add(text: string): void {
    if (text === "") return;
    if (this.#breaks && this.#last !== "" && this.#last !== "\n") this.#append("\n");
    if (this.#isApart && /\S/u.test(this.#last) && !/^\s/u.test(text)) this.#append(" ");
    this.#breaks = this.#isApart = false;
    this.#append(text);
  }

  #append(text: string): void {
    this.#text += text;
    this.#last = text.at(-1) ?? "";
  }

  /** From here on a word begins. */
  apart(): void {
    this.#isApart = true;
  }

  /** Adds a word of its own: what stands beside it is no part of it. */
  addApart(word: string): void {
    this.apart();
    this.add(word);
    this.apart();
  }

  get text(): string {
    return this.#text;
  }
}

/** What stands for media without an address on the web: only those who read can ask for it elsewhere. */
const MEDIA: Readonly<Record<string, string>> = { img: "🖼", image: "🖼", audio: "🔊", video: "🎬", file: "📎" };
/** Of Satori, and as servers of QQ call their own. */
const EMOJI = /^emoji$|^(?:.+:)?face$/u;
/** Each begins and ends a line: paragraphs, and what plugins make of Markdown. */
const BLOCKS: ReadonlySet<string> = new Set(
  "p ul ol li h1 h2 h3 h4 h5 h6 blockquote pre div table tr hr details summary".split(" "),
);
/** What they say is about another message, or about who sends. */
const LEFT_OUT: ReadonlySet<string> = new Set(["quote", "author"]);

/**
 * The texts of the messages that a content stands for, in order; empty ones are left out. Links stay addresses, media without one are
 * a sign and their title, what else has no form in a text is left out.
 *
 * @throws {ContentError} when it is too long, too deep or too many.
 */
export function textsOf(content: string): readonly string[] {
  const parts: Lines[] = [new Lines()];
  const lines = (): Lines => parts.at(-1) ?? new Lines();
  const next = (): void => {
    if (lines().text !== "") parts.push(new Lines());
  };

  function write(part: Part): void {
    if (typeof part === "string") {
      lines().add(part);
      return;
    }
    const { type, attributes, children } = part;
    const attribute = (name: string): string => attributes.get(name) ?? "";
    if (LEFT_OUT.has(type)) return;
    if (type === "message") next();
    const isBlock = BLOCKS.has(type);
    if (isBlock) lines().break();
    if (type === "br") lines().add("\n");
    else if (type === "at")
      lines().add(`@${attribute("name") || attribute("id") || attribute("role") || attribute("type")}`);
    else if (type === "sharp") lines().add(`#${attribute("name") || attribute("id")}`);
    else if (Object.hasOwn(MEDIA, type)) {
      const source = attribute("src") || attribute("url");
      const title = attribute("title") || attribute("alt") || attribute("name");
      lines().addApart(/^https?:/iu.test(source) ? source : `${MEDIA[type] ?? ""} ${title}`.trim());
      for (const child of children) write(child);
    } else if (type === "a" || type === "button") writeLink(attribute("href"), children);
    else if (type === "td" || type === "th") writeCell(children);
    else if (EMOJI.test(type) && children.length === 0) lines().add(`:${attribute("name") || attribute("id")}:`);
    else for (const child of children) write(child);
    if (isBlock) lines().break();
    if (type === "message") next();
  }

  function writeCell(children: readonly Part[]): void {
    lines().apart();
    for (const child of children) write(child);
    lines().apart();
  }

  function writeLink(href: string, children: readonly Part[]): void {
    const before = lines().text.length;
    for (const child of children) write(child);
    const text = lines().text.slice(before).trim();
    if (href === "" || text === href) return;
    lines().add(text === "" ? href : ` ${href}`);
  }

  for (const part of parse(content)) write(part);
  const texts = parts.map(({ text }) => text).filter((text) => text.trim() !== "");
  if (texts.length > MAX_PARTS) throw new ContentError(`content: expected at most ${MAX_PARTS} messages`);
  return texts;
}
