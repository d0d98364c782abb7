import { describe, expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
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

  test("that is excepted shows the finding, and the rules do not see its kind", () => {
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
