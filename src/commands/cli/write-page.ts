import { writeFile } from "node:fs/promises";
import { UsageError, type Console } from "./command.ts";
import { errorCode } from "./fixture-file.ts";

/** Writes a report where it was asked for. @throws {UsageError} when nothing can be written there. */
export async function writePage(file: string, page: string, console: Console): Promise<void> {
  try {
    await writeFile(file, page);
  } catch (error) {
    throw new UsageError(`cannot be written (${errorCode(error)})`, { field: `--html ${file}` });
  }
  console.tell(`written to ${file}`);
}
