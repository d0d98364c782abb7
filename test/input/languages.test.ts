import { expect, test } from "vitest";
import { bestLanguage, canonicalTag, languagesIn, textIn } from "../../src/input/languages.ts";

test.each([
  ["ms", ["ms"]],
  ["MS-latn-sg-x-private", ["ms-Latn-SG"]],
  ["zh_CN.UTF-8", ["zh-CN"]],
  ["en-US,en;q=0.9, ms;q=0.95, *;q=0.1, fr;q=0", ["en-US", "ms", "en"]],
  ["ms,,ms , not a tag,iw", ["ms", "he"]],
  ["", []],
  [
    Array.from({ length: 30 }, (_, place) => `en-${String(100 + place)}`).join(","),
    expect.objectContaining({ length: 8 }),
  ],
])("%j asks for %j", (text, asked) => {
  expect(languagesIn(text)).toEqual(asked);
});

test.each([
  ["sl-rozaj-biske-1994", "sl"],
  ["vi-u-nu-latn", "vi"],
  ["zh-hant-hk", "zh-Hant-HK"],
  ["x", null],
  ["português", null],
])("the tag %j is %j", (tag, canonical) => {
  expect(canonicalTag(tag)).toBe(canonical);
});

test.each([
  ["the same tag before a nearer region", ["pt"], ["pt-PT", "pt"], "pt"],
  ["the same script and region", ["zh-TW"], ["zh-CN", "zh-Hant-HK", "zh-Hant"], "zh-Hant"],
  ["the same script before the same language", ["zh-HK"], ["zh-CN", "zh-Hant"], "zh-Hant"],
  ["the same language at all", ["sr-Latn"], ["en", "sr"], "sr"],
  ["the first that is asked for and there", ["fr", "ms-SG", "en"], ["en", "ms"], "ms"],
  ["no near language for another", ["ms"], ["id", "en"], null],
  ["nothing of nothing", ["ms"], [], null],
])("the best language is %s", (_what, asked, there, best) => {
  expect(bestLanguage(asked, there)).toBe(best);
});

test("who reads none of the languages gets the first", () => {
  const texts = { ms: "Kedai ditutup.", en: "Shops are closed." };
  expect(["ms", "ms-MY", "en-GB", "fr,en", "fr", "-"].map((asked) => textIn(texts, asked).slice(0, 1)).join("")).toBe(
    "KKSSKK",
  );
});
