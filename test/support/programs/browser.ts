import { existsSync } from "node:fs";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { hasTool } from "../tools.ts";

/** The first that is there: Chromium without a window of its own does the same for two thirds of the processor's time. */
const PLACES = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"] as const;
const CHROMIUM = process.env["CHROMIUM"] ?? PLACES.find((place) => existsSync(place)) ?? PLACES[0];
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"].concat([
  // People of one test share the process that draws: to start one each takes a tenth of the processor's time.
  "--renderer-process-limit=1",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A window starts two pages of the browser's own for its address bar: three quarters of what a tab costs the processor.
  "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",
  // No name but this machine's leads anywhere, whatever a page asks for.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]);

/** For one click or one text to appear: a test that waits longer is to say for what. Milliseconds. */
const ACTION_TIMEOUT_MS = 60_000;

/** @throws {Error} under CI when there is no Chromium. */
export function hasBrowser(): boolean {
  return hasTool(
    existsSync(CHROMIUM),
    `No Chromium at ${CHROMIUM} for the web client: install it (apt-get install chromium) or name one in CHROMIUM`,
  );
}

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: CHROMIUM, args: FLAGS });

/** One person's tab, and everything that should not happen in it. */
export interface Tab {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors, broken policies, dialogs, and requests to other places. */
  readonly troubles: readonly string[];
}

/**
 * A tab of its own profile at the gateway, so that several people may sit in one browser. It closes when its test has finished: one
 * that stays goes on hearing and drawing beside all tests that follow, for a quarter of the processor's time.
 *
 * @param site  Host and port of another site that the page may ask.
 */
export async function openTab(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
  site?: string,
): Promise<Tab> {
  const context = await browser.newContext({ locale: "en", viewport: { width: 1_280, height: 900 }, ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(ACTION_TIMEOUT_MS);
  const troubles: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const hosts = new Set([new URL(url).host, site]);
  // What would leave this machine finds no name; it is told here. Refusing it here would stop every request, and take a fifth of the
  // processor's time.
  context.on("request", (request) => {
    const address = new URL(request.url());
    if (/^https?:$/u.test(address.protocol) && !hosts.has(address.host)) {
      troubles.push(`request: ${address.href}`);
    }
  });
  await page.goto(url);
  return { page, troubles };
}
