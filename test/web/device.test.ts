import type { Browser, Page } from "playwright-core";
import { connect } from "../../src/client/index.ts";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { say, signInAs, startGateway, talkTo } from "./people.ts";

describe.skipIf(!hasBrowser())("the page on the device of its reader", () => {
  let browser: Browser;
  let app: Awaited<ReturnType<typeof startGateway>>;
  beforeAll(async () => {
    [browser, app] = await Promise.all([openBrowser(), startGateway()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  /** Somebody who writes to who has the page. */
  async function writer(name: string) {
    const answer = await fetch(new URL("/v1/demo-sign-in", app.url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user: name }),
    });
    const { token } = (await answer.json()) as { token: string };
    const client = connect(`${app.url.replace("http", "ws")}v1/ws`, token, { device: "d" });
    onTestFinished(() => client.close());
    return client;
  }
  const chatOf = (page: Page, name: string) => page.locator(".chats button", { hasText: name });

  test("a connection that died while the device slept is left as soon as the page is looked at", async () => {
    const { page } = await openTab(browser, app.url);
    const sockets: { isDead: boolean }[] = [];
    await page.routeWebSocket(/\/v1\/ws$/u, (socket) => {
      const own = { isDead: false };
      sockets.push(own);
      const server = socket.connectToServer();
      socket.onMessage((message) => own.isDead || server.send(message));
      server.onMessage((message) => own.isDead || socket.send(message));
    });
    await page.reload();
    await signInAs(page, "sleeper");
    await talkTo(page, "waker");
    await say(page, "good night");
    await page.locator(".mark.sent").waitFor();
    for (const each of sockets) each.isDead = true;
    await (await writer("waker")).send("sleeper", "good morning");
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    // A heartbeat would find it after 50 s at the earliest.
    await page.locator(".text", { hasText: "good morning" }).waitFor({ timeout: 30_000 });
    expect(sockets.length).toBe(2);
  });

  test.each([
    ["gives no storage", 'get() { throw new DOMException("denied", "SecurityError"); }'],
    ["keeps nothing", 'value: { getItem: () => null, removeItem() {}, setItem() { throw new DOMException("full"); } }'],
  ])("where the browser %s, one signs in, chats and keeps a draft until the page is left", async (how, property) => {
    const { page, troubles } = await openTab(browser, app.url);
    for (const name of ["localStorage", "sessionStorage"])
      await page.addInitScript(`Object.defineProperty(window, "${name}", { ${property} });`);
    await page.reload();
    const name = `cookieless-${how.replaceAll(" ", "-")}`;
    await signInAs(page, name);
    await talkTo(page, "ann");
    await say(page, "hello");
    await page.locator(".mark.sent").waitFor();
    await page.locator("#compose").fill("half a thought");
    await chatOf(page, "hutong").click();
    await chatOf(page, "ann").click();
    expect(await page.locator("#compose").inputValue()).toBe("half a thought");
    // Another language draws the page anew, and needs who is signed in.
    await page.locator(".settings summary").click();
    await page.locator("#language").selectOption("zh-CN");
    await page.locator('html[lang="zh-CN"] .chats button').first().waitFor();
    expect(await page.locator(".me").innerText()).toBe(name);
    expect(troubles).toEqual([]);
  });

  test("on a page without TLS, as a phone opens it by its address in the house, one writes and founds a group", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    // What browsers leave out there: https://w3c.github.io/webcrypto/#Crypto-interface, https://w3c.github.io/clipboard-apis/.
    await page.addInitScript(() => {
      Reflect.deleteProperty(Crypto.prototype, "randomUUID");
      Reflect.deleteProperty(Navigator.prototype, "clipboard");
    });
    await page.reload();
    await signInAs(page, "housemate");
    await talkTo(page, "cook");
    await say(page, "dinner?");
    await page.locator(".mark.sent").waitFor({ timeout: 20_000 });
    await page.locator("#start").fill("cook, gardener");
    await page.keyboard.press("Enter");
    await page.locator(".bar", { hasText: "gardener" }).waitFor({ timeout: 20_000 });
    expect(troubles).toEqual([]);
  });

  test("on a phone a chat that is opened to be read opens no keyboard, and one without a message does", async () => {
    const ann = await writer("reader-ann");
    await ann.send("phone", "read me");
    const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
    const { page, troubles } = await openTab(browser, app.url, phone);
    await signInAs(page, "phone");
    const focused = () => page.evaluate(() => document.activeElement?.className ?? "");
    await chatOf(page, "reader-ann").tap();
    await page.locator(".text", { hasText: "read me" }).waitFor();
    expect(await focused()).toBe("scroller");
    await page.goBack();
    await chatOf(page, "reader-ann").waitFor();
    await talkTo(page, "nobody-yet");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("compose");
    expect(troubles).toEqual([]);

    const desk = await openTab(browser, app.url);
    await signInAs(desk.page, "phone");
    await chatOf(desk.page, "reader-ann").click();
    await desk.page.locator("#compose").waitFor();
    expect(await desk.page.evaluate(() => document.activeElement?.id)).toBe("compose");
  });

  test("the keyboard on a phone's screen breaks lines by Enter, and the arrow sends", async () => {
    const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
    const { page, troubles } = await openTab(browser, app.url, phone);
    await signInAs(page, "thumbs");
    await talkTo(page, "reader-bo");
    expect(await page.locator("#compose-hint").innerText()).toBe("Enter starts a new line, the arrow sends");
    await page.locator("#compose").pressSequentially("milk");
    await page.keyboard.press("Enter");
    await page.locator("#compose").pressSequentially("bread");
    await page.locator(".send").tap();
    await page.locator(".mark.sent").waitFor();
    expect(await page.locator(".text").innerText()).toBe("milk\nbread");
    // A keyboard that is put on has Ctrl.
    await page.locator("#compose").fill("eggs");
    await page.keyboard.press("Control+Enter");
    await page.locator(".text", { hasText: "eggs" }).waitFor();
    expect(troubles).toEqual([]);
  });

  test("a window that is seen but not in use reads nothing, and all of it once one comes back to it", async () => {
    const ann = await writer("covered-ann");
    await ann.send("covered", "one");
    const { page, troubles } = await openTab(browser, app.url);
    await signInAs(page, "covered");
    await chatOf(page, "covered-ann").click();
    await page.locator(".text", { hasText: "one" }).waitFor();
    const reads: number[] = [];
    ann.on("read", ({ seq }) => reads.push(seq));
    // A browser without windows has the focus always.
    await page.evaluate(() => Object.assign(document, { hasFocus: () => false }));
    await ann.send("covered", "two");
    await page.locator(".text", { hasText: "two" }).waitFor();
    await expect.poll(() => page.title()).toContain("(1)");
    expect(reads).not.toContain(2);
    await page.evaluate(() => {
      Object.assign(document, { hasFocus: () => true });
      dispatchEvent(new Event("focus"));
    });
    await expect.poll(() => reads).toContain(2);
    expect(await page.title()).not.toContain("(1)");
    expect(troubles).toEqual([]);
  });

  test("a screen reader is told each of several verdicts that come at once, also where two read alike", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    let tell: () => void = () => undefined;
    await page.routeWebSocket(/\/v1\/ws$/u, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((frame) => server.send(frame));
      server.onMessage((frame) => {
        socket.send(frame);
        const sent = JSON.parse(String(frame)) as { type: string; conversation: string; seq: number; links: object[] };
        if (sent.type !== "sent") return;
        tell = () => {
          for (const [index, report] of sent.links.entries()) {
            const { conversation, seq } = sent;
            socket.send(
              JSON.stringify({ type: "link", conversation, seq, index, cause: "list", update: index + 1, report }),
            );
          }
        };
      });
    });
    await page.reload();
    await signInAs(page, "listens");
    await talkTo(page, "tells");
    await say(
      page,
      "https://item.taobao.com/item.htm?id=1 https://item.taobao.com/item.htm?id=2 https://item.jd.com/3.html https://a.example/",
    );
    await page.locator(".mark.sent").waitFor();
    // Kept as it comes: on a slow machine a line has gone before it is looked for.
    await page.evaluate(() => {
      const region = document.querySelector(".announcer") ?? document.body;
      const added: (string | null)[] = [];
      new MutationObserver((records) => {
        for (const { addedNodes } of records) added.push(...[...addedNodes].map(({ textContent }) => textContent));
        const seen = [...region.children].map((each) => each.getBoundingClientRect().height > 2);
        if (added.length === 4 && seen.length === 4) document.title = JSON.stringify({ added, seen });
      }).observe(region, { childList: true });
    });
    tell();
    await expect.poll(() => page.title()).toContain("added");
    const { added, seen } = JSON.parse(await page.title()) as { added: string[]; seen: boolean[] };
    expect([new Set(added).size, added[0] === added[1]]).toEqual([3, true]);
    // One of them is said and not seen: a toast leaves the chat in sight.
    expect(seen).toEqual([false, true, true, true]);
    // The whole region would be said anew with each line.
    expect(await page.locator(".announcer").getAttribute("aria-atomic")).toBe("false");
    await expect.poll(() => page.locator(".announcer p").count(), { timeout: 20_000 }).toBe(0);
    expect(troubles).toEqual([]);
  });

  test("a token signs in by Enter, as a terminal, a chat or a header gave it", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    const answer = await fetch(new URL("/v1/demo-sign-in", app.url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user: "bearer" }),
    });
    const { token } = (await answer.json()) as { token: string };
    const pasted = [`${token}\n`, `${token.slice(0, 60)}\n${token.slice(60)}`, `Bearer ${token}`, `"${token}"\u200B`];
    for (const given of pasted) {
      await page.locator(".with-token summary").click();
      await page.locator("#token").fill(given);
      await page.locator("#token").press("Enter");
      await page.locator(".me", { hasText: "bearer" }).waitFor({ timeout: 20_000 });
      await page.evaluate(() => sessionStorage.clear());
      await page.reload();
    }
    expect(troubles).toEqual([]);
  });

  test("an address that was cut within an escape leads to a page that works", async () => {
    for (const cut of ["#u%3Aali%E4%BD", "#100%"]) {
      const { page, troubles } = await openTab(browser, new URL(cut, app.url).href);
      await signInAs(page, "cut");
      await chatOf(page, "hutong").click();
      await page.locator("#compose").waitFor({ timeout: 10_000 });
      await page.evaluate((hash) => (location.hash = hash), cut);
      await page.locator(".nothing").waitFor({ timeout: 10_000 });
      await page.goto(new URL(`console/${cut}`, app.url).href);
      await page.locator("#app h1").first().waitFor({ timeout: 10_000 });
      expect(troubles).toEqual([]);
    }
  });

  test("the list tells the hour of today's messages and the day of others, also once the day has turned", async () => {
    const { page } = await openTab(browser, app.url, { timezoneId: "Asia/Shanghai" });
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    await page.clock.install({ time: new Date(`${today}T23:59:50+08:00`) });
    await page.reload();
    await signInAs(page, "late");
    await (await writer("evening")).send("late", "good evening");
    const time = chatOf(page, "evening").locator("time");
    expect(await time.innerText()).toMatch(/^\d\d:\d\d [AP]M$/u);
    // Sooner than a heartbeat, after which the list is read anew.
    await page.clock.fastForward(12_000);
    await expect.poll(() => time.innerText()).toMatch(/^[A-Z][a-z]{2} \d{1,2}$/u);
    await page.clock.fastForward(366 * 86_400_000);
    await expect.poll(() => time.innerText()).toMatch(/^\d{1,2}\/\d{1,2}\/20\d\d$/u);
  });

  test("what is read of a chat is drawn while its log is silent, and what comes then is told alone", async () => {
    const eve = await writer("eve");
    for (let index = 1; index <= 40; index += 1) await eve.send("ear", `old ${index}`);
    const { page } = await openTab(browser, app.url);
    await signInAs(page, "ear");
    await page.evaluate(() => {
      const told: string[] = [];
      Reflect.set(window, "told", told);
      new MutationObserver((changes) => {
        for (const { target, addedNodes } of changes) {
          const log = (target instanceof Element ? target : target.parentElement)?.closest("[role=log]");
          if (log?.getAttribute("aria-busy") === "false")
            for (const node of addedNodes) told.push(node.textContent ?? "");
        }
      }).observe(document.body, { childList: true, subtree: true });
    });
    const told = () => page.evaluate(() => Reflect.get(window, "told") as string[]);
    await chatOf(page, "eve").click();
    await page.locator(".text", { hasText: "old 40" }).waitFor();
    await page.locator('.scroller[aria-busy="false"]').waitFor();
    expect(await told()).toEqual([]);
    await eve.send("ear", "fresh 1");
    await page.locator(".text", { hasText: "fresh 1" }).waitFor();
    await eve.send("ear", "fresh 2");
    await page.locator(".text", { hasText: "fresh 2" }).waitFor();
    const last = (await told()).filter((text) => !text.includes("fresh 1"));
    expect(last.filter((text) => text.includes("fresh 2"))).toHaveLength(1);
    expect(last.join("\n")).not.toMatch(/old \d|begins here/u);
  });
});
