import { compileLists } from "../../../src/findings/lists/compiled-list.ts";
import type { ListException } from "../../../src/findings/lists/list-source.ts";
import type { ChangedHosts, ListsInForce, ThreatLists } from "../../../src/findings/lists/threat-lists.ts";
import { writtenEntry } from "../../../src/findings/lists/written-entry.ts";

/** What the operator has, as written: entries of a list of phishing, and exceptions. */
export interface Written {
  readonly entries?: readonly string[];
  readonly exceptions?: readonly string[];
}

/** The operator's lists, which a test changes. */
export interface ChangingLists extends ListsInForce {
  /** Puts others in the place of those that stand. Tells the hosts that either names, unless `isTold` is false. */
  change(to: Written, isTold?: boolean): void;
  written(): Written;
}

export const LISTED_AT = "2026-11-28T08:00:00.000Z";

/** Real lists compiled in memory; only their coming and going is the test's. */
export function changingLists(first: Written = {}): ChangingLists {
  const listeners = new Set<(changed: ChangedHosts) => void>();
  let version = 1;
  let written = first;
  let lists = compiled(first, version);
  return {
    current: () => lists,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    written: () => written,
    change(to, isTold = true) {
      version += 1;
      const hosts = new Set([...hostsIn(written), ...hostsIn(to)]);
      written = to;
      lists = compiled(to, version);
      if (isTold) for (const listener of listeners) listener(hosts);
    },
  };
}

function compiled({ entries = [], exceptions = [] }: Written, version: number): ThreatLists {
  const confirmedAtMs = Date.parse(LISTED_AT);
  const list = { name: "feed", version: `${version}`, confirmedAtMs, kind: "phishing", maxAgeMs: Infinity } as const;
  const excepted = exceptions.map((entry): ListException => ({
    entry: parsed(entry, true),
    by: "operator",
    untilMs: null,
  }));
  return compileLists(
    [{ ...list, entries: entries.map((entry) => parsed(entry, false)) }],
    excepted,
    () => confirmedAtMs,
  );
}

function hostsIn({ entries = [], exceptions = [] }: Written): readonly string[] {
  return [...entries, ...exceptions].map((entry) => parsed(entry, false).host);
}

function parsed(entry: string, isException: boolean) {
  const known = writtenEntry(entry, { line: 1, isException });
  if (known === null) throw new Error("no entry");
  return known;
}
