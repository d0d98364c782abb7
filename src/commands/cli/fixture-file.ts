import { readFile } from "node:fs/promises";
import { InputError } from "../../input/input-error.ts";
import { readUtf8 } from "../../input/utf8.ts";
import { UsageError } from "./command.ts";

/** @throws {InputError} when the file cannot be read or is no UTF-8. */
export async function readFixtureFile(file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new UsageError(`cannot be read (${errorCode(error)})`, { file });
  }
  const text = readUtf8(bytes);
  if (typeof text === "string") return text;
  throw new InputError("encoding", [{ file, ...text }]);
}

/** What the system says of a file, such as ENOENT. Errors without a code are faults of ours and thrown on. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  throw error;
}
