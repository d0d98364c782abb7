import { describe, expect, onTestFinished, test } from "vitest";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { temporaryFolder } from "../support/folder.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { openAsShipped } from "./open-as-shipped.ts";

describe.skipIf(!hasBrowser())("a printed link", () => {
  test("signs one guest in, leaves the address at once, is in no request's address, and is good once", async () => {
    const app = await openAsShipped({ ...DEFAULT_CONFIG, port: 0, data: temporaryFolder(onTestFinished), demo: true });
    onTestFinished(() => app.close());
    const browser = await openBrowser();
    onTestFinished(() => browser.close());
    const code = app.makeSignInCode?.() ?? "";
    const link = `${app.url}#in=${code}`;
    const { page, troubles } = await openTab(browser, link);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.locator(".brand .me", { hasText: /^guest-[\da-f]{8}$/u }).waitFor();
    expect(page.url()).toBe(app.url);
    expect(asked.filter((address) => address.includes(code))).toEqual([]);
    expect(troubles).toEqual([]);
    const again = await openTab(browser, link);
    await again.page.getByRole("alert").getByText("used already or is too old").waitFor();
    expect(again.page.url()).toBe(app.url);
  });

  test("is made only where everyone signs in by name", async () => {
    const app = await openAsShipped({ ...DEFAULT_CONFIG, port: 0, data: temporaryFolder(onTestFinished) });
    onTestFinished(() => app.close());
    expect(app.makeSignInCode).toBeNull();
  });
});
