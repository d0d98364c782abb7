import { expect, test } from "vitest";
import { invisibleCharacters, textMismatch } from "../../src/links/disguise.ts";
import { createLinkFinder } from "../../src/links/find-links.ts";
import { normaliseLink } from "../../src/links/normalise-link.ts";
import { VOCABULARY } from "./vocabulary.ts";

const findLinks = createLinkFinder(VOCABULARY);

test("an invisible character stays in the value and is named with its place", () => {
  const text = "看 https://tao\u200Bbao.com/\u202Ea";
  const [link] = findLinks(text);
  expect(link?.value).toBe("https://tao\u200Bbao.com/\u202Ea");
  expect(link && invisibleCharacters(link)).toEqual([
    { codePoint: "U+200B", does: "hides", at: 13 },
    { codePoint: "U+202E", does: "bidi", at: 22 },
  ]);
  expect(link && normaliseLink(link).url).toMatch(/^https:\/\/taobao\.com\//u);
});

test("joiners that a script is spelled with are no disguise", () => {
  const [link] = findLinks("https://fa.wikipedia.org/wiki/ویکی\u200Cپدیا");
  expect(link && invisibleCharacters(link)).toEqual([]);
});

test.each([
  ["[taobao.com](https://evil.example.com/a)", "taobao.com", "evil.example.com"],
  ["[看 https://www.jd.com/x](https://a.cn)", "jd.com", "a.cn"],
  ["[jd.com](<https://a.cn/x>)", "jd.com", "a.cn"],
  [String.raw`[jd\.com](https://a.cn/x "t")`, "jd.com", "a.cn"],
  ["[jd&#46;com](https:a.cn)", "jd.com", "a.cn"],
  ["[jd.com][1]\n\n[1]: https://a.cn/x", "jd.com", "a.cn"],
  ["[jd.com]: https://a.cn/x", "jd.com", "a.cn"],
])("a shown host that is not the target's: %s", (text, shownHost, targetHost) => {
  const target = findLinks(text).at(-1);
  expect(target && textMismatch(text, target, findLinks)).toMatchObject({ shownHost, targetHost });
});

test.each([
  ['<a href="https://a.cn/x">https://item.jd.com/</a>', "item.jd.com"],
  ["<A class=x href='https://a.cn/x?b=1&amp;c=2' target=_blank><b>jd.com</b></A>", "jd.com"],
  ["<a href=https://a.cn/x>jd.com</a>", "jd.com"],
  ["[url=https://a.cn/x]jd.com[/url]", "jd.com"],
  ['[URL="https://a.cn/x"]看 https://jd.com/x[/URL]', "jd.com"],
  ["<https://a.cn/x|https://jd.com/x>", "jd.com"],
])("markup that shows its text behind the address: %s", (text, shownHost) => {
  const [target] = findLinks(text);
  expect(target && textMismatch(text, target, findLinks)).toMatchObject({ shownHost, targetHost: "a.cn" });
});

test.each([
  '<a href="https://jd.com/a">item.jd.com</a>',
  '<a href="https://a.cn/x">点这里</a> jd.com',
  "[url]https://a.cn[/url] jd.com",
  "<https://a.cn|看> jd.com",
  "[1]: https://a.cn jd.com",
  `${"a".repeat(200)}[jd.com]: https://a.cn`,
  "https://a.cn/x jd.com",
])("what stands beside an address is not what it shows: %s", (text) => {
  const target = findLinks(text).find(({ value }) => value.startsWith("https:"));
  expect(target).toBeDefined();
  expect(target && textMismatch(text, target, findLinks)).toBeNull();
});

test.each(["[点这里](https://a.cn/x)", "[m.taobao.com](https://www.taobao.com/x)", "taobao.com (https://a.cn)"])(
  "no mismatch: %s",
  (text) => {
    const target = findLinks(text).at(-1);
    expect(target && textMismatch(text, target, findLinks)).toBeNull();
  },
);

test.each([
  ["a.cn:8080/x", "https://a.cn:8080/x"],
  ["//a.cn/x", "https://a.cn/x"],
  ["HTTP://例子.中国/a b", "http://xn--fsqu00a.xn--fiqs8s/a%20b"],
  ["taobao://item.taobao.com/a?id=1", "taobao://item.taobao.com/a?id=1"],
  ["intent:#Intent;scheme=x;end", "intent:#Intent;scheme=x;end"],
])("%s is asked for as %s", (value, url) => {
  expect(normaliseLink({ value, kind: "web" })).toEqual({ url });
});

test("what has no address says why", () => {
  expect(normaliseLink({ value: "￥a1B2c3D4￥", kind: "share_code" })).toEqual({ url: null, because: "share_code" });
  expect(normaliseLink({ value: "https://a.cn:99999/", kind: "web" })).toEqual({
    url: null,
    because: "not_an_address",
  });
});
