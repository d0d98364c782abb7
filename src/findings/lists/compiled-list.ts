import { createHash } from "node:crypto";
import { canonicalAddress } from "./canonical-address.ts";
import { covers, type ListEntry } from "./entry.ts";
import { listFindings, type ListedIn } from "./list-findings.ts";
import type { ListException, ListSource } from "./list-source.ts";
import { operatorExceptions } from "./operator-exceptions.ts";
import type { ThreatLists } from "./threat-lists.ts";

/**
 * Lists compiled for lookup by host, in memory. For lists of some thousand entries, and to compare larger indexes with.
 *
 * @param now  Tells which entries and exceptions have ended and which lists are stale; milliseconds since 1970.
 */
export function compileLists(
  lists: readonly (ListSource & { readonly entries: Iterable<ListEntry> })[],
  exceptions: readonly ListException[],
  now: () => number,
): ThreatLists {
  const byHost = new Map<string, ListedIn[]>();
  for (const { entries, ...list } of lists) {
    for (const entry of entries) addTo(byHost, entry.host, { list, entry });
  }
  const excepted = operatorExceptions(exceptions, now);
  let generation: string | null = null;
  return {
    isEmpty: byHost.size === 0 && excepted.isEmpty,
    exceptionFor: excepted.exceptionFor,
    get generation() {
      return (generation ??= nameOf(byHost, exceptions));
    },
    match(text) {
      const address = canonicalAddress(text);
      if (address === null) return [];
      const covering: ListedIn[] = [];
      for (let host = address.host; host !== ""; host = parentOf(host)) {
        for (const listed of byHost.get(host) ?? []) if (covers(listed.entry, address)) covering.push(listed);
      }
      return covering.length === 0 ? [] : listFindings(covering, excepted.covering(text), now());
    },
  };
}

/** SHA-256 of what they say, whatever the order of it. */
function nameOf(entries: ReadonlyMap<string, readonly ListedIn[]>, exceptions: readonly ListException[]): string {
  const listed = [...entries.values()]
    .flat()
    .map(({ list: { name, kind }, entry }) => [name, { kind, ...entry, line: 0 }]);
  const excepted = exceptions.map(({ entry, untilMs }) => [untilMs, { ...entry, line: 0 }]);
  const all = [...listed, ...excepted].map((each) => JSON.stringify(each)).toSorted();
  return createHash("sha256").update(JSON.stringify(all)).digest("hex");
}

function addTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

/** The host without its first label; empty when none is left. */
function parentOf(host: string): string {
  const dot = host.indexOf(".");
  return dot === -1 ? "" : host.slice(dot + 1);
}
