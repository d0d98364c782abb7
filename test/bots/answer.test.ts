import { describe, expect, test } from "vitest";
import { answerTo } from "../../src/bots/answer.ts";
import { openChecker } from "../../src/check/checker.ts";
import type { CheckContext } from "../../src/report/report.ts";
import type { Locale } from "../../src/policy/types.ts";

const checker = openChecker();
const TEXT = "https://item.taobao.com/item.htm?id=652874301955&spm=1 https://evil.example/x";

/** A link of each app that has payments on record, whose sources have titles of many kinds; Ele.me's name is its address. */
const PAID = checker.registry
  .apps()
  .filter(({ id, payments = [] }) => payments.length > 0 && id !== "eleme")
  .map(({ hosts: [host = ""] }) => `https://${host.replace("*.", "www.")}/`);

function answer(text: string, locale: Locale, day = "2021-09-28"): string {
  const context: CheckContext = {
    at: new Date(`${day}T12:00:00+08:00`),
    host: "wechat",
    chat: "one_to_one",
    client: { os: "android", version: "8.0.11" },
    choice: null,
    locale,
    lists: [{ entry: "evil.example", kind: "phishing" }],
  };
  return answerTo(text, checker.check(text, context), locale, { registry: checker.registry, at: context.at });
}

test.each([
  ["en", "1. Taobao · item: opens here, after one notice page", "is blocked", "Cloud QuickPass: accepted"],
  ["zh-CN", "1. 淘宝 · 商品：可在聊天内打开，打开前显示提示页", "已停止访问", "云闪付：已支持"],
  [
    "id",
    "1. Taobao · barang: dibuka di sini, setelah satu halaman peringatan",
    "diblokir",
    "Cloud QuickPass: diterima",
  ],
  ["vi", "1. Taobao · sản phẩm: mở ngay tại đây, sau một trang cảnh báo", "bị chặn", "Cloud QuickPass: đã hỗ trợ"],
] as const)("the bot says in %s what each link is, what happens to it and why", (locale, ...parts) => {
  const text = answer(TEXT, locale);
  for (const part of parts) expect(text).toContain(part);
  expect(text).toContain("wechat 2021-09-17");
});

test.each(["en", "zh-CN", "id", "vi"] as const)("an answer in %s holds no link of its own", (locale) => {
  for (const text of [TEXT, "help", "nothing here", "https://a.cn ".repeat(20), ...PAID]) {
    expect(checker.check(answer(text, locale), { ...CONTEXT, locale })).toEqual([]);
  }
});

test.each([
  ["en", "WeChat Pay: accepted (by 2021-09-28)", "Source: Yicai Global 28 Sept 2021"],
  ["zh-CN", "微信支付：已支持（不晚于 2021-09-28）", "来源：Yicai Global 28 Sept 2021"],
  ["id", "WeChat Pay: diterima (paling lambat 2021-09-28)", "Sumber: Yicai Global 28 Sept 2021"],
  ["vi", "WeChat Pay: đã hỗ trợ (chậm nhất 2021-09-28)", "Nguồn: Yicai Global 28 Sept 2021"],
] as const)("a payment that was seen by a day is told so in %s, with its source", (locale, status, source) => {
  const lines = answer("https://h5.ele.me/msite/", locale).split("\n");
  const place = lines.findIndex((line) => line.includes(status));
  expect(place).toBeGreaterThan(0);
  expect(lines[place + 1]?.trim()).toBe(source);
});

test.each([
  ["en", "85 % of merchants by 2 October 2021."],
  ["zh-CN", "截至 2021 年 10 月 2 日覆盖 85% 的商家。"],
  ["id", "85% pedagang per 2 Oktober 2021."],
  ["vi", "85% nhà bán hàng tính đến ngày 2/10/2021."],
] as const)("the note of a payment is told in %s", (locale, note) => {
  expect(answer(TEXT, locale)).toContain(note);
});

test("what others said of a payment is told beside it", () => {
  const text = answer("https://mp.weixin.qq.com/s/9f3KqT1bVxY2mZ0aLw7RpA", "en");
  expect(text).toContain("Alipay: unclear (since 2021-09-28)");
  expect(text).toContain("Alipay: by another source: expected\n   Source: CNBC TV18");
});

const CONTEXT: CheckContext = {
  at: new Date("2026-11-01T00:00:00Z"),
  host: "wechat",
  chat: "one_to_one",
  client: { os: "web", version: null },
  choice: null,
  locale: "en",
  lists: [],
};

test("a bare code comes with what its reader must do", () => {
  expect(answer("￥aS1dF2gH3jK￥ 打开淘宝", "en")).toMatch(/To open: .*Taobao/u);
});

test("help explains itself, and a text without a link is told so", () => {
  expect(answer(" Help ", "en")).toContain("I am the link bot");
  expect(answer("帮助", "zh-CN")).toContain("链接机器人");
  expect(answer("good morning", "en")).toContain("no link");
});

describe("a question whether an app takes a payment is answered with the source and the day", () => {
  test.each([
    ["zh-CN", "淘宝支持微信支付吗？", "淘宝 · 微信支付：已支持（2024-09-27 起）", "来源：hbsnhzjj", "截至：2026-11-28"],
    [
      "en",
      "does Taobao take WeChat Pay?",
      "Taobao · WeChat Pay: accepted (since 2024-09-27)",
      "Source: hbsnhzjj",
      "As of: 2026-11-28",
    ],
    [
      "id",
      "apakah Taobao menerima WeChat Pay?",
      "Taobao · WeChat Pay: diterima (sejak 2024-09-27)",
      "Sumber: hbsnhzjj",
      "Per tanggal: 2026-11-28",
    ],
    [
      "vi",
      "Taobao có nhận WeChat Pay không?",
      "Taobao · WeChat Pay: đã hỗ trợ (từ 2024-09-27)",
      "Nguồn: hbsnhzjj",
      "Tính đến: 2026-11-28",
    ],
  ] as const)("in %s: %s", (locale, question, ...parts) => {
    const text = answer(question, locale, "2026-11-28");
    for (const part of parts) expect(text).toContain(part);
    expect(checker.check(text, { ...CONTEXT, locale })).toEqual([]);
  });

  test("as of the day of the message, and for each app that it names", () => {
    expect(answer("淘宝支持微信支付吗？", "zh-CN", "2021-09-10")).toContain("淘宝 · 微信支付：不支持");
    const both = answer("Do JD and Pinduoduo accept Alipay?", "en", "2021-09-28");
    expect(both).toContain("JD · Alipay: removed (by 2011-12-31)");
    expect(both).toContain("Pinduoduo · Alipay: accepted");
  });

  test.each([
    ["微信支持支付宝吗", "微信 · 支付宝：未发现"],
    ["可以用云闪付在淘宝付款吗？", "淘宝 · 云闪付：已支持"],
    ["支付宝支持云闪付吗？", "支付宝 · 云闪付：已宣布"],
    ["考拉能用微信支付吗？", "考拉海购 · 微信支付：应用已停止运营"],
    ["闲鱼支持云闪付吗？", "闲鱼 · 云闪付：没有记录"],
  ])("who takes and what is taken are told apart: %s", (question, start) => {
    expect(answer(question, "zh-CN", "2026-11-28")).toContain(start);
  });

  test.each([
    "What is WeChat Pay?",
    "I paid with Alipay at Taobao.",
    "淘宝的微信支付很好用。",
    "Which apps are there?",
    "Does Taobao take cash?",
  ])("another text stays as it was: %s", (text) => {
    expect(answer(text, "en")).toContain("I found no link");
  });

  test.each([
    ["zh-CN", "2020年淘宝支持微信支付吗?", "淘宝 · 微信支付：不支持", "截至：2020-12-31"],
    ["zh-CN", "2022年3月28日淘宝能用微信支付吗？", "淘宝 · 微信支付：灰度测试", "截至：2022-03-28"],
    ["en", "Did Taobao accept WeChat Pay in 2021?", "Taobao · WeChat Pay: not accepted", "As of: 2021-12-31"],
    ["en", "Does Youku take WeChat Pay as of 10 Sept 2021?", "Youku · WeChat Pay: not accepted", "As of: 2021-09-10"],
    ["en", "Did Youku take WeChat Pay on September 28th, 2021?", "Youku · WeChat Pay: accepted", "As of: 2021-09-28"],
    ["en", "Was WeChat Pay accepted at Tmall on 2024-09-05?", "announced", "As of: 2024-09-05"],
    ["id", "Apakah Taobao menerima WeChat Pay pada 10 Agustus 2021?", "tidak diterima", "Per tanggal: 2021-08-10"],
    ["id", "Apakah Hema menerima WeChat Pay tahun 2021?", "menunggu persetujuan", "Per tanggal: 2021-12-31"],
    ["vi", "Tháng 9/2021 Taobao có nhận WeChat Pay không?", "không chấp nhận", "Tính đến: 2021-09-30"],
    ["vi", "Ngày 28/9/2021 Damai có nhận WeChat Pay không?", "đã hỗ trợ", "Tính đến: 2021-09-28"],
    ["vi", "Taobao có nhận WeChat Pay ngày 5 tháng 9 năm 2024 không?", "đã công bố", "Tính đến: 2024-09-05"],
  ] as const)("of the day that it names, in %s: %s", (locale, question, status, day) => {
    const text = answer(question, locale, "2026-11-28");
    expect(text).toContain(status);
    expect(text).toContain(day);
  });

  test("of today where its day is still to come, and of the month where its day is none of the calendar", () => {
    expect(answer("Does Taobao take WeChat Pay in 2030?", "en", "2026-11-28")).toContain("As of: 2026-11-28");
    expect(answer("Does Taobao take WeChat Pay on 2021-02-30?", "en", "2026-11-28")).toContain("As of: 2021-02-28");
    expect(answer("Did 1688 take WeChat Pay in 2021?", "en", "2026-11-28")).toContain("1688 · WeChat Pay");
  });

  test.each([
    ["Does Ele.me take WeChat Pay?", "Taobao Shangou (Ele.me) · WeChat Pay: accepted"],
    ["Did ele.me take WeChat Pay in September 2021?", "Ele.me · WeChat Pay: accepted (by 2021-09-28)"],
    ["Does JD.com accept Alipay?", "JD · Alipay: accepted"],
    ["Does Idle Fish take WeChat Pay?", "Idle Fish (Xianyu) · WeChat Pay: none found"],
    ["Did Koala take Weixin Pay in 2022?", "Kaola · WeChat Pay: accepted"],
  ])("by any name of an app, also one that is written as an address: %s", (question, start) => {
    expect(answer(question, "en", "2026-11-28")).toContain(start);
  });

  test("which apps take it is answered by status", () => {
    const text = answer("Which apps took WeChat Pay on 28 Sept 2021?", "en", "2026-11-28");
    expect(text).toMatch(/accepted: .*Youku/u);
    expect(text).toMatch(
      /awaiting Tencent’s approval: Freshippo \(Hema\), Taobao Deals \(Taote\), Idle Fish \(Xianyu\)/u,
    );
    expect(answer("哪些应用支持微信支付？", "zh-CN", "2026-11-28")).toMatch(/已支持：.*淘宝/u);
  });

  test("an address alone stays a link", () => {
    expect(answer("ele.me", "en")).toMatch(/^1\. /u);
  });

  test("a text with a link is answered for its link", () => {
    expect(answer(`does Taobao take WeChat Pay? ${TEXT}`, "en")).toMatch(/^1\. Taobao · item/u);
  });
});
