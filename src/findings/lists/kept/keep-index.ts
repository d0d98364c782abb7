import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ListEntry } from "../entry.ts";
import type { ListGuards } from "../guards.ts";
import { buildIndex, changeIndex, mergeIndex, needsMerge, type ListChange } from "../index/build/build-index.ts";
import { DamagedIndexError } from "../index/index-error.ts";
import { readManifest } from "../index/manifest.ts";
import type { ListException, ListFacts, ListSource } from "../list-source.ts";
import { emptyReport, readList, takeList } from "../read-list.ts";
import { sourceFile } from "../source-file.ts";
import { writtenEntry } from "../written-entry.ts";
import { DamagedListsError, wholeText, type Catalog, type KeptList } from "./catalog.ts";

/** Where the index lies in a folder of lists. */
export function indexFolder(folder: string): string {
  return join(folder, "index");
}

export interface KeepIndexOptions {
  readonly nowMs: number;
  readonly onProgress?: ((entries: number) => void) | undefined;
  /** Told of each list whose text is not what was written: nothing of it is in the index. */
  readonly onDamage: (error: DamagedListsError) => void;
}

/** What an index of a catalog was made of. */
export type IndexMark = NonNullable<Catalog["index"]>;

/**
 * Makes the index say what the lists of a catalog say: by what changed since the one in force where that can be told, else anew.
 * Only for who holds the lock.
 *
 * @param readAs  What decides how texts are read besides the catalog: guards, and this program.
 */
export async function keepIndex(
  folder: string,
  before: Catalog,
  after: Catalog,
  guards: ListGuards,
  readAs: string,
  options: KeepIndexOptions,
): Promise<IndexMark> {
  const into = indexFolder(folder);
  if (before.index?.readAs === readAs) {
    try {
      const change = changeOf(folder, before, after, guards);
      const { id } = await changeIndex(into, change, options);
      return { id, readAs };
    } catch (error) {
      // A damaged index or text: all is made anew from what is whole.
      if (!(error instanceof DamagedIndexError || error instanceof DamagedListsError)) throw error;
    }
  }
  const sources = after.lists.flatMap((list) => {
    try {
      return [sourceOf(folder, list, guards, options.nowMs)];
    } catch (error) {
      if (!(error instanceof DamagedListsError)) throw error;
      options.onDamage(error);
      return [];
    }
  });
  const { id } = await buildIndex(into, sources, options);
  return { id, readAs };
}

/** Merges what changes left behind, once the generation that they made is in force. Only for who holds the lock. */
export async function settleIndex(folder: string, options: Pick<KeepIndexOptions, "nowMs">): Promise<void> {
  const into = indexFolder(folder);
  try {
    const manifest = readManifest(into);
    if (manifest !== null && needsMerge(manifest)) await mergeIndex(into, options);
  } catch (error) {
    // Whoever opens it next makes it anew.
    if (!(error instanceof DamagedIndexError)) throw error;
  }
}

/** Says in a word how texts are read: other guards or another program may read them otherwise. */
export function readAsMark(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part}\n`);
  return hash.digest("hex").slice(0, 16);
}

function changeOf(folder: string, before: Catalog, after: Catalog, guards: ListGuards): ListChange {
  // An entry that has ended since stands in the index all the same.
  const open = (list: KeptList) => sourceOf(folder, list, guards, 0);
  const added: ListSource[] = [];
  const removed: ListSource[] = [];
  for (const list of after.lists) {
    const old = before.lists.find(({ name }) => name === list.name);
    if (old === undefined) added.push(open(list));
    else if (!isSameText(old, list)) {
      // What stands in both the index leaves as it is.
      removed.push(open(old));
      added.push(open(list));
    }
  }
  for (const old of before.lists) {
    if (!after.lists.some(({ name }) => name === old.name)) removed.push(open(old));
  }
  return { lists: after.lists.map(factsOf), added, removed };
}

function isSameText(one: KeptList, other: KeptList): boolean {
  return one.text.file === other.text.file && one.format === other.format && one.subdomains === other.subdomains;
}

function factsOf({ name, kind, maxAgeMs, confirmedAtMs, text }: KeptList): ListFacts {
  return { name, kind, maxAgeMs, confirmedAtMs, version: text.version };
}

/** A list of a catalog as whoever builds an index is given it. @throws {DamagedListsError} */
function sourceOf(folder: string, list: KeptList, guards: ListGuards, nowMs: number): ListSource {
  const path = wholeText(folder, list);
  const { format, subdomains } = list;
  const options = { format, subdomains, guards, nowMs };
  const entries: Iterable<ListEntry> = {
    [Symbol.iterator]: () => readList(sourceFile(path), options, emptyReport()),
  };
  return {
    ...factsOf(list),
    entries,
    takeAll: (into) => takeList(sourceFile(path), options, emptyReport(), into),
  };
}

/** The operator's exceptions of a catalog. */
export function exceptionsOf({ exceptions }: Pick<Catalog, "exceptions">): ListException[] {
  return exceptions.flatMap(({ entry: text, by, untilMs }, index) => {
    const entry = writtenEntry(text, { line: index + 1, isException: true });
    return entry === null ? [] : [{ entry, by, untilMs }];
  });
}
