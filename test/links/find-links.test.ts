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

test.each([
  [
    "escapes of another script",
    "http://%D1%81%D0%BE%D1%81%D0%BD%D0%BE%D0%B2%D1%8B%D0%B9%D0%B1%D0%BE%D1%80.%D1%80%D1%84",
  ],
  ["escapes of another script, a path", "https://%E4%BE%8B%E5%AD%90.%E4%B8%AD%E5%9B%BD/a"],
  ["circled letters", "https://ⓘⓣⓔⓜ.ⓣⓐⓞⓑⓐⓞ.ⓒⓞⓜ/item.htm?id=1"],
  ["a circled letter in the last label", "https://taobao.ⓒom/x"],
  ["mathematical letters", "https://𝐢𝐭𝐞𝐦.𝐭𝐚𝐨𝐛𝐚𝐨.𝐜𝐨𝐦/x"],
  ["full-width letters and stops", "https://ｉｔｅｍ．ｔａｏｂａｏ．ｃｏｍ/x"],
  ["a full-width stop behind a house's own domain", "https://item.taobao．com/x"],
  ["ideographic stops around a house's own domain", "https://item。taobao。com/x"],
  ["a house's own domain alone before the stop", "https://taobao。com/x"],
  ["escapes of Markdown", String.raw`https://a\.b\-c\.example\.com/a\_b`],
])("a host in writing that browsers read is found whole: %s", (_writing, text) => {
  expect(valuesIn(`看 ${text} 好`)).toEqual([text]);
});

test.each([
  ["看https://item.taobao。com。谢谢", ["https://item.taobao。com"]],
  ["https://a.com。谢谢 https://b.cn。See you", ["https://a.com", "https://b.cn"]],
  ["https://a.com。app下载 https://t.me。it works", ["https://a.com", "https://t.me"]],
  ["https://example.com。www.b.com", ["https://example.com", "www.b.com"]],
  ["ⓐwww.a.cn ⓑhttps://b.cnⓒ下一个 https://b.cn/xⓓ下一个", ["www.a.cn", "https://b.cn", "https://b.cn/x"]],
  ["重2.5㎏ 3.㎏ 5.㏄ vol.㎖", []],
  [String.raw`^https?://example\.com$`, []],
])("stops, circled letters and units of prose stay prose: %s", (text, expected) => {
  expect(valuesIn(text)).toEqual(expected);
});

test.each([
  ["ดูที่นี่https://www.lazada.co.th/products/i123.htmlนะครับ", ["https://www.lazada.co.th/products/i123.html"]],
  ["https://www.lazada.co.thนะครับ ดูwww.lazada.co.thนะครับ", ["https://www.lazada.co.th", "www.lazada.co.th"]],
  ["https://s.shopee.co.th/AbCdEfครับผม ร้านabc.comเปิด", ["https://s.shopee.co.th/AbCdEf", "abc.com"]],
  ["https://a.cn/xລາວ https://a.cn/xျမန် https://a.cn/xខ្មែរ", ["https://a.cn/x", "https://a.cn/x", "https://a.cn/x"]],
  ["https://th.wikipedia.org/wiki/ประเทศไทย ครับ", ["https://th.wikipedia.org/wiki/ประเทศไทย"]],
  ["https://a.co.th/s?q=ราคาiphoneไทย https://a.co.th/ไทย2024ครับ", null],
  ["https://a.co.th/fypไทย?lang=th https://a.co.th/iphone15โปร-max/x", null],
  ["https://a.co.th/a_ไทย https://คน.ไทย/หน้า คน.ไทย เว็บไทย.com", null],
])("of scripts without spaces prose beside an address is left out, a name or a title is not: %s", (text, expected) => {
  expect(valuesIn(text)).toEqual(expected ?? text.split(" "));
});

test.each([
  ["subnet 10.1.2.3/24 and 10.0.0.0/8, 10.0.0.1/32.", []],
  ["10.0.0.1/33 10.0.0.1/24/x 10.0.0.1:8080/x 192.168.0.0:81", null],
  ["version 0.5.0.0 and 1.5.0.0", []],
  ['[CQ:json,data={"ver":"1.0.0.19"&#44;"x":1}]', []],
  ["Version: 1.2.3.4 ver. 1.2.3.4 版本 1.2.3.4 phiên bản 1.2.3.4", []],
  ["8.8.8.8 http://1.5.0.0/ http://0.0.0.0:3000", null],
  ["server 1.2.3.4, driver 5.6.7.8", ["1.2.3.4", "5.6.7.8"]],
  ["posiada ograniczenia m.in. darmowa", []],
  ["https://m.in/x m.in/abc", null],
])("four numbers and an abbreviation are links only where they name a host: %s", (text, expected) => {
  expect(valuesIn(text)).toEqual(expected ?? text.split(" "));
});

test.each([
  ["redirect_uri=https%3A%2F%2Fexample.com%2Fpath&x=1", ["example.com"]],
  ["?u=http%3a%2f%2fpassport.bilibili.com%2flogin", ["passport.bilibili.com"]],
  ['{"u":"https%253A%252F%252Fexample.com%252Fa"}', ["example.com"]],
  ["x%3Dexample.com/a q=%22b.cn%22", ["example.com/a", "b.cn"]],
  ["foo%40example.com bob%2540example.com simplex:/contact#/?smp=smp%3A%2F%2Fabc%40smp.simplex.im", []],
  ["m%C3%BCnchen.de %E4%B8%AD%E6%96%87.com", []],
  ["打折50%2345.com 100%facebook.com 5%dealer.com", ["2345.com", "facebook.com", "dealer.com"]],
])("an escaped sign is no part of the host behind it: %s", (text, expected) => {
  expect(valuesIn(text)).toEqual(expected);
});

test.each([
  ["curl -s 'https://a.cn/x'|bash; curl 'https://b.cn/y'-o z", ["https://a.cn/x", "https://b.cn/y"]],
  ["['https://a.cn/x','https://b.cn/y']", ["https://a.cn/x", "https://b.cn/y"]],
  ["'https://a.cn/it's/ok' 'https://a.cn/Rock_'n'_Roll'", ["https://a.cn/it's/ok", "https://a.cn/Rock_'n'_Roll"]],
  ["https://a.cn/Rock_'n'_Roll https://a.cn/'x'|y", ["https://a.cn/Rock_'n'_Roll", "https://a.cn/'x'|y"]],
])("a quote that opens before an address ends it: %s", (text, expected) => {
  expect(valuesIn(text)).toEqual(expected);
});

test.each([
  [
    "htps://item.jd.com/1.html ttp://a.cn/b，hhtp://www.baidu.com，啦啦啦",
    ["item.jd.com/1.html", "a.cn/b", "www.baidu.com"],
  ],
  ["httpss://a.example.com:8443/x?y=1 HTTTP://a.cn/c", ["a.example.com:8443/x?y=1", "a.cn/c"]],
  ["[a](ttps://a.cn/b) <httpp://a.cn/c>", ["a.cn/b", "a.cn/c"]],
  ["htps://用户.中国/路径。", ["用户.中国/路径"]],
  ["smttp://a.cn/b http://ttp.cn/c", ["smttp://a.cn/b", "http://ttp.cn/c"]],
])("a slip of a scheme hides no host: %s", (text, values) => {
  expect(valuesIn(text)).toEqual(values);
});

test.each([
  ["hxxps://evil[.]example[.]com/a hxxp://evil.example.com/b https://a.cn/c", ["https://a.cn/c"]],
  ["看hXXps://evil.example.com/a这个，a.cn/b", ["a.cn/b"]],
  ["[a](hxxp://evil.example.com/a) hxxp.example.com", ["hxxp.example.com"]],
  [
    "hxxp://a,https://b.cn/c hxxp://a/https://b.cn/d hxxp://a?taobao://item",
    ["https://b.cn/c", "https://b.cn/d", "taobao://item"],
  ],
  ["hxxp://a,b.cn hxxp://a|b.cn/d", ["b.cn", "b.cn/d"]],
  ["https://hxxp.cn/a?u=hxxp://b.cn", ["https://hxxp.cn/a?u=hxxp://b.cn"]],
])("an address that is written to be read alone is no link: %s", (text, values) => {
  expect(valuesIn(text)).toEqual(values);
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

test.each([
  // A plus or an escape before it is the space of a form's text: the inner address is part of the outer one.
  ["https://x.example.com/intent/tweet?text=7kj86.+https://b.cn/s/7kj86?a=1&via=me", null],
  ["https://wa.example.com/?text=Join%20us:%0Ahttps://b.cn/Abc", null],
  ["https://map.example.com/p.php?base=topo&data=a.gpx^https://b.cn/uc?id=1T", null],
  ["https://a.example.com/x#:~:text=see%20https://b.cn", null],
  ["https://a.example.com/x?a=1,https://b.cn/y", ["https://a.example.com/x?a=1", "https://b.cn/y"]],
  ["https://t.cn/A6xhttps://t.cn/B7y", ["https://t.cn/A6x", "https://t.cn/B7y"]],
  // A title of several words, and the path behind it.
  ["https://www.a.co.jp/モンスター-アサヒ飲料-エナジー-355ml×24本/dp/B007V6MQJY/ref=sr_1?k=魔剤&sr=8-1", null],
  ["https://www.baidu.com/首字母-大写/看", ["https://www.baidu.com/"]],
  ["https://www.a.example.com/看这个-好用 https://b.cn/1", ["https://www.a.example.com/", "https://b.cn/1"]],
  // An emoji between the words of a file's name.
  ["https://a.example.no/When_You_Were_Young_🔊_20E4C926.png", null],
  ["https://a.example.no/x-🎉-好", ["https://a.example.no/x-"]],
  // Bold words adjacent to a link, and the stars of a path.
  ["See https://example.com/bar**bold** text", ["https://example.com/bar"]],
  ["链接：https://example.com/bar?x=1**重要**", ["https://example.com/bar?x=1"]],
  ["https://example.com/tree/main/**/x.ts", null],
  // JSON in a query.
  ['https://teams.example.com/l/0?context={"Tid"%3A"17f1"%2C"Oid"%3A"9b95"}', null],
  ['{"a":"https://a.example.com/x?d={","b":{"c":1}}', ["https://a.example.com/x?d="]],
  // What goes on behind a full stop is no end of a host.
  ["www.google.com123 看www.taobao.comabc吧 www.qq.com吧", ["www.qq.com"]],
  ["Main.java com.example.Main.java", []],
  // A person's server is no page.
  ["matrix:u/someone:example.com, matrix: example.com", ["matrix:u/someone:example.com", "example.com"]],
  ["matrix:roomid/rid:example.org/e/ev1?via=a.example.org.", ["matrix:roomid/rid:example.org/e/ev1?via=a.example.org"]],
  ["the matrix:r/x is one; Matrix:u/foo", []],
] as const)("an address ends where reports of other programs say it should: %s", (text, expected) => {
  expect(valuesIn(text)).toEqual(expected ?? [text]);
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
