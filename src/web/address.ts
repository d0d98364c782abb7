import type { ReaderOs } from "../apps/types.ts";

/** Where the gateway of this page is: `/`, or a longer path where a proxy has it under one. */
const ROOT = new URL("../", import.meta.url).pathname;

/**
 * A path at the gateway as this page reaches it.
 *
 * @param path  As the gateway names it, `/v1/check`, or with the way to it already before.
 */
export function gatewayAddress(path: string): string {
  return path.startsWith(ROOT) ? path : ROOT + path.slice(1);
}

/** What stands behind the `#` of this page; nothing where another chat or a person cut the address within an escape. */
export function placeInAddress(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

/** Schemes that run or read something here instead of leading to an app. */
const NEVER = new Set(["javascript:", "data:", "vbscript:", "file:", "blob:", "about:", "filesystem:", "view-source:"]);

function parse(address: string | undefined): URL | null {
  return address === undefined ? null : URL.parse(address);
}

/** An address that may stand behind a link to a page; null for everything but http and https. */
export function pageAddress(address: string | undefined): string | null {
  const url = parse(address);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") ? url.href : null;
}

/** A picture that the gateway fetches; null for every other place. */
export function imageAddress(address: string | undefined): string | null {
  const own = address === undefined ? undefined : gatewayAddress(address);
  return own?.startsWith(gatewayAddress("/v1/image/")) === true ? own : null;
}

/** An address that may be handed to the system for an app to take; null for one that would run here. */
export function appAddress(address: string | undefined): string | null {
  const url = parse(address);
  return url === null || NEVER.has(url.protocol) ? null : url.href;
}

/** Which kind of device this page is on, as far as ways to open differ. */
export function readerOs(): ReaderOs {
  const agent = navigator.userAgent;
  if (/Android/u.test(agent)) return "android";
  // An iPad calls itself a Mac, but no Mac has a touch screen.
  return /iPhone|iPad|iPod/u.test(agent) || (/Macintosh/u.test(agent) && navigator.maxTouchPoints > 1) ? "ios" : "web";
}

/** Goes to an address without telling it where from; a page gets a new tab, an app address the present one. */
export function leaveTo(address: string): void {
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.rel = "noopener noreferrer";
  anchor.referrerPolicy = "no-referrer";
  if (pageAddress(address) !== null) anchor.target = "_blank";
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
}
