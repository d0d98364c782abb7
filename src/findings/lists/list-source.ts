import type { FindingKind } from "../types.ts";
import type { ListEntry } from "./entry.ts";
import type { EntryTaker } from "./read-list.ts";

/** What is known of a list beside its entries. */
export interface ListFacts {
  readonly name: string;
  /** As the source tells it; null when it tells none. */
  readonly version: string | null;
  /** When the source last confirmed that this is the list; milliseconds since 1970. Null for the list of one check. */
  readonly confirmedAtMs: number | null;
  /** Of entries that say none themselves. */
  readonly kind: FindingKind;
  /** A list that was confirmed longer ago is stale. `Infinity` for one that never is. */
  readonly maxAgeMs: number;
}

/** A list as whoever builds an index is given it. */
export interface ListSource extends ListFacts {
  /** In the order of the source; read once. */
  readonly entries: Iterable<ListEntry> | AsyncIterable<ListEntry>;
  /** Gives away the same in less time. */
  readonly takeAll?: (into: EntryTaker) => void;
}

/** An operator's exception, which beats every list. */
export interface ListException {
  /** What it covers; `isException` is true. */
  readonly entry: ListEntry;
  /** Who made it, as findings tell. */
  readonly by: string;
  /** From when on it holds no longer; milliseconds since 1970. Null: it has no end. */
  readonly untilMs: number | null;
}
