import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { openChecker } from "../../src/check/checker.ts";
import { checkContextOf, contextSchema } from "../../src/report/context.ts";
import { openPage } from "../../src/pages/open-page.ts";
import { accessibilityFaults } from "../support/programs/axe.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { focused, movingParts, scrollsSideways } from "./in-page.js";
import { cards, say, signInAs, startGateway, talkTo, TAOBAO, THREE, unfold } from "./people.ts";

/** A share code, a phone's own address, and a short link that is not followed here. */
const MORE = "￥CZ0001 abcD1efGHij￥ taobao://item.taobao.com/item.htm?id=652874301955 https://v.douyin.com/abc1234/";

/** When notices were asked for before links of rivals. */
const FIRST_PHASE = new Date("2021-09-18T00:00:00+08:00");

describe.skipIf(!hasBrowser())("the page is for every eye, hand and ear", () => {
  let browser: Browser;
  let app: App;
  beforeAll(async () => {
    [browser, app] = await Promise.all([openBrowser(), startGateway()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`axe finds nothing wrong in sign-in, list, chats, cards, menus, settings and panels, ${colorScheme}`, async () => {
      const { page, troubles } = await openTab(browser, app.url, { colorScheme, reducedMotion: "reduce" });
      const faults: Record<string, string[]> = {};
      const look = async (view: string) => {
        const found = await accessibilityFaults(page);
        if (found.length > 0) faults[view] = found;
      };
      await page.locator("#name").waitFor();
      await look("sign-in");
      const me = `ada-${colorScheme}`;
      await signInAs(page, me);
      await look("list");
      await page.locator(".settings summary").click();
      await look("settings");
      await talkTo(page, "bea");
      await look("an empty chat");
      await say(page, THREE);
      await say(page, MORE);
      await cards(page).nth(4).waitFor();
      for (const summary of await page.locator(".card summary").all()) await summary.click();
      await look("cards, open");
      await unfold(cards(page).first());
      await cards(page).first().getByRole("button", { name: "My choice for such links" }).click();
      const choices = page.locator("dialog[open] select");
      await choices.first().waitFor();
      await look("own choices");
      expect(await choices.count()).toBe(4);
      // What is chosen for one app blocks its links, and the card says why.
      await choices.first().selectOption("block");
      await expect.poll(() => cards(page).first().getAttribute("data-action")).toBe("block");
      expect(await cards(page).nth(1).getAttribute("data-action")).not.toBe("block");
      await page.keyboard.press("Escape");
      await page.locator("dialog[open]").waitFor({ state: "detached" });
      await unfold(cards(page).first());
      await page.getByText("for this app").waitFor();
      await page.getByText("All links").waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Conversation info" }).click();
      await page.locator("dialog[open]").waitFor();
      await look("about a person");
      await page.keyboard.press("Escape");
      await talkTo(page, "bea, cleo");
      // Until the group is there, the field is still that of the other chat.
      await page.locator(".whom h2", { hasText: "cleo" }).waitFor();
      await say(page, "hello");
      await page.locator(".message .mark").waitFor();
      await look("a group");
      await page.getByRole("button", { name: "Conversation info" }).click();
      await page.locator("dialog[open] .members").waitFor();
      await look("about a group");
      await page.keyboard.press("Escape");
      await page.locator(".message .remove").click();
      await page.locator("dialog[open]").waitFor();
      await look("a question");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Under other rules" }).first().click();
      await page.locator("#panel-title:focus").waitFor();
      await page.getByLabel("Message to judge").fill(THREE);
      await page.locator(".timeline td[data-action]").last().waitFor();
      await page.locator(".timeline summary").first().click();
      await look("under other rules");
      expect(faults).toEqual({});
      expect(troubles).toEqual([]);
    });

    test(`axe finds nothing wrong in a refused message and what can be done with it, ${colorScheme}`, async () => {
      const [blocker, writer] = [`bo-${colorScheme}`, `wim-${colorScheme}`];
      const other = await openTab(browser, app.url);
      await signInAs(other.page, blocker);
      await talkTo(other.page, writer);
      await other.page.getByRole("button", { name: "Conversation info" }).click();
      await other.page.getByRole("button", { name: `Block ${writer}` }).click();
      await other.page.getByRole("button", { name: `Unblock ${writer}` }).waitFor();
      const { page } = await openTab(browser, app.url, { colorScheme, reducedMotion: "reduce" });
      await signInAs(page, writer);
      await talkTo(page, blocker);
      await say(page, "refused");
      await page.getByRole("button", { name: "Retry" }).waitFor();
      await page.getByRole("button", { name: "Delete" }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
    });

    test(`axe finds nothing wrong in the page before a link, why one is blocked, an address too old, and the page of payments, ${colorScheme}`, async () => {
      const { page } = await openTab(browser, new URL("payments?locale=vi", app.url).href, { colorScheme });
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.goto(new URL("o/too-old", app.url).href);
      expect(await accessibilityFaults(page)).toEqual([]);
      for (const report of openChecker().check(THREE, checkContextOf(contextSchema.parse({}), FIRST_PHASE))) {
        const body = openPage(report, "zh-CN", report.verdict.action === "block" ? null : report.url);
        await page.route("**/o/token", (route) => route.fulfill({ body, contentType: "text/html; charset=utf-8" }), {
          times: 1,
        });
        await page.goto(new URL("o/token", app.url).href);
        await page.locator(".open-page dl").waitFor();
        expect(await accessibilityFaults(page)).toEqual([]);
      }
    });
  }

  for (const [size, width, height, leastLogPx] of [
    ["four times", 320, 256, 128],
    ["twice", 640, 450, 225],
  ] as const) {
    test(`a page of 1280 pixels at ${size} its size keeps half of the window for messages, and all within reach`, async () => {
      const { page, troubles } = await openTab(browser, app.url, { viewport: { width, height } });
      expect(await page.evaluate(scrollsSideways)).toBe(false);
      await page.locator("#name").scrollIntoViewIfNeeded();
      await signInAs(page, `zoe-${width}`);
      expect(await page.evaluate(scrollsSideways)).toBe(false);
      await page.locator(".settings summary").click();
      await page.getByRole("button", { name: "Sign out" }).scrollIntoViewIfNeeded();
      await talkTo(page, "yan");
      await say(page, TAOBAO);
      await cards(page).first().waitFor();
      expect(await page.evaluate(scrollsSideways)).toBe(false);
      const log = await page.getByRole("log").boundingBox();
      expect(log?.height ?? 0).toBeGreaterThanOrEqual(leastLogPx);
      for (const control of ["#compose", ".send", ".bar .more", ".rules-button"]) {
        const box = await page.locator(control).first().boundingBox();
        expect({ control, top: box?.y ?? -1, bottom: (box?.y ?? 0) + (box?.height ?? height) }).toSatisfy(
          ({ top, bottom }: { top: number; bottom: number }) => top >= 0 && bottom <= height,
        );
      }
      await page.locator("#compose").fill("1\n2\n3\n4\n5\n6");
      expect((await page.getByRole("log").boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(leastLogPx * 0.7);
      expect(troubles).toEqual([]);
    });
  }

  test("who asks for no motion sees none, and others see some", async () => {
    const moving = async (reducedMotion: "reduce" | "no-preference"): Promise<string[]> => {
      const { page } = await openTab(browser, app.url, { reducedMotion });
      await signInAs(page, `mo-${reducedMotion}`);
      await talkTo(page, "yan");
      await say(page, TAOBAO);
      await cards(page).first().waitFor();
      return page.evaluate(movingParts);
    };
    expect(await moving("reduce")).toEqual([]);
    expect(await moving("no-preference")).not.toEqual([]);
  });

  test("under forced colours the open chat, one's own messages and the focus are told apart", async () => {
    const { page } = await openTab(browser, app.url, { forcedColors: "active" });
    await signInAs(page, "fei");
    await talkTo(page, "yan");
    await say(page, TAOBAO);
    await cards(page).first().waitFor();
    const rows = page.locator(".chats button");
    expect(await rows.count()).toBeGreaterThan(1);
    const border = (row: Locator) => row.evaluate((place) => getComputedStyle(place).border);
    const open = await border(page.locator(".chats button[aria-current]"));
    expect(open).not.toBe(await border(page.locator(".chats button:not([aria-current])").first()));
    const own = await page.locator(".mine .bubble").evaluate((place) => getComputedStyle(place).borderInlineEndWidth);
    expect(own).toBe("4px");
    await page.keyboard.press("Shift+Tab");
    expect((await page.evaluate(focused)).outline).toBe("solid");
    // The verdict is told in words, whatever the colours.
    expect(await cards(page).first().innerText()).toContain("Opens here");
  });

  test("a card is heard as whose it is, what happens to it and what can be done, its details last", async () => {
    const { page } = await openTab(browser, app.url);
    await signInAs(page, "lin");
    await talkTo(page, "yan");
    await say(page, TAOBAO);
    await cards(page).first().waitFor();
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    expect(heardIn(nodes, "article")).toEqual([
      "article: Link: Taobao",
      "heading: Taobao item",
      "StaticText: Opens here",
      "StaticText: · ",
      "StaticText: item.taobao.com",
      "button: Open",
      "button: Rule, sources and where it leads",
    ]);
  });
});

interface Node {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: { readonly value?: unknown };
  readonly name?: { readonly value?: unknown };
  readonly childIds?: readonly string[];
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** What a screen reader meets inside the first node of a role, in its order: role and name of each part that has a name. */
function heardIn(nodes: readonly Node[], role: string): string[] {
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const heard: string[] = [];
  const visit = (node: Node | undefined): void => {
    if (node === undefined) return;
    const [kind, name] = [textOf(node.role?.value), textOf(node.name?.value)];
    if (!node.ignored && name !== "" && kind !== "InlineTextBox") heard.push(`${kind}: ${name}`);
    // A name made of what is inside is heard once.
    const isWhole = ["heading", "button", "link", "StaticText"].includes(kind);
    if (!isWhole) for (const id of node.childIds ?? []) visit(byId.get(id));
  };
  visit(nodes.find((node) => node.role?.value === role));
  return heard;
}
