import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { scrollsSideways } from "./in-page.js";
import { PAID, say, signInAs, startGateway, talkTo, TAOBAO } from "./people.ts";

const COLUMNS = 9;

async function openTimeline(page: Page, name: string, text: string): Promise<void> {
  await signInAs(page, name);
  await talkTo(page, "noor");
  await say(page, text);
  await page.locator(".card").first().waitFor();
  await page.locator(".rules-button").first().click();
  await page.locator(".timeline td[data-action]").last().waitFor();
}

/** What each day says in a column, as a screen reader hears it. */
const columnOf = (page: Page, index: number) =>
  page.locator(`.timeline .day > td:nth-of-type(${index + 1})`).allInnerTexts();

describe.skipIf(!hasBrowser())("under other rules, the days that mattered stand on a line", () => {
  let browser: Browser;
  let app: App;
  beforeAll(async () => {
    [browser, app] = await Promise.all([openBrowser(), startGateway()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  test("with the verdict for each client and kind of chat, and what differs in one sentence", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    await openTimeline(page, "ola", TAOBAO);
    expect(await page.locator(".timeline .day td[data-action]").count()).toBe(7 * COLUMNS);
    // One to one, on an old Android and on the latest.
    expect(await columnOf(page, 0)).toEqual([
      ...Array<string>(2).fill("Opens outside"),
      ...Array<string>(5).fill("Opens here"),
    ]);
    expect((await columnOf(page, 1)).map((said) => said.replace(/^!\s*/u, ""))).toEqual([
      "Opens outside",
      "Opens here, after one notice page",
      ...Array<string>(5).fill("Opens here"),
    ]);
    const sentence = page.locator(".timeline caption");
    expect(await sentence.innerText()).toBe(
      "One to one, Android 8.0.11: from Sep 10, 2021 opens outside; from Sep 18, 2021 opens here, after one notice page; from Nov 29, 2021, 8:00 PM opens here.",
    );
    await page.getByLabel("Chat", { exact: true }).selectOption("group");
    expect(await sentence.innerText()).toBe(
      "Group, Android 8.0.11: from Sep 10, 2021 opens outside; from Nov 30, 2021 opens here.",
    );
    await page.getByLabel("Rulebook").selectOption("miit");
    await expect.poll(() => sentence.innerText()).toMatch(/^Group, Android 8\.0\.11: .*opens here/u);
    expect(troubles).toEqual([]);
  });

  test("with what happened between them, each event with its day and its source, folded", async () => {
    const { page } = await openTab(browser, app.url);
    await openTimeline(page, "pia", TAOBAO);
    const events = page.locator(".timeline .between li");
    const known = (await (await fetch(`${app.url}v1/timeline`)).json()) as { events: readonly unknown[] };
    expect(await events.count()).toBe(known.events.length);
    expect(await events.first().isVisible()).toBe(false);
    await page.locator(".timeline summary").nth(1).click();
    const first = page.locator(".timeline .between").nth(1).locator("li").first();
    expect(await first.innerText()).toMatch(/^Sep 13, 2021\s+MIIT, statement: At a press conference/u);
    const source = first.getByRole("link").first();
    expect(await source.getAttribute("href")).toMatch(/^https:/u);
    expect(await source.getAttribute("rel")).toBe("noopener noreferrer");
  });

  test("by keys alone: arrows go from day to day, and a day of one's own takes its place among them", async () => {
    const { page } = await openTab(browser, app.url);
    await openTimeline(page, "quy", TAOBAO);
    const moment = page.getByRole("group", { name: "Another moment, China time" });
    await moment.getByLabel("year").fill("2021");
    await moment.getByLabel("month").selectOption("December");
    await moment.getByLabel("day").selectOption("24");
    await page.locator(".timeline .day").nth(7).waitFor();
    const chosen = page.locator(".timeline .day.chosen");
    await expect.poll(() => chosen.innerText()).toContain("Dec 24, 2021");
    await page.getByRole("radio", { name: /Dec 24/u }).focus();
    await page.keyboard.press("ArrowUp");
    expect(
      await page.getByRole("radio", { name: /Nov 30/u }).evaluate((radio) => radio === document.activeElement),
    ).toBe(true);
    await expect.poll(() => chosen.innerText()).toContain("Nov 30, 2021");
    // The day of one's own stays where it was.
    expect(await page.locator(".timeline .day").count()).toBe(8);
    const names = page.locator(".comparison thead th");
    await expect.poll(() => names.last().innerText()).toContain("Nov 30, 2021");
  });

  test("of several links each has its own line, and a cell chooses day, client and chat at once", async () => {
    const { page } = await openTab(browser, app.url);
    await openTimeline(page, "rui", `${TAOBAO} ${PAID}`);
    const sentence = page.locator(".timeline caption");
    const before = await sentence.innerText();
    await page.getByLabel("Link", { exact: true }).selectOption({ index: 1 });
    expect(await sentence.innerText()).not.toBe(before);
    await page.locator(".timeline .day").nth(1).locator("td").nth(5).click();
    expect(await page.getByLabel("Recipient’s client").inputValue()).toBe("ios");
    expect(await page.getByLabel("Chat", { exact: true }).inputValue()).toBe("group");
    expect(await page.getByRole("radio", { name: /Sep 18/u }).isChecked()).toBe(true);
  });

  for (const [locale, said] of [
    ["zh-CN", /^单聊，Android 8\.0\.11：2021年9月10日起/u],
    ["id", /^Pribadi, Android 8\.0\.11: sejak/u],
    ["vi", /^Trò chuyện riêng, Android 8\.0\.11: từ/u],
  ] as const) {
    test(`on 360 pixels nothing is cut, ${locale}`, async () => {
      const { page, troubles } = await openTab(browser, app.url, { viewport: { width: 360, height: 740 }, locale });
      await openTimeline(page, `su-${locale.toLowerCase()}`, TAOBAO);
      await expect.poll(() => page.locator(".timeline caption").innerText()).toMatch(said);
      await page.locator(".timeline summary").first().click();
      expect(await page.evaluate(scrollsSideways)).toBe(false);
      const { scrollWidth, clientWidth } = await page
        .locator(".panel")
        .evaluate((panel) => ({ scrollWidth: panel.scrollWidth, clientWidth: panel.clientWidth }));
      expect(scrollWidth).toBe(clientWidth);
      expect(troubles).toEqual([]);
    });
  }
});
