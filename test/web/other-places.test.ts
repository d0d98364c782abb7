import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { signToken } from "../../src/access/tokens.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { temporaryFolder } from "../support/folder.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { TEST_SECRET, TEST_SECRET_TEXT } from "../support/secret.ts";
import { startGateway } from "./people.ts";
import { openAsShipped } from "./open-as-shipped.ts";

describe.skipIf(!hasBrowser())("from the chat", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test("the documentation is one step away before and after signing in; at the machine the moderators' page is too", async () => {
    const app = await startGateway();
    onTestFinished(() => app.close());
    const { page, troubles } = await openTab(browser, app.url);
    await page.getByRole("link", { name: "Documentation" }).click();
    await page.getByRole("heading", { name: "Documentation", level: 1 }).waitFor();
    await page.goBack();
    await page.locator("#name").fill("nia");
    await page.keyboard.press("Enter");
    await page.getByText("Settings", { exact: true }).click();
    expect(await page.getByRole("link", { name: "Documentation" }).getAttribute("href")).toBe("/docs/");
    await page.getByRole("link", { name: "Moderators’ page" }).click();
    await page.getByRole("navigation").getByRole("link", { name: "Figures" }).waitFor();
    expect(troubles).toEqual([]);
  });

  test("elsewhere who has a role is led to the moderators' page and signed in there, and nobody else sees it", async () => {
    const data = temporaryFolder(onTestFinished);
    // An origin of its own: others than this machine are expected.
    const origins = ["https://chat.example"];
    const app = await openAsShipped({ ...DEFAULT_CONFIG, port: 0, data, secret: TEST_SECRET_TEXT, origins });
    onTestFinished(() => app.close());
    for (const [user, roles] of [
      ["mo", ["moderator"]],
      ["nia", []],
    ] as const) {
      const { page } = await openTab(browser, app.url);
      await page.locator("#token").fill(await signToken(user, TEST_SECRET, 600, new Date(), { roles }));
      await page.locator(".with-token button").click();
      await page.getByText("Settings", { exact: true }).click();
      const link = page.getByRole("link", { name: "Moderators’ page" });
      expect({ user, isThere: await link.isVisible() }).toEqual({ user, isThere: roles.length > 0 });
      if (roles.length === 0) continue;
      await link.click();
      await page.getByText("mo · moderator").waitFor();
    }
  });
});
