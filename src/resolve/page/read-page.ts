import { decodeBody } from "../fetch/decoded-body.ts";
import type { Answer } from "../fetch/fetch-head.ts";
import { createHeadScanner, type HeadFacts } from "./head-scanner.ts";
import { SNIFF_BYTES } from "./page-charset.ts";
import { createPageDecoder } from "./page-decoder.ts";
import { mediaType } from "./page-facts.ts";
import { FetchFailure } from "../types.ts";

export interface ReadPage {
  readonly head: HeadFacts;
  /** All the text read; only when it was asked for. */
  readonly text: string | null;
}

const MAX_TAIL_MS = 300;
/** Types whose pages a browser shows as pages: XML too, when its elements are XHTML's. */
const PAGE_TYPES: ReadonlySet<string> = new Set(["text/html", "application/xhtml+xml", "text/xml", "application/xml"]);
/** A server that names no type, or one of these, leaves it to the content. Source: MIME Sniffing Standard, section 7. */
const UNKNOWN_TYPES: ReadonlySet<string | undefined> = new Set([undefined, "unknown/unknown", "application/unknown"]);
/** Source: MIME Sniffing Standard, section 7.1, "rules for identifying an unknown MIME type". */
const LOOKS_LIKE_HTML =
  /^[\t\n\f\r ]*<(?:(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|meta)[\t\n\f\r />]|!--|\?xml)/iu;

/**
 * Reads a page to the end of its head and a little further, since a refresh may stand there.
 * Reads at most `maxBytes` after decoding and leaves the rest on the wire.
 *
 * @param host      Where the page stands: its domain is a hint to the encoding where nothing is declared.
 * @param keepText  Reads on to `maxBytes` or the end, for pages whose script holds the address.
 * @returns         Null when it is no page.
 * @throws {FetchFailure} when the body breaks off or passes the wire limit;
 *         when it is encoded more than once, or is not what its encoding says.
 */
export async function readPage(
  answer: Answer,
  { maxBytes, keepText, host = "" }: { readonly maxBytes: number; readonly keepText: boolean; readonly host?: string },
): Promise<ReadPage | null> {
  const type = mediaType(answer.headers);
  const isUnknown = UNKNOWN_TYPES.has(type);
  if (!isUnknown && !PAGE_TYPES.has(type ?? "")) return null;
  const decoded = decodeBody(answer.body, answer.headers.get("content-encoding") ?? [], maxBytes);
  // A browser would undo all of them: what stands inside must not go unseen.
  if (decoded === null) throw new FetchFailure("network", "the page is encoded more than once");
  const scanner = createHeadScanner();
  const kept: string[] = [];
  const take = (text: string) => {
    scanner.write(text);
    if (keepText) kept.push(text);
  };
  const decoder = createPageDecoder(answer.headers.get("content-type")?.at(-1) ?? null, host);
  let sniffed: Uint8Array | null = isUnknown ? new Uint8Array(0) : null;
  const pieces = decoded[Symbol.asyncIterator]();
  for (;;) {
    if (scanner.isOver && !keepText) break;
    const isTail = scanner.isHeadOver && !keepText;
    const piece = isTail ? await soon(pieces.next()) : await pieces.next();
    if (piece === null || piece.done === true) break;
    if (sniffed === null) take(decoder.push(piece.value));
    else {
      sniffed = Buffer.concat([sniffed, piece.value]);
      if (sniffed.byteLength < SNIFF_BYTES) continue;
      if (!looksLikeHtml(sniffed)) return null;
      take(decoder.push(sniffed));
      sniffed = null;
    }
  }
  if (sniffed !== null) {
    if (!looksLikeHtml(sniffed)) return null;
    take(decoder.push(sniffed));
  }
  take(decoder.end());
  return { head: scanner.facts, text: keepText ? kept.join("") : null };
}

function looksLikeHtml(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString("latin1");
  return LOOKS_LIKE_HTML.test(text.replace(/^\u{EF}\u{BB}\u{BF}/u, ""));
}

/** What follows a head is welcome but not waited for; how it breaks off is no matter. Null when it does not come. */
async function soon<Value>(coming: Promise<Value>): Promise<Value | null> {
  const { promise, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), MAX_TAIL_MS);
  try {
    return await Promise.race([coming.catch(() => null), promise]);
  } finally {
    clearTimeout(timer);
  }
}
