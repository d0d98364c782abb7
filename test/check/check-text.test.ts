import { expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { contextSchema } from "../../src/report/context.ts";
import type { CheckContext } from "../../src/report/report.ts";

const checker = openChecker();
const CONTEXT: CheckContext = {
  at: new Date("2021-12-01T12:00:00+08:00"),
  host: "wechat",
  chat: "one_to_one",
  client: { os: "web", version: null },
  choice: null,
  locale: "en",
  lists: [],
};
const check = (text: string, context: Partial<CheckContext> = {}) => checker.check(text, { ...CONTEXT, ...context });

test("a known page is final; what only a request could follow is provisional and says why", () => {
  const [page, short, unknown] = check(
    "https://item.jd.com/100012043978.html https://m.tb.cn/h.5abc https://a.example/x",
  );
  expect(page?.resolution).toMatchObject({ status: "final", skipped: null });
  expect(short?.resolution).toMatchObject({ status: "provisional", skipped: "offline" });
  expect(short?.app?.id).toBe("taobao");
  expect(unknown?.resolution).toMatchObject({ status: "provisional", skipped: "offline" });
});

test("a code without an address is final: there is nothing to follow", () => {
  expect(check("￥aS1dF2gH3jK￥ 打开淘宝")[0]?.resolution).toMatchObject({
    status: "final",
    skipped: null,
    finalUrl: null,
  });
});

test("a listed target is found behind an innocent wrapper", () => {
  const wrapped = `https://link.zhihu.com/?target=${encodeURIComponent("https://evil.example/login")}`;
  const [report] = check(wrapped, { lists: [{ entry: "evil.example", kind: "phishing" }] });
  expect(report?.resolution.hops).toMatchObject([{ by: "wrapper" }]);
  expect(report?.findings).toEqual([{ kind: "phishing", evidence: "listed: evil.example", source: "check" }]);
  expect(report?.verdict.action).toBe("block");
});

test("an entry of a check holds until its day, as of the message, and an exception of it frees what it covers", () => {
  const actionOf = (at: string, ...lists: readonly object[]) => {
    const read = contextSchema.parse({ at, lists: lists.map((each) => ({ kind: "phishing", ...each })) });
    return check("https://shop.evil.example/x", { at: read.at ?? expect.fail(), lists: read.lists })[0]?.verdict.action;
  };
  const [evil, shop] = [{ entry: "evil.example" }, { entry: "shop.evil.example", exception: true }];
  expect(actionOf("2021-09-18", { ...evil, until: "2021-09-19" })).toBe("block");
  expect(actionOf("2021-09-19", { ...evil, until: "2021-09-19" })).not.toBe("block");
  expect(actionOf("2021-09-19", shop)).not.toBe("block");
  expect(actionOf("2021-09-19", evil, shop)).not.toBe("block");
  expect(actionOf("2021-09-19", evil, { ...shop, until: "2021-09-19" })).toBe("block");
});

test("every address on the way is looked up: a wrapper in the middle, and the target as it was written", () => {
  const target = "https://evil.example/login?utm_source=chat";
  const middle = `https://link.zhihu.com/?target=${encodeURIComponent(target)}`;
  const outer = `https://link.juejin.cn/?target=${encodeURIComponent(middle)}`;
  const kinds = (entry: string) =>
    check(outer, { lists: [{ entry, kind: "fraud" }] })[0]?.findings.map(({ kind }) => kind);
  expect(kinds("link.zhihu.com")).toEqual(["fraud"]);
  expect(kinds(target)).toEqual(["fraud"]);
});

test("a blocked link leaves no way on but the appeal", () => {
  const [report] = check("https://item.taobao.com/item.htm?id=1", { lists: [{ entry: "taobao.com", kind: "fraud" }] });
  expect(report?.open).toEqual({ appeal: "complain" });
});

test("ways to open fit the reader's system", () => {
  const waysOn = (os: "android" | "ios" | "web") =>
    Object.keys(check("https://item.taobao.com/item.htm?id=1", { client: { os, version: null } })[0]?.open ?? {});
  expect(waysOn("android")).toContain("android");
  expect(waysOn("android")).not.toContain("ios");
  expect(waysOn("ios")).toContain("ios");
  expect(waysOn("ios")).not.toContain("intent");
  expect(waysOn("web")).toEqual(expect.arrayContaining(["ios", "android", "web"]));
});

test("what hides in the writing of a link is found", () => {
  const kinds = (text: string) => check(text)[0]?.findings.map(({ kind }) => kind);
  expect(kinds("https://taobao.com@evil.example/")).toEqual(["userinfo"]);
  expect(kinds("https://taobao\u200B.com/")).toEqual(["invisible_character"]);
  expect(kinds("[taobao.com](https://evil.example/)")).toBeDefined();
  expect(check("[taobao.com](https://evil.example/)").flatMap(({ findings }) => findings)).toContainEqual({
    kind: "text_mismatch",
    evidence: "shows taobao.com, leads to evil.example",
    source: "hutong",
  });
});

// Sources: electerm, pull request 4110; KVIrc, issue 2212; mattvonrocketstein/smash, issue 20; blinksh/blink, issue 205.
test.each([
  "ssh://git@github.com/rails/rails.git",
  "ssh://root@192.168.1.10",
  "git+ssh://git@github.com/user/repo.git#v1.0",
  "sftp://alice@files.example.org/home",
  "ftp://anonymous@ftp.gnu.org/pub",
  "ftp://alice%40example.org:p%40ss@files.example.org/",
  "sip://alice@example.org",
  "facetime://alice@example.org",
  "lightning://alice@getalby.com",
  "mongodb+srv://app:s3cret@cluster0.abcde.mongodb.net/test",
  "ss://YWVzLTI1Ni1nY206cGFzcw==@server.example.org:8388#name",
])("%s names a user as such addresses do, and nobody is misled", (text) => {
  const [report] = check(text);
  expect(report?.findings.map(({ kind }) => kind)).not.toContain("userinfo");
  expect(report?.verdict.action).toBe("open_externally");
  // Whom it names is still told by the link alone.
  expect(JSON.stringify({ ...report, link: null })).not.toMatch(/\/\/[^/"]*@|s3cret/u);
});

test.each([
  "ssh://github.com@evil.example.org/rails.git",
  "ssh://git:github.com@evil.example.org/rails.git",
  "ftp://www.bank.com%2Flogin@evil.example.org/",
  "ssh://git%E6%B7%98@evil.example.org/",
  "ssh://git:-oProxyCommand=calc@evil.example.org/",
  "taobao://git@item/1",
  "https://git@evil.example.org/",
])("%s has a name that misleads", (text) => {
  const [report] = check(text);
  expect(report?.findings.map(({ kind }) => kind)).toContain("userinfo");
  expect(report?.verdict.action).toBe("block");
});

test("before the first edition nothing opens in place, and the error is called one", () => {
  const [report] = check("https://item.jd.com/100012043978.html", { at: new Date("2001-01-01T00:00:00Z") });
  expect(report?.verdict).toMatchObject({ action: "open_externally", decidedBy: "error", edition: null, rule: null });
});
