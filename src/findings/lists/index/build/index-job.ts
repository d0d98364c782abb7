import type { ListFormat } from "../../formats/formats.ts";
import { type GuardedHosts, openGuards } from "../../guards.ts";
import type { ListFacts, ListSource } from "../../list-source.ts";
import { emptyReport, readList } from "../../read-list.ts";
import { sourceFile } from "../../source-file.ts";
import { DamagedIndexError } from "../index-error.ts";
import { readManifest, type Manifest } from "../manifest.ts";
import { buildIndex, type BuildOptions, changeIndex, mergeIndex, needsMerge } from "./build-index.ts";

/** A list whose text lies on disk. */
export interface ListOnDisk extends ListFacts {
  readonly file: string;
  readonly format: ListFormat;
  readonly subdomains: boolean | null;
  /** Two that are alike give the same entries: it stands for the text, for how it is read, and for the guards. */
  readonly fingerprint: string;
}

/** What an index must say: plain data, so that a thread can be told. */
export interface IndexJob {
  readonly folder: string;
  readonly lists: readonly ListOnDisk[];
  /** Texts of before, as far as they are still there: what lists lose is read from them. */
  readonly before: readonly ListOnDisk[];
  readonly guarded: GuardedHosts;
  readonly nowMs: number;
}

/**
 * Makes the index say what the lists say, with as little work as it takes: nothing where nothing changed, a change where
 * the texts of before are there, and else, or when the index is damaged, all of it anew.
 *
 * @param onGeneration  Told each generation that is in force from then on; a merge follows a large front.
 * @throws {IndexLimitError} when the lists are more than the index can hold: the generation before stays.
 */
export async function runIndexJob(
  job: IndexJob,
  onProgress: BuildOptions["onProgress"],
  onGeneration: (manifest: Manifest) => void,
): Promise<void> {
  const { folder, nowMs } = job;
  const options = { nowMs, onProgress };
  const changed = await changedBy(job, options);
  const manifest = changed ?? (await buildIndex(folder, sourcesOf(job.lists, job, nowMs), options));
  onGeneration(manifest);
  if (needsMerge(manifest)) onGeneration(await mergeIndex(folder, options));
}

/** Null when all must be built anew. */
async function changedBy(job: IndexJob, options: BuildOptions): Promise<Manifest | null> {
  const { folder, lists, before, nowMs } = job;
  try {
    const manifest = readManifest(folder);
    if (manifest === null) return null;
    const inForce = new Map(manifest.lists.flatMap((list) => (list === null ? [] : [[list.name, list.fingerprint]])));
    const added = lists.filter(({ name, fingerprint }) => inForce.get(name) !== fingerprint);
    const stay = new Set(lists.filter((list) => !added.includes(list)).map(({ name }) => name));
    const gone = [...inForce].filter(([name]) => !stay.has(name));
    const removed = gone.map(([name, print]) => before.find((old) => old.name === name && old.fingerprint === print));
    const known = removed.filter((list) => list !== undefined);
    if (known.length < removed.length) return null;
    const change = {
      lists,
      added: sourcesOf(added, job, nowMs),
      // Entries that have ended meanwhile are taken away too.
      removed: sourcesOf(known, job, -Infinity),
    };
    return await changeIndex(folder, change, options);
  } catch (error) {
    if (error instanceof DamagedIndexError) return null;
    throw error;
  }
}

function sourcesOf(lists: readonly ListOnDisk[], { guarded }: IndexJob, nowMs: number): ListSource[] {
  const guards = openGuards(guarded);
  return lists.map(({ file, format, subdomains, ...facts }) => ({
    ...facts,
    entries: readList(sourceFile(file), { format, subdomains, guards, nowMs }, emptyReport()),
  }));
}
