import type { KeptList } from "./catalog.ts";

/** What everybody may know of a list. */
export function publicList(list: KeptList, nowMs: number) {
  const { name, kind, format, confirmedAtMs, maxAgeMs, text } = list;
  return {
    name,
    kind,
    format,
    version: text.version,
    at: new Date(confirmedAtMs).toISOString(),
    ageSeconds: Math.max(0, Math.round((nowMs - confirmedAtMs) / 1_000)),
    stale: nowMs - confirmedAtMs > maxAgeMs,
    entries: text.entries,
    exceptions: text.exceptions,
  };
}
