import { describe, expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { listedBy } from "../../src/check/listed.ts";
import { imitationFindings } from "../../src/findings/imitation/imitation.ts";
import { compileLists } from "../../src/findings/lists/compiled-list.ts";
import type { ListException } from "../../src/findings/lists/list-source.ts";
import { writtenEntry } from "../../src/findings/lists/written-entry.ts";
import { describeReport } from "../../src/report/describe.ts";
import { reportsToJson } from "../../src/report/json.ts";
import type { CheckContext } from "../../src/report/report.ts";
import { linkReportSchema } from "../../src/report/schema.ts";

const NOW_MS = Date.parse("2026-11-28T08:00:00Z");
const context: CheckContext = {
  at: new Date(NOW_MS),
  host: "wechat",
  chat: "one_to_one",
  client: { os: "web", version: null },
  choice: null,
  locale: "en",
  lists: [],
};

function reportOf(text: string, written: string, excepted: string | null) {
  const entry = writtenEntry(written, { line: 1, isException: false });
  const exception = excepted === null ? null : writtenEntry(excepted, { line: 1, isException: true });
  if (entry === null) throw new Error("no entry");
  const list = { name: "feed", version: "7", confirmedAtMs: NOW_MS - 1, kind: "phishing", maxAgeMs: 0 } as const;
  const exceptions: ListException[] = exception === null ? [] : [{ entry: exception, by: "operator", untilMs: null }];
  const lists = compileLists([{ ...list, entries: [entry] }], exceptions, () => NOW_MS);
  const [report] = openChecker({}, { current: () => lists }).check(text, context);
  if (report === undefined) throw new Error("no link");
  return report;
}

describe("a link on the operator's list", () => {
  test("is blocked, and its report tells list, version and age, in JSON and in words", () => {
    const report = reportOf("https://evil.example/x?y=1", "https://evil.example/x", null);
    expect(report.verdict.action).toBe("block");
    const found = { name: "feed", version: "7", at: "2026-11-28T07:59:59.999Z" };
    expect(report.findings).toEqual([
      { kind: "phishing", evidence: "listed: evil.example/x", source: "feed", list: found, stale: true },
    ]);
    expect(linkReportSchema.array().parse(JSON.parse(reportsToJson([report])))).toEqual([report]);
    const told = describeReport(report, "en", { addresses: true }).lines.find(({ label }) => label === "Found");
    expect(told?.text).toBe(
      "Phishing: listed: evil.example/x (feed, version 7, confirmed 2026-11-28 07:59 UTC, stale)",
    );
  });

  test("is not called an unlisted site by its report", () => {
    const [listed, other] = ["evil.example", "other.example"].map((entry) =>
      reportOf("https://evil.example/x", entry, null),
    );
    if (listed === undefined || other === undefined) throw new Error("no report");
    const headline = (report: typeof listed) => describeReport(report, "en", { addresses: true }).headline;
    expect(headline(listed)).toMatch(/^Phishing: is blocked/u);
    expect(headline(other)).toMatch(/^unlisted site: /iu);
  });

  test("[T8] that is excepted shows the finding, and the rules do not see its kind", () => {
    const report = reportOf("https://evil.example/x", "evil.example", "https://evil.example/x");
    expect(report.findings[0]?.excepted).toEqual({ by: "operator", until: null });
    expect(report.verdict.action).not.toBe("block");
    expect(linkReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  test("that is excepted at one address of the way counts at another", () => {
    const written = "https://www.zhihu.com/x?target=https%3A%2F%2Fevil.example%2F";
    const way = `https://link.zhihu.com/?target=${encodeURIComponent("https://bad.evil.example/")}`;
    expect(reportOf(way, "evil.example", "https://link.zhihu.com/").verdict.action).toBe("block");
    expect(reportOf(written, "zhihu.com", "www.zhihu.com").findings[0]?.excepted).toBeDefined();
  });
});

describe("a host that looks like another", () => {
  const UNTIL = "2027-01-31T00:00:00.000Z";

  function lookOf(text: string, excepted: readonly string[], untilMs: number | null = Date.parse(UNTIL)) {
    const exceptions = excepted.flatMap((written): ListException[] => {
      const entry = writtenEntry(written, { line: 1, isException: true });
      return entry === null ? [] : [{ entry, by: "operator", untilMs }];
    });
    const lists = compileLists([], exceptions, () => NOW_MS);
    const [report] = openChecker({}, { current: () => lists }).check(text, context);
    if (report === undefined) throw new Error("no link");
    return report;
  }

  test.each([
    ["https://taobao-kefu.com/x", "taobao-kefu.com", "imitation"],
    ["https://www.taobao-kefu.com/x", "taobao-kefu.com", "imitation"],
    ["https://taobao-kefu.com/shop/1", "taobao-kefu.com/shop", "imitation"],
    ["https://tаobao.com/", "tаobao.com", "imitation"],
    ["https://paypal.vercel.app/", "paypal.vercel.app", "resembles"],
  ])("%s is excepted by %s: shown as such, and no fact for the rules", (text, excepted, kind) => {
    const counts = lookOf(text, []);
    expect(counts.findings).toMatchObject([{ kind }]);
    expect(counts.verdict.action !== "open_in_place" || counts.verdict.notice).toBe(true);
    const report = lookOf(text, [excepted]);
    expect(report.findings).toEqual([{ ...counts.findings[0], excepted: { by: "operator", until: UNTIL } }]);
    expect(report.verdict).toMatchObject({ action: "open_in_place", notice: false });
    expect(linkReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    expect(lookOf(text, [excepted], NOW_MS).findings).toEqual(counts.findings);
  });

  test("is excepted where every address of it on the way is", () => {
    const way = `https://link.zhihu.com/?target=${encodeURIComponent("https://taobao-kefu.com/b")}`;
    expect(lookOf(way, ["link.zhihu.com"]).findings).toMatchObject([{ kind: "imitation" }]);
    expect(lookOf(way, ["link.zhihu.com"]).findings[0]).not.toHaveProperty("excepted");
    expect(lookOf(way, ["taobao-kefu.com/b"]).findings[0]?.excepted?.by).toBe("operator");
    const addresses = ["https://taobao-kefu.com/", "https://taobao-kefu.com/b"];
    const looks = imitationFindings(addresses, () => false);
    const exceptions = addresses.flatMap((address, at): ListException[] => {
      const entry = writtenEntry(address.slice(8), { line: 1, isException: true });
      return entry === null ? [] : [{ entry, by: `no. ${at}`, untilMs: at === 0 ? null : NOW_MS + 1 }];
    });
    const by = (some: readonly ListException[]) =>
      listedBy(compileLists([], some, () => NOW_MS))(0, addresses, looks).map(({ excepted }) => excepted?.by);
    expect(by(exceptions.slice(1))).toEqual([]);
    expect(by(exceptions.slice(0, 1))).toEqual(["no. 0"]);
  });

  test.each([
    ["en", "does not count: exception by operator until 2027-01-31 00:00 UTC"],
    ["zh-CN", "不计入：operator 已豁免，至 2027-01-31 00:00 UTC"],
    ["id", "tidak dihitung: dikecualikan oleh operator sampai 2027-01-31 00:00 UTC"],
    ["vi", "không tính: operator đã miễn trừ đến 2027-01-31 00:00 UTC"],
  ] as const)("and is excepted is told so in words: %s", (locale, words) => {
    const report = lookOf("https://taobao-kefu.com/", ["taobao-kefu.com"]);
    const lines = describeReport(report, locale, { addresses: true }).lines.map(({ text }) => text);
    expect(lines.find((line) => line.includes("taobao.com"))).toContain(words);
  });
});
