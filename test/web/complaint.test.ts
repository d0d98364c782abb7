import { describe, expect, onTestFinished, test } from "vitest";
import { accessibilityFaults } from "../support/programs/axe.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { cards, say, signInAs, startGateway, talkTo, TAOBAO, unfold } from "./people.ts";

/** A phone on which nobody has signed in, at a gateway where uma has written to vic. */
async function threatened() {
  const app = await startGateway();
  onTestFinished(() => app.close());
  const browser = await openBrowser();
  onTestFinished(() => browser.close());
  const { page, troubles } = await openTab(browser, app.url, { viewport: { width: 360, height: 740 } });
  const other = await openTab(browser, app.url);
  await signInAs(other.page, "uma");
  await talkTo(other.page, "vic");
  await say(other.page, "you owe me money");
  await other.page.locator(".message .mark.sent").waitFor();
  return { app, page, troubles, other };
}

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

  test("of a message and a person by the keyboard, sees both in a list, and takes one back for good", async () => {
    const { app, page, troubles, other } = await threatened();
    expect(await other.page.getByRole("button", { name: "Something is wrong with this message" }).count()).toBe(0);
    await signInAs(page, "vic");
    await page.locator(".chats button", { hasText: "uma" }).click();
    await page.locator(".bubble").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.locator("dialog[open]").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel("Why (may stay empty)").fill("a threat");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Conversation info" }).click();
    const ofPerson = page.getByRole("button", { name: "Something is wrong with uma" });
    await ofPerson.click();
    await page.getByRole("heading", { name: "What is wrong with uma?" }).waitFor();
    await page.getByRole("button", { name: "Tell the moderators" }).click();
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await page.evaluate(() => (location.hash = ""));
    await page.locator(".settings summary").click();
    await page.getByRole("button", { name: "My complaints…" }).click();
    const items = page.locator(".own-complaint");
    await items.nth(1).waitFor();
    expect(await items.locator("h3").allTextContents()).toEqual(["About uma", "About a message"]);
    expect(await accessibilityFaults(page)).toEqual([]);
    await items.nth(0).getByRole("button", { name: "Take it back" }).click();
    await items.nth(0).getByText("Taken back").waitFor();
    expect(await items.getByRole("button", { name: "Take it back" }).count()).toBe(1);
    await page.getByRole("button", { name: "Close" }).click();
    const answer = await fetch(new URL("v1/cases", app.url));
    const told = JSON.stringify(await answer.json());
    expect(told).toContain('"kind":"message"');
    expect(told).not.toContain('"kind":"user"');
    await page.locator(".chats button", { hasText: "uma" }).click();
    await page.getByRole("button", { name: "Conversation info" }).click();
    await ofPerson.click();
    await page.getByRole("button", { name: "Tell the moderators" }).click();
    await page.locator("dialog[open] .error", { hasText: "cannot be made again" }).waitFor();
    expect(troubles).toEqual([]);
  });

  test("[T1] and reads the outcome, its reason and the statement, and appeals, while the list is open", async () => {
    const { app, page, troubles } = await threatened();
    await signInAs(page, "vic");
    await page.locator(".chats button", { hasText: "uma" }).click();
    await page.getByRole("button", { name: "Something is wrong with this message" }).click();
    await page.getByRole("button", { name: "Tell the moderators" }).click();
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await page.evaluate(() => (location.hash = ""));
    await page.locator(".settings summary").click();
    await page.getByRole("button", { name: "My complaints…" }).click();
    const item = page.locator(".own-complaint");
    await item.waitFor();
    const answer = await fetch(new URL("v1/cases", app.url));
    const { cases } = (await answer.json()) as { cases: { id: string; version: number }[] };
    const [{ id, version } = expect.fail("no case")] = cases;
    const decided = await fetch(new URL(`v1/cases/${id}`, app.url), {
      method: "POST",
      headers: { "content-type": "application/json", "if-match": `"${version}"` },
      body: JSON.stringify({ decision: "dismiss", reason: "It is a joke between friends." }),
    });
    expect(decided.status).toBe(200);
    await item.getByText("Decided: dismissed").waitFor();
    await item.getByText("It is a joke between friends.").waitFor();
    expect(await item.getByRole("button", { name: "Take it back" }).count()).toBe(0);
    await item.getByRole("button", { name: "Statement of reasons" }).click();
    await item.locator(".own-complaint-more p").first().waitFor();
    expect(await item.locator(".own-complaint-more").textContent()).not.toContain("cannot be had");
    await item.getByRole("button", { name: "Appeal" }).click();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.type("It was none.");
    await item.getByRole("button", { name: "Send the appeal" }).click();
    await item.getByText("Being looked at again").waitFor();
    expect(await item.getByRole("button", { name: "Appeal" }).count()).toBe(0);
    expect(troubles).toEqual([]);
  });
});
