import { getDomain } from "tldts";
import { openRegistry } from "../../src/apps/registry.ts";
import type { Identified, LinkAddress } from "../../src/apps/types.ts";

const ROUNDS = 15;
const CALLS = 40_000;

/** Lookups of pages with an entity, beside `new URL` alone and tldts alone on the same addresses. */
export async function bench(print: (line: string) => void): Promise<void> {
  const openedAt = performance.now();
  const registry = openRegistry();
  print(`openRegistry, cold: ${(performance.now() - openedAt).toFixed(0)} ms`);
  const urls = registry
    .apps()
    .flatMap(({ entities = [] }) => entities.flatMap(({ pages }) => pages.flatMap(({ example }) => example ?? [])))
    .map((example) => new URL(example).href);
  const links = urls.map((url): LinkAddress => ({ kind: "web", value: url, url, text: url, os: "ios" }));
  const found = links.filter((link) => registry.identify(link).entity !== null).length;
  print(`${urls.length} addresses, ${found} of them with an entity; ${ROUNDS} interleaved rounds of ${CALLS} calls`);

  // What is worked out only when it is read is read, as its line says.
  const read = (of: (found: Identified) => unknown) => (index: number) => {
    const link = links[index];
    return link === undefined ? null : of(registry.identify(link));
  };
  const works: Record<string, (index: number) => unknown> = {
    "new URL": (index) => new URL(urls[index] ?? ""),
    "tldts getDomain": (index) => getDomain(urls[index] ?? ""),
    "identify: app, entity, ids": read(({ app, entity }) => [app?.id, entity?.id]),
    "the same and the canonical address": read(({ entity, canonicalUrl }) => [entity?.id, canonicalUrl]),
    "the same and every way to open": read(({ canonicalUrl, removed, open }) => [canonicalUrl, removed, open]),
  };
  const samples = new Map(Object.keys(works).map((name) => [name, [] as number[]]));
  let kept: unknown = null;
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, work] of Object.entries(works)) {
      const startedAt = performance.now();
      for (let call = 0; call < CALLS; call += 1) kept = work(call % urls.length);
      // The first round warms up.
      if (round > 0) samples.get(name)?.push(((performance.now() - startedAt) * 1e6) / CALLS);
    }
  }
  if (kept === undefined) throw new Error("the benchmark's work was left out");
  const medians = new Map([...samples].map(([name, times]) => [name, median(times)]));
  const base = medians.get("new URL") ?? Number.NaN;
  for (const [name, ns] of medians) {
    print(`${name}: ${ns.toFixed(0)} ns, ${Math.round(1e9 / ns)} a second, ${(ns / base).toFixed(2)} × new URL`);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

if (import.meta.main) await bench((line) => console.log(line));
