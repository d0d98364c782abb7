import { randomBytes } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { FINDING_KINDS } from "../../../types.ts";
import { makeFolderWithin } from "../../../../input/whole-file.ts";
import type { ListEntry } from "../../entry.ts";
import type { ListFacts, ListSource } from "../../list-source.ts";
import { DamagedIndexError, IndexLimitError, MAX_LISTS } from "../index-error.ts";
import { copySeen, EntryView, isAway } from "../layer/entry-codec.ts";
import { HostHasher, type HostKey, newHostKey } from "../layer/host-hash.ts";
import { CheckedFile } from "../layer/checked-file.ts";
import { Layer } from "../layer/layer.ts";
import type { LayerFacts } from "../layer/layer-files.ts";
import { LayerWriter } from "../layer/layer-writer.ts";
import { EntryOrder, type EntrySlices, layered, pairHosts, type SortedHost } from "../layer/sorted-hosts.ts";
import {
  factsOf,
  filesOf,
  frontHostsOf,
  GENERATION_FORMAT,
  keptFacts,
  type Manifest,
  publishManifest,
  readManifest,
} from "../manifest.ts";
import { EntrySorter, type Keep, keepFirst } from "./entry-sorter.ts";

/** Fronts of one generation: each costs every look-up a little. */
const MOST_FRONTS = 4;
/** With so many they are merged when nobody waits. */
const FRONTS_TO_MERGE = 3;
/** Fronts with more hosts than one for so many of the base's are merged into it. */
const BASE_HOSTS_A_FRONT_HOST = 20;
/** What would make fronts with more than one for so many makes a new base at once. */
const BASE_HOSTS_A_LARGEST_FRONT_HOST = 10;
/** Progress is told, and a build can be ended, every so many entries. */
const ENTRIES_A_STEP = 65_536;
/** Files of the index by name; what is none of them stays. */
const OWN_FILE = /^(?:(?:hosts|entries|pages)-[0-9a-f]{12}\.(?:ef|dat)|part-[0-9a-f]{12}-\d+\.tmp)$/u;

export interface BuildOptions {
  /** Entries whose list tells no date stand since this moment when the index did not hold them before. */
  readonly nowMs: number;
  /** Told now and then how many entries were read. What it throws ends the build, which leaves everything as it was. */
  readonly onProgress?: ((entries: number) => void) | undefined;
  /** Refuses more listed hosts; {@link MAX_HOSTS} when left out. */
  readonly maxHosts?: number;
  /** For the first generation of a folder; random when left out. Later ones keep it, so that what was seen first is found. */
  readonly key?: HostKey;
}

/** What a list gains and loses. */
export interface ListChange {
  /** Every list in force afterwards, in any order. */
  readonly lists: readonly ListFacts[];
  /** What is listed from now on; an entry that stands in `removed` too has not changed. */
  readonly added: readonly ListSource[];
  readonly removed: readonly ListSource[];
}

/**
 * Builds the index of a folder from whole lists. Who reads the generation before is not disturbed; a build that is killed
 * leaves it in force. One builds at a time: whoever calls holds the lists' lock.
 *
 * @throws {IndexLimitError} when the lists are more than the index can hold.
 */
export async function buildIndex(
  folder: string,
  sources: readonly ListSource[],
  options: BuildOptions,
): Promise<Manifest> {
  makeFolderWithin(folder);
  const before = await readableManifest(folder);
  removeLeftovers(folder, before);

  const lists = numbered(before === null ? [] : factsOf(before), sources);
  const key = before?.key ?? options.key ?? newHostKey();
  const kinds = kindsAfter(before);
  return withFiles(folder, before, async (id) => {
    const hasher = new HostHasher(key);
    const sorter = new EntrySorter(folder, id, hasher, kinds);
    try {
      await addAll(sorter, sources, lists, false, options);
      const layers = before === null ? null : await openLayers(folder, before);
      try {
        const hosts = sorter.hosts(keepFirst);
        const known = layers === null ? null : untilDamage(liveHosts(layers, hasher));
        const base = writeLayer(folder, id, known === null ? hosts : withFirstSeen(known, hosts), options);
        return { format: GENERATION_FORMAT, id, sameAs: null, key, kinds, lists: keptFacts(lists), base, fronts: [] };
      } finally {
        closeLayers(layers);
      }
    } finally {
      sorter.close();
    }
  });
}

/**
 * Changes the index of a folder by what lists gain and lose, in a front before its base; a large change makes a new base.
 *
 * @throws {DamagedIndexError} when there is no index, or it is damaged: it must be built from whole lists.
 * @throws {IndexLimitError} when the lists are more than the index can hold.
 */
export async function changeIndex(folder: string, change: ListChange, options: BuildOptions): Promise<Manifest> {
  const before = readManifest(folder);
  if (before === null) throw new DamagedIndexError("index.json", "the file is missing");
  removeLeftovers(folder, before);
  const lists = numbered(factsOf(before), change.lists);
  const kinds = kindsAfter(before);
  const { key } = before;
  await checkThere(folder, before);
  if (change.added.length === 0 && change.removed.length === 0) {
    const renewed = { ...before, sameAs: before.id, id: newId(), kinds, lists: keptFacts(lists) };
    publishManifest(folder, renewed, before);
    return renewed;
  }
  return withFiles(folder, before, async (id) => {
    const hasher = new HostHasher(key);
    const sorter = new EntrySorter(folder, id, hasher, kinds);
    let layers: Layers | null = null;
    // A change of some adds a front; with too many of them it takes them in.
    const isFull = before.fronts.length >= MOST_FRONTS;
    const staying = isFull ? [] : before.fronts;
    const taken = isFull ? await openAll(folder, before.fronts) : [];
    try {
      await addAll(sorter, change.removed, factsOf(before), true, options);
      await addAll(sorter, change.added, lists, false, options);
      const changed = sorter.hosts(keepChange);
      const room = before.base.hostCount / BASE_HOSTS_A_LARGEST_FRONT_HOST - frontHostsOf({ fronts: staying });
      const behind = layeredHosts(taken, hasher, true);
      const front = writeFront(folder, id, behind === null ? changed : combined(behind, changed, true), room);
      const same = { format: GENERATION_FORMAT, id, sameAs: null, key, kinds, lists: keptFacts(lists) } as const;
      if (front !== null) return { ...same, base: before.base, fronts: [...staying, front] };
      // Opening the base reads all of its hosts, which a change of some needs not.
      layers = await openLayers(folder, before);
      const hosts = combined(liveHosts(layers, hasher), sorter.hosts(keepChange), false);
      return { ...same, base: writeLayer(folder, id, hosts, options), fronts: [] };
    } finally {
      closeLayers(taken);
      closeLayers(layers);
      sorter.close();
    }
  });
}

/** Whether fronts are so many or so large that they cost more than merging them. */
export function needsMerge(manifest: Manifest): boolean {
  return manifest.fronts.length >= FRONTS_TO_MERGE || isLarge(manifest);
}

function isLarge(manifest: Manifest): boolean {
  return frontHostsOf(manifest) > manifest.base.hostCount / BASE_HOSTS_A_FRONT_HOST;
}

/** Merges small fronts into one and large ones into the base: another generation that says the same. */
export async function mergeIndex(folder: string, options: BuildOptions): Promise<Manifest> {
  const before = readManifest(folder);
  if (before === null) throw new DamagedIndexError("index.json", "the file is missing");
  return withFiles(folder, before, async (id) => {
    const hasher = new HostHasher(before.key);
    const same = { ...before, id, sameAs: before.id };
    const layers = await (isLarge(before) ? openLayers(folder, before) : openAll(folder, before.fronts));
    try {
      if (isLarge(before))
        return { ...same, base: writeLayer(folder, id, liveHosts(layers, hasher), options), fronts: [] };
      const hosts = layeredHosts(layers, hasher, true);
      return hosts === null ? same : { ...same, fronts: [writeLayer(folder, id, hosts, options)] };
    } finally {
      closeLayers(layers);
    }
  });
}

/** Layers from the base on, the latest last. */
type Layers = readonly Layer[];

function openLayers(folder: string, { base, fronts }: Manifest): Promise<Layers> {
  return openAll(folder, [base, ...fronts]);
}

async function openAll(folder: string, all: readonly LayerFacts[]): Promise<Layers> {
  const opened: Layer[] = [];
  try {
    for (const facts of all) opened.push(await Layer.open(folder, facts));
    return opened;
  } catch (error) {
    closeLayers(opened);
    throw error;
  }
}

/** @throws {DamagedIndexError} naming a file that is gone or cut. */
async function checkThere(folder: string, manifest: Manifest): Promise<void> {
  for (const file of filesOf(manifest)) (await CheckedFile.open(folder, file)).close();
}

function closeLayers(layers: Layers | null): void {
  for (const layer of layers ?? []) layer.close();
}

/** A generation that cannot be read any more helps nobody: what it first saw is lost with it. */
async function readableManifest(folder: string): Promise<Manifest | null> {
  try {
    const manifest = readManifest(folder);
    if (manifest !== null) closeLayers(await openLayers(folder, manifest));
    return manifest;
  } catch (error) {
    if (error instanceof DamagedIndexError) return null;
    throw error;
  }
}

/** Runs a build under a name of its own. When it fails, its files are gone; when it succeeds, they are in force. */
async function withFiles(
  folder: string,
  before: Manifest | null,
  build: (id: string) => Promise<Manifest>,
): Promise<Manifest> {
  const id = newId();
  try {
    const manifest = await build(id);
    publishManifest(folder, manifest, before);
    return manifest;
  } catch (error) {
    removeOwn(folder, (name) => name.includes(id));
    throw error;
  }
}

function newId(): string {
  return randomBytes(6).toString("hex");
}

/** Removes what builds that were killed or ended left behind. */
function removeLeftovers(folder: string, inForce: Manifest | null): void {
  const needed = new Set(inForce === null ? [] : filesOf(inForce).map(({ name }) => name));
  removeOwn(folder, (name) => !needed.has(name));
}

function removeOwn(folder: string, isUnneeded: (name: string) => boolean): void {
  for (const name of readdirSync(folder)) {
    if (OWN_FILE.test(name) && isUnneeded(name)) rmSync(join(folder, name), { force: true });
  }
}

/**
 * Lists by number. One keeps its number as long as it is in force, so that entries of two generations compare; a number
 * that becomes free is given away by the next change, when nothing tells of its list any more.
 */
function numbered(before: readonly (ListFacts | null)[], after: readonly ListFacts[]): (ListFacts | null)[] {
  const byName = new Map(after.map((list) => [list.name, list]));
  const lists = before.map((list) => {
    const still = list === null ? undefined : byName.get(list.name);
    if (still !== undefined) byName.delete(still.name);
    return still ?? null;
  });
  for (const list of byName.values()) {
    const free = lists.findIndex((there, number) => there === null && before[number] === null);
    if (free < 0) lists.push(list);
    else lists[free] = list;
  }
  if (lists.length > MAX_LISTS) throw new IndexLimitError(`more than ${MAX_LISTS} lists`);
  return lists;
}

/** Numbers that entries hold already stay; kinds that came since are added. */
function kindsAfter(before: Manifest | null): Manifest["kinds"] {
  const known = before?.kinds ?? [];
  return [...known, ...FINDING_KINDS.filter((kind) => !known.includes(kind))];
}

async function addAll(
  sorter: EntrySorter,
  sources: readonly ListSource[],
  lists: readonly (ListFacts | null)[],
  isAwayNow: boolean,
  { nowMs, onProgress }: BuildOptions,
): Promise<void> {
  const tail = { isAway: isAwayNow, seenMs: isAwayNow ? null : nowMs };
  for (const { name, entries, takeAll } of sources) {
    const number = lists.findIndex((list) => list?.name === name);
    if (number < 0) throw new Error(`${name} is none of the lists in force`);
    const told = (): void => {
      if (sorter.count % ENTRIES_A_STEP === 0) onProgress?.(sorter.count);
    };
    const add = (entry: ListEntry): void => {
      sorter.add(entry, number, tail);
      told();
    };
    if (takeAll !== undefined) {
      takeAll({
        entry: add,
        host(bytes, start, end, covers, line) {
          sorter.addHost(bytes, start, end, covers, line, number, tail);
          told();
        },
      });
    } else if (Symbol.iterator in entries) for (const entry of entries) add(entry);
    else for await (const entry of entries) add(entry);
  }
  onProgress?.(sorter.count);
}

function writeLayer(folder: string, id: string, hosts: Iterable<SortedHost>, { maxHosts }: BuildOptions): LayerFacts {
  const writer = new LayerWriter(folder, id, maxHosts === undefined ? {} : { maxHosts });
  try {
    for (const host of hosts) writer.add(host);
    return writer.finish();
  } catch (error) {
    writer.abandon();
    throw error;
  }
}

/** Null when there are more hosts than a front may have; then nothing is left of it. */
function writeFront(folder: string, id: string, hosts: Iterable<SortedHost>, mostHosts: number): LayerFacts | null {
  const writer = new LayerWriter(folder, id);
  let count = 0;
  try {
    for (const host of hosts) {
      count += 1;
      if (count > mostHosts) break;
      writer.add(host);
    }
    if (count <= mostHosts) return writer.finish();
  } catch (error) {
    writer.abandon();
    throw error;
  }
  writer.abandon();
  removeOwn(folder, (name) => name.includes(id) && !name.startsWith("part-"));
  return null;
}

function* combined(
  behind: Iterable<SortedHost>,
  front: Iterable<SortedHost>,
  keepsAway: boolean,
): Generator<SortedHost> {
  for (const pair of pairHosts(behind, front)) {
    const host = layered(pair, keepsAway);
    if (host !== null) yield host;
  }
}

function liveHosts(layers: Layers, hasher: HostHasher): Iterable<SortedHost> {
  return layeredHosts(layers, hasher, false) ?? [];
}

/** What layers say together, the latest counting; null of none. */
function layeredHosts([first, ...later]: Layers, hasher: HostHasher, keepsAway: boolean): Iterable<SortedHost> | null {
  if (first === undefined) return null;
  let hosts: Iterable<SortedHost> = first.hosts(hasher);
  for (const layer of later) hosts = combined(hosts, layer.hosts(hasher), keepsAway);
  return hosts;
}

/** As far as it can be read. */
function* untilDamage(hosts: Iterable<SortedHost>): Generator<SortedHost> {
  try {
    yield* hosts;
  } catch (error) {
    if (!(error instanceof DamagedIndexError)) throw error;
  }
}

/** What is listed now, each entry since it was first seen where the index held it before. */
function* withFirstSeen(before: Iterable<SortedHost>, now: Iterable<SortedHost>): Generator<SortedHost> {
  for (const { behind, front } of pairHosts(before, now)) {
    if (front === null) continue;
    if (behind !== null) keepFirstSeen(behind.entries, front.entries);
    yield front;
  }
}

function keepFirstSeen(before: EntrySlices, now: EntrySlices): void {
  let at = 0;
  for (const [index, start] of now.starts.entries()) {
    let compared = -1;
    for (; at < before.starts.length && compared < 0;) {
      compared = order.compare(before.bytes, before.starts[at] ?? 0, now.bytes, start);
      if (compared < 0) at += 1;
    }
    if (compared === 0) copySeen(before.bytes, before.ends[at] ?? 0, now.bytes, start, now.ends[index] ?? 0);
  }
}

const order = new EntryOrder();
const view = new EntryView();

/** Of two words about one entry, taken away and listed again, none is left; of two alike the first. */
const keepChange: Keep = (bytes, starts) => {
  const isAwayAt = (start: number): boolean => {
    view.read(bytes, start);
    return isAway(bytes, view.identityEnd);
  };
  const first = isAwayAt(starts[0] ?? 0);
  return starts.every((start) => isAwayAt(start) === first) ? 0 : null;
};
