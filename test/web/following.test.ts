import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { openSite, page as pageOf, redirect, startFollowingGateway, type Site } from "../support/followed-gateway.ts";
import type { TestGateway } from "../support/gateway.ts";
import { pngOf } from "../support/doubles/images.ts";
import { enter } from "../support/raw-socket.ts";
import { cards, signInAs, talkTo, unfold } from "./people.ts";

describe.skipIf(!hasBrowser())("the web client follows what becomes of a link", () => {
  let browser: Browser;
  let site: Site;
  let gateway: TestGateway;
  beforeAll(async () => {
    [browser, site, gateway] = await Promise.all([openBrowser(), openSite(), startFollowingGateway()]);
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
    await site?.close();
  });

  test("a card waits for the end of its link, then shows the page's title and its picture from the gateway", async () => {
    let answer = () => {};
    site.pages.set("/short", (response) => (answer = () => redirect(site.url("/chair"))(response)));
    site.pages.set("/chair", pageOf("Bamboo chair", "/chair.png"));
    site.pages.set("/chair.png", (response) => response.writeHead(200).end(pngOf(8, 8)));
    const { page, troubles } = await openTab(browser, `${gateway.http}/`);
    await signInAs(page, "wen");
    await talkTo(page, "lin");
    const lin = await enter(gateway, "lin");
    lin.say({ type: "send", id: "1", key: "k", to: "wen", text: site.url("/short") });
    await cards(page).waitFor();
    await unfold(cards(page));
    const ways = () => cards(page).locator(".way, .ways button").allInnerTexts();
    expect(await ways()).toEqual([
      "Open",
      "Under other rules",
      "My choice for such links",
      "Something is wrong with this link",
    ]);
    expect(await cards(page).locator(".verdict .status").innerText()).toMatch(/provisional/iu);
    await expect.poll(() => site.asked).toContain("/short");
    answer();
    await cards(page).locator(".preview-title").waitFor();
    expect(await cards(page).locator(".preview-title").innerText()).toBe("Bamboo chair");
    await expect
      .poll(() =>
        cards(page)
          .locator(".door img")
          .evaluate((image) => Reflect.get(image, "naturalWidth")),
      )
      .toBe(8);
    expect(await ways()).toEqual([
      "Open",
      "Copy address",
      "Under other rules",
      "My choice for such links",
      "Something is wrong with this link",
    ]);
    expect(troubles).toEqual([]);
  });
});
