import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createArticleFetcher, type ArticleFetcher } from "../../../src/resolve/articles/article-fetcher.ts";
import { createArticleThread } from "../../../src/resolve/articles/article-thread.ts";
import { LOOPBACK_OPTIONS } from "../../support/doubles/resolve-options.ts";

const WORDS = "Somebody wrote these words about doors in a wall, and a few more about the alley behind them. ";
const ARTICLE = `<title>Doors</title><article><h1>Doors</h1><p>${WORDS.repeat(4)}<img src="/a.png"></p><p>${WORDS.repeat(4)}</p></article>`;
const html = (response: ServerResponse, text: string, headers: Record<string, string> = {}) =>
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(text);

const PAGES: Record<string, (response: ServerResponse) => void> = {
  "/article": (response) => html(response, ARTICLE),
  "/moved": (response) => response.writeHead(302, { location: "/article" }).end(),
  "/inside": (response) => response.writeHead(302, { location: "http://10.0.0.1/" }).end(),
  "/missing": (response) => response.writeHead(404, { "content-type": "text/html" }).end(ARTICLE),
  "/picture": (response) => response.writeHead(200, { "content-type": "image/png" }).end(ARTICLE),
  "/not-quoted": (response) => html(response, ARTICLE, { "x-robots-tag": "nosnippet" }),
  "/not-quoted-either": (response) => html(response, `<meta name="robots" content="noindex">${ARTICLE}`),
  "/form": (response) => html(response, "<form><input></form>"),
  "/inner-picture": (response) => html(response, ARTICLE.replace("/a.png", "http://inner.test:9/a.png")),
  "/endless": (response) => {
    response.writeHead(200, { "content-type": "text/html" });
    const more = () => {
      while (!response.destroyed && response.write("<p>".repeat(8_192)));
    };
    response.on("drain", more);
    more();
  },
  "/silent": (response) => {
    response.writeHead(200, { "content-type": "text/html" }).write("<title>");
  },
};

const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? "");
  response.on("error", () => undefined);
  PAGES[request.url ?? ""]?.(response);
});
let port = 0;
const open: ArticleFetcher[] = [];
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ({ port } = server.address() as AddressInfo);
});
beforeEach(() => {
  asked.length = 0;
});
afterAll(async () => {
  await Promise.all(open.map((each) => each.close()));
  server.closeAllConnections();
  server.close();
});

const at = (path: string) => `http://texts.example.com:${port}${path}`;
function fetcher(options: Partial<Parameters<typeof createArticleFetcher>[0]> = {}): ArticleFetcher {
  const { guard } = LOOPBACK_OPTIONS;
  const made = createArticleFetcher({
    guard: { ...guard, check: (url) => (url.hostname === "inner.test" ? "private_address" : guard.check(url)) },
    lookup: (name) => Promise.resolve([name === "inside.example.com" ? "10.0.0.1" : "127.0.0.1"]),
    userAgent: "Hutong/test (contact: test@example.com)",
    totalTimeoutMs: 20_000,
    extractTimeoutMs: 20_000,
    ...options,
  });
  open.push(made);
  return made;
}

test("a page's text is read once for all who ask for it, and kept", async () => {
  const texts = fetcher();
  const [first, second] = await Promise.all([texts.read(at("/article"), "ann"), texts.read(at("/article#part"), "bo")]);
  expect(first).toMatchObject({ kind: "article", article: { title: "Doors" } });
  expect(second).toEqual(first);
  expect(await texts.read(at("/article"))).toEqual(first);
  expect(asked).toEqual(["/article"]);
});

test.each([
  ["/moved", "moved"],
  ["/inside", "moved"],
  ["/missing", "status"],
  ["/picture", "no_text"],
  ["/not-quoted", "unwanted"],
  ["/not-quoted-either", "unwanted"],
  ["/form", "no_text"],
  ["/unsubscribe?token=1234567890abcdef", "one_time_link"],
])("%s has no text: %s", async (path, code) => {
  expect(await fetcher().read(at(path))).toEqual({ kind: "failed", code });
  // What the address leads to is another address, about which nothing was decided.
  expect(asked).not.toContain("/article");
});

test.each([
  ["http://inside.example.com/", "private_address"],
  ["http://inner.test/", "private_address"],
  ["file:///etc/passwd", "scheme"],
  ["no address", "scheme"],
])("%s is not asked", async (address, code) => {
  expect(await fetcher().read(address)).toEqual({ kind: "failed", code });
  expect(asked).toEqual([]);
});

test("a picture that may not be asked is left out", async () => {
  const found = await fetcher().read(at("/inner-picture"));
  expect(found.kind).toBe("article");
  expect(JSON.stringify(found)).not.toContain("inner.test");
});

test("a page without an end is cut, and one that goes silent runs out of time", async () => {
  expect((await fetcher().read(at("/endless"))).kind).toBe("failed");
  expect(await fetcher({ totalTimeoutMs: 300 }).read(at("/silent"))).toEqual({ kind: "failed", code: "timeout" });
});

test("a page that takes too long is ended, holds up nobody, and the next one is read", async () => {
  const thread = createArticleThread({ timeoutMs: 1_500, maxWaiting: 4, maxHeapMib: 128 });
  // Each level doubles the work of whoever looks at the ancestors of every element.
  const slow = `<article>${`<div><p>${WORDS}`.repeat(9_000)}</article>`;
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 10);
  expect(await thread.extract(slow, "http://a.example/")).toBeNull();
  clearInterval(turning);
  // This thread goes on meanwhile, some 150 times where nothing else runs: whoever reads the page here has no turn.
  expect(turns).toBeGreaterThan(10);
  let next = await thread.extract(ARTICLE, "http://a.example/");
  // The start of a thread counts, and a busy machine may need more than one.
  for (let attempt = 0; next === null && attempt < 20; attempt += 1)
    next = await thread.extract(ARTICLE, "http://a.example/");
  expect(next).toMatchObject({ title: "Doors" });
  await thread.close();
});

test("more pages than may wait are told so", async () => {
  const thread = createArticleThread({ timeoutMs: 20_000, maxWaiting: 2, maxHeapMib: 128 });
  const outcomes = await Promise.all([1, 2, 3].map(() => thread.extract(ARTICLE, "http://a.example/")));
  expect(outcomes.map((each) => (each === "busy" ? each : each?.title))).toEqual(["Doors", "Doors", "busy"]);
  await thread.close();
});
