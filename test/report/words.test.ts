import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openChecker } from "../../src/check/checker.ts";
import { checkContextOf, contextSchema } from "../../src/report/context.ts";
import { LOCALES, type Locale } from "../../src/policy/types.ts";
import { ENTITY_KINDS } from "../../src/report/words/entity-kinds.ts";
import { evidenceText } from "../../src/report/words/evidence.ts";
import { readTimeline } from "../../src/rulebooks/timeline.ts";
import { WORDS } from "../../src/report/words/languages.ts";
import { en } from "../../src/web/words/en.ts";
import { id } from "../../src/web/words/id.ts";
import { vi } from "../../src/web/words/vi.ts";
import { zhCn } from "../../src/web/words/zh-cn.ts";

const PAGE: Readonly<Record<Locale, unknown>> = { "zh-CN": zhCn, en, id, vi };

/** Every text of a set of words, by its place in it; a sentence with gaps is filled with a number, which no language changes. */
function textsOf(words: unknown, place: string, found: Map<string, string> = new Map()): Map<string, string> {
  if (typeof words === "function") return textsOf(words(7, 7, 7), place, found);
  if (typeof words === "string") return found.set(place, words);
  if (typeof words === "object" && words !== null) {
    for (const [name, inner] of Object.entries(words)) textsOf(inner, `${place}.${name}`, found);
  }
  return found;
}

const checker = openChecker();
const { shelf } = checker;
const texts = (locale: Locale) => textsOf(PAGE[locale], "page", textsOf(WORDS[locale], "report"));
const english = texts("en");

/** Names that stay what they are, and words that a language has taken over or shares with English. */
const STAYS: Readonly<Record<Exclude<Locale, "en">, readonly string[]>> = {
  "zh-CN": ["Apple Pay", "QQ"],
  id: [
    "WeChat Pay",
    "Alipay",
    "Cloud QuickPass",
    "JD Pay",
    "Apple Pay",
    "36Kr",
    "NDRC",
    "China Mobile",
    "China Telecom",
    "China Unicom",
    "UnionPay",
    "Hutong",
    "Alibaba",
    "ByteDance",
    "IT Home",
    "JD",
    "JiWei",
    "QQ",
    "Reuters",
    "Taobao",
    "Tencent",
    "Tmall",
    "Cherokee",
    "Hiragana",
    "Katakana",
    "Hangul",
    // Indonesian writes these as English does.
    "Latin",
    "bot",
    "video",
    "album",
    "film",
    "forum",
    "episode",
    "hotel",
    "game",
    "admin",
    "Spam",
    "Phishing",
    "Malware",
    "Token",
  ],
  vi: [
    "WeChat Pay",
    "Alipay",
    "Cloud QuickPass",
    "JD Pay",
    "Apple Pay",
    "36Kr",
    "NDRC",
    "China Mobile",
    "China Telecom",
    "China Unicom",
    "UnionPay",
    "Hutong",
    "Alibaba",
    "ByteDance",
    "IT Home",
    "JD",
    "JiWei",
    "QQ",
    "Reuters",
    "Taobao",
    "Tencent",
    "Tmall",
    "Cherokee",
    "Hiragana",
    "Katakana",
    "Hangul",
    // Vietnamese has taken these over.
    "video",
    "album",
    "podcast",
    "Token",
    "bot",
  ],
};

/** What an English sentence has and none of the others. */
const ENGLISH =
  /\b(?:the|and|of|is|are|was|with|from|your|you|this|that|not|open|opens|blocked|link|links|page|reader|rule|day|awaiting|accepted)\b/iu;
/** Latin letters that stand in Chinese texts: names, keys and terms. */
const LATIN_IN_CHINESE = /\b(?:hutong|token|iOS|H5|Shift|QQ|Apple Pay)\b|IT(?=之家)/giu;

describe.each(LOCALES)("the words in %s", (locale) => {
  test("are all there, and none is empty", () => {
    expect([...texts(locale).keys()].toSorted()).toEqual([...english.keys()].toSorted());
    expect([...texts(locale)].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  test("name every entity type of the registry", () => {
    const types = checker.registry.apps().flatMap(({ entities = [] }) => entities.map(({ type }) => type));
    expect(types.filter((type) => !ENTITY_KINDS.has(type))).toEqual([]);
    expect([...ENTITY_KINDS.values()].filter((kind) => WORDS[locale].entity[kind] === undefined)).toEqual([]);
  });

  test("say dots as one character, with no space before them", () => {
    expect([...texts(locale)].filter(([, text]) => / …|\.\.\./u.test(text.replace(/^… /u, "")))).toEqual([]);
  });
});

describe.each(LOCALES.filter((locale) => locale !== "en"))("no English is left in %s", (locale) => {
  // Links with what is said around them, and marks, are no sentences.
  const told = [...texts(locale)].filter(([place]) => !place.includes(".marks.") && !place.includes(".examples."));

  test("a text is another than the English one, or one that stays", () => {
    const same = told.filter(([place, text]) => english.get(place) === text && /\p{L}/u.test(text));
    expect(same.filter(([, text]) => !STAYS[locale].includes(text) && !/^\p{Lu}?\d/u.test(text))).toEqual([]);
    // A word that is no longer needed in the list would hide the next one.
    expect(STAYS[locale].filter((text) => !same.some(([, each]) => each === text))).toEqual([]);
  });

  test("no text holds a word of English sentences", () => {
    expect(told.filter(([, text]) => ENGLISH.test(text.replaceAll(/“[^”]*”/gu, "")))).toEqual([]);
  });
});

/** One word for each thing: what readers of a language say, and what is never said in its place. */
const NEVER: Readonly<Record<Locale, RegExp>> = {
  "zh-CN": /您|一对一|规则书|追踪|导流|须复制|[\p{Script=Han}][,:;()]/u,
  en: /\bpublic accounts?\b|\bare no external links\b|\bcould not be learnt\b/iu,
  id: /obrolan|satu lawan satu|peramban|e-niaga|pemberitahuan|pengelabuan|perangkat jahat|porta\b|program mini|akun publik/iu,
  vi: /một-một|các báo cáo|thư rác|trang nhắc nhở|trang thông báo|chương trình (?:nhỏ|mini)|mã thông báo|trước máy chủ|xoá|(?<!sao )chép/iu,
};

/** A text for each way in which a link can be suspicious, besides the look-alikes. */
const SUSPICIOUS: readonly string[] = [
  "￥aS1dF2gH3jK￥ 打开淘宝",
  "https://taobao.com@evil.example/",
  "[taobao.com](https://evil.example/x)",
  "javascript:alert(1)",
  "file:///etc/passwd",
  "about:config",
  "data:text/html,<b>x</b>",
  "ms-msdt:/id",
  "nosuchscheme://x/y",
  "intent://a#Intent;component=a/b;end",
  "intent://item.taobao.com/x#Intent;scheme=https;S.browser_fallback_url=https%3A%2F%2Fevil.example%2F;end",
];
const LOOKALIKES = readFileSync("fixtures/lookalikes/told.txt", "utf8")
  .split("\n")
  .map((line) => line.split(/\s/u)[0] ?? "")
  .filter((host) => host !== "" && !host.startsWith("#"));

test("what a finding saw is told in each language, of every look-alike on record and every way to write a link", () => {
  const context = checkContextOf(
    contextSchema.parse({ at: "2026-11-01", lists: [{ entry: "known.example", kind: "fraud" }] }),
    new Date(),
  );
  const texts = [...SUSPICIOUS, "https://known.example/", ...LOOKALIKES.map((host) => `https://${host}/`)];
  const findings = texts.flatMap((text) => checker.check(text, context).flatMap((report) => report.findings));
  expect(findings.length).toBeGreaterThan(LOOKALIKES.length / 2);
  const told = findings.filter(({ evidence }) => /[a-z]{2} [a-z]{2}|: [a-z]{3}/u.test(evidence));
  expect(told.length).toBeGreaterThan(20);
  for (const locale of LOCALES.filter((each) => each !== "en")) {
    expect(told.filter((finding) => evidenceText(finding, WORDS[locale]) === finding.evidence)).toEqual([]);
    const left =
      /\b(?:the|beside|looks? like|letters?|among|swapped|its name|leads|shows|listed|starts|runs|carries|before|mixes|Cyrillic|for)\b/u;
    expect(told.map((finding) => evidenceText(finding, WORDS[locale])).filter((text) => left.test(text))).toEqual([]);
  }
});

test("every kind of event and every actor of the timeline has a word in each language", () => {
  for (const locale of LOCALES) {
    const { events: words } = WORDS[locale];
    const actors = readTimeline().flatMap(({ actor }) => actor.split(", "));
    expect(actors.filter((actor) => words.actor[actor] === undefined)).toEqual([]);
  }
});

const reasons = (locale: Locale): string[] => {
  const books = shelf.ids.map((book) => shelf.byId(book).rulebook);
  const outcomes = books.flatMap(({ editions }) =>
    editions.flatMap(({ rules, default: otherwise, unresolved }) => [...rules, otherwise, unresolved]),
  );
  return [...new Set(outcomes.map(({ reason }) => reason[locale] ?? ""))];
};

/** What the record tells in sentences: the timeline's events and the notes of payments. */
const record = (locale: Locale): string[] => {
  const facts = checker.registry
    .apps()
    .flatMap(({ payments = [], ended }) => [...payments, ...(ended === undefined ? [] : [ended])]);
  const notes = facts.flatMap(({ note, noteIn }) => (locale === "en" ? note : noteIn?.[locale]) ?? []);
  return [...readTimeline().map(({ text }) => text[locale]), ...notes];
};

test.each(LOCALES)("in %s each thing has one word, in the rulebooks' reasons and the record too", (locale) => {
  const told = [...texts(locale).values(), ...reasons(locale), ...record(locale)];
  expect(told.length).toBeGreaterThan(400);
  expect(told.filter((text) => NEVER[locale].test(text))).toEqual([]);
});

test("no reason is English in another language, or missing", () => {
  for (const locale of LOCALES.filter((each) => each !== "en")) {
    const told = reasons(locale);
    expect(told.length).toBe(reasons("en").length);
    expect(told.filter((text) => ENGLISH.test(text) || reasons("en").includes(text))).toEqual([]);
  }
});

test("before 17 September 2021 a reason says what people did then", () => {
  const on = (at: string, locale: Locale) =>
    checker.check(
      "https://item.taobao.com/item.htm?id=652874301955",
      checkContextOf(contextSchema.parse({ at, locale }), new Date()),
    )[0]?.verdict.reason;
  expect(on("2021-09-16", "id")).toMatch(/disalin ke browser atau ke aplikasinya/u);
  expect(on("2021-09-16", "zh-CN")).toMatch(/复制到浏览器或对应的应用打开/u);
  expect(on("2014-02-01", "vi")).toMatch(/sao chép liên kết rồi mở ứng dụng/u);
});

test("Chinese is written with its own letters and marks", () => {
  const told = [...texts("zh-CN")].filter(([place]) => !place.includes(".examples."));
  const latin = told.filter(([, text]) => /[a-z]{2}/iu.test(text.replaceAll(LATIN_IN_CHINESE, "")));
  expect(latin).toEqual([]);
  expect(told.filter(([, text]) => /\p{Script=Han}[,:;()?!]|[,;:()?!]\p{Script=Han}/u.test(text))).toEqual([]);
});
