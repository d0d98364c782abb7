import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { App } from "../../src/app.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { rulebookText } from "../policy/facts.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { cards, say, signInAs, talkTo, TAOBAO } from "./people.ts";
import { openAsShipped } from "./open-as-shipped.ts";

const OPEN = rulebookText("miit").replace("id: miit", "id: mine");
const CLOSED = OPEN.replace("then: { action: open_in_place }", "then: { action: open_externally }");

describe.skipIf(!hasBrowser())("the web client under a rulebook that changes", () => {
  let browser: Browser;
  let app: App;
  const data = mkdtempSync(join(tmpdir(), "hutong-web-"));
  const rulebook = join(data, "mine.yaml");
  beforeAll(async () => {
    writeFileSync(rulebook, OPEN);
    const resolve = { ...DEFAULT_CONFIG.resolve, mode: "off" as const };
    [browser, app] = await Promise.all([
      openBrowser(),
      openAsShipped({ ...DEFAULT_CONFIG, port: 0, data, rulebook, resolve }),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
    rmSync(data, { recursive: true });
  });

  test("cards on the screen are judged anew when the rulebook's file is replaced", async () => {
    const { page, troubles } = await openTab(browser, app.url);
    await signInAs(page, "wen");
    await talkTo(page, "lin");
    await say(page, TAOBAO);
    await cards(page).waitFor();
    const action = () => cards(page).getAttribute("data-action");
    expect(await action()).toBe("open_in_place");
    writeFileSync(rulebook, CLOSED);
    await expect.poll(action).toBe("open_externally");
    expect(troubles).toEqual([]);
  });
});
