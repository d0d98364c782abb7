import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openApp } from "../../src/app.ts";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { temporaryFolder } from "../support/folder.ts";
import { startGateway as startTestGateway } from "../support/gateway.ts";
import { enter } from "../support/raw-socket.ts";
import { readThrough } from "./in-page.js";
import { say, signInAs, startGateway, talkTo } from "./people.ts";

/** Some thirty times what stands in the page. */
const MESSAGES = 3_000;
/** Written to the store at once. */
const BATCH = 500;
/** Rows and elements that may stand in the page at once, however many messages were read. */
const MOST_ROWS = 110;
const MOST_ELEMENTS = 3_500;
const LONG_TIMEOUT_MS = 300_000;
/** In a high window so many messages are fewer pages. */
const TALL_PX = 2_400;
/** What the page asks for before it can be used, as it travels: gzip. Bytes. */
const MOST_BYTES = 55_900;

describe.skipIf(!hasBrowser())("the page stays light", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  const rows = (page: Page) => page.locator(".log > li").count();
  const topRow = (page: Page) =>
    page.locator(".scroller").evaluate((scroller) => {
      const { top } = scroller.getBoundingClientRect();
      const seen = [...scroller.querySelectorAll(".log > li")].find((row) => row.getBoundingClientRect().bottom > top);
      return { text: seen?.querySelector(".text")?.textContent ?? "", at: seen?.getBoundingClientRect().top ?? 0 };
    });

  // Some hundreds of frames are drawn: a machine that draws ten in a second gets through them.
  test(
    "a conversation of any length is read to its beginning and back with the same few rows",
    { timeout: LONG_TIMEOUT_MS },
    async () => {
      const folder = temporaryFolder(onTestFinished);
      const store = openSqliteStore(join(folder, "chat.sqlite"));
      const more = { at: new Date(), reportsJson: NO_REPORTS, contextJson: null, isPending: false };
      const append = (index: number) =>
        store.append({
          from: index % 2 === 0 ? "ada" : "bob",
          to: index % 2 === 0 ? "bob" : "ada",
          key: `k${index}`,
          text: `message ${index}`,
          ...more,
        });
      for (let from = 0; from < MESSAGES; from += BATCH)
        await Promise.all(Array.from({ length: BATCH }, (_, index) => append(from + index)));
      const gateway = await startTestGateway({ store });
      onTestFinished(async () => {
        await gateway.close();
        await store.close();
      });
      const { page, troubles } = await openTab(browser, `${gateway.http}/`, {
        viewport: { width: 720, height: TALL_PX },
      });
      await signInAs(page, "ada");
      await talkTo(page, "bob");
      const said = (index: number) => page.getByRole("log").getByText(`message ${index}`, { exact: true });
      const [first, last] = [said(0), said(MESSAGES - 1)];
      await last.waitFor();
      const met = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
      // Page by page, every message is met in its order, and never more than the few stand in the page.
      const up = await page.evaluate(readThrough, { by: "scroll", pages: MESSAGES } as const);
      expect(up.met).toEqual(met(0, MESSAGES).toReversed());
      expect(up.most).toBeGreaterThan(50);
      expect(up.most).toBeLessThanOrEqual(MOST_ROWS);
      expect(up.elements).toBeLessThanOrEqual(MOST_ELEMENTS);
      // In one leap to either end of what was read.
      await page.locator(".scroller").focus();
      for (const [key, end] of [
        ["End", last],
        ["Home", first],
      ] as const) {
        await page.keyboard.press(key);
        await end.waitFor();
        expect(await rows(page)).toBeLessThanOrEqual(MOST_ROWS);
      }
      const down = await page.evaluate(readThrough, { by: "PageDown", pages: 20 } as const);
      expect(down.met).toEqual(met(0, down.met.length));
      expect(down.met.length).toBeGreaterThan(2 * MOST_ROWS);
      expect(down.most).toBeLessThanOrEqual(MOST_ROWS);
      // And by a thumb that is dragged to the upper end.
      for (let turn = 0; turn < 200 && !(await first.isVisible()); turn += 1) {
        await page.locator(".scroller").evaluate((scroller) => scroller.scrollTo(0, 0));
        await page.locator('.scroller[aria-busy="false"]').waitFor();
        expect(await rows(page)).toBeLessThanOrEqual(MOST_ROWS);
      }
      await first.waitFor();
      // What is looked at stays where it is, whoever writes meanwhile.
      const before = await topRow(page);
      const bob = await enter(gateway, "bob");
      bob.say({ type: "send", id: "1", key: "new", to: "ada", text: "news" });
      await page.locator(".chats .last", { hasText: "news" }).waitFor();
      const after = await topRow(page);
      expect(after.text).toBe(before.text);
      // A place is kept to the pixel; rows have fractions of one.
      expect(Math.abs(after.at - before.at)).toBeLessThan(1);
      await page.locator(".newest").click();
      await page.locator(".text", { hasText: "news" }).waitFor();
      expect(await rows(page)).toBeLessThanOrEqual(MOST_ROWS);
      // Downwards by hand too, a step at a time, none left out.
      await page.locator(".scroller").evaluate((scroller) => scroller.scrollBy(0, -6 * scroller.clientHeight));
      const topTexts = new Set<string>();
      for (let turn = 0; turn < 40; turn += 1) {
        const { text } = await topRow(page);
        topTexts.add(text);
        await page.locator(".scroller").evaluate((scroller) => scroller.scrollBy(0, 40));
      }
      const numbers = [...topTexts].flatMap((text) => text.match(/\d+/u)?.map(Number) ?? []);
      expect(numbers.length).toBeGreaterThan(10);
      expect(numbers.every((number, index) => index === 0 || number === (numbers[index - 1] ?? 0) + 1)).toBe(true);
      // This gateway has no bot, and so no day of its own to compare with.
      expect(troubles.filter((trouble) => !trouble.includes("404"))).toEqual([]);
    },
  );

  test("what was begun in a conversation stands there after the page came back, until it is sent or one signs out", async () => {
    const app = await startGateway();
    onTestFinished(() => app.close());
    const { page, troubles } = await openTab(browser, app.url);
    await signInAs(page, "dora");
    await talkTo(page, "emil");
    await page.locator("#compose").fill("for Emil");
    await talkTo(page, "fritz");
    await page.locator("#compose").fill("for Fritz");
    await page.reload();
    const field = page.locator("#compose");
    await expect.poll(() => field.inputValue()).toBe("for Fritz");
    await talkTo(page, "emil");
    await expect.poll(() => field.inputValue()).toBe("for Emil");
    await say(page, "sent");
    await page.locator(".mark.sent").waitFor();
    await page.reload();
    await page.locator(".text", { hasText: "sent" }).waitFor();
    expect(await field.inputValue()).toBe("");
    await page.locator(".settings summary").click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.locator("#name").waitFor();
    expect(await page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes("drafts")))).toEqual([]);
    expect(troubles).toEqual([]);
  });

  test("the page shows its name before any of its scripts came, and something else in its place then", async () => {
    const app = await startGateway();
    onTestFinished(() => app.close());
    const bare = await openTab(browser, app.url, { javaScriptEnabled: false });
    expect(await bare.page.locator("#app").innerText()).toBe("互通 Hutong");
    const { page, troubles } = await openTab(browser, app.url);
    await page.locator("#name").waitFor();
    expect(await page.locator(".waiting").count()).toBe(0);
    expect([...bare.troubles, ...troubles]).toEqual([]);
  });

  test("all that the page loads is light", async () => {
    const app = await startGateway();
    onTestFinished(() => app.close());
    const { page } = await openTab(browser, app.url);
    await page.reload();
    await signInAs(page, "gil");
    const loaded = await page.evaluate(() =>
      [document.URL, ...performance.getEntriesByType("resource").map(({ name }) => name)].filter((url) =>
        url.startsWith(location.origin),
      ),
    );
    const files = [...new Set(loaded)].filter((url) => !url.includes("/v1/"));
    expect(files.length).toBeGreaterThan(10);
    const sizes = await Promise.all(
      files.map(async (url) => gzipSync(new Uint8Array(await (await fetch(url)).arrayBuffer())).length),
    );
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(20_000);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  });

  test("every module that the page starts with is named in it, and no other, so that all are asked for at once", async () => {
    // As a checkout serves it, each module for itself.
    const app = await openApp({ ...DEFAULT_CONFIG, port: 0, data: temporaryFolder(onTestFinished) });
    onTestFinished(() => app.close());
    const html = await (await fetch(app.url)).text();
    const tags = /<link rel="modulepreload" href="([^"]+)" \/>/gu;
    const named = [...html.matchAll(tags)].map(([, path]) => `/${path}`);
    const { page } = await openTab(browser, app.url);
    // Without those names, the browser finds the modules by their imports.
    await page.route(app.url, (route) =>
      route.fulfill({ contentType: "text/html; charset=utf-8", body: html.replaceAll(tags, "") }),
    );
    await page.reload();
    await page.locator("#name").waitFor();
    const loaded = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname),
    );
    // What the page itself starts, and the words of its one language, which that asks for.
    const asked = [
      "/web/main.ts",
      "/web/first-words.ts",
      "/web/words/en.ts",
      "/report/words/en.ts",
      "/report/words/words.ts",
    ];
    const modules = loaded.filter((path) => /\.[jt]s$/u.test(path) && !asked.includes(path));
    expect(loaded).toEqual(expect.arrayContaining(asked));
    expect(new Set(named)).toEqual(new Set(modules));
    expect(named.length).toBeGreaterThan(30);
    expect(new Set(named).size).toBe(named.length);
  });
});
