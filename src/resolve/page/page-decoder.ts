import { TextDecoder } from "node:util";
import { guessEncoding } from "./guessed-charset.ts";
import { declaredInside, declaredOutside, SNIFF_BYTES } from "./page-charset.ts";

/** Turns a page's bytes into text, piece by piece. */
export interface PageDecoder {
  /** The text that can be told so far; what waits for its encoding comes with a later piece. */
  push(piece: Uint8Array): string;
  /** All that still waits. */
  end(): string;
}

/**
 * A declaration may stand behind the first 1,024 bytes: browsers obey it wherever it comes ("changing the encoding while parsing", HTML
 * Standard). It is waited for until the head ends, or this many bytes.
 */
const MAX_HELD = 64 * 1024;
/** Once the head is over without a declaration, so many bytes from the first that is not ASCII decide. */
const MAX_HELD_BEHIND_HEAD = 4 * 1024;
const HEAD_END = /<\/head|<body/iu;
/** The end of a piece may hold the beginning of such a tag. */
const HEAD_END_LENGTH = 6;

/**
 * @param contentType  The header's value, null when absent.
 * @param host         Where the page stands; its domain is a hint where nothing is declared.
 */
export function createPageDecoder(contentType: string | null, host: string): PageDecoder {
  let decoder: TextDecoder | null = null;
  let held: Uint8Array[] = [];
  let length = 0;
  let isPrescanned = false;
  let isBehindHead = false;
  let isAscii = true;
  /** The end of what was looked through for the end of the head. */
  let last = "";

  const holdAsOne = () => {
    const bytes = Buffer.concat(held);
    held = [bytes];
    return bytes;
  };
  const release = () => {
    const bytes = Buffer.concat(held);
    held = [];
    length = 0;
    return bytes;
  };
  const start = (encoding: string) => {
    const started = new TextDecoder(encoding);
    decoder = started;
    return started.decode(release(), { stream: true });
  };
  /** By what the standard looks at; null when that says nothing. */
  const prescan = () => {
    isPrescanned = true;
    const head = holdAsOne();
    const encoding = declaredOutside(head, contentType) ?? declaredInside(head.subarray(0, SNIFF_BYTES));
    return encoding === null ? null : start(encoding);
  };
  /** By all that is held: what it declares, else what it looks like. ASCII is text under every guess, so that the question stays open. */
  const decide = () => {
    const bytes = holdAsOne();
    const declared = isBehindHead ? null : declaredInside(bytes);
    if (declared !== null) return start(declared);
    if (!isAscii) return start(guessEncoding(bytes, host));
    isBehindHead = true;
    return release().toString("latin1");
  };
  const isHeadOver = (piece: Uint8Array) => {
    const text = last + Buffer.from(piece).toString("latin1");
    last = text.slice(-HEAD_END_LENGTH);
    return HEAD_END.test(text);
  };
  const hold = (piece: Uint8Array) => {
    held.push(piece);
    length += piece.byteLength;
    isAscii &&= piece.every((byte) => byte < 0x80);
  };

  return {
    push(piece) {
      if (decoder !== null) return decoder.decode(piece, { stream: true });
      hold(piece);
      if (isBehindHead) return isAscii || length >= MAX_HELD_BEHIND_HEAD ? decide() : "";
      if (isPrescanned) return isHeadOver(piece) || length >= MAX_HELD ? decide() : "";
      if (length < SNIFF_BYTES) return "";
      const text = prescan();
      if (text !== null) return text;
      return isHeadOver(holdAsOne()) ? decide() : "";
    },
    end() {
      const early = isPrescanned ? null : prescan();
      const text = early ?? (decoder === null ? decide() : "");
      return text + endOf(decoder);
    },
  };
}

function endOf(decoder: TextDecoder | null): string {
  return decoder?.decode() ?? "";
}
