import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { createLinkFinder } from "../../src/links/find-links.ts";
import { unescapeAddress, unescapeText } from "../../src/links/escapes.ts";
import { normaliseLink } from "../../src/links/normalise-link.ts";
import { offlineJudge } from "../../src/replay/offline-judge.ts";
import { runFixtures } from "../../src/replay/run-fixtures.ts";
import { randomRuns } from "../support/random-runs.ts";
import { VOCABULARY } from "./vocabulary.ts";

const findLinks = createLinkFinder(VOCABULARY);

test.for([
  ["escaped.jsonl", "cards, markup and escapes of every kind"],
  ["carried.jsonl", "addresses that others carry"],
] as const)("%s: %s come out as the fixtures say", async ([name]) => {
  const file = new URL(`../../fixtures/talk/${name}`, import.meta.url);
  const failed: unknown[] = [];
  let count = 0;
  for await (const { id, result } of runFixtures(
    name,
    readFileSync(file, "utf8"),
    offlineJudge(openChecker(), (reading) => reading),
  )) {
    count += 1;
    if (result.kind !== "passed") failed.push({ id, result });
  }
  expect(count).toBeGreaterThan(15);
  expect(failed).toEqual([]);
});

test.each([
  [String.raw`https:\/\/a.cn\/x`, "https://a.cn/x"],
  [String.raw`https:\\/\\/a.cn\\/x`, "https://a.cn/x"],
  [String.raw`\u002fx\u003fa\u003D1\u0026b`, "/x?a=1&b"],
  ["a&amp;b&amp;amp;c&#44;d&#x2C;e&quot;", 'a&b&c,d,e"'],
  [String.raw`https\:\/\/a\.cn`, "https://a.cn"],
])("%s is %s", (escaped, plain) => {
  expect(unescapeAddress(escaped)).toBe(plain);
});

test.each([String.raw`file:c:\boot.ini`, String.raw`location:\\a.cn\b`, "a&b;c", "a&amp", "&#0;&#55296;"])(
  "%s has no escape",
  (text) => {
    expect(unescapeAddress(text)).toBe(text);
  },
);

/** Every way in which one sign is written. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  "/": ["/", String.raw`\/`, String.raw`\\/`, String.raw`\u002f`, "&#47;", "&#x2F;", "&sol;"],
  "&": ["&amp;", "&amp;amp;", "&#38;", String.raw`\u0026`],
  ":": [":", "&#58;", "&colon;", String.raw`\u003a`],
};
const address = "https://a.cn/b/c?d=1&e=2";

test("however its signs are escaped, an address is found whole, as written, and is the same address", () => {
  const spelled = fc
    .tuple(...address.split("").map((sign) => fc.constantFrom(...(WRITTEN[sign] ?? [sign]))))
    .map((signs) => signs.join(""));
  const around = fc.constantFrom(
    ["看 ", "。"],
    ['{"a":"', '"}'],
    ["&quot;", "&quot;"],
    ["&lt;a&gt;", "&lt;"],
    ["", ""],
  );
  fc.assert(
    fc.property(around, spelled, around, spelled, ([before = "", behind = ""], one, [left = "", right = ""], other) => {
      const text = `${before}${one}${behind}。${left}${other}${right}`;
      const links = findLinks(text);
      expect(links.map(({ value }) => value)).toEqual([one, other]);
      for (const link of links) {
        expect(link.value).toBe(text.slice(link.start, link.end));
        expect(normaliseLink(link)).toEqual({ url: address });
      }
    }),
    { numRuns: randomRuns(300) },
  );
});

test("offsets of the plain text lead back to those of the escaped one", () => {
  const text = String.raw`a\/b&amp;c&#44;d`;
  const unescaped = unescapeText(text);
  expect(unescaped?.plain).toBe("a/b&c,d");
  expect([0, 1, 2, 3, 4, 5, 6].map((offset) => unescaped?.originOf(offset))).toEqual([0, 1, 3, 4, 9, 10, 15]);
  expect(unescaped?.originOf(7)).toBe(text.length);
  expect(unescapeText("a & b; c")).toBeNull();
});
