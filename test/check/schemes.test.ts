import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { reportsToJson } from "../../src/report/json.ts";
import { linkReportSchema } from "../../src/report/schema.ts";
import type { CheckContext, LinkReport } from "../../src/report/report.ts";
import { createShadow } from "../../src/check/shadow.ts";
import { DANGEROUS_SCHEMES, dangerOf } from "../../src/links/dangerous-schemes.ts";

const checker = openChecker();
const CONTEXT: CheckContext = {
  at: new Date("2026-06-01T12:00:00+08:00"),
  host: "wechat",
  chat: "one_to_one",
  client: { os: "android", version: "8.0.60" },
  choice: null,
  locale: "en",
  lists: [],
};
/** Opens all that it may. */
const PERMISSIVE = `
id: mine
title: Mine
authority: Me
host: any
editions:
  - id: "1"
    from: 2010-01-01T00:00:00Z
    title: One
    source: [{ title: S, url: "https://example.org/" }]
    default: { action: open_externally, basis: written, reason: { en: A. } }
    rules:
      - { id: all, when: {}, then: { action: open_in_place }, basis: house, reason: { en: A. } }
`;
const permissive = checker.shelf.readText(PERMISSIVE, "mine.yaml");
const INSTANTS = ["2015-06-01", "2021-09-20", "2021-11-29T20:00:00+08:00", "2021-12-15", "2025-11-15", "2026-06-01"];
const dangerous = DANGEROUS_SCHEMES.flatMap(({ schemes }) => schemes.map((name) => name.replace("*", "other")));

test("every fact about a dangerous scheme names its source and the day it was read, and no scheme stands twice", () => {
  for (const { source, readOn } of DANGEROUS_SCHEMES) {
    expect(source.length).toBeGreaterThan(10);
    expect(readOn).toMatch(/^20\d\d-\d\d-\d\d$/u);
  }
  expect(new Set(dangerous).size).toBe(dangerous.length);
  expect(["https", "http", "taobao", "market", "tel", "msx"].map(dangerOf)).toEqual(Array(6).fill(null));
  for (const scheme of checker.registry.schemes) expect([scheme, dangerOf(scheme)]).toEqual([scheme, null]);
});

test.each(dangerous)(
  "%s: is blocked wherever it stands, in every edition of both books, and is handed out by none",
  (scheme) => {
    const address = `${scheme}://x/%0a(1)`;
    const texts = [
      `[领奖](${address})`,
      `<${address}>`,
      `https://link.zhihu.com/?target=${encodeURIComponent(address)}`,
      `alipays://platformapi/startapp?appId=20000067&url=${encodeURIComponent(address)}`,
      `intent://x/#Intent;scheme=${scheme};S.browser_fallback_url=https%3A%2F%2Fa.cn;end`,
      `intent://x/#Intent;scheme=taobao;S.browser_fallback_url=${encodeURIComponent(address)};end`,
    ];
    for (const text of texts) {
      for (const at of INSTANTS) {
        const context = { ...CONTEXT, at: new Date(at) };
        for (const book of at.startsWith("2015") ? ["wechat"] : ["wechat", "miit"]) {
          const [report] = checker.check(text, context, book);
          expect({ text, at, book, action: report?.verdict.action, decidedBy: report?.verdict.decidedBy }).toEqual({
            text,
            at,
            book,
            action: "block",
            decidedBy: "rule",
          });
          expect(report?.findings.map(({ kind }) => kind)).toContain("dangerous_scheme");
        }
      }
      const [report] = checker.checkWith(permissive, text, CONTEXT);
      expect(report?.open).toEqual({});
      expect(report?.verdict).toMatchObject({ action: "open_externally", decidedBy: "error", basis: "house" });
    }
  },
);

test("an intent that names a part of an app and no address is dangerous; one that names a package is not", () => {
  const kinds = (text: string) => checker.check(text, CONTEXT)[0]?.findings.map(({ kind }) => kind);
  expect(kinds("intent:#Intent;component=com.android.settings/.Settings;end")).toContain("dangerous_scheme");
  expect(kinds("intent:#Intent;action=android.settings.SETTINGS;end")).toContain("dangerous_scheme");
  expect(kinds("intent:#Intent;package=com.taobao.taobao;end")).toEqual(["no_web_page"]);
});

test.each([
  "market://search?q=a",
  "steam://run/440",
  "gopher://a.cn/1",
  "thunder://QUFo",
  "ftp://a.cn/x",
  "wss://a.cn/x",
  "taobao://nowhere",
])("%s opens externally in every edition of both books, and can be copied or handed to its app", (text) => {
  for (const at of INSTANTS) {
    for (const book of at.startsWith("2015") ? ["wechat"] : ["wechat", "miit"]) {
      const [report] = checker.check(text, { ...CONTEXT, at: new Date(at) }, book);
      expect(report?.verdict).toMatchObject({ action: "open_externally", rule: "no-page", basis: "house" });
      expect(report?.open.copy ?? report?.open.android).toBe(text);
    }
  }
});

test("what the system itself takes is neither dangerous nor of an unknown app, and opens externally", () => {
  for (const address of ["tel:+8613800138000", "mailto:a@b.cn", "sms:+8613800138000", "geo:37.78,-122.39"]) {
    const lead = {
      status: "failed",
      hops: [{ url: "https://a.cn/1", by: "redirect" }],
      finalUrl: address,
      httpStatus: null,
      skipped: null,
      page: null,
      failure: { code: "scheme", at: address },
      requests: [],
    } as const;
    for (const book of ["wechat", "miit"]) {
      const reading = checker.shelf.read(book, { files: false });
      const [report] = checker.checkWith(reading, "https://a.cn/1", CONTEXT, () => lead);
      expect(report?.findings.map(({ kind }) => kind)).toEqual(["no_web_page"]);
      expect(report?.verdict).toMatchObject({ action: "open_externally", rule: "no-page" });
      expect(report?.open).toEqual({ copy: address });
    }
  }
  expect(checker.check("tel:+8613800138000 mailto:a@b.cn", CONTEXT)).toEqual([]);
});

const TWO_PLACES =
  "intent://item.taobao.com/item.htm?id=610233489917#Intent;scheme=taobao;package=com.taobao.taobao;S.browser_fallback_url=https%3A%2F%2Fshop.evil-login.cn%2F;end";

test("an intent that names one app and falls back to another's page is judged by both, and says so", () => {
  const at = new Date("2021-09-20T12:00:00+08:00");
  const inGroup = { ...CONTEXT, at, chat: "group" } as const;
  const [report] = checker.check(TWO_PLACES, inGroup);
  expect(report?.resolution.finalUrl).toBe("https://shop.evil-login.cn/");
  expect(report?.findings).toContainEqual({
    kind: "text_mismatch",
    evidence: "names taobao, leads to shop.evil-login.cn",
    source: "hutong",
  });
  expect(report?.alternatives).toEqual([
    {
      url: "https://item.taobao.com/item.htm?id=610233489917",
      app: { id: "taobao", name: "Taobao", owner: "alibaba", class: "e-commerce" },
    },
  ]);
  expect(report?.verdict).toMatchObject({ action: "open_externally", rule: "first-phase-group-closed" });
  const [explained] = checker.explain(TWO_PLACES, inGroup);
  expect(explained?.report).toEqual(report);
  expect(explained?.explanation.decision.rule).toBe("first-phase-group-closed");
  // The page alone would open.
  expect(checker.check("https://shop.evil-login.cn/", inGroup)[0]?.verdict.action).toBe("open_in_place");
});

test("an intent whose package is another app's than its scheme is told", () => {
  const evidence = (text: string) =>
    checker
      .check(text, CONTEXT)[0]
      ?.findings.filter(({ kind }) => kind === "text_mismatch")
      .map((found) => found.evidence);
  expect(evidence("intent://x#Intent;scheme=taobao;package=com.jingdong.app.mall;end")).toEqual([
    "names taobao, opens com.jingdong.app.mall",
  ]);
  expect(evidence("intent://x#Intent;scheme=taobao;package=com.evil;end")).toEqual(["names taobao, opens com.evil"]);
  expect(evidence("intent://x#Intent;scheme=taobao;package=com.taobao.taobao;end")).toEqual([]);
  expect(
    evidence(
      "intent://item.taobao.com/item.htm?id=1#Intent;scheme=taobao;package=com.taobao.taobao;S.browser_fallback_url=https%3A%2F%2Fitem.taobao.com%2Fitem.htm%3Fid%3D1;end",
    ),
  ).toEqual([]);
});

test("a report with alternatives is written as its schema says, and a shadow reads both places from it", () => {
  const reports = checker.check(TWO_PLACES, { ...CONTEXT, at: new Date("2021-09-20T12:00:00+08:00"), chat: "group" });
  expect(reportsToJson(reports)).toBe(JSON.stringify(reports));
  expect(linkReportSchema.array().parse(JSON.parse(reportsToJson(reports)))).toEqual(reports);
  const shadow = createShadow({
    candidate: () => checker.shelf.read("wechat", { files: false }),
    registry: checker.registry,
    clock: () => new Date(0),
    onJudged: () => undefined,
    onDifference: () => undefined,
  });
  shadow.compare(reports, { ...CONTEXT, at: new Date("2021-09-20T12:00:00+08:00"), chat: "group" });
  expect(shadow.report()).toMatchObject({ judged: 1, differing: 0 });
});

/** What says that it opens here has something to open, and is no address that nobody may open. */
function expectOpenable(report: LinkReport): void {
  const { verdict, resolution, open, findings, link } = report;
  const isAwaited = resolution.status === "provisional" && resolution.skipped === null;
  if (verdict.action !== "open_in_place" || isAwaited) return;
  expect({ link, open, ways: open.web ?? open.universal ?? open.ios ?? open.android ?? open.intent }).not.toMatchObject(
    {
      ways: undefined,
    },
  );
  expect(findings.map(({ kind }) => kind)).not.toContain("dangerous_scheme");
}

const frameCache = [permissive, ...["wechat", "miit"].map((book) => checker.shelf.read(book, { files: false }))];

test("no fixture's link opens in place with nothing to open, under any book and system", () => {
  const folder = new URL("../../fixtures/", import.meta.url);
  let tried = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".jsonl")) continue;
    for (const line of readFileSync(new URL(name, folder), "utf8").split("\n")) {
      if (line === "") continue;
      const { text } = JSON.parse(line) as { text: string };
      for (const os of ["android", "ios", "web"] as const) {
        for (const reading of frameCache) {
          for (const report of checker.checkWith(reading, text, { ...CONTEXT, client: { os, version: null } })) {
            expectOpenable(report);
            tried += 1;
          }
        }
      }
    }
  }
  expect(tried).toBeGreaterThan(3_000);
});

test("no random link opens in place with nothing to open, under any book and system", () => {
  const schemes = fc.oneof(
    fc.constantFrom(...checker.registry.schemes, ...dangerous),
    fc.constantFrom("intent", "https", "ftp", "ws", "steam", "market", "tel", "mailto"),
  );
  const rest = fc.array(
    fc.oneof(
      fc.constantFrom(
        "item.taobao.com/item.htm?id=1",
        "virtual?params={",
        "url=https%3A%2F%2Fa.cn",
        "x",
        "/",
        "?",
        "=",
      ),
      fc.constantFrom("#Intent;", "scheme=taobao;", "scheme=steam;", "package=com.a;", "component=a/.B;", ";end"),
      fc.constantFrom("S.browser_fallback_url=https%3A%2F%2Fa.cn;", "S.browser_fallback_url=file%3A%2F%2F%2Fa;"),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 6 },
  );
  const address = fc
    .tuple(schemes, fc.constantFrom(":", "://"), rest)
    .map(([scheme, colon, parts]) => scheme + colon + parts.join(""));
  const text = fc.oneof(
    address,
    address.map((inner) => `[x](${inner})`),
    address.map((inner) => `https://link.zhihu.com/?target=${encodeURIComponent(inner.toWellFormed())}`),
    address.map(
      (inner) => `alipays://platformapi/startapp?appId=20000067&url=${encodeURIComponent(inner.toWellFormed())}`,
    ),
  );
  let inPlace = 0;
  fc.assert(
    fc.property(
      text,
      fc.constantFrom("android", "ios", "web"),
      fc.constantFrom(...frameCache),
      (message, os, reading) => {
        for (const report of checker.checkWith(reading, message, { ...CONTEXT, client: { os, version: null } })) {
          expectOpenable(report);
          if (report.verdict.action === "open_in_place") inPlace += 1;
        }
      },
    ),
    { numRuns: 3_000 },
  );
  expect(inPlace).toBeGreaterThan(50);
});
