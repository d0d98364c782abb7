import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runHere } from "../support/programs/cli.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { cards, PAID, say, signInAs, startGateway, talkTo, TAOBAO, THREE, unfold } from "./people.ts";

describe.skipIf(!hasBrowser())("the web client", () => {
  let browser: Browser;
  let app: Awaited<ReturnType<typeof startGateway>>;
  beforeAll(async () => {
    [browser, app] = await Promise.all([openBrowser(), startGateway()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  test("two people in two tabs talk, and see that they were read", async () => {
    const [ann, bo] = await Promise.all([openTab(browser, app.url), openTab(browser, app.url)]);
    await Promise.all([signInAs(ann.page, "ann"), signInAs(bo.page, "博文")]);
    await talkTo(ann.page, "博文");
    await say(ann.page, "Hello,\nall of you");
    // Her page is open, but not the conversation.
    await ann.page.locator(".mark.delivered").getByText("Delivered").waitFor();
    await bo.page.getByRole("button", { name: /ann.*1 unread/u }).click();
    expect(await bo.page.locator(".text").innerText()).toBe("Hello,\nall of you");
    await ann.page.locator(".mark.read").waitFor();
    await bo.page.locator("#compose").pressSequentially("好");
    await ann.page.getByText("博文 is typing…").waitFor();
    await bo.page.keyboard.press("Enter");
    await ann.page.locator(".text", { hasText: "好" }).waitFor();
    expect([...ann.troubles, ...bo.troubles]).toEqual([]);
  });

  test("the bot answers a link, and its card tells app, verdict, rule, source, payments and where it leads", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    await signInAs(page, "cai");
    await page.getByRole("button", { name: /^hutong/u }).click();
    await page.getByRole("button", { name: /Is this hoodie/u }).click();
    const card = page.getByRole("article", { name: "Link: Taobao" });
    await card.waitFor();
    const answer = page.locator(".message:not(.mine)");
    await answer.waitFor();
    // The card says the rest already.
    expect((await answer.locator(".text").innerText()).split("\n")).toEqual([
      "1. Taobao · item: opens here",
      expect.stringMatching(/^ {3}Why: /u),
    ]);
    await answer.getByRole("button", { name: "Rule, sources and where it leads" }).click();
    expect(await answer.locator(".text").innerText()).toContain("Payments that day: WeChat Pay: accepted");
    await unfold(card);
    const told = await card.innerText();
    expect(told).toContain("Opens here");
    expect(told).toContain("WeChat Pay: accepted (since 2024-09-27)");
    expect(told).toContain("China Mobile wallet: accepted (by 2024-09-27)");
    const paid = card.locator(".payments li", { hasText: "WeChat Pay" });
    await paid.getByRole("link", { name: /^hbsnhzjj: Taobao announced 27 Sept 2024/u }).waitFor();
    expect(told).toContain("https://item.taobao.com/item.htm?id=652874301955\n");
    expect(told).toMatch(/Tracking removed\s+spm/u);
    expect(told).toMatch(/sha256:[0-9a-f]{64}/u);
    const source = card.getByRole("link").first();
    expect(await source.getAttribute("rel")).toBe("noopener noreferrer");
    expect(await source.getAttribute("href")).toMatch(/^https?:/u);
    expect(troubles).toEqual([]);
  });

  test("three links of one message get three verdicts; a blocked one has no way on", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    await signInAs(page, "dan");
    await talkTo(page, "eva");
    await say(page, THREE);
    await expect.poll(() => cards(page).count()).toBe(3);
    expect(await page.locator(".verdict strong").allInnerTexts()).toEqual(["Opens here", "Opens outside", "Blocked"]);
    for (const card of await cards(page).all()) expect((await card.boundingBox())?.height).toBeLessThan(72);
    // They stand in one frame, and other rules are asked for in one place, not once a card.
    expect(await page.locator(".cards").count()).toBe(1);
    expect(await page.getByRole("button", { name: "Under other rules" }).count()).toBe(1);
    const blocked = cards(page).nth(2);
    const names = () =>
      blocked.getByRole("button").evaluateAll((buttons) => buttons.map((each) => each.dataset["control"]));
    expect(await names()).toEqual(["details"]);
    await unfold(blocked);
    expect(await names()).toEqual(["details", "rules", "choices", "complaint"]);
    expect(await blocked.innerText()).toContain("Appeal");
    expect(troubles).toEqual([]);
  });

  test("opening outside asks the gateway first, then leaves without a referrer", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    const asked: string[] = [];
    page.on("websocket", (socket) =>
      socket.on("framesent", ({ payload }) => {
        if (String(payload).includes('"type":"open"')) asked.push(String(payload));
      }),
    );
    await page.reload();
    await signInAs(page, "fay");
    await talkTo(page, "gus");
    await say(page, PAID);
    const left = page.context().waitForEvent("request", (request) => !request.url().startsWith(app.url));
    await cards(page).getByRole("button", { name: "Open in the browser" }).click();
    const request = await left;
    expect(asked).toHaveLength(1);
    expect(request.url()).toBe(PAID);
    expect(request.headers()["referer"]).toBeUndefined();
    await expect.poll(() => troubles).toEqual([`request: ${request.url()}`]);
  });

  test("the same link under another day, client, chat and rulebook, side by side", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    await signInAs(page, "hao");
    await talkTo(page, "ida");
    await say(page, TAOBAO);
    await unfold(cards(page));
    await cards(page).getByRole("button", { name: "Under other rules" }).click();
    const chosen = page.locator(".comparison tr", { hasText: "Verdict" }).locator("td").nth(1);
    await page.getByRole("radio", { name: /Sep 18, 2021/u }).check();
    await expect.poll(() => chosen.innerText()).toMatch(/^Opens here, after one notice page\s*\(changed\)/u);
    await page.getByLabel("Recipient’s client").selectOption("old");
    await expect.poll(() => chosen.innerText()).toMatch(/^Opens outside\s*\(changed\)/u);
    await page.getByLabel("Rulebook").selectOption("miit");
    await expect.poll(() => chosen.innerText()).toBe("Opens here");
    await page.getByLabel("Rulebook").selectOption("wechat");
    await page.getByLabel("Recipient’s client").selectOption("android");
    await page.getByLabel("Chat", { exact: true }).selectOption("group");
    await expect.poll(() => chosen.innerText()).toMatch(/^Opens outside\s*\(changed\)/u);
    const moment = page.getByRole("group", { name: "Another moment, China time" });
    await moment.getByLabel("year").fill("2021");
    await moment.getByLabel("month").selectOption("November");
    await moment.getByLabel("day").selectOption("30");
    await moment.getByLabel("hour").selectOption("00");
    await moment.getByLabel("minute").selectOption("00");
    await expect.poll(() => chosen.innerText()).toBe("Opens here");
    await moment.getByLabel("month").selectOption("February");
    expect(await moment.getByLabel("day").inputValue()).toBe("28");
    expect(troubles).toEqual([]);
  });

  test("texts that look like markup or lead into a script stay texts", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    await signInAs(page, "jin");
    await talkTo(page, "kim");
    const texts = [
      "<img src=x onerror=alert(1)><script>alert(2)</script>",
      "javascript:alert(3) data:text/html,<script>alert(4)</script>",
      'https://item.taobao.com/item.htm?id=1"><svg onload=alert(5)>',
    ];
    for (const text of texts) await say(page, text);
    await expect.poll(() => page.locator(".mark.sent").count()).toBe(3);
    expect(await page.locator(".text").allInnerTexts()).toEqual(texts);
    expect(await page.locator(".log :is(script, img)").count()).toBe(0);
    // As the browser takes them: what is relative leads to the page's own gateway.
    const schemes = await page
      .locator("a[href]")
      .evaluateAll((links) => links.map((link) => new URL(link.getAttribute("href") ?? "", link.baseURI).protocol));
    expect(schemes.filter((scheme) => scheme !== "https:" && scheme !== "http:")).toEqual([]);
    expect(troubles).toEqual([]);
  });

  test("a deleted message is gone for both, and says so", async () => {
    const [ann, bo] = await Promise.all([openTab(browser, app.url), openTab(browser, app.url)]);
    await Promise.all([signInAs(ann.page, "pia"), signInAs(bo.page, "quy")]);
    await talkTo(ann.page, "quy");
    await say(ann.page, `${TAOBAO} a mistake`);
    await bo.page.getByRole("button", { name: /pia.*1 unread/u }).click();
    await cards(bo.page).waitFor();
    await ann.page.locator(".mark.read").waitFor();
    const remove = ann.page.getByRole("button", { name: "Delete message" });
    await remove.click();
    await ann.page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await remove.click();
    await ann.page.getByRole("dialog").getByRole("button", { name: "Delete message" }).click();
    for (const { page } of [ann, bo]) {
      await page.locator(".message.deleted").waitFor();
      expect(await page.locator(".text").allInnerTexts()).toEqual(["Message deleted"]);
      expect(await cards(page).count()).toBe(0);
      expect(await page.locator("body").innerText()).not.toContain("a mistake");
      // Of what is gone nobody is told how far it came.
      expect(await page.locator(".mark").count()).toBe(0);
    }
    await bo.page.reload();
    await bo.page.locator(".message.deleted").waitFor();
    expect(await bo.page.getByRole("button", { name: "Delete message" }).count()).toBe(0);
    expect([...ann.troubles, ...bo.troubles]).toEqual([]);
  });

  test("people of a group come and go, and everyone sees who did what", async () => {
    const [ann, bo] = await Promise.all([openTab(browser, app.url), openTab(browser, app.url)]);
    await Promise.all([signInAs(ann.page, "rui"), signInAs(bo.page, "sol")]);
    await talkTo(ann.page, "sol,tom");
    await ann.page.locator(".event .text", { hasText: "You created the group" }).waitFor();
    await say(ann.page, "before una");
    await bo.page.getByRole("button", { name: /rui, tom.*1 unread/u }).click();
    await bo.page.locator(".event .text", { hasText: "rui created the group" }).waitFor();
    await bo.page.getByRole("button", { name: "Conversation info" }).click();
    const dialog = bo.page.getByRole("dialog");
    expect(await dialog.getByRole("button", { name: /^Remove/u }).count()).toBe(0);
    await dialog.getByLabel("Add people").fill("una");
    await bo.page.keyboard.press("Enter");
    await dialog.locator("li", { hasText: "una" }).waitFor();
    await bo.page.keyboard.press("Escape");
    await ann.page.locator(".event .text", { hasText: "sol added una" }).waitFor();
    const una = await openTab(browser, app.url);
    await signInAs(una.page, "una");
    await una.page.getByRole("button", { name: /rui, sol, tom/u }).click();
    await una.page.locator(".event .text").waitFor();
    expect(await una.page.locator(".text").allInnerTexts()).toEqual(["sol added you"]);
    await ann.page.getByRole("button", { name: "Conversation info" }).click();
    await ann.page.getByRole("button", { name: "Remove una" }).click();
    await una.page.getByText("You are no longer in this group").waitFor();
    await expect.poll(() => una.page.locator("#compose").isVisible()).toBe(false);
    await ann.page.keyboard.press("Escape");
    await bo.page.getByRole("button", { name: "Conversation info" }).click();
    await bo.page.getByRole("button", { name: "Leave the group" }).click();
    await bo.page
      .getByRole("dialog", { name: "Leave this group?" })
      .getByRole("button", { name: "Leave the group" })
      .click();
    await bo.page.getByText("You are no longer in this group").waitFor();
    await ann.page.locator(".event .text", { hasText: "sol left" }).waitFor();
    expect([...ann.troubles, ...bo.troubles, ...una.troubles]).toEqual([]);
  });

  test("a group of twenty is counted and listed whole, and read marks count everybody", async () => {
    const names = Array.from({ length: 19 }, (_, index) => `member${String(index + 1).padStart(2, "0")}`);
    const first = await openTab(browser, app.url);
    await signInAs(first.page, "host20");
    await talkTo(first.page, names.join(","));
    await say(first.page, "hello everybody");
    await first.page.locator(".mark").first().waitFor();
    // The list of conversations names eight; a fresh page knows no others until it asks.
    const { page, troubles } = await openTab(browser, app.url);
    await signInAs(page, "host20");
    await page.getByRole("button", { name: /hello everybody/u }).click();
    await page.getByText("20 people").waitFor();
    const last = await openTab(browser, app.url);
    await signInAs(last.page, "member19");
    await last.page.getByRole("button", { name: /hello everybody/u }).click();
    await last.page.locator(".text", { hasText: "hello everybody" }).waitFor();
    await page.getByText("Read by 1").waitFor();
    await page.getByRole("button", { name: "Conversation info" }).click();
    await page.getByRole("dialog").locator("li", { hasText: "member19" }).waitFor();
    expect(await page.getByRole("dialog").locator("li").count()).toBe(20);
    expect([...troubles, ...last.troubles]).toEqual([]);
  });

  test("whom one blocks is told so, and is heard again when no longer blocked", async () => {
    const [ann, bo] = await Promise.all([openTab(browser, app.url), openTab(browser, app.url)]);
    await Promise.all([signInAs(ann.page, "val"), signInAs(bo.page, "wim")]);
    await talkTo(ann.page, "wim");
    await ann.page.getByRole("button", { name: "Conversation info" }).click();
    await ann.page.getByRole("button", { name: "Block wim" }).click();
    await ann.page.getByRole("button", { name: "Unblock wim" }).waitFor();
    await ann.page.keyboard.press("Escape");
    await ann.page.locator(".standing", { hasText: "You blocked wim." }).waitFor();
    await talkTo(bo.page, "val");
    await say(bo.page, "hello?");
    await bo.page.locator(".mark.failed").getByText("Not sent: val is not accepting your messages").waitFor();
    await ann.page.reload();
    await ann.page.locator(".standing", { hasText: "You blocked wim." }).waitFor();
    expect(await ann.page.locator(".text").count()).toBe(0);
    await ann.page.getByRole("button", { name: "Conversation info" }).click();
    await ann.page.getByRole("button", { name: "Unblock wim" }).click();
    await ann.page.getByRole("button", { name: "Block wim", exact: true }).waitFor();
    await ann.page.keyboard.press("Escape");
    await say(bo.page, "now?");
    await ann.page.locator(".text", { hasText: "now?" }).waitFor();
    expect([...ann.troubles, ...bo.troubles]).toEqual([]);
  });

  test("somebody who was erased is named so, and their words are gone", async () => {
    const [ann, bo] = await Promise.all([openTab(browser, app.url), openTab(browser, app.url)]);
    await Promise.all([signInAs(ann.page, "xan"), signInAs(bo.page, "yves")]);
    await talkTo(bo.page, "xan");
    await say(bo.page, "soon forgotten");
    await ann.page.getByRole("button", { name: /yves.*1 unread/u }).click();
    await ann.page.locator(".text", { hasText: "soon forgotten" }).waitFor();
    expect((await runHere(["erase", "yves", "--data", app.data])).code).toBe(0);
    await ann.page.goto(app.url);
    await ann.page.locator(".chats .name", { hasText: "Erased user" }).click();
    await ann.page.locator(".deleted .text", { hasText: "Message deleted" }).waitFor();
    await ann.page.getByRole("heading", { name: "Erased user" }).waitFor();
    expect(await ann.page.locator("body").innerText()).not.toMatch(/yves|~|forgotten/u);
    await say(ann.page, "still there?");
    await ann.page.getByText("Not sent: Erased user is not accepting your messages").waitFor();
    expect(ann.troubles).toEqual([]);
  });

  test("older messages come when one scrolls up, each once and in order", async () => {
    const lu = await openTab(browser, app.url);
    await signInAs(lu.page, "lu");
    await talkTo(lu.page, "mo");
    for (let number = 1; number <= 32; number += 1) await say(lu.page, `line ${number}`);
    await expect.poll(() => lu.page.locator(".mark.sent").count()).toBe(32);
    // For who wrote it nothing is new, so the chat is opened at its end.
    const mo = await openTab(browser, app.url);
    await signInAs(mo.page, "lu");
    await mo.page.locator(".chats button", { hasText: "line 32" }).click();
    await expect.poll(() => mo.page.locator(".text").count()).toBe(30);
    await mo.page.locator(".scroller").evaluate((scroller) => {
      scroller.scrollTop = 0;
    });
    await expect.poll(() => mo.page.locator(".text").count()).toBe(32);
    expect(await mo.page.locator(".text").allInnerTexts()).toEqual(
      Array.from({ length: 32 }, (_, at) => `line ${at + 1}`),
    );
    await mo.page.getByText("The conversation begins here").waitFor();
  });
});
