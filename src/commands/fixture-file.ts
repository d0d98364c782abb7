import { readFile } from "node:fs/promises";
import { UsageError } from "./command.ts";

/** @throws {UsageError} when the file cannot be read. */
export async function readFixtureFile(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown fault"})`);
  }
}
