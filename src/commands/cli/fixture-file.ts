import { readFile } from "node:fs/promises";
import { InputError } from "../../input/input-error.ts";
import { readUtf8 } from "../../input/utf8.ts";
import { UsageError, type Console } from "./command.ts";

/** Standard input, where a file is expected. */
export const STDIN = "-";

/**
 * @param stdin  What `-` reads; left out: a file of that name is read.
 * @throws {UsageError} when the file cannot be read; {InputError} `encoding` when it is no UTF-8.
 */
export async function readFixtureFile(file: string, stdin?: Console["stdin"]): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = file === STDIN && stdin !== undefined ? await bytesOf(stdin) : await readFile(file);
  } catch (error) {
    throw new UsageError(`cannot be read (${errorCode(error)})`, { file });
  }
  const text = readUtf8(bytes);
  if (typeof text === "string") return text;
  throw new InputError("encoding", [{ file, ...text }]);
}

async function bytesOf(stdin: Console["stdin"]): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stdin) parts.push(typeof part === "string" ? Buffer.from(part) : part);
  return Buffer.concat(parts);
}

/** What the system says of a file, such as ENOENT. Errors without a code are faults of ours and thrown on. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  throw error;
}
