import { z } from "zod";

/** How much of a page is kept. Characters but where said. */
export const ARTICLE_LIMITS = {
  /** Under this a page has no text of its own: a form, a wall, an application. */
  minText: 140,
  maxText: 100_000,
  maxBlock: 8_000,
  maxBlocks: 600,
  maxTitle: 200,
  maxName: 100,
  maxAlt: 300,
  /** Pictures. */
  maxImages: 30,
  maxAddress: 2_048,
} as const;

/**
 * A part of a text that somebody reads. All of it is plain text: no markup, no address to go to, nothing that runs.
 * What a page says goes through this list and comes out as nothing else.
 */
export const articleBlockSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("heading"), text: z.string() }),
  z.object({ kind: z.literal("paragraph"), text: z.string() }),
  z.object({ kind: z.literal("quote"), text: z.string() }),
  z.object({ kind: z.literal("item"), text: z.string() }),
  z.object({ kind: z.literal("code"), text: z.string() }),
  /** `image` is an absolute http(s) address; `/v1/article` gives the gateway's own in its place. */
  z.object({ kind: z.literal("picture"), image: z.string(), alt: z.string() }),
]);
export type ArticleBlock = z.output<typeof articleBlockSchema>;

/** The text of a page, by which it is read without the page itself. */
export const articleSchema = z.object({
  title: z.string().nullable(),
  byline: z.string().nullable(),
  siteName: z.string().nullable(),
  /** A language tag as the page says; null: it says none. */
  lang: z.string().nullable(),
  blocks: z.array(articleBlockSchema),
});
export type Article = z.output<typeof articleSchema>;
