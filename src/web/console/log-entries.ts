import { logSize, logTile } from "./api.ts";
import type { EffectTold, Outcome } from "./told.ts";

/** An entry of the decision log as it is served; what is not in clear is a commitment. */
export interface LogEntry {
  readonly type: string;
  readonly at: string;
  readonly case?: string;
  readonly host?: string | null;
  readonly outcome?: Outcome | "no_longer_applies";
  readonly effect?: EffectTold | { readonly removeEntry: string; readonly until?: null } | null;
  readonly actor?: string;
  /** Of a confirmation, an undo or an end: the entry that it is about. */
  readonly of?: number;
  readonly isConfirmed?: boolean;
  readonly list?: string;
  readonly change?: string;
  readonly entry?: string;
  readonly until?: string | null;
  readonly reference?: string;
}

/** Entries of one tile. Source: C2SP tlog-tiles, "Log entries". */
const WIDTH = 256;

/** As tlog-tiles writes a number: three figures a part, all but the last with an x. */
function placeOf(tile: number, width: number): string {
  const parts = [String(tile % 1_000).padStart(3, "0")];
  for (let rest = Math.floor(tile / 1_000); rest > 0; rest = Math.floor(rest / 1_000))
    parts.unshift(`x${String(rest % 1_000).padStart(3, "0")}`);
  return parts.join("/") + (width < WIDTH ? `.p/${width}` : "");
}

/** The entries of a bundle: each has its length before it, two bytes. */
function entriesIn(bundle: Uint8Array): LogEntry[] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const decoder = new TextDecoder();
  const entries: LogEntry[] = [];
  for (let at = 0; at + 2 <= bundle.length;) {
    const length = view.getUint16(at);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the page trusts the gateway it came from and carries no schema
    entries.push(JSON.parse(decoder.decode(bundle.subarray(at + 2, at + 2 + length))) as LogEntry);
    at += 2 + length;
  }
  return entries;
}

export interface LogPage {
  /** Newest first, each with its place in the log. */
  readonly entries: readonly {
    readonly index: number;
    readonly entry: LogEntry;
    /** The entry that it refers to, as an undo does to its decision; null: it refers to none. */
    readonly of: LogEntry | null;
  }[];
  /** Where the next page ends; null: this was the last. */
  readonly before: number | null;
}

/** @param before  Entries from here on are left out; null: none. */
export async function logPage(before: number | null): Promise<LogPage> {
  const size = before ?? (await logSize());
  if (size === 0) return { entries: [], before: null };
  const tile = Math.floor((size - 1) / WIDTH);
  const own = await entriesOfTile(tile, size - tile * WIDTH);
  const tiles = new Map([[tile, own]]);
  for (const { of } of own) {
    const other = of === undefined ? tile : Math.floor(of / WIDTH);
    // What came before is a whole tile.
    if (!tiles.has(other)) tiles.set(other, await entriesOfTile(other, WIDTH));
  }
  const entryAt = (index: number) => tiles.get(Math.floor(index / WIDTH))?.[index % WIDTH] ?? null;
  return {
    entries: own
      .map((entry, at) => ({
        index: tile * WIDTH + at,
        entry,
        of: entry.of === undefined ? null : entryAt(entry.of),
      }))
      .toReversed(),
    before: tile === 0 ? null : tile * WIDTH,
  };
}

async function entriesOfTile(tile: number, width: number): Promise<LogEntry[]> {
  const bundle = await logTile(placeOf(tile, width));
  return bundle === null ? [] : entriesIn(bundle);
}
