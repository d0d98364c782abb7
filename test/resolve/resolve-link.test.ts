import { expect, test } from "vitest";
import { createGuard } from "../../src/resolve/guard/guard.ts";
import { recordedAnswers, type RecordedAnswer } from "../../src/resolve/fetch/recorded-answers.ts";
import { resolveLink, type ResolveOptions } from "../../src/resolve/resolve-link.ts";
import { NOTHING_KNOWN } from "../support/doubles/resolve-options.ts";

const HTML = { "content-type": "text/html" };

function resolveRecorded(url: string, answers: readonly RecordedAnswer[], options: Partial<ResolveOptions> = {}) {
  const base = { guard: createGuard(), mode: "all" as const, known: NOTHING_KNOWN, userAgent: "Hutong/test" };
  return resolveLink(url, { ...base, fetchHead: recordedAnswers(answers), ...options });
}

test("every hop is told: its status, how it was left, and where https was lost", async () => {
  const resolution = await resolveRecorded("https://a.net/1#part", [
    { url: "https://a.net/1", status: 301, headers: { location: "../2" } },
    { url: "https://a.net/2", status: 200, headers: { ...HTML, refresh: "0; url=http://b.net/3" } },
    {
      url: "http://b.net/3",
      status: 200,
      headers: HTML,
      body: `<meta http-equiv=Refresh content="1;URL='//c.net/4'">`,
    },
    { url: "http://c.net/4", status: 200, headers: HTML, body: "<title>the end</title>" },
  ]);
  expect(resolution).toMatchObject({
    status: "final",
    finalUrl: "http://c.net/4",
    httpStatus: 200,
    page: { title: "the end" },
    hops: [
      { url: "https://a.net/1#part", status: 301, by: "redirect" },
      { url: "https://a.net/2#part", status: 200, by: "meta_refresh", downgrade: true },
      { url: "http://b.net/3", status: 200, by: "meta_refresh" },
    ],
  });
});

test("eight addresses may be left again, not nine", async () => {
  const chain = Array.from({ length: 9 }, (_, index) => ({
    url: `https://a.net/${index}`,
    status: 302,
    headers: { location: `/${index + 1}` },
  }));
  const end = { url: "https://a.net/9", status: 200 };
  expect((await resolveRecorded("https://a.net/1", [...chain, end])).status).toBe("final");
  expect((await resolveRecorded("https://a.net/0", [...chain, end])).failure).toEqual({
    code: "too_many_hops",
    at: "https://a.net/8",
  });
});

test("a redirect inside is refused before it is asked", async () => {
  const resolution = await resolveRecorded("https://a.net/", [
    { url: "https://a.net/", status: 302, headers: { location: "http://0x7f.1/admin" } },
    { url: "http://127.0.0.1/admin", status: 200 },
  ]);
  expect(resolution.failure).toEqual({ code: "private_address", at: "http://127.0.0.1/admin" });
  expect(resolution.requests.map(({ url }) => url)).toEqual(["https://a.net/"]);
});

test("what would be spent is not asked, neither first nor after a redirect", async () => {
  const first = await resolveRecorded("https://a.net/unsubscribe", []);
  expect(first).toMatchObject({ status: "final", skipped: "one_time_link", requests: [] });
  const later = await resolveRecorded("https://a.net/", [
    { url: "https://a.net/", status: 302, headers: { location: "/login?next=x" } },
  ]);
  expect(later).toMatchObject({ finalUrl: "https://a.net/login?next=x", skipped: "one_time_link", failure: null });
});

test("off asks nothing, known asks known hosts and stops where a strange one begins", async () => {
  const answers = [{ url: "https://t.cn/x", status: 302, headers: { location: "https://strange.net/" } }];
  const known = { ...NOTHING_KNOWN, isKnownHost: ({ hostname }: URL) => hostname === "t.cn" };
  const off = await resolveRecorded("https://t.cn/x", answers, { mode: "off", known });
  expect(off).toMatchObject({ skipped: "off", requests: [] });
  const followed = await resolveRecorded("https://t.cn/x", answers, { mode: "known", known });
  expect(followed).toMatchObject({
    finalUrl: "https://strange.net/",
    skipped: "unknown_host",
    requests: [{ status: 302 }],
  });
});

test("wrappers are opened without a request, and what is inside meets the same guard", async () => {
  const known = {
    ...NOTHING_KNOWN,
    unwrap: (url: URL) => {
      const inner = URL.parse(url.searchParams.get("target") ?? "");
      return inner === null ? null : { url: inner, by: "wrapper" as const };
    },
  };
  const wrapped = "https://link.example.com/?target=http%3A%2F%2F192.168.0.1%2F";
  expect(await resolveRecorded(wrapped, [], { known })).toMatchObject({
    hops: [{ url: wrapped, by: "wrapper" }],
    failure: { code: "private_address", at: "http://192.168.0.1/" },
    requests: [],
  });
});

test("the page of a short link tells its target in a script variable", async () => {
  const known = { ...NOTHING_KNOWN, scriptVariable: ({ hostname }: URL) => (hostname === "m.tb.cn" ? "url" : null) };
  const body = String.raw`<head></head><body><script>var url = 'https:\/\/item.taobao.com\/item.htm?id=1\u0026x=2';</script>`;
  const answers = [
    { url: "https://m.tb.cn/h.5abc", status: 200, headers: HTML, body },
    { url: "https://item.taobao.com/item.htm?id=1&x=2", status: 200, headers: HTML, body: "<title>item</title>" },
  ];
  expect(await resolveRecorded("https://m.tb.cn/h.5abc", answers, { known })).toMatchObject({
    hops: [{ url: "https://m.tb.cn/h.5abc", status: 200, by: "short_link" }],
    finalUrl: "https://item.taobao.com/item.htm?id=1&x=2",
  });
});

test("raw Chinese in Location is read as the UTF-8 it is", async () => {
  const location = Buffer.from("/搜索").toString("latin1");
  const resolution = await resolveRecorded("https://a.net/", [
    { url: "https://a.net/", status: 302, headers: { location } },
  ]);
  expect(decodeURI(resolution.finalUrl)).toBe("https://a.net/搜索");
});

test("what is no address is a stated failure", async () => {
  expect((await resolveRecorded("no address", [])).failure).toEqual({ code: "scheme", at: "no address" });
});

test.each([
  ["a wall", 200, "<title>Just a moment...</title>", '{"title":"Real","thumbnail_url":"https://a.net/i.png"}', "Real"],
  ["a refusal", 403, "<title>Blocked</title>", '{"title":"Real"}', "Real"],
  ["a page with a title", 200, "<title>Own</title>", '{"title":"Other"}', "Own"],
  [
    "a page that forbids words",
    200,
    "<meta name=robots content=nosnippet><title>t</title>",
    '{"title":"x"}',
    undefined,
  ],
  ["an answer that is no JSON", 403, "", "<html>", undefined],
])("where a site walls its page, its oEmbed endpoint names it: %s", async (_name, status, body, oembed, title) => {
  const url = "https://vimeo.com/957200157";
  const headers = { "content-type": "text/html" };
  const fetchHead = recordedAnswers([
    { url, status, headers, body },
    {
      url: `https://vimeo.com/api/oembed.json?format=json&url=${encodeURIComponent(url)}`,
      status: 200,
      headers: { "content-type": "application/json" },
      body: oembed,
    },
  ]);
  const resolution = await resolveLink(url, {
    guard: createGuard(),
    mode: "all",
    known: NOTHING_KNOWN,
    userAgent: "test",
    fetchHead,
  });
  expect(resolution).toMatchObject({ status: "final", httpStatus: status, finalUrl: url, failure: null });
  expect(resolution.page?.title).toBe(title);
});

test("an endpoint that fails takes nothing from what is known, and a strange site is asked once", async () => {
  for (const [url, asked] of [
    ["https://vimeo.com/957200157", 2],
    ["https://a.example.com/957200157", 1],
  ] as const) {
    const resolution = await resolveLink(url, {
      guard: createGuard(),
      mode: "all",
      known: NOTHING_KNOWN,
      userAgent: "test",
      fetchHead: recordedAnswers([{ url, status: 403 }]),
    });
    expect(resolution).toMatchObject({ status: "final", httpStatus: 403, failure: null });
    expect(resolution.requests).toHaveLength(asked);
  }
});
