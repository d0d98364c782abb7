import { writeFile } from "node:fs/promises";
import type { Locale } from "../../policy/types.ts";
import { localeSchema } from "../../report/context.ts";
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

export const PAGE_LOCALE = {
  kind: "text",
  value: "LOCALE",
  help: "language of the page: zh-CN, en, id or vi (en)",
} as const;

/** @throws {UsageError} when the language is none of those that pages are written in. */
export function pageLocale(text = "en"): Locale {
  const locale = localeSchema.safeParse(text);
  if (!locale.success) throw new UsageError("expected zh-CN, en, id or vi", { field: "--locale" });
  return locale.data;
}
