import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { temporaryFolder } from "../support/folder.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { faintTexts, scrollsSideways } from "./in-page.js";
import { openAsShipped } from "./open-as-shipped.ts";

/** Least contrast of text by WCAG 2.2, 1.4.3 (AA). Source: https://www.w3.org/TR/WCAG22/#contrast-minimum. */
const LEAST_CONTRAST = 4.5;

describe.skipIf(!hasBrowser())("the page of payments", () => {
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

  test.each([
    [360, "light"],
    [360, "dark"],
    [768, "light"],
    [1_280, "light"],
    [1_280, "dark"],
  ] as const)("fits %d pixels, %s, and every text can be read", async (width, colorScheme) => {
    const tab = await openTab(browser, `${app.url}payments?at=2021-09-28&locale=vi`, {
      viewport: { width, height: 800 },
      colorScheme,
    });
    expect(await tab.page.evaluate(scrollsSideways)).toBe(false);
    const facts = tab.page.locator(".fact p");
    expect(await facts.count()).toBeGreaterThan(10);
    // Nothing is written over the cell beside it.
    expect(await facts.evaluateAll((all) => all.filter((fact) => fact.scrollWidth > fact.clientWidth).length)).toBe(0);
    expect(await tab.page.evaluate(faintTexts, LEAST_CONTRAST)).toEqual([]);
    expect(tab.troubles).toEqual([]);
  });

  test("tells each app's payments of a day with their sources, and another day where one asks", async () => {
    const { page, troubles } = await openTab(browser, `${app.url}payments?at=2021-09-28&locale=en`);
    const row = page.locator("tbody tr", { has: page.locator("th", { hasText: /^Ele\.me$/u }) });
    const paid = row.locator("td").first();
    expect(await paid.innerText()).toMatch(/accepted\s+by 2021-09-28\s+Yicai Global 28 Sept 2021/u);
    expect(await paid.getByRole("link").getAttribute("href")).toContain("yicaiglobal");
    await page.getByLabel("Day", { exact: true }).fill("2021-09-10");
    await page.getByLabel("Language").selectOption("zh-CN");
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(/at=2021-09-10&locale=zh-CN/u);
    expect(await page.locator("tbody tr", { hasText: "饿了么" }).innerText()).toContain("不支持");
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
    expect(troubles).toEqual([]);
  });

  test.each([
    ["zh-CN", "日期"],
    ["en", "Day"],
    ["id", "Tanggal"],
    ["vi", "Ngày"],
  ])("takes a day by keyboard, written alike in every language: %s", async (locale, label) => {
    const { page, troubles } = await openTab(browser, `${app.url}payments?at=2024-09-12&locale=${locale}`, {
      // Whose own fields begin with the day.
      locale: "en-GB",
    });
    const day = page.getByLabel(label, { exact: true });
    await page.keyboard.press("Tab");
    expect(await day.evaluate((field) => field === document.activeElement)).toBe(true);
    const type = async (text: string) => {
      await page.keyboard.press("Control+A");
      await page.keyboard.type(text);
      await page.keyboard.press("Enter");
    };
    await type("2021-13-28");
    expect(await day.evaluate((field) => field.matches(":invalid"))).toBe(true);
    await type("2021-09-28");
    await page.waitForURL(/at=2021-09-28/u);
    expect(await day.inputValue()).toBe("2021-09-28");
    expect(await page.locator("html").getAttribute("lang")).toBe(locale);
    expect(await page.locator('[aria-current="date"]').innerText()).toBe("2021-09-28");
    expect(troubles).toEqual([]);
  });
});
