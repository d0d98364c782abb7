import type { Browser, Page } from "playwright-core";
import { extractTextItems } from "unpdf";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { connect } from "../../src/client/index.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { cards, say, signInAs, startGateway, talkTo, TAOBAO, THREE } from "./people.ts";

/** Blocked, with a warning whose words stand beside the verdict's. */
const LIKE_ANOTHER = "https://xn--pple-43d.com/";

const focusedClass = () => document.activeElement?.className;
const focusedText = () => document.activeElement?.textContent ?? "";

describe.skipIf(!hasBrowser())("reading a chat", () => {
  let browser: Browser;
  let app: App;
  beforeAll(async () => {
    [browser, app] = await Promise.all([openBrowser(), startGateway()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  /** Texts that one user sends another past the page. */
  async function write(from: string, to: string, texts: readonly string[]): Promise<void> {
    const body = JSON.stringify({ user: from });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${app.url}v1/demo-sign-in`, { method: "POST", headers, body });
    const { token } = (await answer.json()) as { token: string };
    const client = connect(`${app.url.replace("http", "ws")}v1/ws`, token, { device: "seed" });
    for (const text of texts) await client.send(to, text);
    client.close();
  }

  const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `line ${from + at}.`);
  const row = (page: Page, text: string) => page.locator(".message", { hasText: text });
  const topOf = async (page: Page, text: string) => (await row(page, text).boundingBox())?.y ?? -1;
  const topOfLog = async (page: Page) => (await page.getByRole("log").boundingBox())?.y ?? -1;

  test("Tab stops once for the messages and once for the cards; arrows lead inside, Enter opens, Shift+F10 asks", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    await signInAs(page, "ada");
    await talkTo(page, "bea");
    await say(page, "words alone");
    await say(page, THREE);
    await say(page, TAOBAO);
    await cards(page).nth(3).waitFor();
    await page.locator("#compose").focus();
    await page.keyboard.press("Shift+Tab");
    const place = await page.evaluate(focusedClass);
    expect(["bubble", "card"]).toContain(place);
    await page.keyboard.press("Shift+Tab");
    expect(["bubble", "card"]).toContain(await page.evaluate(focusedClass));
    expect(await page.evaluate(focusedClass)).not.toBe(place);
    // The next is none of the log's any more.
    await page.keyboard.press("Shift+Tab");
    expect(await page.evaluate(() => document.activeElement?.closest(".scroller") ?? null)).toBe(null);
    await page.locator(".card").last().focus();
    await page.keyboard.press("ArrowUp");
    expect(await page.evaluate(focusedText)).toContain("Blocked");
    await page.keyboard.press("ArrowRight");
    expect(await page.evaluate(focusedClass)).toBe("plain toggle");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Shift+F10");
    await page.getByRole("dialog").getByRole("button", { name: "Open in the browser" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".bubble").last().focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    expect(await page.evaluate(focusedText)).toContain("words alone");
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.locator("#pane-title").waitFor();
    expect(troubles).toEqual([]);
  });

  test("a chat begins where the new begins, under a line that goes once it was read and something follows", async () => {
    await write("dan", "cleo", ["read long ago"]);
    const { page, troubles } = await openTab(browser, app.url);
    await signInAs(page, "cleo");
    await page.locator(".chats button", { hasText: "dan" }).click();
    await row(page, "read long ago").waitFor();
    await talkTo(page, "hutong");
    await write("dan", "cleo", lines(0, 60));
    await page.locator(".chats button", { hasText: "60 unread" }).click();
    await row(page, "line 0.").waitFor();
    expect(await row(page, "line 0.").locator(".fresh").innerText()).toBe("New messages");
    expect(await page.locator(".fresh:visible").count()).toBe(1);
    expect(Math.abs((await topOf(page, "line 0.")) - (await topOfLog(page)))).toBeLessThan(2);
    expect(await page.locator(".chats button", { hasText: "60 unread" }).count()).toBe(1);
    // From the field, keys move what is read.
    await page.keyboard.press("PageDown");
    await expect.poll(() => topOf(page, "line 0.")).toBeLessThan(await topOfLog(page));
    await page.keyboard.press("Home");
    await expect.poll(() => topOf(page, "read long ago")).toBeGreaterThan(await topOfLog(page));
    await page.keyboard.press("End");
    await expect.poll(() => page.locator(".chats button", { hasText: "unread" }).count()).toBe(0);
    expect(await page.locator(".fresh:visible").count()).toBe(1);
    await write("dan", "cleo", ["one more"]);
    await row(page, "one more").waitFor();
    expect(await page.locator(".fresh:visible").count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  test("who comes back to a chat finds the place that was left", async () => {
    await write("finn", "emil", lines(0, 60));
    const { page, troubles } = await openTab(browser, app.url);
    await signInAs(page, "finn");
    await page.locator(".chats button", { hasText: "emil" }).click();
    await row(page, "line 59.").waitFor();
    await page.keyboard.press("PageUp");
    await page.keyboard.press("PageUp");
    await page.locator(".newest").waitFor();
    const left = await page.locator(".message").evaluateAll((rows) => {
      const top = document.querySelector(".scroller")?.getBoundingClientRect().top ?? 0;
      const seen = rows.find((each) => each.getBoundingClientRect().bottom > top);
      return seen?.querySelector(".text")?.textContent ?? "";
    });
    const before = await topOf(page, left);
    await page.locator(".chats button", { hasText: "hutong" }).click();
    await page.locator(".whom h2", { hasText: "hutong" }).waitFor();
    await page.locator(".chats button", { hasText: "emil" }).click();
    await row(page, left).waitFor();
    expect(Math.abs((await topOf(page, left)) - before)).toBeLessThan(2);
    expect(troubles).toEqual([]);
  });

  test("a printed chat holds all that was read of it, who said it and each verdict, and nothing to press", async () => {
    await write("gil", "hana", [...lines(0, 170), `see ${TAOBAO}`]);
    const { page, troubles } = await openTab(browser, app.url, { viewport: { width: 1_280, height: 500 } });
    await signInAs(page, "hana");
    await page.locator(".chats button", { hasText: "171 unread" }).click();
    await row(page, "line 0.").waitFor();
    await page.keyboard.press("End");
    await cards(page).waitFor();
    expect(await page.locator(".message").count()).toBeLessThan(171);
    const paper = async () => {
      const { items } = await extractTextItems(new Uint8Array(await page.pdf()));
      const all = items.flat().map(({ str }) => str);
      return all.join(" ").replaceAll(/\s+/gu, " ");
    };
    const whole = await paper();
    expect(lines(0, 170).filter((line) => !whole.includes(line))).toEqual([]);
    expect(whole).toContain("gil said");
    expect(whole).toContain("Opens here");
    expect(whole.replaceAll(" ", "")).toContain(TAOBAO);
    expect(whole).not.toMatch(/Skip to|Settings|Enter sends|Under other rules/u);
    expect(await page.locator(".message").count()).toBeLessThan(171);
    // What has just arrived is on paper too, though on the screen it is still coming into sight: here it never ends to.
    await page.evaluate(() => {
      const held = new CSSStyleSheet();
      held.replaceSync("* { animation-play-state: paused !important; }");
      document.adoptedStyleSheets = [held];
    });
    await say(page, "the very last");
    await row(page, "the very last").waitFor();
    expect(await paper()).toContain("the very last");
    expect(troubles).toEqual([]);
  });

  test("each line goes its own way, piled marks stay in their message, and its time is heard", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    await signInAs(page, "lea");
    await talkTo(page, "mo");
    await say(page, "in English\nשורה בעברית.");
    await say(page, `o${"\u0300".repeat(200)} piled`);
    const [bidi, piled] = [row(page, "in English"), row(page, "piled")];
    await piled.locator(".mark.sent").waitFor();
    // The full stop ends the line of Hebrew on its left.
    const [stop, letter] = await bidi.locator(".text").evaluate((text) => {
      const [node] = text.childNodes;
      const leftOf = (at: number) => {
        const range = document.createRange();
        range.setStart(node ?? text, at);
        range.setEnd(node ?? text, at + 1);
        return range.getBoundingClientRect().left;
      };
      const end = (text.textContent ?? "").length - 1;
      return [leftOf(end), leftOf(end - 1)];
    });
    expect(stop).toBeLessThan(letter ?? 0);
    // Nothing is painted above the message that piles them.
    const box = await piled.locator(".bubble").boundingBox();
    const above = { x: box?.x ?? 0, y: (box?.y ?? 0) - 9, width: 200, height: 2 };
    const withMarks = await page.screenshot({ clip: above });
    await piled.locator(".text").evaluate((text) => text.replaceChildren("o piled"));
    expect(withMarks.equals(await page.screenshot({ clip: above }))).toBe(true);
    const heard = await bidi.locator(".bubble").evaluate((bubble) => {
      const ids = (bubble.getAttribute("aria-describedby") ?? "").split(" ");
      return ids.map((id) => document.getElementById(id)?.textContent ?? "");
    });
    expect(heard.at(-1)).toMatch(/^\d{1,2}:\d\d.*Sent$/u);
    expect(troubles).toEqual([]);
  });

  test("what is looked at stays there when the line above it that tells what is new goes", async () => {
    await write("nell", "otis", lines(0, 40));
    const { page, troubles } = await openTab(browser, app.url);
    await signInAs(page, "otis");
    await page.getByRole("button", { name: /nell/u }).click();
    await page.locator(".fresh:visible").waitFor();
    await page.locator("#compose").press("End");
    await page.locator(".chats .unread > [aria-hidden]").waitFor({ state: "detached" });
    await page.locator("#compose").press("Home");
    const topOfFirst = async () => (await row(page, "line 0.").locator(".bubble").boundingBox())?.y ?? -1;
    await expect.poll(topOfFirst).toBeGreaterThan(0);
    // The upper edge is at the line itself, so that its row is the first in sight.
    await page.locator(".fresh:visible").evaluate((line) => line.scrollIntoView({ block: "start" }));
    const before = await topOfFirst();
    await write("nell", "otis", ["and one more"]);
    await page.locator(".fresh:visible + .bubble", { hasText: "line 0." }).waitFor({ state: "detached" });
    expect(Math.abs((await topOfFirst()) - before)).toBeLessThan(2);
    expect(troubles).toEqual([]);
  });

  test("on 320 pixels no verdict is cut; one address twice is one card; what is copied is what was written", async () => {
    const { page, troubles } = await openTab(browser, app.url, { viewport: { width: 320, height: 700 } });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await signInAs(page, "ian");
    await talkTo(page, "jo");
    const twice = `${TAOBAO} and again ${TAOBAO}`;
    await say(page, THREE);
    await say(page, LIKE_ANOTHER);
    await cards(page).nth(3).waitFor();
    await say(page, twice);
    await cards(page).nth(4).waitFor();
    expect(await cards(page).count()).toBe(5);
    expect(await page.locator(".text").last().locator(".link").count()).toBe(2);
    expect(await page.locator(".text").last().locator("sup").count()).toBe(0);
    // The words of each verdict and warning are seen whole, inside their card.
    const cut = await page.locator(".verdict > :is(strong, .found)").evaluateAll(
      (all) =>
        all.filter((words) => {
          const [range, card] = [document.createRange(), words.closest(".card-lines")?.getBoundingClientRect()];
          range.selectNodeContents(words);
          return range.getBoundingClientRect().right > (card?.right ?? 0) + 1;
        }).length,
    );
    expect(cut).toBe(0);
    // And none of their words is broken.
    const broken = await page.locator(".verdict > :is(strong, .found)").evaluateAll((all) =>
      all.flatMap((place) => {
        const [text] = place.childNodes;
        return [...(text?.textContent ?? "").matchAll(/\p{L}+/gu)].flatMap(({ 0: word, index }) => {
          const range = document.createRange();
          range.setStart(text ?? place, index);
          range.setEnd(text ?? place, index + word.length);
          return range.getClientRects().length > 1 ? [word] : [];
        });
      }),
    );
    expect(broken).toEqual([]);
    const copied = await page.evaluate(async () => {
      document.getSelection()?.selectAllChildren(document.querySelector(".log") ?? document.body);
      document.execCommand("copy");
      return navigator.clipboard.readText();
    });
    expect(copied).toBe(`${THREE}\n${LIKE_ANOTHER}\n${twice}`);
    expect(troubles).toEqual([]);
  });

  test("the middle button and Ctrl open the gateway's page of a link in a new tab, which decides there", async () => {
    const { page } = await openTab(browser, app.url);
    await signInAs(page, "kai");
    await talkTo(page, "lea");
    await say(page, TAOBAO);
    const link = page.getByRole("link", { name: /item\.taobao/u });
    await link.waitFor();
    for (const open of [
      () => link.click({ button: "middle" }),
      () => link.click({ modifiers: ["ControlOrMeta"] }),
      async () => {
        await link.click({ button: "right" });
        await page.getByRole("dialog").getByRole("button", { name: "Open in a new tab" }).click();
      },
    ]) {
      const opened = page
        .context()
        .waitForEvent("request", (request) => new URL(request.url()).pathname.startsWith("/o/"));
      const tab = page.context().waitForEvent("page");
      await open();
      const request = await opened;
      expect(request.headers()["referer"]).toBeUndefined();
      await (await tab).close();
      expect(await page.locator(".pane").isVisible()).toBe(false);
    }
  });
});
