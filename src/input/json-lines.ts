import type { z } from "zod";
import { describeIssues } from "./issues.ts";

/** Longest line read, in UTF-16 units; a longer one is no message of anybody's. */
const MAX_LINE_LENGTH = 16 * 1_024 * 1_024;

/** A line that is not what was expected: says where and what, and repeats none of it. */
export class LineError extends Error {
  override readonly name = "LineError";
  readonly line: number;
  /** From 1, in UTF-16 units; null when the fault has no single place. */
  readonly column: number | null;

  constructor(line: number, column: number | null, expectation: string) {
    super(`line ${line}${column === null ? "" : `, column ${column}`}: ${expectation}`);
    this.line = line;
    this.column = column;
  }
}

/**
 * Splits a stream of UTF-8 bytes into lines, all that one chunk completed at a time, so that an answer can be written
 * before the next chunk comes. Lines end at LF or CR LF only: U+2028 and U+2029 may stand inside a JSON string, which
 * is why node:readline, which splits there too, does not serve.
 */
export async function* readLineBatches(chunks: AsyncIterable<Uint8Array | string>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + (typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }))).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > MAX_LINE_LENGTH) throw new RangeError(`expected at most ${MAX_LINE_LENGTH} characters in a line`);
    if (lines.length > 0) yield lines.map(withoutReturn);
  }
  rest += decoder.decode();
  if (rest !== "") yield [withoutReturn(rest)];
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
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
  throw new LineError(number, null, describeIssues(parsed.error));
}

function parseJson(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    // The engine's message quotes the text, which may be private; only its position is kept.
    const position = /at position (\d+)/u.exec(String(error))?.[1];
    throw new LineError(number, position === undefined ? null : Number(position) + 1, "expected one JSON object");
  }
}
