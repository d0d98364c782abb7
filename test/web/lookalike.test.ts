import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser, openBrowser, openTab } from "../support/programs/browser.ts";
import { scrollsSideways } from "./in-page.js";
import { cards, say, signInAs, startGateway, talkTo } from "./people.ts";

describe.skipIf(!hasBrowser())("a link that looks like another site's", () => {
  let browser: Browser;
  let app: Awaited<ReturnType<typeof startGateway>>;
  beforeAll(async () => {
    [browser, app] = await Promise.all([openBrowser(), startGateway()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  for (const [width, height] of [
    [360, 740],
    [1_280, 900],
  ] as const) {
    test(`on ${width} pixels its card shows Punycode with the registrable domain in bold, and the text says it in words`, async () => {
      const { page, troubles } = await openTab(browser, app.url, { viewport: { width, height } });
      await signInAs(page, `ann-${width}`);
      await talkTo(page, "bo");
      await say(page, "看 http://account.coolapκ.com/u 还有 https://tao-bao.com/a");
      const [strong, weak] = [cards(page).nth(0), cards(page).nth(1)];
      await weak.waitFor();
      expect(await strong.locator("p.likeness").innerText()).toBe(
        "Looks like coolapk.com. The real address: account.xn--coolap-nze.com",
      );
      expect(await strong.locator("p.likeness strong").innerText()).toBe("xn--coolap-nze.com");
      expect(await weak.locator("p.likeness strong").innerText()).toBe("tao-bao.com");
      await expect
        .poll(() => page.locator(".text .likeness").allInnerTexts())
        .toEqual(["looks like coolapk.com", "looks like taobao.com"]);
      // The dot before the reason stands in its line.
      const why = strong.locator(".verdict .found");
      expect(await why.evaluate((each) => getComputedStyle(each).display)).not.toBe("grid");
      expect(await page.evaluate(scrollsSideways)).toBe(false);
      const shots = process.env["HUTONG_SHOTS"];
      if (shots !== undefined) {
        await page.screenshot({ path: `${shots}/lookalike-${width}.png` });
        await page.locator(".bubble").screenshot({ path: `${shots}/lookalike-text-${width}.png` });
      }
      expect(troubles).toEqual([]);
    });
  }
});
