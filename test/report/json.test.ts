import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { reportsInPieces, reportsToJson } from "../../src/report/json.ts";
import type { CheckContext, LinkReport } from "../../src/report/report.ts";
import { randomRuns } from "../support/random-runs.ts";

const checker = openChecker();

const texts = ["links/chat.jsonl", "rules/every-rule.jsonl", "stories/one-taobao-link.jsonl"]
  .flatMap((file) =>
    readFileSync(new URL(`../../fixtures/${file}`, import.meta.url), "utf8")
      .trim()
      .split("\n"),
  )
  .map((line) => (JSON.parse(line) as { text: string }).text);

const context: fc.Arbitrary<CheckContext> = fc.record({
  at: fc.date({ min: new Date("2013-08-01"), max: new Date("2026-06-01"), noInvalidDate: true }),
  host: fc.constantFrom("wechat", "taobao"),
  chat: fc.constantFrom("one_to_one", "group", "moments"),
  client: fc.record({ os: fc.constantFrom("android", "ios", "web"), version: fc.constantFrom("8.0.11", null) }),
  choice: fc.constantFrom(null, "in_place", "external", "block"),
  locale: fc.constantFrom("zh-CN", "en", "id", "vi"),
  lists: fc.constantFrom([], [{ entry: "taobao.com", kind: "phishing" as const }]),
});
const message = fc.oneof(
  fc.constantFrom(...texts),
  fc.tuple(fc.constantFrom(...texts), fc.constantFrom(...texts)).map(([a, b]) => `${a}\n"\u2028\ud800 ${b}`),
);

test("reports are written byte for byte as JSON.stringify writes them", () => {
  let written = 0;
  const shared = new Set<string>();
  fc.assert(
    fc.property(message, context, fc.constantFrom("wechat", "miit"), (text, of, rulebook) => {
      const reports = checker.check(text, of, rulebook);
      written += reports.length;
      expect(reportsToJson(reports)).toBe(JSON.stringify(reports));
      for (const piece of reportsInPieces(reports))
        if (typeof piece !== "string") {
          expect(Buffer.from(piece.bytes).toString("utf8")).toBe(piece.json);
          shared.add(piece.json);
        }
    }),
    { numRuns: randomRuns(150) },
  );
  expect(written).toBeGreaterThan(randomRuns(100));
  expect(shared.size).toBeGreaterThan(0);
});

test("what may have changed since it was written is written anew", () => {
  const [report] = checker.check("https://item.jd.com/1.html", {
    at: new Date("2021-09-18T12:00:00+08:00"),
    host: "wechat",
    chat: "group",
    client: { os: "web", version: null },
    choice: null,
    locale: "en",
    lists: [],
  });
  const copy = structuredClone(report) as { -readonly [Key in keyof LinkReport]: LinkReport[Key] };
  expect(reportsToJson([copy])).toBe(JSON.stringify([report]));
  Object.assign(copy.verdict, { reason: "changed" });
  expect(reportsToJson([copy])).toContain('"reason":"changed"');
});
