import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pngOf } from "../support/doubles/images.ts";
import { article, openSite, redirect, startFollowingGateway, type Site } from "../support/followed-gateway.ts";
import type { TestGateway } from "../support/gateway.ts";
import { accessibilityFaults } from "../support/programs/axe.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { scrollsSideways } from "./in-page.js";
import { cards, say, signInAs, talkTo } from "./people.ts";

const FRAMED = `<!doctype html><title>Shop</title><body><h1>Shop</h1><button>Buy</button><script>
  const tried = (name, what) => { try { return name + ":" + what(); } catch (error) { return name + ":" + error.name; } };
  addEventListener("load", () => {
    const told = [
      tried("origin", () => self.origin),
      tried("cookie", () => document.cookie),
      tried("storage", () => localStorage.length),
      tried("top", () => { top.location = "https://evil.example/"; return "moved"; }),
      tried("parent", () => parent.document.title),
      tried("window", () => String(open("https://evil.example/"))),
      tried("referrer", () => document.referrer),
    ];
    document.body.append(Object.assign(document.createElement("pre"), { textContent: told.join("\\n") }));
  });
</script>`;

describe.skipIf(!hasBrowser())("a page that opens here", () => {
  let browser: Browser;
  let site: Site;
  let gateway: TestGateway;
  let people = 0;
  /** How far the resolver's clock is ahead. */
  let laterMs = 0;
  beforeAll(async () => {
    [browser, site, gateway] = await Promise.all([
      openBrowser(),
      openSite(),
      startFollowingGateway({
        lists: [{ entry: "evil.site.net", kind: "phishing" }],
        now: () => Date.now() + laterMs,
      }),
    ]);
    site.pages.set("/door.png", (response) => response.writeHead(200).end(pngOf(64, 40)));
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
    await site?.close();
  });

  /** Lets the browser reach the site, which the gateway reaches by its own resolver. */
  async function reachSite(page: Page): Promise<void> {
    const { host, port } = new URL(site.url("/"));
    await page.context().route(
      (address) => address.host === host,
      async (route) => {
        const { pathname } = new URL(route.request().url());
        const answer = await fetch(`http://127.0.0.1:${port}${pathname}`, { redirect: "manual" });
        await route.fulfill({
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: Buffer.from(await answer.arrayBuffer()),
        });
      },
    );
  }

  /** A tab in which a link was said and followed to its end. */
  async function told(path: string, options: Parameters<typeof openTab>[2] = {}) {
    const tab = await openTab(browser, `${gateway.http}/`, options, new URL(site.url("/")).host);
    await reachSite(tab.page);
    people += 1;
    await signInAs(tab.page, `reader${people}`);
    await talkTo(tab.page, "friend");
    await say(tab.page, `look ${site.url(path)} here`);
    await cards(tab.page).locator(".preview-title").waitFor();
    return {
      ...tab,
      open: cards(tab.page).getByRole("button", { name: "Open", exact: true }),
      pane: tab.page.locator(".pane"),
    };
  }

  test("that lets itself be framed stands in a frame without an origin, which moves and opens nothing; Escape leads back", async () => {
    site.pages.set("/shop", (response) => response.writeHead(200, { "content-type": "text/html" }).end(FRAMED));
    const { page, open, pane, troubles } = await told("/shop");
    await page.evaluate(() => (document.cookie = "ours=secret"));
    await open.click();
    const frame = pane.locator("iframe");
    await frame.waitFor();
    expect(await frame.getAttribute("sandbox")).toBe("allow-scripts allow-forms");
    expect(await frame.getAttribute("src")).toBe(site.url("/shop"));
    const content = pane.frameLocator("iframe");
    await content.locator("pre").waitFor();
    expect((await content.locator("pre").innerText()).split("\n")).toEqual([
      "origin:null",
      "cookie:SecurityError",
      "storage:SecurityError",
      expect.stringMatching(/^top:(?:SecurityError|moved)$/u),
      "parent:SecurityError",
      "window:null",
      "referrer:",
    ]);
    expect(page.url()).toMatch(new RegExp(`^${gateway.http}`, "u"));
    expect(page.context().pages()).toHaveLength(1);
    expect(await pane.locator("#pane-title").innerText()).toBe("Shop");
    await page.keyboard.press("Escape");
    expect(await pane.isVisible()).toBe(false);
    expect(await page.locator("iframe").count()).toBe(0);
    await expect.poll(() => open.evaluate((button) => button === document.activeElement)).toBe(true);
    // The browser says of what it kept the frame from.
    expect(
      troubles.filter((trouble) => !/sandbox|allow-popups|allow-top-navigation|Unsafe attempt/u.test(trouble)),
    ).toEqual([]);
  });

  for (const headers of [
    { "x-frame-options": "SAMEORIGIN" },
    { "content-security-policy": "frame-ancestors 'none'" },
  ]) {
    test(`that does not (${Object.keys(headers)[0]}) is read as text, with its pictures from the gateway and its source`, async () => {
      const parts = `<p>A <a href="https://evil.example/">wall</a> <b onclick="alert(1)">of &lt;img src=x onerror=alert(2)&gt;</b>.</p>`;
      site.pages.set(
        "/news",
        article("Opening", `${parts}<img src="/door.png" alt="A door"><script>alert(3)</script>`, headers),
      );
      const { page, open, pane, troubles } = await told("/news");
      await open.click();
      const reading = pane.getByRole("article");
      await reading.getByText(/^Text of short\.site\.net/u).waitFor();
      expect(await reading.innerText()).toContain("A wall of <img src=x onerror=alert(2)>.");
      expect(await pane.locator("iframe").count()).toBe(0);
      // Nothing of the page leads on by itself.
      expect(await reading.locator("a, script, style, form, [onclick]").count()).toBe(0);
      const picture = reading.getByRole("img", { name: "A door" });
      await picture.scrollIntoViewIfNeeded();
      await expect.poll(() => picture.evaluate((image) => Reflect.get(image, "naturalWidth"))).toBe(64);
      expect(await picture.getAttribute("src")).toMatch(/^\/v1\/image\//u);
      await page.keyboard.press("Escape");
      expect(await pane.isVisible()).toBe(false);
      expect(troubles).toEqual([]);
    });
  }

  test("that has no text and lets nobody frame it shows its title, its picture and the way outside, which tells nothing of us", async () => {
    site.pages.set("/app", (response) =>
      response
        .writeHead(200, { "content-type": "text/html", "x-frame-options": "DENY" })
        .end('<title>Tickets</title><meta property="og:image" content="/door.png"><div id="root"></div>'),
    );
    const { page, open, pane, troubles } = await told("/app");
    await open.click();
    await pane.getByText("This page does not let itself be shown here.").waitFor();
    expect(await pane.locator(".pane-summary h3").innerText()).toBe("Tickets");
    await expect.poll(() => pane.locator("img").evaluate((image) => Reflect.get(image, "naturalWidth"))).toBe(64);
    const [outside] = await Promise.all([
      page.context().waitForEvent("page"),
      pane.locator(".pane-summary").getByRole("button", { name: "Open in the browser" }).click(),
    ]);
    await outside.waitForLoadState();
    expect(outside.url()).toBe(site.url("/app"));
    expect(await outside.evaluate(() => [String(window.opener), document.referrer])).toEqual(["null", ""]);
    // The browser tells of the text that was not there.
    expect(troubles.filter((trouble) => !trouble.includes("404"))).toEqual([]);
  });

  test("comes after the notice page where the verdict asks for one, and not at all when its reader stays", async () => {
    site.pages.set("/noticed", article("Noticed", "", { "x-frame-options": "DENY" }));
    const tab = await openTab(browser, `${gateway.http}/`);
    await signInAs(tab.page, "noticed");
    await talkTo(tab.page, "friend");
    await say(tab.page, `[https://bank.example/](${site.url("/noticed")})`);
    const card = cards(tab.page).nth(1);
    await card.locator(".preview-title").waitFor();
    expect(await card.locator(".verdict").innerText()).toContain("after one notice page");
    const open = card.getByRole("button", { name: "Open", exact: true });
    const pane = tab.page.locator(".pane");
    await open.click();
    await tab.page.getByRole("dialog").getByRole("button", { name: "Stay here" }).click();
    expect(await pane.isVisible()).toBe(false);
    await open.click();
    await tab.page.getByRole("dialog").getByRole("button", { name: "Continue to the page" }).click();
    await pane.getByRole("article").waitFor();
    expect(tab.troubles).toEqual([]);
  });

  test("is decided at the moment of the click: what leads to a listed page by then opens nowhere, and says so", async () => {
    site.pages.set("/turns", article("Harmless"));
    const { page, open, pane } = await told("/turns");
    site.pages.set("/turns", redirect(site.url("/x").replace("short.", "evil.")));
    // What was learnt of it is too old by then.
    laterMs += 61_000;
    await open.click();
    await page.getByText("The verdict is now: Blocked").waitFor();
    expect(await cards(page).getAttribute("data-action")).toBe("block");
    expect(await cards(page).getByRole("button").count()).toBe(1);
    await page.getByRole("link", { name: /turns.*\(Blocked\)/u }).click();
    await page.locator(".announcer p", { hasText: /^Blocked\. / }).waitFor();
    expect(await pane.isVisible()).toBe(false);
    expect(page.context().pages()).toHaveLength(1);
  });

  for (const [width, height] of [
    [360, 740],
    [800, 900],
    [1_280, 900],
  ] as const) {
    test(`on ${width} pixels the pane ${width > 1_000 ? "stands beside the chat" : "covers the chat"} and nothing scrolls sideways`, async () => {
      site.pages.set(
        "/wide",
        article("Wide", `<pre>${"x".repeat(400)}</pre><p>${"y".repeat(400)}</p>`, { "x-frame-options": "DENY" }),
      );
      const { page, open, pane, troubles } = await told("/wide", { viewport: { width, height } });
      await open.click();
      await pane.getByRole("article").waitFor();
      expect(await page.evaluate(scrollsSideways)).toBe(false);
      const [box, chat] = [await pane.boundingBox(), await page.locator(".middle").boundingBox()];
      if (box === null || chat === null) throw new Error("not there");
      expect(Math.round(box.x + box.width)).toBe(width);
      if (width > 1_000) expect(box.x).toBeGreaterThanOrEqual(chat.x + chat.width - 1);
      else expect(Math.round(box.x)).toBe(Math.round(chat.x));
      const shots = process.env["HUTONG_SHOTS"];
      if (shots !== undefined) await page.screenshot({ path: `${shots}/pane-${width}.png` });
      await pane.getByRole("button", { name: "Close the page" }).click();
      await cards(page).waitFor();
      // Back closes it too, and leads no further.
      await open.click();
      await pane.getByRole("article").waitFor();
      const { length } = await page.evaluate(() => ({ length: history.length }));
      await page.evaluate(() => history.back());
      await pane.waitFor({ state: "hidden" });
      expect(await cards(page).isVisible()).toBe(true);
      await open.click();
      await pane.getByRole("article").waitFor();
      expect(await page.evaluate(() => history.length)).toBe(length);
      if (width < 1_000) {
        await page.keyboard.press("Escape");
        await pane.waitFor({ state: "hidden" });
      }
      if (width === 360) await page.getByRole("button", { name: "Back to conversations" }).click();
      await page.locator(".chats button", { hasText: "hutong" }).click();
      await pane.waitFor({ state: "hidden" });
      await page.locator(".whom h2", { hasText: "hutong" }).waitFor();
      expect(troubles).toEqual([]);
    });
  }

  test("the address in the text opens it too: by click, by key and by its menu after a long press, each by a fresh decision", async () => {
    site.pages.set("/typed", article("Typed", "", { "x-frame-options": "DENY" }));
    const { page, pane, troubles } = await told("/typed", { hasTouch: true });
    let asked = 0;
    page.on("request", (request) => (asked += request.url().includes("/v1/article/") ? 1 : 0));
    const link = page.getByRole("link", { name: /typed.*\(Opens here\)/u });
    expect(await link.locator(".icon").isVisible()).toBe(true);
    // No browser goes there past the decision.
    expect(await link.getAttribute("href")).toBeNull();
    await link.hover();
    expect(await link.evaluate((element) => getComputedStyle(element, "::after").content)).toBe('"Opens here"');
    await link.click();
    await pane.getByRole("article").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => link.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await pane.getByRole("article").waitFor();
    await page.keyboard.press("Escape");

    const box = (await link.boundingBox()) ?? expect.fail("no link");
    const at = { x: box.x + 20, y: box.y + 8 };
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] });
    const menu = page.getByRole("dialog");
    await menu.waitFor();
    await cdp.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    expect(await menu.locator(".verdict").innerText()).toBe("Opens here");
    expect(await pane.isVisible()).toBe(false);
    await menu.getByRole("button", { name: "Open", exact: true }).click();
    await pane.getByRole("article").waitFor();
    await page.keyboard.press("Escape");
    await link.click({ button: "right" });
    await menu.getByRole("button", { name: "Copy address" }).waitFor();
    await page.keyboard.press("Escape");
    expect(asked).toBe(3);
    expect(troubles).toEqual([]);
  });

  test("a page that may be framed can be read as text too", async () => {
    site.pages.set("/both", article("Both"));
    const { open, pane, page } = await told("/both");
    await open.click();
    await pane.locator("iframe").waitFor();
    await pane.getByRole("button", { name: "Text only" }).click();
    await pane.locator(".reading").waitFor();
    expect(await pane.locator("iframe").count()).toBe(0);
    await pane.getByRole("button", { name: "Whole page" }).click();
    await page.locator(".pane iframe").waitFor();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`has nothing wrong for axe in its frame, as text, as a summary, behind its notice and in its menu, ${colorScheme}`, async () => {
      const parts =
        '<h2>Part</h2><blockquote>Said</blockquote><pre>code</pre><ul><li>one</li></ul><img src="/door.png" alt="A door">';
      site.pages.set("/looked-at", article("Looked at", parts));
      site.pages.set("/bare", (response) =>
        response
          .writeHead(200, { "content-type": "text/html", "x-frame-options": "DENY" })
          .end('<title>Bare</title><div id="root"></div>'),
      );
      const { page, open, pane } = await told("/looked-at", { colorScheme, reducedMotion: "reduce" });
      const faults: Record<string, string[]> = {};
      const look = async (view: string) => {
        const found = await accessibilityFaults(page);
        if (found.length > 0) faults[view] = found;
      };
      await page.getByRole("link", { name: /looked-at.*\(Opens here\)/u }).click({ button: "right" });
      await page.getByRole("dialog").getByRole("button", { name: "Copy address" }).waitFor();
      await look("menu");
      await page.keyboard.press("Escape");
      await open.click();
      await pane.frameLocator("iframe").getByRole("heading").first().waitFor();
      await look("frame");
      await page.setViewportSize({ width: 360, height: 740 });
      await pane.getByRole("button", { name: "Outside" }).waitFor();
      await look("frame on a phone");
      await page.setViewportSize({ width: 1_280, height: 900 });
      await pane.getByRole("button", { name: "Text only" }).click();
      await pane.locator(".reading pre").waitFor();
      await look("text");
      await page.keyboard.press("Escape");
      await pane.waitFor({ state: "hidden" });
      await say(page, site.url("/bare"));
      const bare = cards(page).nth(1);
      await bare.locator(".preview-title").waitFor();
      await bare.getByRole("button", { name: "Open", exact: true }).click();
      await pane.locator(".pane-summary").waitFor();
      await look("summary");
      await page.keyboard.press("Escape");
      await pane.waitFor({ state: "hidden" });
      await say(page, `[https://bank.example/](${site.url("/looked-at")})`);
      const noticed = cards(page).nth(3);
      await noticed.locator(".preview-title").waitFor();
      await noticed.getByRole("button", { name: "Open", exact: true }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Stay here" }).waitFor();
      await look("notice");
      expect(faults).toEqual({});
    });
  }
});
