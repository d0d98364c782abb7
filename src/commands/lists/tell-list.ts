import type { KeptList } from "../../findings/lists/kept/catalog.ts";
import { refusedWords, skippedWords, type ReadingReport } from "../../findings/lists/read-list.ts";

/** What became of the lines of a list, in lines of text. */
export function linesTold({ skipped, refused }: Pick<ReadingReport, "skipped" | "refused">): string[] {
  return [
    ...Object.entries(skipped).map((lines) => `  ${skippedWords(lines)}`),
    ...refused.first.map((line) => `  ${refusedWords(line)}`),
    ...(refused.count > refused.first.length ? [`  refused ${refused.count - refused.first.length} more`] : []),
  ];
}

/** How many entries of what. */
export function countTold({
  entries,
  exceptions,
  guards,
}: Pick<ReadingReport, "entries" | "exceptions" | "guards">): string {
  return [
    `${numberText(entries)} ${entries === 1 ? "entry" : "entries"}`,
    ...(exceptions > 0 ? [`${numberText(exceptions)} ${exceptions === 1 ? "exception" : "exceptions"}`] : []),
    ...(guards.length > 0 ? [`${numberText(guards.length)} guarded ${guards.length === 1 ? "host" : "hosts"}`] : []),
  ].join(", ");
}

/** What is kept of a list and how it fares, in lines of text. Its key is never known here. */
export function listTold(list: KeptList, nowMs: number): string[] {
  const { name, kind, format, place, text, trust, confirmedAtMs, dueAtMs, everyMs, maxAgeMs, failures, subdomains } =
    list;
  const stale = nowMs - confirmedAtMs > maxAgeMs ? ", stale" : "";
  const source = place.from === "file" ? place.path : place.url;
  const notes = [
    ...(place.from === "url" && place.allowPrivate ? ["--allow-private"] : []),
    ...(place.from === "url" && place.keyFrom !== null ? [`key from ${place.keyFrom}`] : []),
    ...(trust.by === "nothing" ? [] : [`checked by ${trust.by.replace("_of", "")}`]),
    ...(subdomains === null ? [] : [`sub-domains ${subdomains ? "yes" : "no"}`]),
  ];
  return [
    `${name}: ${kind}, ${countTold(text)}, ${format}`,
    `  source    ${source}${notes.length === 0 ? "" : ` (${notes.join(", ")})`}`,
    `  version   ${text.version ?? "none told"}, ${numberText(text.bytes)} bytes`,
    `  confirmed ${timeText(confirmedAtMs)}, ${spanText(nowMs - confirmedAtMs)} ago${stale}`,
    `  next      ${timeText(dueAtMs)}, every ${spanText(everyMs)}, stale after ${spanText(maxAgeMs)}`,
    ...(failures.count === 0 || failures.lastAtMs === null
      ? []
      : [
          `  failing   ${failures.count} ${failures.count === 1 ? "time" : "times"}, last ${timeText(failures.lastAtMs)}: ${failures.reason ?? ""}`,
        ]),
    ...linesTold(text),
  ];
}

export function timeText(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function spanText(ms: number): string {
  if (ms < 3_600_000) return `${Math.max(0, Math.round(ms / 60_000))} min`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} days`;
}

function numberText(value: number): string {
  return value.toLocaleString("en-US");
}

/** What a list of `*.` lines alone does not cover, as people who took it for more would miss it. */
export function belowTold({ entries, below }: Pick<ReadingReport, "entries" | "below">): string[] {
  return entries > 0 && below === entries
    ? ["  each entry covers what is below a name, and not the name: --subdomains yes covers both"]
    : [];
}
