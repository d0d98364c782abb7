import { decodeText } from "./address.ts";

/** How an address is hidden in a wrapper, besides percent escapes. */
export const WRITINGS = ["base64", "proofpoint_v2", "proofpoint_v3"] as const;

/** The address as it was before the wrapper wrote it its own way; null when the text is not written so. */
export function readWriting(writing: (typeof WRITINGS)[number], text: string): string | null {
  if (writing === "base64") return fromBase64(text);
  return writing === "proofpoint_v2" ? fromProofpointV2(text) : fromProofpointV3(text);
}

export function fromBase64(text: string): string | null {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return /^[A-Za-z0-9+/]+=*$/u.test(plain) ? Buffer.from(plain, "base64").toString("utf8") : null;
}

/** `-` begins an escape and `_` is a slash: `https-3A__example.com_a`. Source: Proofpoint, "URL Defense decoder", version 2. */
function fromProofpointV2(text: string): string | null {
  return text === "" ? null : decodeText(text.replaceAll("_", "/").replaceAll(/-([0-9a-f]{2})/giu, "%$1"));
}

const V3 = /__(?<address>.+?)__;(?<signs>[^!]*)!/u;
/** Run lengths from 2 on, by the letter behind two stars. */
const RUNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * `__ADDRESS__;SIGNS!…`: a star in the address stands for the next character of the base64 text behind it.
 * Two stars and a letter stand for as many characters as the letter encodes.
 * Source: Proofpoint, "URL Defense decoder", version 3.
 */
function fromProofpointV3(text: string): string | null {
  const found = V3.exec(text)?.groups;
  const signs = Array.from(Buffer.from(found?.["signs"] ?? "", "base64url").toString("utf8"));
  if (found?.["address"] === undefined) return null;
  const address = decodeText(found["address"]).replace(/^([a-z][a-z0-9+.-]*:\/)(?!\/)/iu, "$1/");
  let at = 0;
  return address.replaceAll(/\*(?:\*([A-Za-z0-9_-]))?/gu, (_star, run: string | undefined) => {
    const length = run === undefined ? 1 : RUNS.indexOf(run) + 2;
    at += length;
    return signs.slice(at - length, at).join("");
  });
}
