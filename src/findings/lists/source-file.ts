import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import type { LineTaker, NumberedLine, SourceText } from "./formats/read.ts";

/** Longest line that is read, in UTF-16 units. */
const MAX_LINE_LENGTH = 65_536;
/** Longest source that is read in one piece, in bytes. */
const MAX_WHOLE_BYTES = 64 * 1_024 * 1_024;
const HEAD_LENGTH = 65_536;
const PIECE_BYTES = 1_048_576;
/** C0 without tab and line feed, DEL, C1. */
const CONTROL = /[\0-\u0008\u000B-\u001F\u007F-\u009F]/u;
/** A UTF-16 unit takes at most three bytes: what has more than these is too long in any case. */
const MAX_LINE_BYTES = 3 * MAX_LINE_LENGTH;
const LINE_FEED = 10;

/**
 * A source that was written down as UTF-8, read piece by piece as it is asked for.
 *
 * @param onRead  Told how many bytes were read of it, each time it is read anew.
 */
export function sourceFile(path: string, onRead: (bytes: number) => void = () => undefined): SourceText {
  return sourceOf(() => filePieces(path, onRead));
}

/** A source that is in memory already. */
export function sourceText(text: string): SourceText {
  return sourceOf(() => [Buffer.from(text)]);
}

/**
 * @param pieces         Each is good until the next is asked for.
 * @param maxWholeBytes  Longest source that is read in one piece.
 */
export function sourceOf(pieces: () => Iterable<Buffer>, maxWholeBytes = MAX_WHOLE_BYTES): SourceText {
  return {
    pieces,
    head() {
      let head = "";
      for (const text of decoded(pieces())) {
        head += text;
        if (head.length >= HEAD_LENGTH) break;
      }
      return head.slice(0, HEAD_LENGTH);
    },
    holds(text) {
      let end = Buffer.alloc(0);
      for (const piece of pieces()) {
        if (piece.includes(text)) return true;
        // What begins in one piece may end in the next.
        end = Buffer.concat([end, piece.subarray(0, text.length)]);
        if (end.includes(text)) return true;
        end = Buffer.from(piece.subarray(-text.length));
      }
      return false;
    },
    numbered: (taker) => numberedIn(pieces(), taker ?? null),
    *lines() {
      for (const item of numberedIn(pieces(), null)) yield "text" in item ? item.text : { bad: item.skipped };
    },
    whole() {
      let bytes = 0;
      for (const piece of pieces()) {
        bytes += piece.length;
        if (bytes > maxWholeBytes) return null;
      }
      return Array.from(decoded(pieces())).join("");
    },
  };
}

function* filePieces(path: string, onRead: (bytes: number) => void): Generator<Buffer> {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.allocUnsafe(PIECE_BYTES);
    let total = 0;
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      total += read;
      onRead(total);
      yield buffer.subarray(0, read);
    }
  } finally {
    closeSync(file);
  }
}

function* decoded(pieces: Iterable<Buffer>): Generator<string> {
  const decoder = new StringDecoder("utf8");
  for (const piece of pieces) yield decoder.write(piece);
  yield decoder.end();
}

function* numberedIn(pieces: Iterable<Buffer>, taker: LineTaker | null): Generator<NumberedLine> {
  let rest = Buffer.alloc(0);
  let isTooLong = false;
  let line = 1;
  for (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let at = 0;
    for (;;) {
      if (taker !== null && !isTooLong) {
        at = taker.take(bytes, at, line);
        line += taker.taken;
      }
      const end = bytes.indexOf(LINE_FEED, at);
      if (end === -1) break;
      yield isTooLong ? { skipped: "too_long", line } : lineRead(bytes.toString("utf8", at, end), line);
      isTooLong = false;
      line += 1;
      at = end + 1;
    }
    rest = Buffer.from(bytes.subarray(at));
    if (rest.length > MAX_LINE_BYTES) {
      isTooLong = true;
      rest = Buffer.alloc(0);
    }
  }
  if (isTooLong) yield { skipped: "too_long", line };
  else if (rest.length > 0) yield lineRead(rest.toString("utf8"), line);
}

function lineRead(written: string, line: number): NumberedLine {
  if (written.length > MAX_LINE_LENGTH) return { skipped: "too_long", line };
  const text = written.endsWith("\r") ? written.slice(0, -1) : written;
  return CONTROL.test(text) ? { skipped: "control_character", line } : { line, text };
}
