import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { DEFAULT_CONFIG, type Config } from "../../src/config.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { openAsShipped } from "./open-as-shipped.ts";

describe.skipIf(!hasBrowser())("the sign-in page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  async function urlOf(config: Partial<Config>): Promise<string> {
    const data = mkdtempSync(join(tmpdir(), "hutong-demo-"));
    const app = await openAsShipped({ ...DEFAULT_CONFIG, port: 0, data, ...config });
    onTestFinished(async () => {
      await app.close();
      rmSync(data, { recursive: true });
    });
    return app.url;
  }

  test("a demo says in the page's language that everyone may come in under any name", async () => {
    const url = await urlOf({ demo: true });
    const words = { en: "Demo:", "zh-CN": "演示模式", id: "Demo: siapa pun", vi: "Bản thử" };
    for (const [locale, text] of Object.entries(words)) {
      const { page, troubles } = await openTab(browser, url, { locale });
      await page.locator(".demo-notice").getByText(text).waitFor();
      expect(troubles).toEqual([]);
      await page.context().close();
    }
  });

  test("where a name is enough on this machine alone nothing is said; where it is not, the token's field is open", async () => {
    const here = await openTab(browser, await urlOf({}));
    await here.page.waitForLoadState("networkidle");
    expect(await here.page.locator(".demo-notice").isVisible()).toBe(false);
    expect(await here.page.locator("#token").isVisible()).toBe(false);
    const { page, troubles } = await openTab(browser, await urlOf({ origins: ["https://chat.example"] }));
    await page.locator("#token").waitFor();
    expect(await page.locator(".demo-notice").isVisible()).toBe(false);
    expect([...here.troubles, ...troubles]).toEqual([]);
  });
});
