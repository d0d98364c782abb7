import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openLinkFinder } from "../../src/check/link-finder.ts";
import { SHARE_CODE_FORMS } from "../../src/links/data/share-code-forms.ts";

interface Fixture {
  readonly id: string;
  readonly locale?: string;
  readonly text: string;
  readonly expect: readonly { readonly link: string; readonly kind: string }[];
}

const findLinks = openLinkFinder();
const found = (text: string) => findLinks(text).map(({ value, kind }) => ({ link: value, kind }));
const read = (name: string): Fixture[] =>
  readFileSync(new URL(`../../fixtures/talk/${name}.jsonl`, import.meta.url), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Fixture);
const everyday = read("everyday");
const codes = read("share-codes");

test("of everyday messages in four languages none holds a share code or another link", () => {
  expect(everyday.length).toBeGreaterThanOrEqual(300);
  expect(new Set(everyday.map(({ locale }) => locale))).toEqual(new Set(["zh-CN", "en", "id", "vi"]));
  expect(everyday.filter(({ text }) => found(text).length > 0).map(({ text }) => text)).toEqual([]);
});

test.each(codes)("$id: $text", ({ text, expect: expected }) => {
  expect(found(text)).toEqual(expected);
});

test("every form of a share code is tried by a fixture", () => {
  const texts = codes.map(({ text }) => text);
  for (const { name, code } of SHARE_CODE_FORMS) {
    expect({ name, isTried: texts.some((text) => text.search(code) >= 0) }).toEqual({ name, isTried: true });
  }
});

test.each([
  ["(aB3dE5fG7hJ)", "复制(aB3dE5fG7hJ)打开手机淘宝"],
  ["q1W2e3R4t5", "复制 q1W2e3R4t5 打开淘宝"],
  ["MF8335", "MF8335 「纯牛奶」 复制文案打开京东"],
  ["6.97 xsE:/", "6.97 xsE:/ 复制打开抖音"],
])("%s needs the name of its app and the words of a share text", (code, text) => {
  expect(found(text)).toEqual([{ link: code, kind: "share_code" }]);
  for (const left of [/淘宝|京东|抖音/gu, /复制(?:文案)?/gu]) expect(found(text.replaceAll(left, ""))).toEqual([]);
});

test("a mini program's link stands beside any address, and no word or address beside it says whose it is", () => {
  const tag = "#小程序://胡同小馆/aB3dE5fG7hJ9kLm";
  expect(found(`https://m.tb.cn/h.Zk3 ${tag} 打开淘宝`)).toEqual([
    { link: "https://m.tb.cn/h.Zk3", kind: "web" },
    { link: tag, kind: "share_code" },
  ]);
});
