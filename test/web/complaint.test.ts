import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { accessibilityFaults } from "../support/programs/axe.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { cards, say, signInAs, startGateway, talkTo, TAOBAO, unfold } from "./people.ts";

/** A phone on which nobody has signed in, at a gateway where uma has written to vic. */
async function threatened(browser: Browser) {
  const app = await startGateway();
  onTestFinished(() => app.close());
  const { page, troubles } = await openTab(browser, app.url, { viewport: { width: 360, height: 740 } });
  const other = await openTab(browser, app.url);
  await signInAs(other.page, "uma");
  await talkTo(other.page, "vic");
  await say(other.page, "you owe me money");
  await other.page.locator(".message .mark.sent").waitFor();
  return { app, page, troubles, other };
}

/** Refuses the first appeal of a page that is loaded anew, as too long. */
async function refuseFirstAppeal(page: Page): Promise<void> {
  let isRefused = false;
  await page.routeWebSocket(/\/v1\/ws/u, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((data) => {
      const frame = JSON.parse(String(data)) as { readonly type: string; readonly id?: string };
      if (frame.type !== "appeal" || isRefused) return server.send(data);
      isRefused = true;
      const refusal = { type: "error", re: frame.id, code: "note_too_long", message: "", temporary: false };
      socket.send(JSON.stringify(refusal));
    });
  });
  await page.reload();
}

/** What the operator at the machine decides of the one case that there is. */
async function decide(url: string, decision: object): Promise<void> {
  const answer = await fetch(new URL("v1/cases?state=received,in_review,decided", url));
  const { cases } = (await answer.json()) as { cases: { id: string; version: number }[] };
  const [{ id, version } = expect.fail("no case")] = cases;
  const decided = await fetch(new URL(`v1/cases/${id}`, url), {
    method: "POST",
    headers: { "content-type": "application/json", "if-match": `"${version}"` },
    body: JSON.stringify(decision),
  });
  expect(decided.status).toBe(200);
}

async function ownComplaints(page: Page): Promise<void> {
  await page.evaluate(() => (location.hash = ""));
  await page.locator(".settings summary").click();
  await page.getByRole("button", { name: "My complaints…" }).click();
}

describe.skipIf(!hasBrowser())("a reader tells the moderators of a link", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test("from its card, on 360 pixels, and the case waits for them with what was said", async () => {
    const app = await startGateway();
    onTestFinished(() => app.close());
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
    const { app, page, troubles, other } = await threatened(browser);
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
    await ownComplaints(page);
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
    await page.getByRole("button", { name: "Close" }).click();
    // Of the gateway's own bot nobody complains.
    await page.evaluate(() => (location.hash = ""));
    await talkTo(page, "hutong");
    await say(page, "hello");
    await page.locator(".message .mark.sent").first().waitFor();
    await page.getByRole("button", { name: "Conversation info" }).click();
    await page.locator("dialog[open]").waitFor();
    expect(await page.getByRole("button", { name: /^Something is wrong with hutong/u }).count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  test("[T1] and reads the outcome, its reason and the statement, and appeals, while the list is open", async () => {
    const { app, page, troubles } = await threatened(browser);
    await refuseFirstAppeal(page);
    await signInAs(page, "vic");
    await page.locator(".chats button", { hasText: "uma" }).click();
    await page.getByRole("button", { name: "Something is wrong with this message" }).click();
    await page.getByRole("button", { name: "Tell the moderators" }).click();
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await ownComplaints(page);
    const item = page.locator(".own-complaint");
    await item.waitFor();
    await decide(app.url, { decision: "dismiss", reason: "It is a joke between friends." });
    await item.getByText("Decided: dismissed").waitFor();
    await item.getByText("It is a joke between friends.").waitFor();
    expect(await item.getByRole("button", { name: "Take it back" }).count()).toBe(0);
    await item.getByRole("button", { name: "Statement of reasons" }).click();
    await item.locator(".own-complaint-more p").first().waitFor();
    const lines = await item.locator(".own-complaint-more p").allTextContents();
    expect(lines).toEqual(
      expect.arrayContaining([
        "This decision restricts nothing.",
        expect.stringMatching(/: It is a joke between friends\.$/u),
      ]),
    );
    await item.getByRole("button", { name: "Appeal" }).click();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.type("It was none.");
    await item.getByRole("button", { name: "Send the appeal" }).click();
    // A refused one leaves what was written.
    await page.locator("dialog[open] .error", { hasText: /./u }).waitFor();
    expect(await item.locator("textarea").inputValue()).toBe("It was none.");
    await item.getByRole("button", { name: "Send the appeal" }).click();
    await item.getByText("Being looked at again").waitFor();
    const { cases } = (await (await fetch(new URL("v1/cases", app.url))).json()) as { cases: { id: string }[] };
    const whole = await fetch(new URL(`v1/cases/${cases[0]?.id}`, app.url));
    expect(await whole.json()).toMatchObject({ isAppeal: true, appeal: { by: "vic", note: "It was none." } });
    expect(await item.getByRole("button", { name: "Appeal" }).count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  test("[T1] [T4] and who wrote it reads the decision without the place or the person, and appeals it", async () => {
    const { app, page, other } = await threatened(browser);
    await signInAs(page, "vic");
    await page.locator(".chats button", { hasText: "uma" }).click();
    await page.getByRole("button", { name: "Something is wrong with this message" }).click();
    await page.getByRole("button", { name: "Tell the moderators" }).click();
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    const sender = other.page;
    await ownComplaints(sender);
    await sender.getByText("You have no complaints.").waitFor();
    await decide(app.url, { decision: "uphold", reason: "It is a threat." });
    const item = sender.locator(".own-complaint");
    await item.getByText("Decided: upheld").waitFor();
    expect(await item.locator("h3").textContent()).toBe("A decision that concerns you");
    const text = await item.textContent();
    expect(text).toContain("It is a threat.");
    expect(text).not.toContain("vic");
    // What one did not say one cannot take back, nor where it is open again.
    await decide(app.url, { decision: "undo" });
    await item.getByText("Received").waitFor();
    expect(await item.getByRole("button", { name: "Take it back" }).count()).toBe(0);
    await decide(app.url, { decision: "uphold", reason: "It is a threat." });
    await item.getByText("Decided: upheld").waitFor();
    await item.getByRole("button", { name: "Appeal" }).click();
    await sender.keyboard.type("We were joking.");
    await item.getByRole("button", { name: "Send the appeal" }).click();
    await item.getByText("Being looked at again").waitFor();
    expect(other.troubles).toEqual([]);
  });
});
