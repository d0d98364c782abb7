import type { Finding } from "../../findings/types.ts";
import type { Words } from "./words.ts";

/** What a finding says of its list and of exceptions, each in a few words; nothing for what the gateway saw itself. */
export function listNotes({ list, stale, excepted }: Finding, { lists: words }: Pick<Words, "lists">): string[] {
  const notes: string[] = [];
  if (list !== undefined) {
    if (list.version !== null) notes.push(words.version(list.version));
    notes.push(words.confirmed(minuteOf(list.at)));
    if (list.entrySince !== undefined) notes.push(words.entrySince(minuteOf(list.entrySince)));
    if (list.until !== undefined) notes.push(words.until(minuteOf(list.until)));
  }
  if (stale === true) notes.push(words.stale);
  if (excepted !== undefined) {
    notes.push(words.excepted(excepted.by, excepted.until === null ? null : minuteOf(excepted.until)));
  }
  return notes;
}

/** `2026-11-28 08:30 UTC`; a day where no hour is told. */
function minuteOf(instant: string): string {
  return instant.length < 16 ? instant : `${instant.slice(0, 16).replace("T", " ")} UTC`;
}
