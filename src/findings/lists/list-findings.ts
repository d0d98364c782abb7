import type { Finding } from "../types.ts";
import { entryText, type ListEntry } from "./entry.ts";
import type { ListException, ListFacts } from "./list-source.ts";
import type { Excepted } from "./threat-lists.ts";

/** An entry that covers an address, and the list in which it stands. */
export interface ListedIn {
  readonly list: ListFacts;
  readonly entry: ListEntry;
}

/**
 * The findings about one address. Every index ends here, so that each answers alike.
 *
 * @param covering    Every entry of every list that covers it, exceptions of lists among them.
 * @param exceptions  The operator's exceptions that cover it; an ended one has no effect.
 */
export function listFindings(
  covering: readonly ListedIn[],
  exceptions: readonly ListException[],
  nowMs: number,
): readonly Finding[] {
  const inForce = covering.filter(({ entry }) => entry.untilMs === undefined || entry.untilMs > nowMs);
  const [only] = inForce;
  if (inForce.length === 1 && only !== undefined && !only.entry.isException && exceptions.length === 0) {
    return [findingOf(only, null, nowMs)];
  }
  const findings = new Map<string, Finding>();
  for (const { list, entry } of inForce) {
    if (entry.isException) continue;
    const excepted = exceptionFor({ list, entry }, inForce, exceptions, nowMs);
    const finding = findingOf({ list, entry }, excepted, nowMs);
    const key = `${finding.source}\n${finding.kind}\n${finding.evidence}`;
    const known = findings.get(key);
    // Of two alike the one that counts is told.
    if (known === undefined || (known.excepted !== undefined && excepted === null)) findings.set(key, finding);
  }
  return [...findings.values()];
}

/** The exception in force that ends last. */
export function lastingException(exceptions: readonly ListException[], nowMs: number): Excepted | null {
  let last: ListException | null = null;
  for (const exception of exceptions) {
    if (exception.untilMs !== null && exception.untilMs <= nowMs) continue;
    if (last === null || (exception.untilMs ?? Infinity) > (last.untilMs ?? Infinity)) last = exception;
  }
  return last === null ? null : { by: last.by, until: last.untilMs === null ? null : isoOf(last.untilMs) };
}

/** The operator's exception that ends last, or else one of the entry's own list. */
function exceptionFor(
  { list, entry }: ListedIn,
  covering: readonly ListedIn[],
  exceptions: readonly ListException[],
  nowMs: number,
): Excepted | null {
  const byOperator = lastingException(exceptions, nowMs);
  if (byOperator !== null) return byOperator;
  const own = covering.find(
    (other) =>
      other.list.name === list.name &&
      other.entry.isException &&
      // Only an important exception takes back an important entry.
      (entry.isImportant !== true || other.entry.isImportant === true),
  );
  if (own === undefined) return null;
  return { by: list.name, until: own.entry.untilMs === undefined ? null : isoOf(own.entry.untilMs) };
}

function findingOf({ list, entry }: ListedIn, excepted: Excepted | null, nowMs: number): Finding {
  const { name, version, confirmedAtMs, maxAgeMs } = list;
  const { sinceMs, untilMs } = entry;
  return {
    kind: entry.kind ?? list.kind,
    evidence: `listed: ${entryText(entry)}`,
    source: name,
    ...(confirmedAtMs !== null && {
      list: {
        name,
        version,
        at: isoOf(confirmedAtMs),
        ...(sinceMs !== undefined && { entrySince: isoOf(sinceMs) }),
        ...(untilMs !== undefined && { until: isoOf(untilMs) }),
      },
    }),
    ...(confirmedAtMs !== null && nowMs - confirmedAtMs > maxAgeMs && { stale: true }),
    ...(excepted && { excepted }),
  };
}

/** Times that were written last: those of a list and of what came with it are alike for many entries. */
const written = new Map<number, string>();
const MOST_WRITTEN = 64;

function isoOf(timeMs: number): string {
  const known = written.get(timeMs);
  if (known !== undefined) return known;
  if (written.size === MOST_WRITTEN) written.clear();
  const text = new Date(timeMs).toISOString();
  written.set(timeMs, text);
  return text;
}
