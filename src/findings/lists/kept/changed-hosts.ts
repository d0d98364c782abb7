import { createHash } from "node:crypto";
import { DamagedIndexError } from "../index/index-error.ts";
import type { ListIndex } from "../index/list-index.ts";
import type { ChangedHosts } from "../threat-lists.ts";
import { exceptionsOf } from "./keep-index.ts";
import type { Catalog, KeptException } from "./catalog.ts";

/** More hosts than these are not named one by one. */
export const MOST_CHANGED = 10_000;

/** A generation as a gateway has it open. */
export interface Generation {
  readonly catalog: Catalog;
  readonly index: ListIndex | null;
}

/**
 * Hosts of which one generation may say something else than another: at least those, in doubt all. Reads in steps between
 * which everything else goes on.
 */
export async function changedHosts(before: Generation, after: Generation): Promise<ChangedHosts> {
  const changed = new Set<string>();
  for (const host of exceptedHosts(before.catalog, after.catalog)) changed.add(host);
  if (saysTheSame(before.catalog, after.catalog)) return changed;
  try {
    const hosts = after.index?.hostsSince(before.index, MOST_CHANGED) ?? null;
    if (hosts === null) return "all";
    for await (const host of hosts) changed.add(host);
  } catch (error) {
    if (error instanceof DamagedIndexError) return "all";
    throw error;
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

/**
 * Names what lists and the exceptions that hold say, for {@link ThreatLists.generation}.
 *
 * @param lastEndMs  When the last entry ended that has ended; null: none has.
 */
export function nameOfLists(catalog: Catalog, nowMs: number, lastEndMs: number | null): string {
  const holding = catalog.exceptions.filter(({ untilMs }) => untilMs === null || untilMs > nowMs);
  const excepted = holding.map(({ entry, untilMs }) => [entry, untilMs]);
  const says = JSON.stringify([marksOf(catalog), excepted, ...(lastEndMs === null ? [] : [lastEndMs])]);
  return createHash("sha256").update(says).digest("hex");
}

function* exceptedHosts(one: Catalog, other: Catalog): Generator<string> {
  const missingIn = (kept: readonly KeptException[], others: readonly KeptException[]) =>
    kept.filter((exception) => !others.some((each) => JSON.stringify(each) === JSON.stringify(exception)));
  const exceptions = [...missingIn(one.exceptions, other.exceptions), ...missingIn(other.exceptions, one.exceptions)];
  for (const { entry } of exceptionsOf({ exceptions })) yield entry.host;
}
