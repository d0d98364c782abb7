import { expect, test } from "vitest";
import { contextSchema } from "../../src/report/context.ts";
import { leadingVersion, nearestOs } from "../../src/report/client-words.ts";
import { interfaceLocale } from "../../src/report/report.ts";

test.each([
  ["8.0.11(0x1800)", "8.0.11"],
  ["8.0.50(0x18003237)", "8.0.50"],
  ["v8.0.11-beta.2", "8.0.11"],
  ["8.0.11 build 1900", "8.0.11"],
  ["8.0.11.1900.5", "8.0.11.1900"],
  ["8", "8"],
  ["new", null],
  ["", null],
  ["1234567890.1", null],
])("the version %j counts as %j", (text, version) => {
  expect(leadingVersion(text)).toBe(version);
});

test.each([
  ["en-US", "en"],
  ["zh", "zh-CN"],
  ["zh-TW", "zh-CN"],
  ["zh_CN", "zh-CN"],
  ["zh_CN.UTF-8", "zh-CN"],
  ["ZH-hans-cn", "zh-CN"],
  ["id-ID", "id"],
  ["in", "id"],
  ["vi-VN-u-nu-latn", "vi"],
  ["fr", "en"],
  ["sl-rozaj-biske", "en"],
  ["-", "en"],
  ["", "en"],
  ["ms,id", "id"],
  ["fr;q=0.9, vi;q=0.5", "vi"],
  ["en;q=0.5, zh-TW", "zh-CN"],
  ["id;q=0", "en"],
])("the language %j is %j", (tag, locale) => {
  expect(interfaceLocale(tag)).toBe(locale);
});

test.each([
  ["android", "android"],
  ["Android", "android"],
  ["andriod", "android"],
  ["iPadOS", "ios"],
  ["harmony", "web"],
  ["", "web"],
  ["constructor", "web"],
])("the system %j is %j", (word, os) => {
  expect(nearestOs(word)).toBe(os);
});

test("a fixture takes a version and a language as apps have them; a system that is none is told", () => {
  const fields = { client: { os: "android", version: "8.0.11(0x1800)" }, locale: "zh-TW" };
  expect(contextSchema.parse(fields)).toMatchObject({ client: { os: "android", version: "8.0.11" }, locale: "zh-TW" });
  expect(contextSchema.safeParse({ client: { os: "andriod" } }).error?.issues[0]?.message).toContain(
    'did you mean "android"?',
  );
  expect(contextSchema.safeParse({ locale: "中文" }).error?.issues[0]?.message).toContain("expected BCP 47 tags");
});
