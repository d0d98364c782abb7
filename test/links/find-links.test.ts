import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createLinkFinder } from "../../src/links/find-links.ts";
import { randomRuns } from "../support/random-runs.ts";
import { NEVER_LINKED } from "../../src/links/scheme.ts";
import { VOCABULARY } from "./vocabulary.ts";

const findLinks = createLinkFinder(VOCABULARY);
const valuesIn = (text: string): string[] => findLinks(text).map(({ value }) => value);

interface Case {
  readonly id: string;
  readonly text: string;
  readonly expected: readonly string[];
}

const cases = ["chat", "regions"].flatMap((name) =>
  readFileSync(new URL(`../../fixtures/links/${name}.jsonl`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Case),
);

test.each(cases)("$id: $text", ({ text, expected }) => {
  expect(valuesIn(text)).toEqual(expected);
});

test("kinds tell web, app and intent addresses and share codes apart", () => {
  const kinds = (text: string) => findLinks(text).map(({ kind }) => kind);
  expect(kinds("https://a.cn taobao://item intent://a#Intent;scheme=x;end")).toEqual(["web", "app", "intent"]);
  expect(kinds("￥a1B2c3D4e5￥ 打开淘宝")).toEqual(["share_code"]);
});

test.each([
  ["[a](javascript:alert(1)) b", ["javascript:alert(1)"]],
  ["[a]( vbscript:msgbox(1))", ["vbscript:msgbox(1)"]],
  ["<data:text/html,<b>>", ["data:text/html,<b"]],
  ['<a href = "javascript:alert(1)">', ["javascript:alert(1)"]],
  ["<a href=javascript:alert(1)>b</a>", ["javascript:alert(1)"]],
  ['<a href=" javascript:alert(1)">b</a>', ["javascript:alert(1)"]],
  ["[a](data:text/html,<h1>b</h1>)", ["data:text/html,<h1>b</h1>"]],
  ["ms-appinstaller:?source=https://a.cn/b.msix", ["ms-appinstaller:?source=https://a.cn/b.msix"]],
  ["sftp://a@b.cn/c 3ftp://b.cn", ["sftp://a@b.cn/c", "ftp://b.cn"]],
  ["[a](javascript://%0aalert(1))", ["javascript://%0aalert(1)"]],
  ["[a](javascript://a.cn)", []],
  ["[a](javascript:alert(1", []],
  ["javascript:alert(1) data:text/html,a blob:b about:config", []],
  ["file:///etc/passwd file:/etc/passwd", ["file:///etc/passwd", "file:/etc/passwd"]],
  [String.raw`file:c:\boot.ini, ok`, [String.raw`file:c:\boot.ini`]],
  ["view-source:https://a.cn/b。", ["view-source:https://a.cn/b"]],
  ["blob:https://a.cn/1 jar:https://a.cn/x.jar!/y", ["blob:https://a.cn/1", "jar:https://a.cn/x.jar!/y"]],
  ["ms-word:ofe|u|https://a.cn/a.doc.", ["ms-word:ofe|u|https://a.cn/a.doc"]],
  [String.raw`search-ms:query=a&crumb=location:\\a.cn\b`, [String.raw`search-ms:query=a&crumb=location:\\a.cn\b`]],
  ["data: 5 items; file: report.pdf; search:shoes; content:good; ms-word: ok; help:me", []],
  ["data:https://a.cn/set.csv", ["https://a.cn/set.csv"]],
  ["[a](https:b@c.cn) https:b@c.cn", ["https:b@c.cn"]],
  [
    String.raw`<a href="https:/a.cn/b">c</a> [d](https:\\e.cn\f) <https:///g.cn>`,
    ["https:/a.cn/b", String.raw`https:\\e.cn\f`, "https:///g.cn"],
  ],
  [
    "https://taobao.com⁄a@b.cn/c https://taobao.com／a@b.cn/c",
    ["https://taobao.com⁄a@b.cn/c", "https://taobao.com／a@b.cn/c"],
  ],
  ["https://taobao.com⁄a https://taobao.com／看", ["https://taobao.com", "https://taobao.com"]],
])("of addresses that nobody should open, those that a client would make clickable are links: %s", (text, expected) => {
  expect(valuesIn(text)).toEqual(expected);
});

test("an app address keeps the JSON object it carries, and a scheme may have a stop in its name", () => {
  expect(valuesIn('看openapp.jdmobile://virtual?params={"des":"m", "url":"https://item.m.jd.com/1.html"} 快')).toEqual([
    'openapp.jdmobile://virtual?params={"des":"m", "url":"https://item.m.jd.com/1.html"}',
  ]);
  expect(valuesIn('taobao://a?x={"open":"never closed" https://b.cn')).toEqual([
    'taobao://a?x={"open"',
    "https://b.cn",
  ]);
  expect(valuesIn("打开vnd.youtube:vPwaXytZcgI吧")).toEqual(["vnd.youtube:vPwaXytZcgI"]);
});

test("an invisible character before a host is no part of it, however many units it takes", () => {
  expect(valuesIn("\u{E0000}\u{E0000}taobao.com\u{E0000}")).toEqual(["taobao.com"]);
});

test("a sub-domain that begins or ends with a low line hides no address", () => {
  expect(valuesIn("https://login_.evil.com/ https://_x.evil.com")).toEqual([
    "https://login_.evil.com/",
    "https://_x.evil.com",
  ]);
});

test("a host without its first label is none, whatever is glued to it", () => {
  expect(valuesIn("https://.com🀀 https://.com中")).toEqual([]);
});

/** Pieces of which hostile and honest texts are made. */
const piece = fc.oneof(
  fc.constantFrom(
    ..."https:// http:// taobao:// intent:// javascript: a.cn taobao.com 例子.中国 v.douyin.com/Ab1 www. .com .cn / ? # & = : @ ( ) [ ] { } \" ' , . ; ! * _ ~ - | % < > \\ ` 。 ， （ ） 「 」 ・ · … ￥a1B2c3D4￥ 淘宝 快来买 中国 から 😂 ✓ \u200B \u202E \u2066 \u200D é ß пр 1.2.3.4 :8080 [::1] xn-- ;end".split(
      " ",
    ),
  ),
  fc.constantFrom(" ", "\n", "\u3000"),
  fc.string({ maxLength: 4, unit: "binary" }),
);
const anyText = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(""));
const RUNS = { numRuns: randomRuns(300) };

test("every value is the exact slice; links are in order and never overlap", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      let last = 0;
      for (const link of findLinks(text)) {
        expect(link.start).toBeGreaterThanOrEqual(last);
        expect(link.end).toBeGreaterThan(link.start);
        expect(link.value).toBe(text.slice(link.start, link.end));
        last = link.end;
      }
    }),
    RUNS,
  );
});

test("finding in a value finds the value", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      // Markup alone makes links of the others.
      const addresses = findLinks(text).filter(
        ({ kind, value }) => kind !== "share_code" && !NEVER_LINKED.has(value.split(":", 1)[0]?.toLowerCase() ?? ""),
      );
      for (const { value } of addresses) expect(valuesIn(value)).toEqual([value]);
    }),
    RUNS,
  );
});

test("a full-width full stop, or a space and talk, never changes what stands before", () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom("。", " 好的", " ok then", "。谢谢"), (text, tail) => {
      const before = valuesIn(text);
      expect(valuesIn(text + tail)).toEqual(before);
    }),
    RUNS,
  );
});
