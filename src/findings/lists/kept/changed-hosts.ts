import { createHash } from "node:crypto";
import { DamagedIndexError } from "../index/index-error.ts";
import { HostHasher } from "../index/layer/host-hash.ts";
import { Layer } from "../index/layer/layer.ts";
import { hostText } from "../index/layer/sorted-hosts.ts";
import type { Manifest } from "../index/manifest.ts";
import type { ChangedHosts } from "../threat-lists.ts";
import { exceptionsOf, indexFolder } from "./keep-index.ts";
import type { Catalog, KeptException } from "./catalog.ts";

/** More hosts than these are not named one by one: reading them must not hold the event loop for more than some 10 ms. */
const MOST_CHANGED = 10_000;

/** A generation as a gateway has it open. */
export interface Generation {
  readonly catalog: Catalog;
  readonly manifest: Manifest | null;
}

/** Hosts of which one generation may say something else than another: at least those, in doubt all. */
export function changedHosts(folder: string, before: Generation, after: Generation): ChangedHosts {
  const changed = new Set<string>();
  for (const host of exceptedHosts(before.catalog, after.catalog)) changed.add(host);
  if (saysTheSame(before.catalog, after.catalog)) return changed;
  const [old, next] = [before.manifest, after.manifest];
  if (next === null) return "all";
  const known = new Set(old?.fronts.map(({ hosts }) => hosts.name));
  // Fronts keep what was taken away, so that a merged one names all hosts of those that it was made from.
  const layers =
    old === null
      ? [next.base, ...next.fronts]
      : old.base.hosts.name === next.base.hosts.name
        ? next.fronts.filter(({ hosts }) => !known.has(hosts.name))
        : null;
  // A new base says nothing of what it was made from.
  if (layers === null || layers.reduce((sum, { hostCount }) => sum + hostCount, 0) > MOST_CHANGED) return "all";
  const hasher = new HostHasher(next.key);
  for (const facts of layers) {
    try {
      const layer = new Layer(indexFolder(folder), facts);
      try {
        for (const { host } of layer.hosts(hasher)) changed.add(hostText(host));
      } finally {
        layer.close();
      }
    } catch (error) {
      if (error instanceof DamagedIndexError) return "all";
      throw error;
    }
  }
  return changed;
}

/** Whether the lists of two catalogs have the same entries of the same kinds. */
function saysTheSame(one: Catalog, other: Catalog): boolean {
  return marksOf(one) === marksOf(other);
}

function marksOf({ lists, index }: Catalog): string {
  return JSON.stringify([
    index?.readAs,
    lists.map(({ name, text, format, subdomains, kind }) => [name, text.file, format, subdomains, kind]),
  ]);
}

/** Names what lists and the exceptions that hold say, for {@link ThreatLists.generation}. */
export function nameOfLists(catalog: Catalog, nowMs: number): string {
  const holding = catalog.exceptions.filter(({ untilMs }) => untilMs === null || untilMs > nowMs);
  const says = JSON.stringify([marksOf(catalog), holding.map(({ entry, untilMs }) => [entry, untilMs])]);
  return createHash("sha256").update(says).digest("hex");
}

function* exceptedHosts(one: Catalog, other: Catalog): Generator<string> {
  const missingIn = (kept: readonly KeptException[], others: readonly KeptException[]) =>
    kept.filter((exception) => !others.some((each) => JSON.stringify(each) === JSON.stringify(exception)));
  const exceptions = [...missingIn(one.exceptions, other.exceptions), ...missingIn(other.exceptions, one.exceptions)];
  for (const { entry } of exceptionsOf({ exceptions })) yield entry.host;
}
