import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { openChecker } from "../../src/check/checker.ts";
import type { ListsInForce } from "../../src/findings/lists/threat-lists.ts";
import { publicApi } from "../../src/gateway/http/public-api.ts";
import { createJudge } from "../../src/messages/judge.ts";
import { replayOpener } from "../../src/messages/replay.ts";
import { createArticleFetcher } from "../../src/resolve/articles/article-fetcher.ts";
import { createImageFetcher } from "../../src/resolve/images/image-fetcher.ts";
import { createResolver } from "../../src/resolve/resolver.ts";
import { LOOPBACK_OPTIONS } from "./doubles/resolve-options.ts";
import { startGateway, type GivenParts, type TestGateway } from "./gateway.ts";

const plainChecker = openChecker();

/** A web server on loopback whose paths answer as they are told; every name leads to it. */
export interface Site {
  /** Paths asked, in order. */
  readonly asked: string[];
  readonly pages: Map<string, (response: ServerResponse) => void>;
  url(path: string): string;
  close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  const asked: string[] = [];
  const pages: Site["pages"] = new Map();
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    asked.push(path);
    const page = pages.get(path);
    if (page === undefined) response.writeHead(404).end();
    else page(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    pages,
    url: (path) => `http://short.site.net:${port}${path}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export function redirect(to: string): (response: ServerResponse) => void {
  return (response) => response.writeHead(302, { location: to }).end();
}

export function page(title: string, image?: string): (response: ServerResponse) => void {
  const picture = image === undefined ? "" : `<meta property="og:image" content="${image}">`;
  return (response) =>
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(`<title>${title}</title>${picture}`);
}

/** A page with a text of its own. */
export function article(title: string, body = "", headers: Readonly<Record<string, string>> = {}) {
  const words = "Somebody wrote these words about doors in a wall, and a few more about the alley behind them. ";
  const text = `<html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1><p>${words.repeat(4)}</p>${body}<p>${words.repeat(4)}</p></article></body></html>`;
  return (response: ServerResponse) =>
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(text);
}

/** A gateway with the real pipeline, whose resolver may reach this machine's loopback. */
export async function startFollowingGateway(
  given: GivenParts & {
    readonly lists?: { entry: string; kind: "phishing" }[];
    /** The operator's lists. Default none. */
    readonly threats?: ListsInForce;
    /** Long unless said otherwise, so that a busy machine makes no page one that never answered. */
    readonly totalTimeoutMs?: number;
    /** The resolver's clock, milliseconds. */
    readonly now?: () => number;
  } = {},
): Promise<TestGateway> {
  const { lists = [], threats, totalTimeoutMs = 20_000, now = Date.now, ...parts } = given;
  const checker = threats === undefined ? plainChecker : openChecker({}, threats);
  const decider = checker.shelf.read("wechat", { files: false });
  const resolver = createResolver({ ...LOOPBACK_OPTIONS, totalTimeoutMs, now });
  const judge = createJudge({ checker, inForce: () => decider, resolver, hostPlatform: "wechat", lists });
  const { guard, userAgent, lookup } = LOOPBACK_OPTIONS;
  const images = createImageFetcher({ guard, userAgent, ...(lookup === undefined ? {} : { lookup }) });
  const articles = createArticleFetcher({
    guard,
    userAgent,
    ...(lookup === undefined ? {} : { lookup }),
    // A busy machine takes its time to start a thread.
    totalTimeoutMs,
    extractTimeoutMs: totalTimeoutMs,
    now,
  });
  const gateway = await startGateway({
    judge,
    decider: () => decider,
    hostsOnTheWay: checker.hostsOnTheWay,
    ...(threats === undefined ? {} : { threats }),
    clientGroupOf: ({ at, client }) => decider.clientGroup(at, client),
    resolver,
    openReplay: replayOpener(checker, resolver, () => decider),
    images,
    articles,
    api: publicApi({ checker, resolver, inForce: () => decider, clock: () => new Date() }),
    ...parts,
  });
  return {
    ...gateway,
    async close() {
      await gateway.close();
      await Promise.all([resolver.close(), images.close(), articles.close()]);
    },
  };
}
