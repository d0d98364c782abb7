import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { cards, PAID, say, signInAs, talkTo } from "./people.ts";
import { openAsShipped } from "./open-as-shipped.ts";

describe.skipIf(!hasBrowser())("the page under a path", () => {
  test("is whole: styles, scripts, sign-in, the socket, cards and the way to a link", async () => {
    const data = mkdtempSync(join(tmpdir(), "hutong-base-"));
    const app = await openAsShipped({ ...DEFAULT_CONFIG, port: 0, data, base: "/chat" });
    const browser = await openBrowser();
    onTestFinished(async () => {
      await browser.close();
      await app.close();
      rmSync(data, { recursive: true });
    });
    expect(app.url).toMatch(/\/chat\/$/u);
    const { page, troubles } = await openTab(browser, app.url);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await signInAs(page, "alice");
    await talkTo(page, "bob");
    await say(page, PAID);
    await cards(page).first().waitFor();
    expect(asked.filter((path) => !path.startsWith("/chat/"))).toEqual([]);
    // Without its slash too: the first page, and from there every other.
    await page.goto(new URL("docs", app.url).href);
    expect(page.url()).toBe(new URL("docs/", app.url).href);
    await page.getByRole("link", { name: "the four pictures" }).click();
    await page.getByRole("img").first().waitFor();
    await page.goto(new URL("payments", app.url).href);
    expect(
      await page
        .locator("link[rel=stylesheet]")
        .first()
        .evaluate((link) => Reflect.get(link, "sheet") !== null),
    ).toBe(true);
    expect(asked.filter((path) => !path.startsWith("/chat/"))).toEqual([]);
    expect(troubles).toEqual([]);
  });
});
