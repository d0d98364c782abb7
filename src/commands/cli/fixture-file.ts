import { readFile } from "node:fs/promises";
import { UsageError } from "./command.ts";

/** @throws {UsageError} when the file cannot be read. */
export async function readFixtureFile(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`cannot be read (${errorCode(error)})`, { file });
  }
}

/** What the system says of a file, such as ENOENT. Errors without a code are faults of ours and thrown on. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  throw error;
}
