import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { signToken } from "../../src/access/tokens.ts";
import { openApp } from "../../src/app.ts";
import { connect } from "../../src/client/index.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { openBrowser } from "../support/programs/browser.ts";
import { markNextCase } from "../web/in-page.js";

const SECRET = "x".repeat(32);
const DEVICE = { device: "d" };
const CASES = 300;
const DECIDED = 50;
const STEPPED = 50;

/** How long a moderator with 300 open cases waits for the next one, from the key to the frame that shows it, in Chromium. */
export async function bench(print: (line: string) => void): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), "hutong-console-bench-"));
  const browser = await openBrowser();
  const limits = {
    ...DEFAULT_CONFIG.limits,
    maxComplaintsPerWindow: CASES,
    maxComplaintsPerAddress: CASES,
    maxOpenComplaints: CASES,
  };
  const resolve = { ...DEFAULT_CONFIG.resolve, mode: "off" as const };
  const origins = ["https://chat.example"];
  const app = await openApp({ ...DEFAULT_CONFIG, resolve, limits, port: 0, secret: SECRET, origins, data: root });
  const tokenOf = (user: string, roles: readonly "moderator"[] = []) =>
    signToken(user, new TextEncoder().encode(SECRET), 3_600, new Date(), { roles });
  try {
    const socket = new URL("v1/ws", app.url.replace(/^http/u, "ws")).href;
    const [ann, bob] = [connect(socket, await tokenOf("ann"), DEVICE), connect(socket, await tokenOf("bob"), DEVICE)];
    await Promise.all([ann.ready(), bob.ready()]);
    for (let index = 0; index < CASES; index += 1) {
      const { conversation, seq } = await bob.send("ann", `see https://case${index}.example/a/b?c=d`);
      await ann.complain({ conversation, seq, index: 0 }, "harmful", { note: "asks for my card" });
    }
    for (const each of [ann, bob]) each.close();
    const page = await browser.newPage({ viewport: { width: 1_280, height: 800 } });
    await page.goto(new URL("console", app.url).href);
    await page.locator("#token").fill(await tokenOf("mo", ["moderator"]));
    await page.keyboard.press("Enter");
    await page.locator(".case-head").waitFor();
    print(`${"one of 300 open cases".padEnd(34)} ${"p50".padStart(6)} ${"p90".padStart(6)} ${"most".padStart(6)}  ms`);
    row(print, "u 1 Enter, until the next is drawn", await measured(page, DECIDED, ["u", "1"], "Enter"));
    row(print, "j, until the next is drawn", await measured(page, STEPPED, [], "j"));
  } finally {
    await browser.close();
    await app.close();
    rmSync(root, { recursive: true });
  }
}

/** Milliseconds of the page's own clock, from the last key to the frame after another case was drawn. */
async function measured(page: Page, times: number, before: readonly string[], last: string): Promise<number[]> {
  const found: number[] = [];
  for (let index = 0; index < times; index += 1) {
    for (const key of before) await page.keyboard.press(key);
    await page.evaluate(markNextCase, last);
    await page.keyboard.press(last);
    await page.waitForFunction(() => performance.getEntriesByName("next").length > 0);
    found.push(await page.evaluate(() => performance.measure("next case", "key", "next").duration));
  }
  return found.toSorted((one, other) => one - other);
}

function row(print: (line: string) => void, name: string, sorted: readonly number[]): void {
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(0);
  print(`${name.padEnd(34)} ${at(0.5).padStart(6)} ${at(0.9).padStart(6)} ${at(1).padStart(6)}`);
}
