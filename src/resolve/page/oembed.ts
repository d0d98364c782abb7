import { cleanText } from "./page-text.ts";
import type { PageFacts } from "../types.ts";

interface Provider {
  /** Hosts of the pages, each with every host below it. */
  readonly hosts: readonly string[];
  /** Paths of the pages that the endpoint knows. */
  readonly path: RegExp;
  readonly endpoint: string;
}

/**
 * Sites that show a wall to clients other than browsers, but serve a page's title at an oEmbed endpoint.
 * Specification: oEmbed 1.0, https://oembed.com.
 * Sources: https://oembed.com/providers.json, and the sites' own pages: developers.tiktok.com/doc/embed-videos,
 * developer.x.com "oEmbed API", developer.spotify.com/documentation/embeds, developers.soundcloud.com/docs/oembed,
 * developer.vimeo.com/api/oembed, flickr.com/services/oembed, github.com/reddit-archive/reddit/wiki/oEmbed.
 */
const PROVIDERS: readonly Provider[] = [
  { hosts: ["youtube.com", "youtu.be"], path: /^\/./u, endpoint: "https://www.youtube.com/oembed" },
  { hosts: ["vimeo.com"], path: /\d/u, endpoint: "https://vimeo.com/api/oembed.json" },
  { hosts: ["tiktok.com"], path: /^\/@/u, endpoint: "https://www.tiktok.com/oembed" },
  { hosts: ["x.com", "twitter.com"], path: /\/status\/\d/u, endpoint: "https://publish.x.com/oembed" },
  { hosts: ["reddit.com"], path: /\/comments\//u, endpoint: "https://www.reddit.com/oembed" },
  { hosts: ["open.spotify.com"], path: /^\/./u, endpoint: "https://open.spotify.com/oembed" },
  { hosts: ["soundcloud.com"], path: /^\/./u, endpoint: "https://soundcloud.com/oembed" },
  { hosts: ["flickr.com"], path: /^\/photos\//u, endpoint: "https://www.flickr.com/services/oembed/" },
  { hosts: ["dailymotion.com"], path: /^\/video\//u, endpoint: "https://www.dailymotion.com/services/oembed" },
  { hosts: ["nicovideo.jp"], path: /^\/watch\//u, endpoint: "https://embed.nicovideo.jp/oembed" },
];

const MAX_TITLE = 200;
const MAX_SITE_NAME = 100;

/** Where a page's title can be asked for besides the page; null when that is not known. */
export function oembedEndpoint(page: URL): URL | null {
  const host = page.hostname;
  const provider = PROVIDERS.find(
    ({ hosts, path }) => hosts.some((name) => host === name || host.endsWith(`.${name}`)) && path.test(page.pathname),
  );
  if (provider === undefined) return null;
  const url = new URL(provider.endpoint);
  url.searchParams.set("format", "json");
  // The fragment is never sent.
  url.searchParams.set("url", page.href.slice(0, page.href.length - page.hash.length));
  return url;
}

/**
 * What an oEmbed answer says for a card. A post without a title (X) is named by its author.
 *
 * @param isAllowed  Asked of the picture's address, which anyone who shows the card will load.
 * @returns          Nothing of what is no JSON object.
 */
export function oembedFacts(
  json: string,
  isAllowed: (url: URL) => boolean,
): Pick<PageFacts, "title" | "image" | "siteName"> {
  let answer: unknown;
  try {
    answer = JSON.parse(json);
  } catch {
    return {};
  }
  if (typeof answer !== "object" || answer === null) return {};
  const text = (name: string, max: number) => {
    const value: unknown = Reflect.get(answer, name);
    return typeof value === "string" ? cleanText(value, max) : undefined;
  };
  const title = text("title", MAX_TITLE) ?? text("author_name", MAX_TITLE);
  const siteName = text("provider_name", MAX_SITE_NAME);
  const picture = URL.parse(text("thumbnail_url", 2_048) ?? "");
  return {
    ...(title === undefined ? {} : { title }),
    ...(siteName === undefined ? {} : { siteName }),
    ...(picture === null || !isAllowed(picture) ? {} : { image: picture.href }),
  };
}
