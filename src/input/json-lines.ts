import type { z } from "zod";
import { InputError, problemText, type Problem } from "./input-error.ts";
import { fieldOf, issuesOf } from "./issues.ts";
import { oddHint } from "./odd-characters.ts";
import { jsonMistake } from "./source-text.ts";
import { isUtf16 } from "./utf8.ts";

/** Longest line read, in UTF-16 units; a longer one is no message of anybody's. */
const MAX_LINE_LENGTH = 16 * 1_024 * 1_024;

/** Longest line that is searched for its mistake, which is slow. UTF-16 units. */
const MAX_SEARCHED_LENGTH = 65_536;

/** A line that is not what was expected: says where and what, and repeats none of it. */
export class LineError extends InputError {
  override readonly name = "LineError";
  /** From 1. */
  readonly line: number;

  constructor(line: number, problems: readonly Omit<Problem, "line">[]) {
    const column = problems[0]?.column;
    const said = problems.map(({ field, message }) =>
      problemText({ ...(field === undefined ? {} : { field }), message }),
    );
    super(
      "bad_line",
      problems.map((problem) => ({ line, ...problem })),
      problemText({ line, ...(column === undefined ? {} : { column }), message: said.join("; ") }),
    );
    this.line = line;
  }
}

/**
 * Splits a stream of UTF-8 bytes into lines and yields all that a chunk completed at once.
 * An answer can then be written before the next chunk comes. Lines end at LF or CR LF only:
 * U+2028 and U+2029 may stand inside a JSON string. node:readline splits there too and is therefore not used.
 *
 * @throws {LineError} when a line is longer than any message, and of UTF-16.
 */
export async function* readLineBatches(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let rest = "";
  let read = 0;
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst && typeof chunk !== "string" && isUtf16(chunk))
      throw new LineError(1, [{ message: "expected UTF-8; this text is in UTF-16" }]);
    isFirst = false;
    const lines = (rest + (typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }))).split("\n");
    rest = lines.pop() ?? "";
    read += lines.length;
    if (rest.length > MAX_LINE_LENGTH)
      throw new LineError(read + 1, [{ message: `expected at most ${MAX_LINE_LENGTH} characters` }]);
    if (lines.length > 0) yield lines.map(wholeLine);
  }
  rest += decoder.decode();
  if (rest !== "") yield [wholeLine(rest)];
}

function wholeLine(line: string): string {
  return withoutMark(line.endsWith("\r") ? line.slice(0, -1) : line);
}

/** Files that were joined have a byte order mark amid them; a record may begin with U+001E. Source: RFC 7464, 2.2. */
export function withoutMark(line: string): string {
  return line.startsWith("\uFEFF") || line.startsWith("\u001E") ? line.slice(1) : line;
}

/**
 * One line of JSON as a value of the schema.
 *
 * @param number  The line's number, from 1, for the error.
 * @throws {LineError} when the line is no JSON or not of the schema.
 */
export function parseLine<T extends z.ZodType>(line: string, number: number, schema: T): z.output<T> {
  const value = parseJson(line, number);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new LineError(
    number,
    issuesOf(parsed.error).map(({ path, message }) => ({ field: fieldOf(path) || "the object", message })),
  );
}

function parseJson(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The engine's message quotes the text, which may be private.
    const place = line.length > MAX_SEARCHED_LENGTH ? null : jsonMistake(line);
    const message = "expected one JSON object";
    if (place === null) throw new LineError(number, [{ message }]);
    const { column } = place;
    throw new LineError(number, [{ column, message: message + oddHint(line.slice(0, column)) }]);
  }
}
