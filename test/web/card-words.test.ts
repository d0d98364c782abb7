import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { temporaryFolder } from "../support/folder.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { openAsShipped } from "./open-as-shipped.ts";

describe.skipIf(!hasBrowser())("a card in another language", () => {
  let browser: Browser;
  let app: App;
  const closers: (() => unknown)[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
    const data = temporaryFolder((close) => closers.push(close));
    app = await openAsShipped({
      ...DEFAULT_CONFIG,
      port: 0,
      data,
      resolve: { ...DEFAULT_CONFIG.resolve, mode: "off" },
    });
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    for (const close of closers) await close();
  });

  test("is in Chinese to its marks: what it is, what happens, its payments and their sources", async () => {
    const { page, troubles } = await openTab(browser, app.url, { locale: "zh-CN" });
    await page.getByLabel("你的名字").fill("mei");
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await page.getByRole("button", { name: /^hutong/u }).click();
    await page.getByRole("button", { name: /这件卫衣/u }).click();
    const card = page.getByRole("article", { name: "链接：淘宝" });
    await card.waitFor();
    const summary = await card.innerText();
    await card.getByRole("button", { name: "规则、来源与最终地址" }).click();
    const told = await card.innerText();
    expect(summary).toContain("可在聊天内打开");
    expect(told).toContain("商品");
    expect(told).toContain("可在聊天内打开");
    expect(told).toContain("微信支付：已支持（2024-09-27 起）");
    expect(told).toContain("和包支付（中国移动）：已支持（不晚于 2024-09-27）");
    expect(told).not.toMatch(/\p{Script=Han}\s?[:,(]|[,:)]\s?\p{Script=Han}/u);
    expect(troubles).toEqual([]);
  });
});
