import { z } from "zod";
import { FINDING_KINDS } from "../../types.ts";
import { arrayOf, smallJsonOf } from "./json-source.ts";
import { isMailbox, isRange, vainEntry, writtenEntry } from "../written-entry.ts";
import type { ReadFormat, Read } from "./read.ts";

const instant = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).transform((text) => Date.parse(text));

/** A line of hutong's own form. */
const entrySchema = z.strictObject({
  /** A host, a host with a path prefix, or a full address, as in `lists` of a check. */
  entry: z.string().min(1).max(4_096),
  kind: z.enum(FINDING_KINDS).optional(),
  since: instant.optional(),
  until: instant.optional(),
  exception: z.boolean().optional(),
});
const headerSchema = z.strictObject({ version: z.string().min(1).max(64) });

/**
 * Hutong's own form, one JSON object a line: `{"entry", "kind"?, "since"?, "until"?, "exception"?}`; a line `{"version"}` too.
 * An array of such objects is read as well, where an item's place counts as its line.
 */
export const readEntries: ReadFormat = function* readEntries(source) {
  if (/^\s*\[/u.test(source.head())) {
    for (const [index, item] of arrayOf(smallJsonOf(source)).entries()) yield itemRead(item, index + 1);
    return;
  }
  for (const item of source.numbered()) {
    if ("skipped" in item) yield item;
    else if (item.text.trim() !== "") yield lineRead(item.text, item.line);
  }
};

function lineRead(text: string, line: number): Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { skipped: "unknown_form", line };
  }
  return itemRead(value, line);
}

function itemRead(value: unknown, line: number): Read {
  const header = headerSchema.safeParse(value);
  if (header.success) return { header: "version", text: header.data.version };
  const { success, data } = entrySchema.safeParse(value);
  if (!success) return { skipped: "unknown_form", line };
  const { entry, kind, since, until, exception = false } = data;
  const told = {
    line,
    isException: exception,
    ...(kind !== undefined && { kind }),
    ...(since !== undefined && { sinceMs: since }),
    ...(until !== undefined && { untilMs: until }),
  };
  if (isMailbox(entry.trim())) return { skipped: "email_address", line };
  if (isRange(entry.trim())) return { skipped: "range", line };
  if (vainEntry(entry) !== null) return { skipped: entry.includes("*") ? "wildcard" : "not_a_host", line };
  return writtenEntry(entry.trim(), told) ?? { skipped: "not_a_host", line };
}
