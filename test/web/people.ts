import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import type { App } from "../../src/app.ts";
import { DEFAULT_CONFIG } from "../../src/config.ts";
import { openAsShipped } from "./open-as-shipped.ts";

/** A whole gateway on a free port with a database of its own. */
export async function startGateway(): Promise<App & { readonly data: string }> {
  const data = mkdtempSync(join(tmpdir(), "hutong-web-"));
  // All tabs of a test file come from one address, one after another.
  const limits = { ...DEFAULT_CONFIG.limits, maxRequestsPerWindow: 100_000 };
  const app = await openAsShipped({ ...DEFAULT_CONFIG, port: 0, data, limits });
  return {
    ...app,
    data,
    close: async () => {
      await app.close();
      rmSync(data, { recursive: true });
    },
  };
}

export async function signInAs(page: Page, name: string): Promise<void> {
  await page.locator("#name").fill(name);
  await page.keyboard.press("Enter");
  await page.locator(".chats button").first().waitFor();
}

export async function talkTo(page: Page, name: string): Promise<void> {
  await page.locator("#start").fill(name);
  await page.keyboard.press("Enter");
  await page.locator("#compose").waitFor();
}

export async function say(page: Page, text: string): Promise<void> {
  await page.locator("#compose").fill(text);
  // On a screen that is touched Enter alone breaks a line.
  await page.keyboard.press("Control+Enter");
}

export const cards = (page: Page): Locator => page.getByRole("article");

/** Opens what stands behind a card's disclosure. */
export async function unfold(card: Locator): Promise<void> {
  await card.getByRole("button", { name: "Rule, sources and where it leads" }).click();
}

export const TAOBAO = "https://item.taobao.com/item.htm?id=652874301955&spm=a1z0d.6639537";
/** Opens outside. */
export const PAID = "https://qr.alipay.com/fkx12345abcdefgh";
export const THREE = `${TAOBAO} ${PAID} https://taobao.com@login.example/`;
