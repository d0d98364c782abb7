import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { faintTexts, focused, nameless, scrollsSideways } from "./in-page.js";
import { cards, say, signInAs, startGateway, talkTo, THREE, unfold } from "./people.ts";

/** Least contrast of text by WCAG 2.2, 1.4.3 (AA). Source: https://www.w3.org/TR/WCAG22/#contrast-minimum. */
const LEAST_CONTRAST = 4.5;

/** A card that is not unfolded: two lines, and room for a finger. Pixels. */
const TWO_LINES_PX = 72;
const LINE_PX = 24;

describe.skipIf(!hasBrowser())("the web client is for everyone", () => {
  let browser: Browser;
  let app: App;
  beforeAll(async () => {
    [browser, app] = await Promise.all([openBrowser(), startGateway()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  test("the keyboard alone signs in, talks, compares rules and comes back", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    const { keyboard } = page;
    await page.locator("#name:focus").waitFor();
    await keyboard.type("nia");
    await keyboard.press("Enter");
    // The door is gone, and the focus with it: it stands on the page's own heading, and the skip link is one step back.
    await page.locator("h1:focus").waitFor();
    await keyboard.press("Shift+Tab");
    expect((await page.evaluate(focused)).className).toBe("skip");
    await keyboard.press("Enter");
    await page.locator("#start:focus").waitFor();
    await keyboard.type("otto");
    await keyboard.press("Enter");
    await page.locator("#compose:focus").waitFor();
    await keyboard.type("one https://item.taobao.com/item.htm?id=652874301955");
    await keyboard.press("Shift+Enter");
    await keyboard.type("two");
    await keyboard.press("Enter");
    await cards(page).waitFor();
    expect(await page.locator(".text").innerText()).toMatch(/\ntwo$/u);
    const control = async () => (await page.evaluate(focused)).control;
    // One stop for all cards; what it rests on unfolds by Space, and is reached by Tab.
    for (let step = 0; step < 4 && (await page.evaluate(focused)).className !== "card"; step += 1)
      await keyboard.press("Shift+Tab");
    await keyboard.press("Space");
    for (let step = 0; step < 20 && (await control()) !== "rules"; step += 1) await keyboard.press("Tab");
    expect(await control()).toBe("rules");
    expect((await page.evaluate(focused)).outline).toBe("solid");
    await keyboard.press("Enter");
    await page.locator("#panel-title:focus").waitFor();
    await page.locator(".comparison").waitFor();
    await keyboard.press("Escape");
    await expect.poll(control).toBe("rules");
    expect(await page.locator(".panel").isVisible()).toBe(false);
    expect(troubles).toEqual([]);
  });

  test("the focus is never lost: after another language, and on the way back from a chat", async () => {
    const { page, troubles } = await openTab(browser, app.url, { viewport: { width: 360, height: 740 } });
    await signInAs(page, "noor");
    await page.locator(".settings summary").click();
    await page.locator("#language").selectOption("vi");
    await page.locator('html[lang="vi"] #language:focus').waitFor();
    await talkTo(page, "otis");
    await page.goBack();
    await page.locator(".chats button:focus", { hasText: "otis" }).waitFor();
    expect(troubles).toEqual([]);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`every text can be read and every control has a name, ${colorScheme}`, async () => {
      const { page, troubles } = await openTab(browser, app.url, { colorScheme, reducedMotion: "reduce" });
      expect(await page.evaluate(faintTexts, LEAST_CONTRAST)).toEqual([]);
      expect(await page.evaluate(nameless)).toEqual([]);
      await signInAs(page, `pia-${colorScheme}`);
      await page.getByRole("button", { name: /^hutong/u }).click();
      await say(page, THREE);
      await cards(page).nth(2).waitFor();
      await page.locator(".message:not(.mine)").waitFor();
      await unfold(cards(page).first());
      await cards(page).first().getByRole("button", { name: "Under other rules" }).click();
      await page.locator(".comparison").nth(2).waitFor();
      expect(await page.evaluate(faintTexts, LEAST_CONTRAST)).toEqual([]);
      expect(await page.evaluate(nameless)).toEqual([]);
      expect(troubles).toEqual([]);
    });
  }

  test("on 360 pixels nothing scrolls sideways, and the list and the chat take turns", async () => {
    const { page, troubles } = await openTab(browser, app.url, { viewport: { width: 360, height: 740 } });
    expect(await page.evaluate(scrollsSideways)).toBe(false);
    await signInAs(page, "qiu");
    await talkTo(page, "ray");
    await say(page, `${"w".repeat(300)} ${THREE}`);
    await cards(page).nth(2).waitFor();
    expect(await page.evaluate(scrollsSideways)).toBe(false);
    for (const card of await cards(page).all()) {
      // A warning is never cut, and takes the further line that it needs.
      const mostPx = (await card.locator(".verdict .found").count()) > 0 ? TWO_LINES_PX + LINE_PX : TWO_LINES_PX;
      expect((await card.boundingBox())?.height).toBeLessThan(mostPx);
    }
    expect(await page.locator(".scroller").evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)).toBe(
      false,
    );
    expect(await page.getByRole("navigation").isVisible()).toBe(false);
    await unfold(cards(page).first());
    await cards(page).first().getByRole("button", { name: "Under other rules" }).click();
    await page.locator(".comparison").first().waitFor();
    expect(await page.locator(".panel").evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)).toBe(
      false,
    );
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Back to conversations" }).click();
    // In one column the list is what the page is about.
    await page.getByRole("main", { name: "Conversations" }).waitFor();
    expect(troubles).toEqual([]);
  });

  for (const [locale, order] of [
    ["en", ["month", "day", "year"]],
    ["zh-CN", ["year", "month", "day"]],
    ["id", ["day", "month", "year"]],
    ["vi", ["day", "month", "year"]],
  ] as const) {
    test(`a day is written in the order of ${locale}, whatever the browser's own is`, async () => {
      const { page, troubles } = await openTab(browser, app.url, { locale: "en-US" });
      await page.locator("#language").selectOption(locale);
      await page.locator(`html[lang="${locale}"] #language:focus`).waitFor();
      await signInAs(page, `day-${locale.toLowerCase()}`);
      await page.locator(".rules-button").click();
      const parts = page.locator(".moment-day [data-part]");
      await parts.first().waitFor();
      expect(await parts.evaluateAll((all) => all.map((part) => part.dataset["part"]))).toEqual(order);
      expect(await page.locator("input[type^=date]").count()).toBe(0);
      expect(await page.evaluate(nameless)).toEqual([]);
      expect(troubles).toEqual([]);
    });
  }

  for (const width of [360, 1_280]) {
    test(`the list leaves a preview room, and its settings stand apart, on ${width} pixels`, async () => {
      const { page, troubles } = await openTab(browser, app.url, { viewport: { width, height: 740 } });
      await signInAs(page, `room-${width}`);
      await talkTo(page, "sun");
      await say(page, "A first line that is long enough to be cut wherever it stands in a list");
      await page.locator(".mark.sent").waitFor();
      if (width === 360) await page.getByRole("button", { name: "Back to conversations" }).click();
      const preview = page.locator(".last", { hasText: "A first line" });
      expect((await preview.boundingBox())?.width).toBeGreaterThan(170);
      await page.locator(".settings summary").click();
      const boxes = await Promise.all(
        (await page.locator(".settings-body > :visible").all()).map((part) => part.boundingBox()),
      );
      // A choice, more of them, complaints, the language, documentation, the console (at the machine itself), and leaving.
      expect(boxes).toHaveLength(7);
      for (const [at, box] of boxes.entries()) {
        const before = boxes[at - 1];
        if (before && box) expect(box.y - (before.y + before.height)).toBeGreaterThanOrEqual(8);
      }
      expect(await page.evaluate(scrollsSideways)).toBe(false);
      expect(troubles).toEqual([]);
    });
  }

  const GREETINGS = { "zh-CN": "登录", id: "Masuk", vi: "Đăng nhập", fr: "Sign in" };
  for (const [locale, submit] of Object.entries(GREETINGS)) {
    test(`a browser in ${locale} is met in a language it may know, and can choose another`, async () => {
      const { page, troubles } = await openTab(browser, app.url, { locale });
      await page.locator(".sign-in-form").getByRole("button", { name: submit, exact: true }).waitFor();
      expect(await page.locator("html").getAttribute("lang")).toBe(locale === "fr" ? "en" : locale);
      await page.locator("#language").selectOption("vi");
      await page.getByLabel("Tên của bạn").waitFor();
      expect(await page.locator("html").getAttribute("lang")).toBe("vi");
      expect(troubles).toEqual([]);
    });
  }
});
