import { InputError } from "../../input/input-error.ts";
import type { WrittenEntry } from "../types.ts";
import { isName } from "./formats/host-name.ts";
import { compileLists } from "./compiled-list.ts";
import type { ThreatLists } from "./threat-lists.ts";
import { vainEntry, writtenEntry } from "./written-entry.ts";

/** What a list entry must look like, for error messages. */
const EXPECTED = "a host, a host with a path prefix, or a full address";

/**
 * Compiles the entries that one check brings along. They have neither version nor age.
 *
 * @param at  The check's own instant: what has ended by then finds nothing.
 * @throws {InputError} when an entry is none of the three forms; names its position, not its text.
 */
export function compileCheckList(written: readonly WrittenEntry[], at: Date): ThreatLists {
  const entries = written.map(({ entry, kind, until, exception: isException = false }, index) => {
    const vain = vainEntry(entry);
    const told = { line: index + 1, isException, kind, ...(until !== undefined && { untilMs: until.getTime() }) };
    const known = vain === null ? writtenEntry(entry, told) : null;
    if (known !== null && isName(known.host)) return known;
    throw new InputError("bad_list", [{ field: `lists[${index}].entry`, message: `expected ${vain ?? EXPECTED}` }]);
  });
  const list = { name: "check", version: null, confirmedAtMs: null, kind: "reported", maxAgeMs: Infinity } as const;
  return compileLists([{ ...list, entries }], [], () => at.getTime());
}
