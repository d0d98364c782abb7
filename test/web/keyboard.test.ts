import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults } from "../support/programs/axe.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { scrollsSideways } from "./in-page.js";
import { signInAs, startGateway } from "./people.ts";

/** More than stand between any two controls. */
const MOST_TABS = 60;
const PHONE = { width: 360, height: 740 };

/** Moves by Tab alone until the focus is on a control of that name, which has to be in sight. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    const found = await page.evaluate(() => {
      const { activeElement } = document;
      if (!(activeElement instanceof HTMLElement)) return null;
      const labels = Reflect.get(activeElement, "labels");
      const label = labels instanceof NodeList ? (labels[0]?.textContent ?? "") : "";
      const box = activeElement.getBoundingClientRect();
      return {
        names: [activeElement.ariaLabel ?? "", label, activeElement.textContent],
        isInSight: box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight,
      };
    });
    if (found?.names.includes(name) === true) {
      expect({ name, isInSight: found.isInSight }).toEqual({ name, isInSight: true });
      return;
    }
    await page.keyboard.press("Tab");
  }
  expect.fail(`No Tab leads to ${name}`);
}

async function press(page: Page, name: string, key = "Enter"): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press(key);
}

async function write(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.type(text);
}

const focusedId = () => document.activeElement?.id;
const focusedText = () => document.activeElement?.textContent;

describe.skipIf(!hasBrowser())("by keyboard alone, on 360 pixels,", () => {
  let browser: Browser;
  let app: Awaited<ReturnType<typeof startGateway>>;
  beforeAll(async () => {
    [browser, app] = await Promise.all([openBrowser(), startGateway()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  test("a group is made with a title, members are added and removed, and one leaves", async () => {
    const { page, troubles } = await openTab(browser, app.url, { viewport: PHONE });
    await signInAs(page, "ada");
    await write(page, "Talk to", "bea");
    expect(await page.locator("#start-title").isVisible()).toBe(false);
    await page.keyboard.type(", cleo");
    expect(await page.evaluate(scrollsSideways)).toBe(false);
    expect(await accessibilityFaults(page)).toEqual([]);
    // Named as the bot is called, and still a group.
    await write(page, "Title of the group, if you like", "hutong");
    await page.keyboard.press("Enter");
    await page.locator(".whom h2", { hasText: "hutong" }).waitFor();
    expect(await page.locator(".bar .whom p").innerText()).toBe("Group · 3 people");
    expect(await page.locator(".examples").isVisible()).toBe(false);
    await press(page, "Conversation info");
    // It is loaded when it is asked for.
    await page.getByRole("dialog").waitFor();
    const members = page.locator("dialog .members li");
    await write(page, "Add people", "dora");
    await page.keyboard.press("Enter");
    await expect.poll(() => members.count()).toBe(4);
    expect(await page.evaluate(focusedId)).toBe("add-members");
    await press(page, "Remove bea", "Space");
    await expect.poll(() => members.count()).toBe(3);
    await press(page, "Leave the group");
    await page.getByText("Leave this group?").waitFor();
    await press(page, "Leave the group");
    await page.locator("dialog").first().waitFor({ state: "detached" });
    await page.locator(".standing", { hasText: "no longer in this group" }).waitFor();
    await press(page, "Back to conversations");
    await page.locator(".chats button", { hasText: "hutong" }).nth(1).waitFor();
    expect(await page.locator("#start-title").isVisible()).toBe(false);
    expect(troubles).toEqual([]);
  });

  test("somebody is blocked and unblocked, and how links open is chosen", async () => {
    const { page, troubles } = await openTab(browser, app.url, { viewport: PHONE });
    await signInAs(page, "eva");
    await write(page, "Talk to", "finn");
    await page.keyboard.press("Enter");
    await page.locator("#compose").waitFor();
    await press(page, "Conversation info");
    await press(page, "Block finn");
    await press(page, "Unblock finn");
    await page.getByRole("button", { name: "Block finn", exact: true }).waitFor();
    // The same button, drawn anew, has the focus still.
    expect(await page.evaluate(focusedText)).toBe("Block finn");
    await press(page, "Close");
    // What is in the bar is in its menu too, and leads back there.
    await press(page, "Conversation info");
    await page.getByRole("dialog").waitFor();
    await press(page, "Under other rules");
    await page.locator("#panel-title:focus").waitFor();
    expect(await page.locator("dialog").count()).toBe(0);
    await page.keyboard.press("Escape");
    await page.locator(".bar .more:focus").waitFor();
    await press(page, "Back to conversations");
    await press(page, "Settings");
    await tabTo(page, "My own choice for links");
    await page.keyboard.type("Open outside");
    await expect.poll(() => page.locator("#choice").inputValue()).toBe("external");
    await page.reload();
    await page.locator(".settings summary").waitFor();
    expect(await page.locator("#choice").inputValue()).toBe("external");
    expect(troubles).toEqual([]);
  });
});
