import { describe, expect, test } from "vitest";
import type { LinkReport } from "../../src/report/report.ts";
import { mismatches, recordedExpectation } from "../../src/replay/expectation.ts";

const report: LinkReport = {
  link: { value: "https://m.tb.cn/h.5abc", start: 0, end: 22, kind: "web" },
  url: "https://m.tb.cn/h.5abc",
  resolution: {
    status: "provisional",
    hops: [],
    finalUrl: "https://m.tb.cn/h.5abc",
    canonicalUrl: null,
    removed: ["spm", "tk"],
    skipped: "offline",
    page: null,
    failure: null,
  },
  app: { id: "taobao", name: "Taobao", owner: "alibaba", class: "e-commerce", entity: null },
  findings: [{ kind: "reported", evidence: "listed: m.tb.cn", source: "check" }],
  verdict: {
    action: "open_in_place",
    notice: true,
    rulebook: "wechat",
    edition: "2021-09-17",
    rule: "one-to-one-latest-client",
    decidedBy: "rule",
    hash: "sha256:00",
    basis: "tested",
    reason: "because",
    citations: [],
  },
  open: { web: "https://m.tb.cn/h.5abc" },
  payments: [
    { method: "wechat_pay", status: "live", since: "2024-09-27", source: { title: "t", url: "https://a.example/" } },
    { method: "alipay", status: "live", since: "2010-01-01", source: { title: "t", url: "https://a.example/" } },
  ],
};

const pathsOf = (entry: Record<string, unknown>) => mismatches([entry], [report]).map(({ path }) => path);

describe("an expectation", () => {
  test.each([
    [{ action: "open_in_place", notice: true, rule: "one-to-one-latest-client", app: "taobao" }],
    [{ "verdict.edition": "2021-09-17", "resolution.status": "provisional" }],
    [{ finding: "reported" }],
    [{ finding: ["reported"] }],
    [{ removed: ["tk"] }],
    [{ payment: { wechat_pay: "live" } }],
    [{ payments: [{ method: "alipay" }] }],
    [{ entity: null, canonical: null, ios: null, failure: null }],
    [{}],
  ])("is met by what it names and no more: %j", (entry) => {
    expect(pathsOf(entry)).toEqual([]);
  });

  test.each([
    [{ action: "block" }, ["action"]],
    [{ notice: false }, ["notice"]],
    [{ app: null }, ["app"]],
    [{ finding: null }, ["finding"]],
    [{ finding: "phishing" }, ["finding"]],
    [{ removed: ["tk", "utm_source"] }, ["removed"]],
    [{ payment: { wechat_pay: "awaiting" } }, ["payment"]],
    [{ entity: "item", canonical: "https://x.example/" }, ["entity", "canonical"]],
    [{ "verdict.constructor": null, "verdict.nosuch": 1, constructor: "x" }, ["verdict.nosuch", "constructor"]],
  ])("is not met by anything else: %j", (entry, paths) => {
    expect(pathsOf(entry)).toEqual(paths);
  });

  test("counts the links of a message", () => {
    expect(mismatches([], [report])).toEqual([
      { index: null, path: "links", expected: 0, actual: ["https://m.tb.cn/h.5abc"] },
    ]);
    expect(mismatches([{}, {}], [report]).map(({ path }) => path)).toEqual(["links"]);
  });

  test("that is recorded is met by what it was recorded from", () => {
    expect(mismatches([recordedExpectation(report)], [report])).toEqual([]);
  });
});
