import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { connect } from "../../src/client/index.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { scrollsSideways } from "./in-page.js";
import { signInAs, startGateway, talkTo } from "./people.ts";

const MANY = 130;
/** For pages of the list on a loaded machine. Milliseconds. */
const WAIT = { timeout: 60_000 };

describe.skipIf(!hasBrowser())("a long list of conversations", () => {
  let browser: Browser;
  let app: App;
  let token = "";
  beforeAll(async () => {
    [browser, app] = await Promise.all([openBrowser(), startGateway()]);
    token = await tokenOf("ann");
    const ann = connect(`${app.url.replace("http", "ws")}v1/ws`, token, { device: "seed" });
    for (let index = 0; index < MANY; index += 1) await ann.send(`friend-${index}`, `hello ${index}`);
    ann.close();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  async function tokenOf(user: string): Promise<string> {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${app.url}v1/demo-sign-in`, {
      method: "POST",
      headers,
      body: JSON.stringify({ user }),
    });
    return ((await answer.json()) as { token: string }).token;
  }

  const rows = (page: Page) => page.locator(".chats button");
  const toEnd = (page: Page) =>
    page.locator(".chats-scroller").evaluate((scroller) => {
      scroller.scrollTop = scroller.scrollHeight;
    });

  for (const [width, height] of [
    [360, 740],
    [1_280, 900],
  ] as const) {
    test(`on ${width} pixels it comes page by page as one scrolls, each once, and nothing scrolls sideways`, async () => {
      const { page, troubles } = await openTab(browser, app.url, { viewport: { width, height } });
      const asked: string[] = [];
      page.on("websocket", (socket) =>
        socket.on("framesent", ({ payload }) => {
          if (String(payload).includes('"conversations"')) asked.push(String(payload));
        }),
      );
      await signInAs(page, "ann");
      await expect.poll(() => rows(page).count(), WAIT).toBeGreaterThan(30);
      expect(await rows(page).count()).toBeLessThan(60);
      expect(asked.length).toBe(1);
      await page.getByText("Settings").click();
      expect(await page.locator("#choice").isVisible()).toBe(true);
      await page.getByText("Settings").click();
      expect(await page.evaluate(scrollsSideways)).toBe(false);
      await expect
        .poll(async () => {
          await toEnd(page);
          return rows(page).count();
        }, WAIT)
        .toBe(MANY + 1);
      const names = await page.locator(".chats .name").allInnerTexts();
      const friends = names.filter((name) => name.startsWith("friend-"));
      expect(friends).toEqual(Array.from({ length: MANY }, (_, index) => `friend-${MANY - 1 - index}`));
      expect(await page.getByText("Loading more conversations").isVisible()).toBe(false);
      expect(asked.length).toBe(4);
      await page
        .getByRole("button", { name: /friend-3 / })
        .first()
        .click();
      await page.locator(".text", { hasText: "hello 3" }).first().waitFor();
      expect(troubles).toEqual([]);
    });
  }

  test("somebody further down than what is listed is found by name, with what was said", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    await signInAs(page, "ann");
    await expect.poll(() => rows(page).count(), WAIT).toBeGreaterThan(30);
    await talkTo(page, "friend-0");
    await page.locator(".text", { hasText: "hello 0" }).waitFor();
    await page.reload();
    await page.locator(".text", { hasText: "hello 0" }).waitFor();
    // Of a group that one is not in, or that is no more, that is said.
    await page.goto(`${app.url}#g:none`);
    await page.locator(".announcer", { hasText: "This is no longer there" }).waitFor(WAIT);
    expect(troubles).toEqual([]);
  });
});
