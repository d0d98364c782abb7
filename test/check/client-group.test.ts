import fc from "fast-check";
import { expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { reportsToJson } from "../../src/report/json.ts";
import type { CheckContext } from "../../src/report/report.ts";
import type { Decider } from "../../src/rulebooks/shelf.ts";
import { bookArbitrary } from "../policy/random-books.ts";

const checker = openChecker();
const LINKS = [
  "https://item.taobao.com/item.htm?id=652874301955",
  "https://item.jd.com/100012043978.html",
  "https://v.douyin.com/RmQ3fKe/",
  "https://weibo.com/1234567890/Abcdefghi",
  "https://pay@somewhere.net/",
  "https://somewhere.net/file.apk",
  "weixin://dl/chat",
  "taobao://item.taobao.com/item.htm?id=1",
  "10￥abcdEFGH123￥ https://m.tb.cn/h.5abc",
];

/** Versions at, just before and just after what rules name, and far from it. */
const version = fc.oneof(
  fc.constantFrom(null, "6.9", "7", "7.0.0", "8.0", "8.0.0.1", "8.0.10", "8.0.11", "8.0.11.1", "8.0.11.2", "8.0.13"),
  fc.constantFrom("8.0.14", "8.1", "8.1.0", "8.2", "9", "10.2.3", "10.2.4", "11"),
  fc
    .tuple(fc.integer({ min: 6, max: 11 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 15 }))
    .map((parts) => parts.join(".")),
);
const context = fc.record({
  at: fc
    .constantFrom("2020-06-01", "2021-09-16", "2021-09-18", "2021-12-01", "2024-10-01", "2026-03-01")
    .map((day) => new Date(day)),
  host: fc.constantFrom("wechat", "alipay"),
  chat: fc.constantFrom("one_to_one" as const, "group" as const),
  choice: fc.constantFrom(null, "in_place" as const, "external" as const, "block" as const),
  locale: fc.constantFrom("zh-CN" as const, "en" as const, "id" as const, "vi" as const),
  lists: fc.constantFrom([], [{ entry: "somewhere.net", kind: "phishing" as const }]),
});
const text = fc.array(fc.constantFrom(...LINKS), { minLength: 1, maxLength: 4 }).map((links) => links.join(" 看 "));
const os = fc.constantFrom("android" as const, "ios" as const, "web" as const);

/** How many pairs of unequal versions were of one group, and how many pairs of two groups were told apart. */
function compare(
  reading: Decider,
  words: string,
  given: Omit<CheckContext, "client">,
  system: "android" | "ios" | "web",
  versions: readonly (string | null)[],
) {
  const byGroup = new Map<string, string>();
  let shared = 0;
  for (const each of versions) {
    const client = { os: system, version: each };
    const group = reading.clientGroup(given.at, client);
    const json = reportsToJson(checker.checkWith(reading, words, { ...given, client }));
    const known = byGroup.get(group);
    if (known !== undefined) {
      shared += 1;
      expect(json).toBe(known);
    }
    byGroup.set(group, json);
  }
  return { shared, apart: new Set(byGroup.values()).size - 1 };
}

test("[P6] readers of one group get the same reports, byte for byte, under any rulebook, whatever the version", () => {
  let shared = 0;
  let apart = 0;
  fc.assert(
    fc.property(
      bookArbitrary,
      text,
      context,
      os,
      fc.uniqueArray(version, { minLength: 4, maxLength: 12 }),
      (book, words, given, system, versions) => {
        const found = compare(checker.shelf.readText(book, "random.yaml"), words, given, system, versions);
        shared += found.shared;
        apart += found.apart;
      },
    ),
    { numRuns: 300, seed: 20_210_917 },
  );
  // The property says something only where groups hold several versions, and versions of several groups differ.
  expect(shared).toBeGreaterThan(500);
  expect(apart).toBeGreaterThan(5);
});

test.for(["wechat", "miit", "wechat@2021-09-17"])("[P6] the same under the shipped %s", (reference) => {
  const reading = checker.shelf.read(reference, { files: false });
  fc.assert(
    fc.property(
      text,
      context,
      os,
      fc.uniqueArray(version, { minLength: 4, maxLength: 12 }),
      (words, given, system, versions) => {
        compare(reading, words, given, system, versions);
      },
    ),
    { numRuns: 200, seed: 20_210_917 },
  );
});

test("[P6] a version edge of an edition parts its clients, and nothing else does", () => {
  const reading = checker.shelf.read("wechat", { files: false });
  const at = new Date("2021-09-18");
  const groups = (system: "android" | "ios", versions: (string | null)[]) =>
    versions.map((each) => reading.clientGroup(at, { os: system, version: each }));
  const [old, before, edge, after, far, unknown] = groups("android", ["7.0", "8.0.10", "8.0.11", "8.0.12", "99", null]);
  expect(before).toBe(old);
  expect(edge).not.toBe(before);
  expect([after, far]).toEqual([edge, edge]);
  expect([old, edge]).not.toContain(unknown);
  // Cells of another edition are numbered alike and mean something else.
  expect(reading.clientGroup(new Date("2026-03-01"), { os: "android", version: "99" })).not.toBe(far);
});
