import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { accessibilityFaults } from "../support/programs/axe.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { cutTables, scrollsSideways } from "../web/in-page.js";
import { startGateway } from "../web/people.ts";

describe.skipIf(!hasBrowser())("the documentation", () => {
  let browser: Browser;
  let app: App;
  beforeAll(async () => {
    [browser, app] = await Promise.all([openBrowser(), startGateway()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  // One of each kind: pictures, text with tables and examples, the first, and made of schemas.
  for (const [width, height, colorScheme, ...names] of [
    [360, 740, "dark", "pictures", "protocol", "http"],
    [1_280, 900, "light", "", "limits"],
  ] as const) {
    test(`on ${width} pixels, ${colorScheme}, it is for every eye and fits, without a script`, async () => {
      const { page, troubles } = await openTab(browser, `${app.url}docs/`, {
        viewport: { width, height },
        colorScheme,
      });
      const faults: Record<string, unknown> = {};
      for (const name of names) {
        await page.goto(`${app.url}docs/${name}`);
        const found = await accessibilityFaults(page);
        if (found.length > 0) faults[name] = found;
        expect({ name, isWide: await page.evaluate(scrollsSideways) }).toEqual({ name, isWide: false });
        // Tables of many columns are read whole, on a phone as blocks.
        expect({ name, cut: await page.evaluate(cutTables) }).toEqual({ name, cut: 0 });
      }
      expect(faults).toEqual({});
      // From the first page to a picture by clicks alone.
      await page.goto(`${app.url}docs/`);
      await page.getByRole("link", { name: "the four pictures" }).click();
      await expect.poll(() => page.getByRole("img").count()).toBe(4);
      await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Every limit" }).click();
      await page.getByRole("heading", { name: "Every limit" }).waitFor();
      expect(troubles).toEqual([]);
    });
  }

  test("on paper stands the text alone", async () => {
    const { page } = await openTab(browser, `${app.url}docs/pictures`);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("nav#pages").isVisible()).toBe(false);
    expect(await page.locator("main svg").first().isVisible()).toBe(true);
  });
});
