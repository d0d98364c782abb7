import { expect, test } from "vitest";
import { answerAsOf } from "../../src/bots/answer-as-of.ts";
import { openChecker } from "../../src/check/checker.ts";
import type { Locale } from "../../src/policy/types.ts";
import type { CheckContext } from "../../src/report/report.ts";

const checker = openChecker();

async function answer(text: string, locale: Locale = "en", now = "2026-11-01"): Promise<string> {
  const contextAt = (at: Date): CheckContext => ({
    at,
    host: "wechat",
    chat: "one_to_one",
    client: { os: "android", version: "8.0.11" },
    choice: null,
    locale,
    lists: [],
  });
  const at = new Date(`${now}T04:00:00Z`);
  return answerAsOf(text, checker.check(text, contextAt(at)), locale, {
    registry: checker.registry,
    at,
    host: "wechat",
    judge: async (asked, day) => checker.check(asked, contextAt(day)),
  });
}

test.each([
  ["en", "How did Taobao links open on 10 September 2021?", "As of: 2021-09-10", /\n1\. Taobao.*: opens outside/iu],
  ["zh-CN", "2021年9月10日淘宝链接能打开吗", "截至：2021-09-10", /\n1\. 淘宝/u],
  ["id", "Bagaimana tautan Taobao dibuka pada 10 September 2021?", "Per tanggal: 2021-09-10", /\n1\. Taobao/u],
  ["vi", "ngày 10 tháng 9 năm 2021 Taobao mở thế nào?", "Tính đến: 2021-09-10", /\n1\. Taobao/u],
] as const)("in %s an app and a day are answered by the rules of that day: %s", async (locale, text, day, whose) => {
  const said = await answer(text, locale);
  expect(said.split("\n")[0]).toBe(day);
  expect(said).toMatch(whose);
  // The edition of that day, and not of the message's.
  expect(said).not.toBe((await answer(text.replace(/2021/gu, "2022"), locale)).replace("2022", "2021"));
  expect(
    checker.check(said, {
      at: new Date(),
      host: "wechat",
      chat: "one_to_one",
      client: { os: "web", version: null },
      choice: null,
      locale,
      lists: [],
    }),
  ).toEqual([]);
});

test("a link is judged as of the day beside it, and a day within an address is none", async () => {
  const item = "https://item.taobao.com/item.htm?id=652874301955";
  const now = await answer(item);
  const then = await answer(`${item} on 2021-09-10`);
  expect(then.startsWith("As of: 2021-09-10\n1. Taobao")).toBe(true);
  expect(then).not.toContain(now.split("\n")[0]);
  expect(await answer("https://news.example/2021/09/10/x")).toMatch(/^1\. /u);
});

test("an app without a day is told as of now; other texts are answered as before", async () => {
  expect(await answer("douyin")).toMatch(/^As of: 2026-11-01\n1\. Douyin/u);
  expect(await answer("good morning")).toContain("no link");
  expect(await answer("help")).toContain("I am the link bot");
  expect(await answer("does Taobao take WeChat Pay?")).toContain("accepted (since 2024-09-27)");
  expect(await answer("https://item.taobao.com/item.htm?id=652874301955")).toMatch(/^1\. Taobao/u);
});

test("the app whose chat this is, named beside another, is where a link opens", async () => {
  for (const [text, locale] of [
    ["为什么微信里打不开淘宝链接？", "zh-CN"],
    ["在微信能打开淘宝吗", "zh-CN"],
    ["Why can't I open Taobao links in WeChat?", "en"],
    ["Apakah tautan Taobao bisa dibuka di WeChat?", "id"],
    ["Mở liên kết Taobao trong WeChat được không?", "vi"],
  ] as const) {
    const said = await answer(text, locale);
    expect([text, said.match(/\n\d\. [^\n]*/gu)]).toEqual([text, [expect.stringMatching(/^\n1\. (?:淘宝|Taobao)/u)]]);
  }
  expect(await answer("do WeChat links open?")).toMatch(/\n1\. WeChat/u);
  expect(await answer("Taobao and Douyin in WeChat")).toMatch(/\n1\. Taobao.*\n2\. Douyin/su);
});
