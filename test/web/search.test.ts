import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../src/client/index.ts";
import { startGateway as startTestGateway, type TestGateway } from "../support/gateway.ts";
import { accessibilityFaults } from "../support/programs/axe.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { scrollsSideways } from "./in-page.js";
import { signInAs } from "./people.ts";

/** Far more than is read when a chat is opened, and than a search looks through at once. */
const MESSAGES = 260;

describe.skipIf(!hasBrowser())("searching messages", () => {
  let browser: Browser;
  let gateway: TestGateway;
  beforeAll(async () => {
    [browser, gateway] = await Promise.all([
      openBrowser(),
      startTestGateway({ limits: { maxSearchedMessages: 100, maxSearchesPerWindow: 1_000 } }),
    ]);
    const ann = connect(gateway.ws, await gateway.token("ann"), { device: "seed" });
    await ann.send("bob", "明天的票在 HTTPS://Rail.Example/7，别忘了");
    for (let index = 0; index < MESSAGES; index += 1) await ann.send("bob", `hay ${index}`);
    await ann.send("cleo", "火车票呢？<b>rail.example</b>");
    ann.close();
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  for (const [width, height, colorScheme, locale] of [
    [360, 740, "dark", "en"],
    [1_280, 900, "light", "en"],
  ] as const) {
    test(`on ${width} pixels a word of two characters leads to its message, however far up it stands`, async () => {
      const { page, troubles } = await openTab(browser, `${gateway.http}/`, {
        viewport: { width, height },
        colorScheme,
        locale,
        reducedMotion: "reduce",
      });
      await signInAs(page, "ann");
      await page.getByRole("searchbox", { name: "Search messages" }).fill("RAIL.example");
      await page.keyboard.press("Enter");
      const status = page.locator(".found-status");
      await status.getByText("found").waitFor();
      const rows = page.locator(".found-message");
      // The one further back is found by going on.
      if ((await rows.count()) === 1) await page.getByRole("button", { name: "Find more" }).click();
      await rows.nth(1).waitFor();
      expect(await status.innerText()).toBe("2 messages found");
      expect(await rows.locator("mark").allInnerTexts()).toEqual(["rail.example", "Rail.Example"]);
      expect(await rows.first().locator(".last").innerText()).toBe("You: 火车票呢？<b>rail.example</b>");
      expect(await page.evaluate(scrollsSideways)).toBe(false);
      expect(await accessibilityFaults(page)).toEqual([]);
      // By keyboard alone, from the field: its button, the first message, the second.
      await page.locator("#search").focus();
      for (let tab = 0; tab < 3; tab += 1) await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      const found = page.locator(".message", { hasText: "明天的票" });
      await expect
        .poll(() => found.locator(".bubble").evaluate((bubble) => bubble === document.activeElement))
        .toBe(true);
      const box = await found.locator(".bubble").boundingBox();
      expect(box !== null && box.y > 0 && box.y + box.height < height).toBe(true);
      expect(await found.getAttribute("class")).toContain("sought");
      expect(await page.locator("h2", { hasText: "bob" }).isVisible()).toBe(true);
      // Back on a phone, what was found stands there still, where one was.
      if (width === 360) {
        await page.getByRole("button", { name: "Back to conversations" }).click();
        await expect.poll(() => rows.nth(1).evaluate((row) => row === document.activeElement)).toBe(true);
      }
      // Traditional characters find simplified ones, and mark them.
      await page.locator("#search").fill("火車票");
      await page.keyboard.press("Enter");
      await expect.poll(() => rows.locator("mark").allInnerTexts()).toEqual(["火车票"]);
      await page.locator("#search").fill("nowhere");
      await page.keyboard.press("Enter");
      await status.getByText("Nothing found").waitFor();
      await page.locator("#search").fill("");
      await page.locator(".chats button", { hasText: "cleo" }).waitFor();
      expect(await page.locator(".found").count()).toBe(0);
      expect(troubles.filter((trouble) => !trouble.includes("404"))).toEqual([]);
    });
  }
});
