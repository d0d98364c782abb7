import { fileURLToPath } from "node:url";
import { openBrowser } from "../support/programs/browser.ts";
import { firstLine, startCli } from "../support/programs/cli.ts";

/** Draws README's picture anew from the tour: `node test/generators/readme-picture.ts`. */
const PICTURE = fileURLToPath(new URL("../../src/web/three-cards.png", import.meta.url));
const VIEWPORT = { width: 1_100, height: 760 } as const;

const tour = startCli(["tour", "--port", "0"]);
const browser = await openBrowser();
try {
  const page = await browser.newPage({
    locale: "en",
    viewport: VIEWPORT,
    reducedMotion: "reduce",
    timezoneId: "Asia/Shanghai",
  });
  await page.goto(await firstLine(tour));
  await page.locator("#name").fill("hua");
  await page.keyboard.press("Enter");
  await page.locator('.chats button[data-chat^="g:"]').click();
  const blocked = page.locator(".message", { hasText: "login.example" });
  await blocked.locator(".card").waitFor();
  await page.locator(".message", { hasText: "qr.alipay.com" }).evaluate((row) => {
    const scroller = row.closest(".scroller");
    if (scroller !== null) scroller.scrollTop += row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  });
  await page.screenshot({ path: PICTURE });
} finally {
  await browser.close();
  tour.kill("SIGTERM");
}
