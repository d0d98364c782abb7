import { EntryView, isAway } from "./entry-codec.ts";

/** Entries as slices of one buffer. */
export interface EntrySlices {
  readonly bytes: Buffer;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** A host as a slice of a buffer. */
export interface HostSlice {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

export function hostText({ bytes, start, end }: HostSlice): string {
  return bytes.toString("latin1", start, end);
}

/** One host with entries of it, sorted by path and then by identity, each identity once. */
export interface SortedHost {
  readonly hash: number;
  /** Where its text lies. */
  readonly host: HostSlice;
  readonly entries: EntrySlices;
}

/** What of two streams has the same host. */
export interface HostPair {
  readonly behind: SortedHost | null;
  readonly front: SortedHost | null;
}

/** The order of a layer: by hash, then by the host's bytes. */
export function compareHosts(a: SortedHost, b: SortedHost): number {
  return a.hash - b.hash || a.host.bytes.compare(b.host.bytes, b.host.start, b.host.end, a.host.start, a.host.end);
}

/** Pairs two streams in the order of a layer. */
export function* pairHosts(behind: Iterable<SortedHost>, front: Iterable<SortedHost>): Generator<HostPair> {
  const behinds = behind[Symbol.iterator]();
  const fronts = front[Symbol.iterator]();
  let a = behinds.next();
  let b = fronts.next();
  while (a.done !== true || b.done !== true) {
    const order = a.done === true ? 1 : b.done === true ? -1 : compareHosts(a.value, b.value);
    yield {
      behind: order <= 0 && a.done !== true ? a.value : null,
      front: order >= 0 && b.done !== true ? b.value : null,
    };
    if (order <= 0) a = behinds.next();
    if (order >= 0) b = fronts.next();
  }
}

/**
 * What is listed when the front stands before what is behind: of each identity the front's word counts.
 *
 * @param keepsAway  Whether what is taken away stays told, for a front before a further generation.
 * @returns          Null when nothing is left.
 */
export function layered({ behind, front }: HostPair, keepsAway: boolean): SortedHost | null {
  const one = behind ?? front;
  if (one === null) return null;
  if (front === null || behind === null) {
    if (keepsAway || front === null) return one;
    const kept = listed(one.entries, false);
    return kept.starts.length === 0 ? null : { ...one, entries: kept };
  }
  const entries = mergeEntries(behind.entries, front.entries, keepsAway);
  return entries.starts.length === 0 ? null : { ...one, entries };
}

/** The order of entries within a host: by path, then by identity. */
export class EntryOrder {
  readonly #a = new EntryView();
  readonly #b = new EntryView();

  compare(aBytes: Buffer, aStart: number, bBytes: Buffer, bStart: number): number {
    const a = this.#a;
    const b = this.#b;
    a.read(aBytes, aStart);
    b.read(bBytes, bStart);
    return (
      aBytes.compare(bBytes, b.pathStart, b.pathEnd, a.pathStart, a.pathEnd) ||
      aBytes.compare(bBytes, bStart, b.identityEnd, aStart, a.identityEnd)
    );
  }

  /** Whether an entry was taken away. */
  isAway(bytes: Buffer, start: number): boolean {
    this.#a.read(bytes, start);
    return isAway(bytes, this.#a.identityEnd);
  }
}

const order = new EntryOrder();

function listed({ bytes, starts, ends }: EntrySlices, away: boolean): EntrySlices {
  const kept = [...starts.keys()].filter((index) => order.isAway(bytes, starts[index] ?? 0) === away);
  return { bytes, starts: kept.map((index) => starts[index] ?? 0), ends: kept.map((index) => ends[index] ?? 0) };
}

function mergeEntries(behind: EntrySlices, front: EntrySlices, keepsAway: boolean): EntrySlices {
  const bytes = Buffer.allocUnsafe(sizeOf(behind) + sizeOf(front));
  const starts: number[] = [];
  const ends: number[] = [];
  let end = 0;
  const take = (from: EntrySlices, index: number): void => {
    starts.push(end);
    end += from.bytes.copy(bytes, end, from.starts[index], from.ends[index]);
    ends.push(end);
  };
  let a = 0;
  let b = 0;
  while (a < behind.starts.length || b < front.starts.length) {
    const compared =
      a === behind.starts.length
        ? 1
        : b === front.starts.length
          ? -1
          : order.compare(behind.bytes, behind.starts[a] ?? 0, front.bytes, front.starts[b] ?? 0);
    if (compared < 0) take(behind, a);
    else if (keepsAway || !order.isAway(front.bytes, front.starts[b] ?? 0)) take(front, b);
    if (compared <= 0) a += 1;
    if (compared >= 0) b += 1;
  }
  return { bytes, starts, ends };
}

function sizeOf({ starts, ends }: EntrySlices): number {
  return starts.reduce((sum, start, index) => sum + (ends[index] ?? 0) - start, 0);
}
