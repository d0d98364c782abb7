import { expect, test } from "vitest";
import { answerTo } from "../../src/bots/answer.ts";
import { openChecker } from "../../src/check/checker.ts";
import type { CheckContext } from "../../src/report/report.ts";

const checker = openChecker();
const TEXT = "https://item.taobao.com/item.htm?id=652874301955&spm=1 https://evil.example/x";

/** A link of each app that has payments on record, whose sources have titles of many kinds; Ele.me's name is its address. */
const PAID = checker.registry
  .apps()
  .filter(({ id, payments = [] }) => payments.length > 0 && id !== "eleme")
  .map(({ hosts: [host = ""] }) => `https://${host.replace("*.", "www.")}/`);

function answer(text: string, locale: CheckContext["locale"]): string {
  const context: CheckContext = {
    at: new Date("2021-09-28T12:00:00+08:00"),
    host: "wechat",
    chat: "one_to_one",
    client: { os: "android", version: "8.0.11" },
    choice: null,
    locale,
    lists: [{ entry: "evil.example", kind: "phishing" }],
  };
  return answerTo(text, checker.check(text, context), locale);
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
