import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { ListRefused, type BadLine, type SourceText } from "./formats/read.ts";

/** Longest line that is read, in UTF-16 units. */
const MAX_LINE_LENGTH = 65_536;
/** Longest source that is read in one piece, in bytes. */
const MAX_WHOLE_BYTES = 64 * 1_024 * 1_024;
const HEAD_LENGTH = 65_536;
const CHUNK_BYTES = 1_048_576;
/** C0 without tab and line ends, DEL, C1. */
const CONTROL = /[\0-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/u;
const MAY_NEED_CHECK = /[\0-\u0008\u000B-\u001F\u007F-\u009F]/u;
const CONTROL_CHARACTER: BadLine = { bad: "control_character" };
const TOO_LONG: BadLine = { bad: "too_long" };

/**
 * A source that was written down as UTF-8, read piece by piece as it is asked for.
 *
 * @param onRead  Told how many bytes were read of it, each time it is read anew.
 */
export function sourceFile(path: string, onRead: (bytes: number) => void = () => undefined): SourceText {
  return sourceOf(() => fileChunks(path, onRead));
}

/** A source that is in memory already. */
export function sourceText(text: string): SourceText {
  return sourceOf(() => [text]);
}

function sourceOf(chunks: () => Iterable<string>): SourceText {
  return {
    head() {
      let head = "";
      for (const chunk of chunks()) {
        head += chunk;
        if (head.length >= HEAD_LENGTH) break;
      }
      return head.slice(0, HEAD_LENGTH);
    },
    lines: () => linesIn(chunks()),
    whole() {
      let text = "";
      for (const chunk of chunks()) {
        text += chunk;
        if (text.length > MAX_WHOLE_BYTES) {
          throw new ListRefused(
            "too_large",
            "JSON of more than 64 MiB is not read: take the source's CSV or text form",
          );
        }
      }
      return text;
    },
  };
}

function* fileChunks(path: string, onRead: (bytes: number) => void): Generator<string> {
  const file = openSync(path, "r");
  try {
    const decoder = new StringDecoder("utf8");
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    let total = 0;
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      total += read;
      onRead(total);
      yield decoder.write(buffer.subarray(0, read));
    }
    const rest = decoder.end();
    if (rest !== "") yield rest;
  } finally {
    closeSync(file);
  }
}

function* linesIn(chunks: Iterable<string>): Generator<string | BadLine> {
  let rest = "";
  let isTooLong = false;
  for (const chunk of chunks) {
    const lines = (rest + chunk).split("\n");
    const hasControls = MAY_NEED_CHECK.test(rest) || MAY_NEED_CHECK.test(chunk);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      yield isTooLong || line.length > MAX_LINE_LENGTH ? TOO_LONG : hasControls ? checked(line) : line;
      isTooLong = false;
    }
    if (rest.length > MAX_LINE_LENGTH) {
      isTooLong = true;
      rest = "";
    }
  }
  if (isTooLong) yield TOO_LONG;
  else if (rest !== "") yield checked(rest);
}

function checked(line: string): string | BadLine {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  return CONTROL.test(text) || text.includes("\r") ? CONTROL_CHARACTER : text;
}
