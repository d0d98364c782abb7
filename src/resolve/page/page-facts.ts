import type { Answer } from "../fetch/fetch-head.ts";
import type { HeadFacts } from "./head-scanner.ts";
import { cleanText } from "./page-text.ts";
import { isWallTitle } from "./wall-title.ts";
import type { PageFacts } from "../types.ts";

const MAX_TITLE = 200;
const MAX_DESCRIPTION = 500;
const MAX_SITE_NAME = 100;
const MAX_IMAGE_URL = 2_048;

type Headers = Answer["headers"];

/**
 * Media type without parameters, lower case; undefined when the server names none that can be read. Of several the last counts.
 * Source: Fetch Standard, "extract a MIME type".
 */
export function mediaType(headers: Headers): string | undefined {
  return (headers.get("content-type") ?? [])
    .flatMap((value) => value.slice(0, 1_000).split(","))
    .map((value) => value.split(";")[0]?.trim().toLowerCase() ?? "")
    .findLast((type) => /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/u.test(type));
}

/**
 * Whether any site may frame the page. `frame-ancestors` overrules X-Frame-Options (CSP Level 3, section 6.4.2); of several policies each
 * must allow it. An X-Frame-Options that browsers cannot read is taken as a no.
 */
export function isFrameable(headers: Headers): boolean {
  const ancestors = (headers.get("content-security-policy") ?? [])
    .flatMap((value) => value.split(","))
    .flatMap((policy) => policy.split(";").map((part) => part.trim().toLowerCase().split(/\s+/u)))
    .filter(([directive]) => directive === "frame-ancestors");
  if (ancestors.length > 0) {
    return ancestors.every((sources) =>
      sources.some((source) => source === "*" || source === "https:" || source === "https://*"),
    );
  }
  return (headers.get("x-frame-options") ?? []).every((value) => ["", "allowall"].includes(value.trim().toLowerCase()));
}

interface PreviewRules {
  readonly text: boolean;
  readonly image: boolean;
}

/**
 * What robots directives leave for a preview. `noindex`, `none`, `nosnippet` and `max-snippet:0` take all words and the picture;
 * `noimageindex` and `max-image-preview:none` the picture alone. Directives for another robot by name do not concern this one.
 * Source: Google Search Central, "Robots meta tag, data-nosnippet, and X-Robots-Tag specifications".
 */
export function previewRules(headers: Headers, head: HeadFacts | null): PreviewRules {
  const values = [
    ...(headers.get("x-robots-tag") ?? []),
    head?.meta.get("robots") ?? "",
    head?.meta.get("hutong") ?? "",
  ];
  const directives = new Set(values.flatMap(directivesOf));
  const hasText = !["noindex", "none", "nosnippet", "max-snippet:0"].some((directive) => directives.has(directive));
  return {
    text: hasText,
    image: hasText && !directives.has("noimageindex") && !directives.has("max-image-preview:none"),
  };
}

function directivesOf(value: string): string[] {
  let isForUs = true;
  return value
    .slice(0, 4_096)
    .toLowerCase()
    .split(",")
    .flatMap((part) => {
      const [, robot, rest] = /^\s*([\w-]+)\s*:\s*(\D.*)$/u.exec(part) ?? [];
      if (robot === undefined || robot.startsWith("max-") || robot === "unavailable_after") {
        return isForUs ? [part.replaceAll(/\s/gu, "")] : [];
      }
      isForUs = robot === "hutong";
      return isForUs ? [(rest ?? "").replaceAll(/\s/gu, "")] : [];
    });
}

interface JsonLdFacts {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly image?: string | undefined;
  readonly siteName?: string | undefined;
}

function textOf(value: unknown, key: string): string | undefined {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return textOf(value[0], key);
  const inner: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  return typeof inner === "string" ? inner : undefined;
}

function readJsonLd(blocks: readonly string[]): JsonLdFacts {
  for (const block of blocks) {
    try {
      const parsed: unknown = JSON.parse(block);
      const node: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
      if (typeof node !== "object" || node === null) continue;
      const field = (name: string): unknown => Reflect.get(node, name);
      const title = textOf(field("headline"), "name") ?? textOf(field("name"), "name");
      if (title === undefined) continue;
      return {
        title,
        description: textOf(field("description"), "name"),
        image: textOf(field("image"), "url"),
        siteName: textOf(field("publisher"), "name"),
      };
    } catch {
      // A page may hold JSON that is none; the other sources still speak.
    }
  }
  return {};
}

function imageAddress(source: string | undefined, base: string, isAllowed: (url: URL) => boolean): string | undefined {
  if (source === undefined || source.length > MAX_IMAGE_URL || source.trim() === "") return undefined;
  const url = URL.parse(source.trim(), base);
  return url !== null && isAllowed(url) ? url.href : undefined;
}

/** Whether the page's own title says that it stands before the page that was asked for. */
export function isWall({ title, meta }: HeadFacts): boolean {
  return [title, meta.get("og:title")].some((text) => isWallTitle(cleanText(text ?? "", MAX_TITLE) ?? ""));
}

/**
 * The facts of a page for a card: Open Graph first, then Twitter cards, JSON-LD, plain HTML, the title of its oEmbed link.
 *
 * @param head       Null when the page was not read: no HTML, or nothing of a status 2xx.
 * @param isAllowed  Asked of the picture's address, which anyone who shows the card will load.
 */
export function pageFacts(
  url: URL,
  headers: Headers,
  head: HeadFacts | null,
  isAllowed: (url: URL) => boolean,
): PageFacts {
  const rules = previewRules(headers, head);
  const contentType = mediaType(headers);
  const facts: Record<keyof PageFacts, string | boolean | undefined> = {
    title: undefined,
    description: undefined,
    image: undefined,
    siteName: undefined,
    contentType,
    frameable: isFrameable(headers),
  };
  if (head !== null && rules.text && !isWall(head)) {
    const { meta } = head;
    const ld = readJsonLd(head.jsonLd);
    const first = (max: number, ...texts: (string | null | undefined)[]) =>
      texts.map((text) => cleanText(text ?? "", max)).find((text) => text !== undefined);
    facts.title = first(
      MAX_TITLE,
      meta.get("og:title"),
      meta.get("twitter:title"),
      ld.title,
      head.title,
      head.oembedTitle,
    );
    facts.description = first(
      MAX_DESCRIPTION,
      meta.get("og:description"),
      meta.get("twitter:description"),
      ld.description,
      meta.get("description"),
    );
    facts.siteName = first(MAX_SITE_NAME, meta.get("og:site_name"), ld.siteName, meta.get("application-name"));
    if (rules.image) {
      const base = URL.parse(head.base ?? "", url.href)?.href ?? url.href;
      facts.image = ["og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"]
        .map((name) => meta.get(name))
        .concat([ld.image, meta.get("image"), head.imageSrc ?? undefined])
        .map((source) => imageAddress(source, base, isAllowed))
        .find((image) => image !== undefined);
    }
  }
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
