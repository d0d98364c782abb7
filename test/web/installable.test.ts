import type { Browser } from "playwright-core";
import { z } from "zod";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { temporaryFolder } from "../support/folder.ts";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { openAsShipped } from "./open-as-shipped.ts";

const manifestSchema = z.object({
  start_url: z.string(),
  scope: z.string(),
  icons: z.array(z.object({ src: z.string(), sizes: z.string(), type: z.string(), purpose: z.string().optional() })),
});

/** Width and height of a PNG, in pixels: its header has them. Source: PNG, third edition, 11.2.1. */
function pngSize(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  expect(view.getUint32(0)).toBe(0x89_50_4e_47);
  return `${view.getUint32(16)}x${view.getUint32(20)}`;
}

describe.skipIf(!hasBrowser())("the page can be installed", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  for (const base of ["", "/chat"]) {
    test(`a browser finds nothing that hinders, under ${base || "no"} path, and opens where the page is`, async () => {
      const data = temporaryFolder(onTestFinished);
      const app = await openAsShipped({ ...DEFAULT_CONFIG, port: 0, data, base });
      onTestFinished(() => app.close());
      const { page, troubles } = await openTab(browser, app.url);
      await page.locator("#name").waitFor();
      const session = await page.context().newCDPSession(page);
      const { errors, url, data: text = "" } = await session.send("Page.getAppManifest");
      expect(errors).toEqual([]);
      const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
      // A tab of a test has a profile of its own that is not kept.
      expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
      const { start_url: start, scope, icons } = manifestSchema.parse(JSON.parse(text));
      expect([start, scope].map((address) => new URL(address, url).href)).toEqual([app.url, app.url]);
      for (const { src, sizes, type } of icons) {
        const answer = await fetch(new URL(src, url));
        expect([src, answer.status, answer.headers.get("content-type")]).toEqual([src, 200, type]);
        if (type === "image/png") expect([src, pngSize(await answer.bytes())]).toEqual([src, sizes]);
      }
      const touch = await page.locator("link[rel=apple-touch-icon]").getAttribute("href");
      expect(pngSize(await (await fetch(new URL(touch ?? "", app.url))).bytes())).toBe("180x180");
      expect(troubles).toEqual([]);
    });
  }
});
