import { createArticleFetcher, type ArticleFetcher } from "../resolve/articles/article-fetcher.ts";
import { createImageFetcher, type ImageFetcher } from "../resolve/images/image-fetcher.ts";
import { userAgentOf, type ResolveSettings } from "./resolve-settings.ts";

/** Fetches the pictures of pages that were followed; null in mode `off`. */
export function openImageFetcher({ mode, contact, alternativePorts }: ResolveSettings): ImageFetcher | null {
  if (mode === "off") return null;
  return createImageFetcher({ userAgent: userAgentOf(contact), guardOptions: { alternativePorts } });
}

/** Reads the texts of pages that open in place and let nobody frame them; null in mode `off`. */
export function openArticleFetcher({ mode, contact, alternativePorts }: ResolveSettings): ArticleFetcher | null {
  if (mode === "off") return null;
  return createArticleFetcher({ userAgent: userAgentOf(contact), guardOptions: { alternativePorts } });
}
