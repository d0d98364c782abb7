import { setImmediate as nextTurn } from "node:timers/promises";
import { canonicalAddress, hostOf, webUrlOf, type CanonicalAddress } from "../canonical-address.ts";
import { covers, type ListEntry } from "../entry.ts";
import { listFindings, type ListedIn } from "../list-findings.ts";
import type { ListException, ListFacts } from "../list-source.ts";
import { operatorExceptions } from "../operator-exceptions.ts";
import type { ThreatLists } from "../threat-lists.ts";
import type { Finding } from "../../types.ts";
import { DamagedIndexError } from "./index-error.ts";
import { isAway, type KindTable, listOf, readEntry } from "./layer/entry-codec.ts";
import { HostHasher } from "./layer/host-hash.ts";
import { Layer } from "./layer/layer.ts";
import { hostText } from "./layer/sorted-hosts.ts";
import { factsOf, type Manifest, readManifest } from "./manifest.ts";

const NONE: readonly Finding[] = [];
const NO_ENTRIES: readonly IndexedEntry[] = [];
const NO_LAYERS: readonly Layer[] = [];
/** A build may take files away between reading the manifest and opening them. */
const OPEN_ATTEMPTS = 3;
/** Reading so many from disk takes some milliseconds. */
const HOSTS_A_STEP = 1_024;

/** What is known of an entry of the index. */
export interface IndexedEntry extends ListedIn {
  readonly list: ListFacts;
  readonly entry: ListEntry;
}

/**
 * One generation of the index, open for look-ups. Which hosts are listed is in memory; the rest is read when one of
 * them is met. It never changes, and stays readable when another generation takes its place.
 */
export class ListIndex {
  readonly manifest: Manifest;
  readonly isEmpty: boolean;
  readonly #lists: readonly (ListFacts | null)[];
  readonly #kinds: KindTable;
  readonly #hasher: HostHasher;
  /** Of one host the word of the first counts: the latest front first, the base last. */
  readonly #fronts: readonly Layer[];
  readonly #base: Layer;
  /** A bit for the hash of every host of a front: most hosts stand in none, and one look at it tells. */
  readonly #frontBits: Uint32Array;
  readonly #frontShift: number;
  readonly #fewestLabels: number;

  private constructor(manifest: Manifest, { fronts, base }: Layers, frontBits: Uint32Array) {
    this.manifest = manifest;
    this.#lists = factsOf(manifest);
    this.#kinds = manifest.kinds;
    this.#hasher = new HostHasher(manifest.key);
    this.#fronts = fronts;
    this.#base = base;
    this.#frontBits = frontBits;
    this.#frontShift = 27 - Math.log2(frontBits.length);
    const filled = [...fronts, base].filter(({ facts }) => facts.hostCount > 0);
    this.isEmpty = filled.length === 0;
    this.#fewestLabels = Math.min(...filled.map(({ facts }) => facts.fewestLabels));
  }

  /**
   * Opens the generation in force, in steps between which everything else goes on; null when there is none yet.
   *
   * @param before  An open one of the same folder: what both have is not read again. Each is closed by itself.
   * @throws {DamagedIndexError} naming the file that is not what was written.
   */
  static async open(folder: string, before: ListIndex | null = null): Promise<ListIndex | null> {
    for (let attempt = 1; ; attempt += 1) {
      const manifest = readManifest(folder);
      if (manifest === null) return null;
      try {
        const layers = await openLayers(folder, manifest, before === null ? [] : [...before.#fronts, before.#base]);
        return new ListIndex(manifest, layers, await bitsOf(layers.fronts));
      } catch (error) {
        const isOvertaken = error instanceof DamagedIndexError && readManifest(folder)?.id !== manifest.id;
        if (!isOvertaken || attempt === OPEN_ATTEMPTS) throw error;
      }
    }
  }

  /**
   * Every entry that covers an address, the hosts with the most labels first, then by list and line.
   *
   * @throws {DamagedIndexError} when what lies on disk is not what was written.
   */
  covering(address: string | URL): readonly IndexedEntry[] {
    const url = webUrlOf(address);
    if (url === null) return NO_ENTRIES;
    const host = hostOf(url);
    const { hashes, starts } = this.#hasher;
    let found: IndexedEntry[] | null = null;
    let sought: Sought | null = null;
    // A parent of `n` labels is filled in at `n - 1`.
    const last = this.#hasher.hash(host) - 1;
    const first = this.#fewestLabels - 1;
    const bits = this.#frontBits;
    const shift = this.#frontShift;
    let fronts = 0;
    for (let parent = last; parent >= first; parent -= 1) {
      const hash = hashes[parent] ?? 0;
      this.#base.touch(hash);
      fronts |= (bits[(hash >>> shift) >>> 5] ?? 0) >>> ((hash >>> shift) & 31);
    }
    const mayBeInFront = (fronts & 1) !== 0;
    for (let parent = last; parent >= first; parent -= 1) {
      const hash = hashes[parent] ?? 0;
      const isInFront = mayBeInFront && this.#isInFront(hash);
      if (this.#base.rankOf(hash) < 0 && !isInFront) continue;
      sought ??= soughtOf(url);
      if (sought === null) return NO_ENTRIES;
      const entries = this.#entriesAt(hash, host.slice(starts[parent]), sought, isInFront);
      if (found === null) found = entries;
      else found.push(...entries);
    }
    return found ?? NO_ENTRIES;
  }

  /** Every entry of a host, whatever pages it covers. */
  entriesOf(host: string): readonly IndexedEntry[] {
    return this.#entriesAt(this.#hasher.hashOf(host), host, null, true);
  }

  /**
   * Hosts about which this generation may say something else than one before it; null when that cannot be told, or when they are
   * more than `most`. Without one before, every host.
   *
   * @throws {DamagedIndexError} when what lies on disk is not what was written.
   */
  hostsSince(before: ListIndex | null, most: number): AsyncGenerator<string> | null {
    const known = new Set(
      before === null ? [] : [...before.#fronts, before.#base].map(({ facts }) => facts.hosts.name),
    );
    // A new base says nothing of what it was made from.
    if (before !== null && !known.has(this.manifest.base.hosts.name)) return null;
    // Fronts keep what was taken away, so that a merged one names all hosts of those that it was made from.
    const layers = [...this.#fronts, this.#base].filter(({ facts }) => !known.has(facts.hosts.name));
    if (layers.reduce((sum, { facts }) => sum + facts.hostCount, 0) > most) return null;
    return hostsOf(layers, this.#hasher);
  }

  close(): void {
    for (const layer of this.#fronts) layer.close();
    this.#base.close();
  }

  /** Whether a host with this hash may stand in a front. One look tells most that stand in none. */
  #isInFront(hash: number): boolean {
    const bit = hash >>> this.#frontShift;
    if (((this.#frontBits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    const fronts = this.#fronts;
    for (let at = 0; at < fronts.length; at += 1) if ((fronts[at]?.rankOf(hash) ?? -1) >= 0) return true;
    return false;
  }

  #entriesAt(hash: number, host: string, sought: Sought | null, isInFront: boolean): IndexedEntry[] {
    const found: IndexedEntry[] = [];
    const take = (bytes: Buffer, start: number): void => {
      const list = this.#lists[listOf(bytes, start)];
      if (list === undefined || list === null) return;
      const entry = readEntry(bytes, start, host, this.#kinds);
      if (sought === null || covers(entry, sought.address)) found.push({ list, entry });
    };
    const path = sought?.path ?? null;
    /** Identities that a front has a word about, so that of those behind does not count. */
    const told: Buffer[] = [];
    const isTold = (bytes: Buffer, start: number, identityEnd: number): boolean =>
      told.some((identity) => bytes.compare(identity, 0, identity.length, start, identityEnd) === 0);
    for (const front of isInFront ? this.#fronts : NO_LAYERS) {
      const rank = front.rankOf(hash);
      if (rank < 0) continue;
      front.visit(rank, host, path, (bytes, start, identityEnd) => {
        if (isTold(bytes, start, identityEnd)) return;
        told.push(Buffer.from(bytes.subarray(start, identityEnd)));
        if (!isAway(bytes, identityEnd)) take(bytes, start);
      });
    }
    const rank = this.#base.rankOf(hash);
    if (rank >= 0) {
      this.#base.visit(rank, host, path, (bytes, start, identityEnd) => {
        if (told.length === 0 || !isTold(bytes, start, identityEnd)) take(bytes, start);
      });
    }
    if (found.length < 2) return found;
    const numberOf = new Map(this.#lists.map((list, number) => [list, number]));
    return found.sort(
      (a, b) => (numberOf.get(a.list) ?? 0) - (numberOf.get(b.list) ?? 0) || a.entry.line - b.entry.line,
    );
  }
}

/** The lists of an index, with the operator's exceptions before them. */
export function indexedLists(index: ListIndex, exceptions: readonly ListException[], now: () => number): ThreatLists {
  const excepted = operatorExceptions(exceptions, now);
  return {
    isEmpty: index.isEmpty && excepted.isEmpty,
    exceptionFor: excepted.exceptionFor,
    match(address) {
      const covering = index.covering(address);
      if (covering.length === 0) return NONE;
      return listFindings(covering, excepted.covering(address), now());
    },
  };
}

/** The layers of a generation, the latest front first. */
interface Layers {
  readonly fronts: readonly Layer[];
  readonly base: Layer;
}

/** Those of `opened` that stay are shared. */
async function openLayers(folder: string, manifest: Manifest, opened: readonly Layer[]): Promise<Layers> {
  const facts = [...manifest.fronts.toReversed(), manifest.base];
  // Whoever has them open may close them while the others are read.
  const shared = facts.map(({ hosts }) => opened.find((layer) => layer.facts.hosts.name === hosts.name)?.shared());
  const layers = await Promise.allSettled(facts.map(async (each, at) => shared[at] ?? Layer.open(folder, each)));
  const fronts = layers.flatMap((layer) => (layer.status === "fulfilled" ? [layer.value] : []));
  const failed = layers.find((layer) => layer.status === "rejected");
  const base = fronts.pop();
  if (failed === undefined && base !== undefined) return { fronts, base };
  for (const layer of fronts) layer.close();
  base?.close();
  throw failed?.reason;
}

/** Four to eight bits a host, so that of four hosts that stand in no front three have none. */
async function bitsOf(fronts: readonly Layer[]): Promise<Uint32Array> {
  const hosts = fronts.reduce((sum, { facts }) => sum + facts.hostCount, 0);
  const bits = new Uint32Array(2 ** Math.max(0, Math.ceil(Math.log2(hosts * 4)) - 5));
  for (const front of fronts) for (const _ of front.mark(bits)) await nextTurn();
  return bits;
}

/** Look-ups may come between two. */
async function* hostsOf(layers: readonly Layer[], hasher: HostHasher): AsyncGenerator<string> {
  let count = 0;
  for (const layer of layers) {
    for (const { host } of layer.hosts(hasher)) {
      yield hostText(host);
      count += 1;
      if (count % HOSTS_A_STEP === 0) await nextTurn();
    }
  }
}

interface Sought {
  readonly address: CanonicalAddress;
  /** Its path and a further slash, since an entry `/p/` covers `/p`. */
  readonly path: string;
}

function soughtOf(url: URL): Sought | null {
  const address = canonicalAddress(url);
  return address && { address, path: `${address.path}/` };
}
