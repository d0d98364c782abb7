import { IMAGE_TYPES } from "../../../resolve/images/image-size.ts";
import type { ArticleBlock } from "../../../resolve/articles/article.ts";
import type { FetchedArticle } from "../../../resolve/articles/article-fetcher.ts";
import type { Opening } from "../../../messages/open-link.ts";
import { expiredPage, localeOf, openPage } from "../../../pages/open-page.ts";
import { z } from "zod";
import { describeIssues } from "../../../input/issues.ts";
import { compactOf } from "../../../report/compact.ts";
import { charge, networkOf } from "../access.ts";
import { htmlPage, json, plainText } from "../answer.ts";
import { checkBatchSchema, checkItemSchema, type CheckRequest, checkSchema } from "../http-api.ts";
import { HttpError, refusalOf } from "../http-error.ts";
import type { HttpParts } from "../http-parts.ts";
import { getSigned, post, type Route } from "../route.ts";
import { articleAnswer, checkAnswer } from "./answer-schemas.ts";
import { jsonOf, pageOf } from "./outcomes.ts";

/** Seconds a browser may keep a picture. */
const IMAGE_KEEP_S = 86_400;

const checkLinks = post({
  operationId: "checkLinks",
  path: "/v1/check",
  summary: "Link reports for a text, or for each of up to 100, after their links were followed",
  access: "charged",
  body: z.union([checkSchema, checkBatchSchema]),
  choose: (given) => (isBatch(given) ? checkBatchSchema : checkSchema),
  responses: { 200: jsonOf("One report for each link, in order; of a batch, one result for each text", checkAnswer) },
  isServed: ({ api }) => api.check !== undefined,
  async handle({ request, parts }, body) {
    const requester = `at ${networkOf(request, parts)}`;
    if (!("messages" in body)) return json(await checked(body, requester, parts));
    // The first was charged with the request.
    if (body.messages.length > 1) charge(requester, parts, body.messages.length - 1);
    return json({ results: await Promise.all(body.messages.map((each) => resultOf(each, body, requester, parts))) });
  },
});

function isBatch(given: unknown): boolean {
  return typeof given === "object" && given !== null && "messages" in given;
}

async function checked(asked: CheckRequest, requester: string, { api, environment: { limits, rates } }: HttpParts) {
  const allowance = { requester, maxLinks: limits.maxFollowedLinks, take: rates.follow };
  const found = await api.check?.(asked, allowance);
  const links = found?.links ?? [];
  const answer = asked.compact === true ? compactOf(links) : found;
  if (asked.sign !== true || api.signVerdict === undefined) return answer;
  const { signVerdict } = api;
  const signed = await Promise.all(links.map((report) => signVerdict(report, null)));
  return { ...answer, signatures: signed.flatMap((each) => each?.signature ?? []) };
}

/** A text of a batch that cannot be checked costs the others nothing. */
async function resultOf(item: unknown, batch: z.output<typeof checkBatchSchema>, requester: string, parts: HttpParts) {
  const { success, data, error } = checkItemSchema.safeParse(item);
  if (!success) return refusalOf(new HttpError("bad_request", describeIssues(error)));
  const { id, compact = batch.compact, ...asked } = data;
  const named = id === undefined ? {} : { id };
  try {
    return { ...named, ...(await checked({ ...asked, compact }, requester, parts)) };
  } catch (fault) {
    if (fault instanceof HttpError) return { ...named, ...refusalOf(fault) };
    parts.environment.onFault(fault);
    return { ...named, ...refusalOf(new HttpError("internal")) };
  }
}

const openLink = getSigned({
  operationId: "openLink",
  path: "/o/{token}",
  summary: "Opens a link by way of a fresh decision",
  parameter: { name: "token", description: "From `opened.via`", pattern: /^[\w.-]{1,2000}$/u },
  responses: {
    200: pageOf("A notice before the page"),
    302: {
      description: "Goes to the page",
      content: { "text/plain": null },
      headers: { location: "The address that the decision allows" },
    },
    403: pageOf("Why it is blocked"),
    410: pageOf("The address is too old, or none of ours"),
  },
  read: ({ named, parts }) => parts.links.openLinks.read(named),
  payerOf: ({ sub }) => `as ${sub}`,
  async handle(claims, { request, parts }) {
    const opening: Opening = claims === null ? { kind: "expired" } : await parts.links.openLinks.open(claims);
    parts.environment.metrics.add("opened", opening.kind);
    switch (opening.kind) {
      case "go":
        return { ...plainText("", 302), headers: { location: opening.to } };
      case "page": {
        const { report, locale, target } = opening;
        return htmlPage(openPage(report, locale, target), report.verdict.action === "block" ? 403 : 200);
      }
      case "expired":
        return htmlPage(expiredPage(localeOf(request.headers["accept-language"])), 410);
    }
  },
});

const image = getSigned({
  operationId: "getImage",
  path: "/v1/image/{token}",
  summary: "A picture of a page, fetched by the gateway",
  parameter: { name: "token", description: "From `resolution.page.image`", pattern: /^[\w.-]{1,6000}$/u },
  responses: {
    200: { description: "The picture", content: Object.fromEntries(IMAGE_TYPES.map((type) => [type, null])) },
  },
  refusals: ["no_image"],
  isServed: ({ links }) => links.images !== undefined,
  read: ({ named, parts }) => parts.identity.tokens.readImage(named),
  // Many readers of a group ask for one picture at once, so each address has an allowance of it.
  payerOf: (_url, { named, request, parts }) => `${named.split(".")[1]} at ${networkOf(request, parts)}`,
  async handle(url, { parts }) {
    const found = url === null ? undefined : await parts.links.images?.fetch(url);
    if (found === undefined) return null;
    parts.environment.metrics.add("images", found.kind);
    if (found.kind === "failed") throw new HttpError("no_image");
    return {
      type: found.type,
      body: found.bytes,
      headers: {
        "cache-control": `private, max-age=${IMAGE_KEEP_S}, immutable`,
        "content-security-policy": "default-src 'none'; sandbox",
        "content-disposition": "inline",
      },
    };
  },
});

const article = getSigned({
  operationId: "getArticle",
  path: "/v1/article/{token}",
  summary: "The text of a page that opens in place, read by the gateway",
  parameter: { name: "token", description: "From `opened.article`", pattern: /^[\w.-]{1,2000}$/u },
  responses: { 200: jsonOf("The text without markup, its pictures by addresses of the gateway", articleAnswer) },
  refusals: ["no_article"],
  isServed: ({ links }) => links.articles !== undefined,
  read: ({ named, parts }) => parts.links.openLinks.read(named),
  payerOf: ({ sub }) => `as ${sub}`,
  async handle(claims, { parts }) {
    const url = claims === null ? null : await parts.links.openLinks.readable(claims);
    const found = claims === null || url === null ? undefined : await parts.links.articles?.read(url, claims.sub);
    if (url === null || found === undefined) throw new HttpError("no_article");
    parts.environment.metrics.add("articles", found.kind);
    if (found.kind === "failed") throw new HttpError("no_article");
    return json({ url, ...shownBy(parts, found) });
  },
});

/** Pictures are named at the gateway: asked where the page has them, they would give a reader's address away. */
function shownBy(
  { identity, links, network }: HttpParts,
  { article: text }: FetchedArticle & { readonly kind: "article" },
) {
  const { images } = links;
  const blocks = text.blocks.flatMap((block): ArticleBlock[] => {
    if (block.kind !== "picture") return [block];
    return images === undefined
      ? []
      : [{ ...block, image: `${network.base}/v1/image/${identity.tokens.signImage(block.image)}` }];
  });
  return { ...text, blocks };
}

/** Links judged, opened and shown. */
export const LINK_ROUTES: readonly Route[] = [checkLinks, openLink, article, image];
