import { describe, expect, onTestFinished, test } from "vitest";
import { accessibilityFaults } from "../support/programs/axe.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { cards, say, signInAs, startGateway, talkTo, TAOBAO, unfold } from "./people.ts";

describe.skipIf(!hasBrowser())("a reader tells the moderators of a link", () => {
  test("from its card, on 360 pixels, and the case waits for them with what was said", async () => {
    const app = await startGateway();
    onTestFinished(() => app.close());
    const browser = await openBrowser();
    onTestFinished(() => browser.close());
    const { page, troubles } = await openTab(browser, app.url, { viewport: { width: 360, height: 740 } });
    const other = await openTab(browser, app.url);
    await signInAs(other.page, "uma");
    await talkTo(other.page, "vic");
    await say(other.page, TAOBAO);
    await cards(other.page).first().waitFor();
    // Of one's own link that opens nobody complains.
    await unfold(cards(other.page).first());
    expect(await other.page.getByRole("button", { name: "Something is wrong with this link" }).count()).toBe(0);
    await signInAs(page, "vic");
    await page.locator(".chats button", { hasText: "uma" }).click();
    await unfold(cards(page).first());
    await cards(page).first().getByRole("button", { name: "Something is wrong with this link" }).click();
    await page.locator("dialog[open]").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel("Why (may stay empty)").fill("it asks for a password");
    await page.getByRole("button", { name: "Tell the moderators" }).click();
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    expect(await page.locator(".announcer").textContent()).toContain("The moderators were told");
    // On this machine alone whoever asks is its operator.
    const answer = await fetch(new URL("v1/cases", app.url));
    const told = JSON.stringify(await answer.json());
    expect(told).toContain("item.taobao.com");
    expect(told).toContain("harmful");
    expect(troubles).toEqual([]);
  });
});
