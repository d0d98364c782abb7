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
  readonly #layers: readonly Layer[];
  /** A bit for the hash of every host of a front: most hosts stand in none, and one look at it tells. */
  readonly #frontBits: Uint32Array;
  readonly #frontShift: number;
  readonly #fewestLabels: number;

  private constructor(manifest: Manifest, layers: readonly Layer[], frontBits: Uint32Array) {
    this.manifest = manifest;
    this.#lists = factsOf(manifest);
    this.#kinds = manifest.kinds;
    this.#hasher = new HostHasher(manifest.key);
    this.#layers = layers;
    this.#frontBits = frontBits;
    this.#frontShift = 27 - Math.log2(frontBits.length);
    const filled = layers.filter(({ facts }) => facts.hostCount > 0);
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
        const layers = await openLayers(folder, manifest, before === null ? [] : before.#layers);
        return new ListIndex(manifest, layers, await bitsOf(layers.slice(0, -1)));
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
    if (url === null) return [];
    const host = hostOf(url);
    const { hashes, starts } = this.#hasher;
    let found: IndexedEntry[] | null = null;
    let sought: Sought | null = null;
    // A parent of `n` labels is filled in at `n - 1`.
    for (let parent = this.#hasher.hash(host) - 1; parent + 1 >= this.#fewestLabels; parent -= 1) {
      const hash = hashes[parent] ?? 0;
      if (!this.#mayHave(hash)) continue;
      sought ??= soughtOf(url);
      if (sought === null) return [];
      const entries = this.#entriesAt(hash, host.slice(starts[parent]), sought);
      if (entries.length > 0) (found ??= []).push(...entries);
    }
    return found ?? [];
  }

  /** Every entry of a host, whatever pages it covers. */
  entriesOf(host: string): readonly IndexedEntry[] {
    return this.#entriesAt(this.#hasher.hashOf(host), host, null);
  }

  /**
   * Hosts about which this generation may say something else than one before it; null when that cannot be told, or when they are
   * more than `most`. Without one before, every host.
   *
   * @throws {DamagedIndexError} when what lies on disk is not what was written.
   */
  hostsSince(before: ListIndex | null, most: number): AsyncGenerator<string> | null {
    const known = new Set(before === null ? [] : before.#layers.map(({ facts }) => facts.hosts.name));
    // A new base says nothing of what it was made from.
    if (before !== null && !known.has(this.manifest.base.hosts.name)) return null;
    // Fronts keep what was taken away, so that a merged one names all hosts of those that it was made from.
    const layers = this.#layers.filter(({ facts }) => !known.has(facts.hosts.name));
    if (layers.reduce((sum, { facts }) => sum + facts.hostCount, 0) > most) return null;
    return hostsOf(layers, this.#hasher);
  }

  close(): void {
    for (const layer of this.#layers) layer.close();
  }

  #mayHave(hash: number): boolean {
    const layers = this.#layers;
    const fronts = layers.length - 1;
    if (layers[fronts]?.mayHave(hash) === true) return true;
    const bits = this.#frontBits;
    const bit = hash >>> this.#frontShift;
    if (fronts === 0 || ((bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    for (let at = 0; at < fronts; at += 1) if (layers[at]?.mayHave(hash) === true) return true;
    return false;
  }

  #entriesAt(hash: number, host: string, sought: Sought | null): IndexedEntry[] {
    const found: IndexedEntry[] = [];
    /** Identities that a layer has a word about, so that of those behind does not count. */
    const told: Buffer[] = [];
    const take = (bytes: Buffer, start: number): void => {
      const { entry, tail } = readEntry(bytes, start, host, this.#kinds);
      const list = this.#lists[listOf(bytes, start)];
      if (list === undefined || list === null || (sought !== null && !covers(entry, sought.address))) return;
      const sinceMs = entry.sinceMs ?? tail.seenMs;
      found.push({ list, entry: sinceMs === null ? entry : { ...entry, sinceMs } });
    };
    const path = sought?.path ?? null;
    const last = this.#layers.length - 1;
    for (const [at, layer] of this.#layers.entries()) {
      layer.visit(hash, host, path, (bytes, start, identityEnd) => {
        if (told.some((identity) => bytes.compare(identity, 0, identity.length, start, identityEnd) === 0)) return;
        if (at < last) told.push(Buffer.from(bytes.subarray(start, identityEnd)));
        if (!isAway(bytes, identityEnd)) take(bytes, start);
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

/** Every layer, the latest front first; those of `opened` that stay are shared. */
async function openLayers(folder: string, manifest: Manifest, opened: readonly Layer[]): Promise<Layer[]> {
  const all = [...manifest.fronts.toReversed(), manifest.base];
  // Whoever has them open may close them while the others are read.
  const shared = all.map(({ hosts }) => opened.find(({ facts }) => facts.hosts.name === hosts.name)?.shared());
  const layers = await Promise.allSettled(all.map(async (facts, at) => shared[at] ?? Layer.open(folder, facts)));
  const failed = layers.find((layer) => layer.status === "rejected");
  if (failed !== undefined) {
    for (const layer of layers) if (layer.status === "fulfilled") layer.value.close();
    throw failed.reason;
  }
  return layers.flatMap((layer) => (layer.status === "fulfilled" ? [layer.value] : []));
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
  readonly path: Buffer;
}

function soughtOf(url: URL): Sought | null {
  const address = canonicalAddress(url);
  return address && { address, path: Buffer.from(`${address.path}/`) };
}
