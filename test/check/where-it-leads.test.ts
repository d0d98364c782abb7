import { expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { openLinkResolver, openRecordedResolver } from "../../src/check/link-resolver.ts";
import type { CheckContext, LinkReport } from "../../src/report/report.ts";
import type { RecordedAnswer } from "../../src/resolve/fetch/recorded-answers.ts";

const checker = openChecker();
const reading = checker.shelf.read("wechat", { files: false });
const CONTEXT: CheckContext = {
  at: new Date("2021-12-01T12:00:00+08:00"),
  host: "wechat",
  chat: "one_to_one",
  client: { os: "android", version: "8.0.16" },
  choice: null,
  locale: "en",
  lists: [],
};
const HTML = { "content-type": "text/html" };

async function follow(
  text: string,
  answers: readonly RecordedAnswer[],
  context: Partial<CheckContext> = {},
): Promise<LinkReport> {
  const resolver = openRecordedResolver(checker.registry, answers);
  const whole = { ...CONTEXT, ...context };
  const [report] = checker.checkWith(reading, text, whole, await checker.follow(text, whole, resolver, null));
  if (report === undefined) throw new Error("no link was found");
  return report;
}

test("a short link is judged by the page it reaches, and that page is what opens", async () => {
  const report = await follow("look https://t.cn/A6abcdef", [
    {
      url: "https://t.cn/A6abcdef",
      status: 302,
      headers: { location: "https://item.taobao.com/item.htm?id=652874301955&spm=1" },
    },
    {
      url: "https://item.taobao.com/item.htm?id=652874301955&spm=1",
      status: 200,
      headers: HTML,
      body: "<title>A chair</title>",
    },
  ]);
  expect(report.resolution).toMatchObject({
    status: "final",
    hops: [{ url: "https://t.cn/A6abcdef", status: 302, by: "redirect" }],
    canonicalUrl: "https://item.taobao.com/item.htm?id=652874301955",
    removed: ["spm"],
    skipped: null,
    page: { title: "A chair" },
    httpStatus: 200,
  });
  expect(report.app).toMatchObject({ id: "taobao", entity: { type: "item", id: "652874301955" } });
  expect(report.open.android).toContain("652874301955");
  expect(report.open.web).not.toContain("t.cn");
});

test("the target in a page's script is followed: m.tb.cn answers with no redirect", async () => {
  const report = await follow("https://m.tb.cn/h.5abc", [
    {
      url: "https://m.tb.cn/h.5abc",
      status: 200,
      headers: HTML,
      body: "<script>var url = 'https://item.taobao.com/item.htm?id=12345678901';</script>",
    },
    { url: "https://item.taobao.com/item.htm?id=12345678901", status: 200, headers: HTML },
  ]);
  expect(report.resolution.hops).toMatchObject([{ by: "short_link" }]);
  expect(report.app?.entity).toMatchObject({ type: "item", id: "12345678901" });
});

test("an innocent short link does not hide a listed end", async () => {
  const answers = [
    { url: "https://t.cn/A6abcdef", status: 301, headers: { location: "https://evil.example/login" } },
    { url: "https://evil.example/login", status: 200, headers: HTML },
  ];
  const report = await follow("https://t.cn/A6abcdef", answers, {
    lists: [{ entry: "evil.example", kind: "phishing" }],
  });
  expect(report.verdict).toMatchObject({ action: "block", rule: "harmful" });
});

test("a link that cannot be followed is unresolved and never opens in place", async () => {
  for (const location of ["http://10.0.0.1/", "https://nobody-recorded.net/"]) {
    const report = await follow("https://t.cn/A6abcdef", [
      { url: "https://t.cn/A6abcdef", status: 302, headers: { location } },
    ]);
    expect(report.resolution.status).toBe("failed");
    expect(report.verdict.decidedBy).toBe("unresolved");
    expect(report.verdict.action).not.toBe("open_in_place");
  }
});

test("a public short link or redirector that nobody followed is provisional and unresolved, an app's own is judged by its app", async () => {
  for (const [url, decidedBy] of [
    ["https://bit.ly/3QxTestA", "unresolved"],
    ["https://t.co/QxTeSt1234", "unresolved"],
    [`https://link.zhihu.com/?target=${encodeURIComponent("https://reurl.cc/QxTest")}`, "unresolved"],
    ["https://www.baidu.com/link?url=QxTeStQxTeSt", "unresolved"],
    ["https://protect-eu.mimecast.com/s/QxTeSt?domain=shop.example.com", "unresolved"],
    ["https://uland.taobao.com/coupon/edetail?e=QxTeSt", "rule"],
    ["https://m.tb.cn/h.5abc", "rule"],
    ["https://bit.ly/", "rule"],
  ] as const) {
    const [offline] = checker.checkWith(reading, url, CONTEXT);
    expect([url, offline?.resolution.status, offline?.verdict.decidedBy]).toEqual([url, "provisional", decidedBy]);
    const off = openRecordedResolver(checker.registry, [], "off");
    const [unasked] = checker.checkWith(reading, url, CONTEXT, await checker.follow(url, CONTEXT, off, null));
    const status = decidedBy === "unresolved" ? "provisional" : "final";
    expect([url, unasked?.resolution.status, unasked?.resolution.skipped]).toEqual([url, status, "off"]);
    expect(unasked?.verdict.decidedBy).toBe(decidedBy);
    if (decidedBy === "unresolved") expect(unasked?.verdict.action).not.toBe("open_in_place");
  }
});

test("a page taken for a redirector by its words is judged beside what it carries", async () => {
  const own = encodeURIComponent("https://docs.qq.com/doc/DUE");
  const rival = encodeURIComponent("https://item.taobao.com/item.htm?id=652874301955");
  const inGroup = { ...CONTEXT, at: new Date("2021-09-18T12:00:00+08:00"), chat: "group" as const };
  const judged = (url: string) => checker.checkWith(reading, url, inGroup)[0];
  // Douyin's own page, whatever it is, opens no more than it would without an address of the chat's own site.
  const plain = judged("https://www.douyin.com/link/x");
  const covered = judged(`https://www.douyin.com/link/x?url=${own}`);
  expect(plain?.verdict.action).not.toBe("open_in_place");
  expect(covered?.verdict).toMatchObject({ action: plain?.verdict.action, rule: plain?.verdict.rule });
  expect(covered?.alternatives).toMatchObject([{ app: { id: "douyin" } }]);
  expect(covered?.resolution.hops).toMatchObject([{ by: "wrapper", guessed: true }]);
  // The other way round the page it carries counts, also behind a redirect.
  const behind = judged(`https://new.qq.com/link/x?url=${rival}`);
  expect(behind).toMatchObject({ app: { id: "taobao" }, verdict: { action: "open_externally" } });
  const redirected = await follow(
    "https://t.cn/A6abcdef",
    [
      { url: "https://t.cn/A6abcdef", status: 302, headers: { location: `https://www.douyin.com/link/x?url=${own}` } },
      { url: "https://docs.qq.com/doc/DUE", status: 200, headers: HTML },
    ],
    inGroup,
  );
  expect(redirected.verdict.rule).toBe(plain?.verdict.rule);
  // What data names is trusted to lead on.
  expect(judged(`https://link.zhihu.com/?target=${own}`)?.alternatives).toBeUndefined();
});

test("what a page of nobody's may lead on to is judged beside it, and the page stays what it is", () => {
  const evil = "https://evil.example/x";
  const escaped = encodeURIComponent(evil);
  const base64 = Buffer.from(evil).toString("base64");
  const lists = [{ entry: "evil.example", kind: "phishing" as const }];
  const judged = (url: string) => checker.checkWith(reading, url, { ...CONTEXT, lists })[0];
  for (const url of [
    `https://shop.example.org/redirect?url=${evil}`,
    `https://shop.example.org/bitrix/rk.php?goto=${evil}`,
    `https://shop.example.org/ViewSwitcher/SwitchView?mobile=True&returnUrl=${escaped}`,
    `https://shop.example.org/?p=affr&redirect_url=${escaped}`,
    `https://shop.example.org/thru.php?url=${evil}`,
    `https://mailtrack.example.org/TMS/open?v=1&url=${escaped}`,
    `https://shop.example.org/LinkClick.aspx?x=${escaped}`,
    `https://shop.example.org/login?next=//evil.example/x`,
    `https://shop.example.org/#/login?redirect=${escaped}`,
    `https://shop.example.org/track/click?u=${Buffer.from(evil).toString("base64")}`,
    `https://shop.example.org/?${evil}`,
    `https://reader.example.org/${evil}`,
    // Amazon SES behind a customer's own host: the address ends at the slash that is not escaped.
    `https://mailtrack.example.org/CL0/https:%2F%2Fevil.example%2Fx%3Fa=b/1/0107-000000/Qx=231`,
    `https://shop.example.org/go?url=${encodeURIComponent(`https://other.example.org/redirect?url=${escaped}`)}`,
    `https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=1&redirect_uri=${escaped}`,
    // As browsers read two slashes.
    "https://shop.example.org/login.html?next=%2F%5Cevil.example/x",
    "https://shop.example.org/login.html?next=/%09/evil.example/x",
    "https://shop.example.org/login.html?next=%5c%5cevil.example%2fx",
    `https://shop.example.org/login?callbackUrl=${escaped}`,
    `https://shop.example.org/sso?RelayState=${escaped}`,
    `https://news.example.org/r.php?q=2tech&l=11837978&u=${evil}`,
    `https://art.example.org/~r?q=${escaped}`,
    `https://forum.example.org/gowild.htm?url=${escaped}`,
    `https://api.example.org/refer/?url=${escaped}`,
    `https://api.example.org/search-redirect?url=${escaped}`,
    `https://redirect-url.email/?link=${escaped}`,
    // Base64, wherever it stands.
    `https://shop.example.org/public/R_Mundo/?src=${base64}`,
    `https://shop.example.org/${base64}`,
    `https://shop.example.org/target/${base64}/60`,
    `https://shop.example.org/#/${base64}`,
  ]) {
    expect([url, judged(url)?.verdict.action, judged(url)?.verdict.rule]).toEqual([url, "block", "harmful"]);
    expect([url, judged(url)?.resolution.hops]).toEqual([url, []]);
  }
  for (const url of [
    `https://validator.example.org/nu/?doc=${escaped}`,
    `https://speed.example.org/analysis?url=${escaped}`,
    `https://blog.example.org/login?ref=${escaped}`,
    // Who asks whether a page is dangerous is shown what is known of it, and not led there.
    `https://www.virustotal.com/gui/search/${escaped}`,
    `https://transparencyreport.google.com/safe-browsing/search?url=${escaped}`,
    `https://safety.example.org/report_phish/?url=${escaped}`,
    `https://blog.example.org/login?ref=${base64}`,
    "https://blog.example.org/login?next=/%09evil.example/x",
    "https://blog.example.org/login?next=/evil.example/x",
    `https://shop.example.org/thru.php?url=${encodeURIComponent("https://honest.example/")}`,
    "https://sign-in.example.org/authorize?redirect_uri=com.example.app://callback",
    "https://sign-in.example.org/authorize?redirect_uri=http://127.0.0.1:8400/",
  ]) {
    expect([url, judged(url)?.verdict.action, judged(url)?.findings]).toEqual([url, "open_in_place", []]);
  }
});

test("what a page of nobody's carries covers for nothing, and an app's page behind it keeps its rules", () => {
  const rival = encodeURIComponent("https://item.taobao.com/item.htm?id=652874301955");
  const own = encodeURIComponent("https://docs.qq.com/doc/DUE");
  const inGroup = { ...CONTEXT, at: new Date("2021-09-18T12:00:00+08:00"), chat: "group" as const };
  const judged = (url: string) => checker.checkWith(reading, url, inGroup)[0];
  expect(judged(`https://jump.example.org/jump?url=${rival}`)).toMatchObject({
    app: null,
    alternatives: [{ app: { id: "taobao" } }],
    verdict: { action: "open_externally" },
  });
  expect(judged(`https://jump.example.org/jump?url=${own}`)).toMatchObject({ app: null });
  // A public short link that stands there was not followed either.
  expect(judged("https://jump.example.org/jump?url=https://bit.ly/3QxTestA")?.verdict.decidedBy).toBe("unresolved");
});

test("kept messages are found by the host of what their page may lead on to", () => {
  const [report] = checker.checkWith(reading, "https://shop.example.org/go?url=https://evil.example/x", CONTEXT);
  if (report === undefined) throw new Error("no link was found");
  expect(checker.hostsOnTheWay(report)).toContain("evil.example");
});

test("a public short link is asked in the default mode", async () => {
  const url = "https://bit.ly/3QxTestA";
  const answers = [{ url, status: 301, headers: { location: "https://item.taobao.com/item.htm?id=652874301955" } }];
  const resolver = openRecordedResolver(checker.registry, answers, "known");
  const [report] = checker.checkWith(reading, url, CONTEXT, await checker.follow(url, CONTEXT, resolver, null));
  expect(report?.app?.entity).toMatchObject({ type: "item", id: "652874301955" });
});

test("a short link that answers with a page and leads nowhere is no page of its own", async () => {
  const pages = [
    { status: 200, body: "<title>Continue</title>" },
    { status: 404, body: "" },
    { status: 200, body: "<script>if (a) location='https://a.example/'; else location='https://b.example/'</script>" },
  ];
  for (const url of ["https://bit.ly/3QxTestA", "https://t.cn/A6abcdef", "https://m.tb.cn/h.5abc"]) {
    for (const page of pages) {
      const report = await follow(url, [{ url, headers: HTML, ...page }]);
      expect(report.resolution).toMatchObject({ status: "failed", failure: { code: "no_target", at: url } });
      expect(report.verdict).toMatchObject({ decidedBy: "unresolved", action: "open_externally" });
    }
  }
});

test("a known page is judged by its address; a failed request takes nothing from it, a page of its own gives a title", async () => {
  const item = "https://item.jd.com/100012043978.html";
  const failed = await follow(item, []);
  expect(failed.resolution).toMatchObject({ status: "final", failure: null, page: null });
  expect(failed.verdict.decidedBy).toBe("rule");
  const shown = await follow(item, [{ url: item, status: 200, headers: HTML, body: "<title>A lamp</title>" }]);
  expect(shown.resolution.page?.title).toBe("A lamp");
});

test("a known page's title is not that of the sign-in page it sends strangers to", async () => {
  const item = "https://item.jd.com/100012043978.html";
  const report = await follow(item, [
    { url: item, status: 302, headers: { location: "https://www.jd.com/error" } },
    { url: "https://www.jd.com/error", status: 200, headers: HTML, body: "<title>Sign in</title>" },
  ]);
  expect(report.resolution.page).toBeNull();
  expect(report.app?.entity?.id).toBe("100012043978");
});

test("a known page that sends its readers to somebody else is judged by where it sends them", async () => {
  const item = "https://item.jd.com/100012043978.html";
  const report = await follow(
    item,
    [
      { url: item, status: 302, headers: { location: "https://evil.net/" } },
      { url: "https://evil.net/", status: 200, headers: HTML },
    ],
    { lists: [{ entry: "evil.net", kind: "fraud" }] },
  );
  expect(report.app).toBeNull();
  expect(report.verdict.action).toBe("block");
  const lost = await follow(item, [{ url: item, status: 302, headers: { location: "http://10.0.0.1/" } }]);
  expect(lost.verdict.decidedBy).toBe("unresolved");
});

test("an end that is a file to be saved is found to be one", async () => {
  const report = await follow("https://t.cn/A6abcdef", [
    {
      url: "https://t.cn/A6abcdef",
      status: 200,
      headers: { "content-type": "application/vnd.android.package-archive" },
    },
  ]);
  expect(report.findings).toContainEqual({
    kind: "file_download",
    evidence: "answers with application/vnd.android.package-archive",
    source: "hutong",
  });
});

test("an awaited end leaves no way to open but asking again", () => {
  const [report] = checker.checkWith(reading, "https://t.cn/A6abcdef", CONTEXT, () => "pending");
  expect(report?.resolution).toMatchObject({ status: "provisional", skipped: null });
  expect(report?.open).toEqual({});
});

test("what the mode leaves out is told, and no connection is needed to tell it", () => {
  const skippedBy = (mode: "off" | "known" | "all", text: string) => {
    const resolver = openLinkResolver(checker.registry, { mode, contact: null, alternativePorts: false });
    const [report] = checker.checkWith(
      reading,
      text,
      CONTEXT,
      (_index, target) => (target === null ? null : resolver.resolveOffline(target)) ?? "pending",
    );
    return report?.resolution.skipped;
  };
  expect(skippedBy("off", "https://t.cn/A6abcdef")).toBe("off");
  expect(skippedBy("known", "https://nobody.example/page")).toBe("unknown_host");
  expect(skippedBy("all", "https://nobody.net/page")).toBeNull();
  expect(skippedBy("all", "https://nobody.net/reset-password?token=c3b1a5d9e8f74a02")).toBe("one_time_link");
});
