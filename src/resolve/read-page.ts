import { TextDecoder } from "node:util";
import { decodeBody } from "./decoded-body.ts";
import type { Answer } from "./fetch-head.ts";
import { createHeadScanner, type HeadFacts } from "./head-scanner.ts";
import { pageEncoding, SNIFF_BYTES } from "./page-charset.ts";
import { mediaType } from "./page-facts.ts";

export interface ReadPage {
  readonly head: HeadFacts;
  /** All the text read; only when it was asked for. */
  readonly text: string | null;
}

const MAX_TAIL_MS = 300;
const HTML_TYPES = new Set(["text/html", "application/xhtml+xml"]);

/**
 * Reads a page to the end of its head and a little further (a refresh may stand there), at most `maxBytes` after decoding, and leaves the rest on the wire.
 *
 * @param keepText  Reads on to `maxBytes` or the end, for pages whose script holds the address.
 * @returns         Null when it is no HTML or its encoding is not taken; then nothing of the body was read.
 * @throws {FetchFailure} when the body breaks off, is not what its encoding says, or passes the wire limit.
 */
export async function readPage(
  answer: Answer,
  { maxBytes, keepText }: { readonly maxBytes: number; readonly keepText: boolean },
): Promise<ReadPage | null> {
  if (!HTML_TYPES.has(mediaType(answer.headers) ?? "")) return null;
  const decoded = decodeBody(answer.body, answer.headers.get("content-encoding") ?? [], maxBytes);
  if (decoded === null) return null;
  const scanner = createHeadScanner();
  const kept: string[] = [];
  const take = (text: string) => {
    scanner.write(text);
    if (keepText) kept.push(text);
  };
  let decoder: TextDecoder | null = null;
  let waiting: Uint8Array = new Uint8Array(0);
  const start = () => {
    const started = new TextDecoder(pageEncoding(waiting, answer.headers.get("content-type")?.[0] ?? null));
    take(started.decode(waiting, { stream: true }));
    return started;
  };
  const pieces = decoded[Symbol.asyncIterator]();
  for (;;) {
    if (scanner.isOver && !keepText) break;
    const isTail = scanner.isHeadOver && !keepText;
    const piece = isTail ? await soon(pieces.next()) : await pieces.next();
    if (piece === null || piece.done === true) break;
    if (decoder === null) {
      waiting = Buffer.concat([waiting, piece.value]);
      if (waiting.byteLength >= SNIFF_BYTES) decoder = start();
    } else take(decoder.decode(piece.value, { stream: true }));
  }
  decoder ??= start();
  take(decoder.decode());
  return { head: scanner.facts, text: keepText ? kept.join("") : null };
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
