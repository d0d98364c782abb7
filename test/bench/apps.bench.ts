import { getDomain } from "tldts";
import { openRegistry } from "../../src/apps/registry.ts";
import type { LinkAddress } from "../../src/apps/types.ts";

// Many short rounds, so that what else the machine does falls on all works alike.
const ROUNDS = 400;
const WARM_UP_ROUNDS = 100;
const CALLS = 1_520;

const NOTHING: LinkAddress = { kind: "web", value: "", url: null, text: "", os: "ios" };

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
  let length = 0;
  const identify = (index: number) => registry.identify(links[index % links.length] ?? NOTHING);
  const works: Record<string, (index: number) => void> = {
    "new URL": (index) => {
      length += new URL(urls[index % urls.length] ?? "").href.length;
    },
    "tldts getDomain": (index) => {
      length += getDomain(urls[index % urls.length] ?? "")?.length ?? 0;
    },
    "identify: app, entity, ids": (index) => {
      const { app, entity } = identify(index);
      length += (app?.id.length ?? 0) + (entity?.id.length ?? 0);
    },
    "the same and the canonical address": (index) => {
      const { entity, canonicalUrl } = identify(index);
      length += (entity?.id.length ?? 0) + (canonicalUrl?.length ?? 0);
    },
    "the same and every way to open": (index) => {
      const { canonicalUrl, removed, open } = identify(index);
      length += (canonicalUrl?.length ?? 0) + removed.length + (open.web?.length ?? 0);
    },
  };
  const samples = new Map(Object.keys(works).map((name) => [name, [] as number[]]));
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    for (const [name, work] of Object.entries(works)) {
      const startedAt = performance.now();
      for (let call = 0; call < CALLS; call += 1) work(call);
      if (round >= WARM_UP_ROUNDS) samples.get(name)?.push(((performance.now() - startedAt) * 1e6) / CALLS);
    }
  }
  if (length === 0) throw new Error("the benchmark's work was left out");
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
