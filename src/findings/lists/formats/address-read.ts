import { addressEntry } from "../written-entry.ts";
import type { ListEntry } from "../entry.ts";
import type { Skipped } from "./read.ts";

type Told = Pick<ListEntry, "line" | "isException" | "sinceMs" | "untilMs">;

/** What a field gives that holds a whole address. WHATWG drops control characters, so that nobody would see the address it reads. */
export function addressRead(text: string, told: Told): ListEntry | Skipped {
  const { line } = told;
  const address = text.trim();
  if (/[\0-\u001F\u007F-\u009F]/u.test(address)) return { skipped: "control_character", line };
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//iu.test(address);
  return (isAddress ? addressEntry(address, told) : null) ?? { skipped: "not_a_host", line };
}

/** Whether a text is an address that leads to no host, whatever stands behind its colon: `mailto:`, `javascript:`. */
export function isHostless(text: string): boolean {
  return /^(?:mailto|javascript|vbscript|data|tel|sms|sip|xmpp|about|blob|view-source|magnet|urn|cid):/iu.test(text);
}
