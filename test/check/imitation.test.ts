import { expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { prettyReports } from "../../src/commands/cli/pretty-report.ts";
import type { CheckContext } from "../../src/report/report.ts";
import type { Resolution } from "../../src/resolve/types.ts";

const checker = openChecker();
const context: CheckContext = {
  at: new Date("2026-06-01T12:00:00+08:00"),
  host: "wechat",
  chat: "one_to_one",
  client: { os: "android", version: "8.0.60" },
  choice: null,
  locale: "en",
  lists: [],
};

function findingsOf(text: string) {
  return checker.check(text, context).flatMap(({ findings }) => findings);
}

test("a look-alike is blocked under both books, what resembles has a notice page", () => {
  for (const book of ["wechat", "miit"]) {
    const [copy, near] = checker.check("http://sspаi.com/login 还有 http://tao-bao.com/", context, book);
    expect(copy?.verdict).toMatchObject({ action: "block" });
    expect(near?.verdict).toMatchObject({ action: "open_in_place", notice: true, rule: "resembling" });
  }
});

test("a finding names the host as it is visited, its registrable domain and whom it looks like", () => {
  expect(findingsOf("看 http://account.coolapκ.com/u")).toEqual([
    {
      kind: "imitation",
      evidence: "looks like coolapk.com: Greek κ",
      source: "hutong",
      lookalike: { host: "account.xn--coolap-nze.com", domain: "xn--coolap-nze.com", of: "coolapk.com" },
    },
  ]);
});

test("full-width letters and a Chinese full stop that lead to the real site are no imitation", () => {
  expect(findingsOf("ｈｔｔｐｓ://www.taobao.com 和 taobao。com 和 https://ｔａｏｂａｏ.com/")).toEqual([]);
  expect(findingsOf("https://ｔａｏｂａｏ.com.evil.top/")).toMatchObject([
    { kind: "imitation", lookalike: { host: "taobao.com.evil.top", domain: "evil.top" } },
  ]);
});

test("every look-alike on the way is named once", () => {
  const end = "https://icbc-login.com/a";
  const start = "http://tаobao.com/x";
  const known: Resolution = {
    status: "final",
    finalUrl: end,
    hops: [
      { url: "http://xn--tobao-4ve.com/x", by: "redirect", status: 302 },
      { url: "https://icbc-login.com/first", by: "redirect", status: 302 },
    ],
    skipped: null,
    page: null,
    failure: null,
    httpStatus: 200,
    requests: [],
  };
  const decider = checker.shelf.read("wechat", { files: false });
  const [report] = checker.checkWith(decider, start, context, () => known);
  expect(report?.findings.map(({ lookalike }) => lookalike?.host)).toEqual(["xn--tobao-4ve.com", "icbc-login.com"]);
});

test("what an app is registered for is its own, but not what others have on hosts that it lends", () => {
  expect(findingsOf("https://paypal-login.notion.site/x")).toMatchObject([{ kind: "imitation" }]);
  expect(findingsOf("https://www.paypal.me/someone https://shopeepay.co.id/ https://m.tb.cn/h.abc")).toEqual([]);
});

test("the words show the host in Punycode, and on a terminal its registrable domain in bold", () => {
  const reports = checker.check("http://account.coolapκ.com/u", context);
  const host = "account.xn--coolap-nze.com (domain: xn--coolap-nze.com)";
  expect(prettyReports(reports, "en", 80)).toContain(`  Host      ${host}\n`);
  const bold = "\u001B[1mxn--coolap-nze.com\u001B[22m";
  expect(prettyReports(reports, "en", 80, true)).toContain(`account.${bold} (domain: ${bold})`);
  for (const locale of ["zh-CN", "id", "vi"] as const) {
    expect(prettyReports(reports, locale, 80)).toContain("xn--coolap-nze.com");
  }
});
