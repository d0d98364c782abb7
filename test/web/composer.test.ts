import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { scrollsSideways } from "./in-page.js";
import { say, signInAs, startGateway, talkTo } from "./people.ts";

describe.skipIf(!hasBrowser())("what one writes", () => {
  let browser: Browser;
  let app: Awaited<ReturnType<typeof startGateway>>;
  beforeAll(async () => {
    [browser, app] = await Promise.all([openBrowser(), startGateway()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  const texts = (page: Page) => page.locator(".text").allInnerTexts();
  const isInSight = (page: Page, text: string) =>
    page.locator(".text", { hasText: text }).evaluate((place) => {
      const [own, seen] = [place.getBoundingClientRect(), place.closest(".scroller")?.getBoundingClientRect()];
      return seen !== undefined && own.top >= seen.top && own.bottom <= seen.bottom;
    });

  for (const [width, length] of [
    [360, 97],
    [1_280, 120],
    [1_280, 2_000],
  ] as const) {
    test(`a word of ${length} characters leaves everything where it is on ${width} pixels`, async () => {
      const { page, troubles } = await openTab(browser, app.url, { viewport: { width, height: 740 } });
      await signInAs(page, `wide-${width}-${length}`);
      await talkTo(page, "wu");
      const places = () =>
        page.evaluate(() =>
          [".bar", ".send", "#compose"].map((name) => {
            const box = document.querySelector(name)?.getBoundingClientRect();
            return [box?.left, box?.right];
          }),
        );
      const before = await places();
      await page.locator("#compose").fill("w".repeat(length));
      expect(await places()).toEqual(before);
      expect(before.flat().every((edge) => edge !== undefined && edge >= 0 && edge <= width)).toBe(true);
      expect(await page.evaluate(scrollsSideways)).toBe(false);
      expect(await page.locator(".page").evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)).toBe(
        false,
      );
      expect(troubles).toEqual([]);
    });
  }

  test("a message of one's own comes into sight, wherever one reads", async () => {
    const { page, troubles } = await openTab(browser, app.url, { viewport: { width: 1_280, height: 500 } });
    await signInAs(page, "up");
    await talkTo(page, "down");
    for (let line = 1; line <= 20; line += 1) await say(page, `line ${line}`);
    await expect.poll(() => page.locator(".mark.sent").count()).toBe(20);
    await page.locator(".scroller").evaluate((scroller) => (scroller.scrollTop = 0));
    await page.locator(".newest").waitFor();
    await say(page, "and one more");
    await expect.poll(() => isInSight(page, "and one more")).toBe(true);
    await page.locator(".newest").waitFor({ state: "hidden" });
    expect(troubles).toEqual([]);
  });

  test("the keyboard of a phone takes its room from the messages, and the newest stays in sight over the field", async () => {
    const { page, troubles } = await openTab(browser, app.url, { viewport: { width: 360, height: 740 } });
    await signInAs(page, "kim");
    await talkTo(page, "lou");
    for (let line = 1; line <= 20; line += 1) await say(page, `line ${line}.`);
    await expect.poll(() => page.locator(".mark.sent").count()).toBe(20);
    // So the browser makes the page smaller instead of laying the keyboard over it.
    expect(await page.locator('meta[name="viewport"]').getAttribute("content")).toContain(
      "interactive-widget=resizes-content",
    );
    await page.locator("#compose").focus();
    await page.setViewportSize({ width: 360, height: 380 });
    await expect.poll(() => isInSight(page, "line 20.")).toBe(true);
    const bottoms = await page
      .locator("#compose, .send")
      .evaluateAll((all) => all.map((place) => place.getBoundingClientRect().bottom));
    expect(Math.max(...bottoms)).toBeLessThanOrEqual(380);
    expect(await page.evaluate(() => [scrollX, scrollY])).toEqual([0, 0]);
    expect(troubles).toEqual([]);
  });

  test("a refused message stays in its place over a reload, is sent again once, and can be deleted", async () => {
    const [ann, bo] = await Promise.all([openTab(browser, app.url), openTab(browser, app.url)]);
    await Promise.all([signInAs(ann.page, "ann"), signInAs(bo.page, "bo")]);
    await talkTo(ann.page, "bo");
    await say(ann.page, "first");
    await bo.page.getByRole("button", { name: /^ann/u }).click();
    await bo.page.locator(".text", { hasText: "first" }).waitFor();
    const block = async (name: string) => {
      await bo.page.getByRole("button", { name: "Conversation info" }).click();
      await bo.page.getByRole("button", { name }).click();
      await bo.page.getByRole("button", { name: "Close" }).click();
    };
    await block("Block ann");
    await say(ann.page, "refused");
    await say(ann.page, "refused too");
    await expect.poll(() => ann.page.locator(".mark.failed").count()).toBe(2);
    const listed = ann.page.locator(".chats button", { hasText: /^B?bo/u }).locator(".last");
    expect(await listed.innerText()).toBe("Not sent: refused too");
    await block("Unblock ann");
    await say(bo.page, "later");
    const all = ["first", "refused", "refused too", "later"];
    await expect.poll(() => texts(ann.page)).toEqual(all);
    expect(await listed.innerText()).toBe("later");

    await ann.page.reload();
    await expect.poll(() => texts(ann.page)).toEqual(all);
    const refused = ann.page.locator(".message", { hasText: /^You said.*refused\D*too/su });
    await refused.getByRole("button", { name: "Delete" }).click();
    await expect.poll(() => texts(ann.page)).toEqual(["first", "refused", "later"]);
    await ann.page.getByRole("button", { name: "Retry" }).click();
    await expect.poll(() => texts(ann.page)).toEqual(["first", "later", "refused"]);
    await expect.poll(() => texts(bo.page)).toEqual(["first", "later", "refused"]);
    await ann.page.reload();
    await expect.poll(() => texts(ann.page)).toEqual(["first", "later", "refused"]);
    expect(await ann.page.locator(".mark.failed").count()).toBe(0);
    expect([...ann.troubles, ...bo.troubles]).toEqual([]);
  });

  test("what was on its way when the page was closed arrives once, and nothing of it stays for who signs in next", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    let isLost = false;
    await page.routeWebSocket(/\/v1\/ws$/u, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((frame) => {
        if (!isLost || !String(frame).includes('"type":"send"')) server.send(frame);
      });
    });
    await page.reload();
    await signInAs(page, "lost");
    await talkTo(page, "found");
    await say(page, "before");
    await page.locator(".mark.sent").waitFor();
    isLost = true;
    await say(page, "on its way");
    await page.locator(".mark.sending").waitFor();
    isLost = false;
    await page.reload();
    await expect.poll(() => page.locator(".mark.sent").count()).toBe(2);
    expect(await texts(page)).toEqual(["before", "on its way"]);
    const kept = () => page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes("unsent")));
    await expect.poll(kept).toEqual([]);

    isLost = true;
    await say(page, "secret");
    await page.locator(".mark.sending").waitFor();
    expect(await kept()).toEqual(["hutong.unsent.lost"]);
    // Who signs out is asked first: nobody else has it.
    const asked = page.getByRole("dialog", { name: "Sign out and lose what was not sent?" });
    await page.locator(".settings summary").click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await asked.getByRole("button", { name: "Cancel" }).click();
    expect(await kept()).toEqual(["hutong.unsent.lost"]);
    await page.getByRole("button", { name: "Sign out" }).click();
    await asked.getByRole("button", { name: "Sign out" }).click();
    await page.locator("#name").waitFor();
    expect(await kept()).toEqual([]);
    expect(troubles).toEqual([]);
  });

  test("two tabs of one person, of which neither's words arrived, lose none when both are closed, and say each once", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    let isLost = false;
    await page.context().routeWebSocket(/\/v1\/ws$/u, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((frame) => {
        if (!isLost || !String(frame).includes('"type":"send"')) server.send(frame);
      });
    });
    await page.reload();
    await signInAs(page, "twice");
    await talkTo(page, "hearer");
    await say(page, "before");
    await page.locator(".mark.sent").waitFor();
    const other = await page.context().newPage();
    await other.goto(page.url());
    await signInAs(other, "twice");
    await other.locator(".text", { hasText: "before" }).waitFor();
    isLost = true;
    await say(other, "of the second");
    await other.locator(".mark.sending").waitFor();
    await say(page, "of the first");
    await page.locator(".mark.sending").waitFor();
    await say(other, "of the second too");
    await expect.poll(() => other.locator(".mark.sending").count()).toBe(2);
    await page.locator("#compose").fill("begun");
    await talkTo(other, "somebody");
    await other.locator("#compose").fill("elsewhere");
    isLost = false;
    await other.close();
    await page.reload();
    await expect.poll(() => page.locator(".mark.sent").count(), { timeout: 30_000 }).toBe(4);
    expect((await texts(page)).toSorted()).toEqual(["before", "of the first", "of the second", "of the second too"]);
    expect(await page.locator("#compose").inputValue()).toBe("begun");
    expect(troubles).toEqual([]);
  });

  test.each([
    ["token_expired", 4003, "the token is no longer valid", ["before", "on its way"]],
    // Whoever returns after days decides about it.
    ["suspended", 4504, "This account is suspended for a while", ["before"]],
  ])(
    "who is ended by %s while a message leaves is told so, and finds it and the draft again",
    async (code, closes, told, sent) => {
      const { page, troubles } = await openTab(browser, app.url);
      let isLost = false;
      let end: () => void = () => undefined;
      await page.routeWebSocket(/\/v1\/ws$/u, (socket) => {
        const server = socket.connectToServer();
        socket.onMessage((frame) => {
          if (!isLost || !String(frame).includes('"type":"send"')) server.send(frame);
        });
        server.onMessage((frame) => socket.send(frame));
        end = () => {
          socket.send(JSON.stringify({ type: "error", code, message: "", temporary: false }));
          void socket.close({ code: closes, reason: code });
        };
      });
      await page.reload();
      const name = code.replace("_", "-");
      await signInAs(page, name);
      await talkTo(page, "patient");
      await say(page, "before");
      await page.locator(".mark.sent").waitFor();
      isLost = true;
      await say(page, "on its way");
      await page.locator(".mark.sending").waitFor();
      await page.locator("#compose").fill("begun");
      end();
      await page.locator("#name").waitFor();
      expect(await page.locator("body").innerText()).toContain(told);
      isLost = false;
      await signInAs(page, name);
      await page.locator("#compose").waitFor();
      await expect.poll(() => page.locator("li:has(.mark.sent) .text").allInnerTexts()).toEqual(sent);
      expect(await texts(page)).toEqual(["before", "on its way"]);
      expect(await page.locator("#compose").inputValue()).toBe("begun");
      expect(troubles).toEqual([]);
    },
  );

  test("an Enter that ends a composition sends nothing, in Safari's order too; the next one sends", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    await signInAs(page, "composes");
    await talkTo(page, "wu");
    await page.locator("#compose").fill("你好");
    // WebKit tells the end of the composition before the key that ended it: https://webkit.org/b/165004
    await page.locator("#compose").evaluate((field) => {
      field.dispatchEvent(new CompositionEvent("compositionend", { data: "好" }));
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    });
    await page.waitForTimeout(150);
    expect(await page.locator("#compose").inputValue()).toBe("你好");
    await page.keyboard.press("Enter");
    await page.locator(".text", { hasText: "你好" }).waitFor();
    expect(troubles).toEqual([]);
  });

  test("a character that turns the direction of an address turns nothing and is seen", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    await signInAs(page, "turns");
    await talkTo(page, "wu");
    const address = "https://ed.io/about\u202E3pm.exe";
    await say(page, address);
    const link = page.getByRole("link", { name: /about U\+202E 3pm\.exe/u });
    await link.waitFor();
    expect(await link.innerText()).toContain(address);
    // The letters behind it stand in the order in which they were written.
    const [before, after] = await link.evaluate((place) => {
      const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      const edges: number[] = [];
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const at = node.textContent?.indexOf("3pm") ?? -1;
        if (at === -1) continue;
        for (const offset of [at, at + 1]) {
          const range = document.createRange();
          range.setStart(node, offset);
          range.setEnd(node, offset + 1);
          edges.push(range.getBoundingClientRect().left);
        }
      }
      return edges;
    });
    expect(before).toBeLessThan(after ?? 0);
    expect(await page.locator(".chats").innerText()).not.toContain("\u202E");
    expect(troubles).toEqual([]);
  });
});
