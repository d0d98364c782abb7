import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { hasBrowser, openBrowser } from "../support/programs/browser.ts";
import { startConsoleWorld } from "./console-world.ts";

describe.skipIf(!hasBrowser())("what turns the reading direction turns nothing for moderators", () => {
  let world: Awaited<ReturnType<typeof startConsoleWorld>>;
  let browser: Browser;
  beforeAll(async () => {
    [world, browser] = await Promise.all([startConsoleWorld(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.app.close();
  });

  test("[T9] in a note, a message and an address it is seen by its number", async () => {
    const text = "see \u202Ehttps://turned.example/\u202Eelif/a?b=\u202Emoc.knab now \u2066x";
    await world.complain(text, { from: "tom", by: ["ida"], note: "it says \u202Eelbisiv" });
    const { page } = await world.open(browser, "mo", ["moderator"], { host: "turned.example", claims: false });
    const note = page.locator(".voices q").first();
    await note.waitFor();
    expect(await note.textContent()).toContain("U+202E");
    expect(await page.locator(".message blockquote").first().textContent()).toContain("see  U+202E ");
    const turning = () => page.evaluate(() => /\p{Bidi_Control}/u.exec(document.body.innerText)?.input.slice(0, 2_000));
    expect(await turning()).toBeUndefined();
    // Nor what a moderator wrote into an entry, wherever it stands.
    const { id, version } = await world.caseOf("turned.example");
    const effect = { entry: "turned.example/\u202Eelif/", kind: "fraud" };
    const decision = { decision: "uphold", effect, reason: "seen" };
    expect((await world.ask("mo", ["moderator"], `v1/cases/${id}`, decision, version)).status).toBe(200);
    // Decided, it is due no more.
    await page.reload();
    await page.locator(".earlier li").first().waitFor();
    expect(await page.locator(".standing").textContent()).not.toContain("due");
    for (const [place, rows] of [
      [`case/${id}`, ".earlier li"],
      ["decisions", "tbody tr"],
      ["ending", "tbody tr"],
    ] as const) {
      await page.goto(new URL(`#${place}`, page.url()).href);
      if (place.startsWith("case/")) await page.reload();
      await page.locator(rows).first().waitFor();
      expect([place, await page.locator(rows).first().textContent()]).toEqual([
        place,
        expect.stringContaining("U+202E"),
      ]);
      expect([place, await turning()]).toEqual([place, undefined]);
    }
  });
});
