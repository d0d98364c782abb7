import { parse } from "tldts";
import { DOCUMENTATION_TOP_LABELS, PRIVATE_TOP_LABELS } from "./special-blocks.ts";

const MAX_NAME_LENGTH = 253;
const LABEL = /^[a-z0-9_-]{1,63}$/u;

/**
 * Judges a host name before it is looked up.
 *
 * @param name  As `URL` writes it (lower case, Punycode), without the dot at the end.
 * @returns     `private_address` for names that are private by meaning: special top labels, single labels, names under no public suffix.
 *              `dns` for names that a resolver may cut or misread (libuv CVE-2024-24806): over 253 characters,
 *              labels over 63, bytes outside letters, digits, hyphen and underscore.
 *              `dns` also for names that no server knows. Null when it may be looked up.
 */
export function judgeName(name: string): "private_address" | "dns" | null {
  const labels = name.split(".");
  if (name.length > MAX_NAME_LENGTH || !labels.every((label) => LABEL.test(label))) return "dns";
  const top = labels.at(-1) ?? "";
  if (labels.length > 1 && DOCUMENTATION_TOP_LABELS.has(top)) return "dns";
  if (labels.length < 2 || PRIVATE_TOP_LABELS.has(top)) return "private_address";
  const { isIcann, isPrivate } = parse(name, { allowPrivateDomains: true, extractHostname: false });
  return isIcann === true || isPrivate === true ? null : "private_address";
}
