import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { openChecker } from "../../src/check/checker.ts";
import { checkContextOf, contextSchema } from "../../src/report/context.ts";
import { openPage } from "../../src/pages/open-page.ts";
import { accessibilityFaults } from "../support/programs/axe.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { cards, say, signInAs, startGateway, talkTo, THREE } from "./people.ts";

/** A share code, a phone's own address, and a short link that is not followed here. */
const MORE = "￥CZ0001 abcD1efGHij￥ taobao://item.taobao.com/item.htm?id=652874301955 https://v.douyin.com/abc1234/";

/** When notices were asked for before links of rivals. */
const FIRST_PHASE = new Date("2021-09-18T00:00:00+08:00");

describe.skipIf(!hasBrowser())("axe finds nothing wrong", () => {
  let browser: Browser;
  let app: App;
  beforeAll(async () => {
    [browser, app] = await Promise.all([openBrowser(), startGateway()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`in sign-in, list, chats, cards, menus, settings and panels, ${colorScheme}`, async () => {
      const { page, troubles } = await openTab(browser, app.url, { colorScheme, reducedMotion: "reduce" });
      const faults: Record<string, string[]> = {};
      const look = async (view: string) => {
        const found = await accessibilityFaults(page);
        if (found.length > 0) faults[view] = found;
      };
      await look("sign-in");
      const me = `ada-${colorScheme}`;
      await signInAs(page, me);
      await look("list");
      await page.locator(".settings summary").click();
      await look("settings");
      await talkTo(page, "bea");
      await look("an empty chat");
      await say(page, THREE);
      await say(page, MORE);
      await cards(page).nth(4).waitFor();
      for (const summary of await page.locator(".card summary").all()) await summary.click();
      await look("cards, open");
      await page.getByRole("button", { name: "Conversation info" }).click();
      await page.locator("dialog[open]").waitFor();
      await look("about a person");
      await page.keyboard.press("Escape");
      await talkTo(page, "bea, cleo");
      await say(page, "hello");
      await page.locator(".message .mark").waitFor();
      await look("a group");
      await page.getByRole("button", { name: "Conversation info" }).click();
      await page.locator("dialog[open] .members").waitFor();
      await look("about a group");
      await page.keyboard.press("Escape");
      await page.locator(".message .remove").click();
      await page.locator("dialog[open]").waitFor();
      await look("a question");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Under other rules" }).first().click();
      await page.locator("#panel-title:focus").waitFor();
      await look("under other rules");
      expect(faults).toEqual({});
      expect(troubles).toEqual([]);
    });

    test(`in the page before a link, why one is blocked, an address too old, and the page of payments, ${colorScheme}`, async () => {
      const { page } = await openTab(browser, new URL("payments?locale=vi", app.url).href, { colorScheme });
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.goto(new URL("o/too-old", app.url).href);
      expect(await accessibilityFaults(page)).toEqual([]);
      for (const report of openChecker().check(THREE, checkContextOf(contextSchema.parse({}), FIRST_PHASE))) {
        const body = openPage(report, "zh-CN", report.verdict.action === "block" ? null : report.url);
        await page.route("**/o/token", (route) => route.fulfill({ body, contentType: "text/html; charset=utf-8" }), {
          times: 1,
        });
        await page.goto(new URL("o/token", app.url).href);
        await page.locator(".open-page dl").waitFor();
        expect(await accessibilityFaults(page)).toEqual([]);
      }
    });
  }
});
