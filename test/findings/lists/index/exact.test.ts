import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalAddress } from "../../../../src/findings/lists/canonical-address.ts";
import { covers, type ListEntry } from "../../../../src/findings/lists/entry.ts";
import { buildIndex, changeIndex, mergeIndex } from "../../../../src/findings/lists/index/build/build-index.ts";
import { indexedLists, ListIndex } from "../../../../src/findings/lists/index/list-index.ts";
import { listFindings, type ListedIn } from "../../../../src/findings/lists/list-findings.ts";
import type { Finding } from "../../../../src/findings/types.ts";
import type { ListFacts } from "../../../../src/findings/lists/list-source.ts";
import { temporaryFolder } from "../../../support/folder.ts";
import { randomRuns, SEED } from "../../../support/random-runs.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse("2026-11-28T08:00:00Z");
/** Hashes that tell no order of letters apart: nearly every host meets others of its hash. */
const COLLIDING_KEY = { seed: 0, factor: 1 };

/** So many hosts that nobody visits that a change of some entries goes into a front, and one of hundreds makes a new base. */
const FILLER: readonly ListEntry[] = Array.from({ length: 6_000 }, (_, index) => ({
  covers: "host",
  host: `filler${index}.d`,
  port: "any",
  isException: false,
  line: index + 1,
}));

type Lists = ReadonlyMap<string, readonly ListEntry[]>;

const factsOf = (name: string): ListFacts => ({
  name,
  version: "7",
  confirmedAtMs: NOW_MS - DAY_MS,
  kind: "phishing",
  maxAgeMs: name === "b" ? Infinity : 3 * DAY_MS,
});

// Few letters, so that parents, prefixes, exceptions and lists meet.
const hosts = fc
  .array(fc.constantFrom("a", "b", "ab", "c"), { minLength: 1, maxLength: 4 })
  .map((all) => all.join("."));
const paths = fc
  .array(fc.constantFrom("/", "p", "q", "-", "%E4", "."), { maxLength: 5 })
  .map((parts) => canonicalAddress(`https://x/${parts.join("")}`)?.path ?? "/");
const queries = fc.constantFrom("x=1", "x=12", "x", "y=%26");
const told = fc.record({
  host: hosts,
  port: fc.constantFrom("any", "default", 8443),
  isException: fc.nat(5).map((number) => number === 0),
  line: fc.integer({ min: 1, max: 1e7 }),
});
const dates = fc.record(
  {
    isImportant: fc.constant(true as const),
    sinceMs: fc.constantFrom(NOW_MS - 9 * DAY_MS, -5),
    untilMs: fc.constantFrom(NOW_MS, NOW_MS + DAY_MS),
    kind: fc.constantFrom("malware", "no_web_page"),
  },
  { requiredKeys: [] },
);
const kinds = fc.oneof(
  fc.record({ covers: fc.constantFrom("host", "subdomains", "subdomains_only") }),
  fc.record({
    covers: fc.constant("prefix" as const),
    path: fc.tuple(paths, fc.constantFrom("", "/")).map(([path, end]) => (path.endsWith("/") ? path : path + end)),
    query: fc.option(queries),
  }),
  fc.record({ covers: fc.constant("page" as const), path: paths }),
  fc.record({ covers: fc.constant("query" as const), path: paths, query: queries }),
);
const entries: fc.Arbitrary<ListEntry> = fc
  .tuple(told, fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, dates), kinds)
  .map(([every, more, kind]) => ({ ...every, ...more, ...kind }) as ListEntry);
/** Some lists name one host again and again, more than fits in a record and in a page. */
const contents = fc.oneof(
  fc.array(entries, { maxLength: 60 }),
  fc.array(entries, { minLength: 200, maxLength: 500 }).map((all) => all.map((entry) => ({ ...entry, host: "a.b" }))),
);
const names = fc.constantFrom("a", "b", "c");
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant("change" as const), name: names, entries: contents }) },
    fc.record({ do: fc.constant("build" as const), name: names, entries: contents }),
    fc.record({ do: fc.constant("remove" as const), name: names }),
    fc.record({ do: fc.constant("merge" as const) }),
  ),
  { maxLength: 5 },
);
const addresses = fc
  .tuple(
    fc.constantFrom("https", "http", "weixin"),
    hosts,
    fc.constantFrom("", ":8443", ":80"),
    paths,
    queries,
    fc.nat(2),
  )
  .map(
    ([scheme, host, port, path, query, hasQuery]) =>
      `${scheme}://${host}${port}${path}${hasQuery === 0 ? "" : `?${query}`}`,
  );
const exceptions = fc.array(
  fc.record({
    entry: entries.map((entry) => ({ ...entry, isException: true })),
    by: fc.constant("operator"),
    untilMs: fc.constantFrom(null, NOW_MS),
  }),
  { maxLength: 3 },
);

/** What the index must say of an address: every entry of the texts, one after the other. */
function scan(lists: Lists, address: string): ListedIn[] {
  const visited = canonicalAddress(address);
  if (visited === null) return [];
  const all = [...lists].flatMap(([name, entries]) =>
    name === "filler" ? [] : entries.map((entry) => ({ list: factsOf(name), entry })),
  );
  return all
    .filter(({ entry }) => covers(entry, visited))
    .map(({ list, entry }) => ({ list, entry: { ...entry, sinceMs: entry.sinceMs ?? NOW_MS } }));
}

/** Texts of entries, without lines; what says the same twice is told once. */
const said = (listed: readonly ListedIn[]): string[] =>
  [
    ...new Set(
      listed.map(({ list, entry }) =>
        JSON.stringify([list, Object.entries({ ...entry, line: 0 }).sort(([a], [b]) => (a < b ? -1 : 1))]),
      ),
    ),
  ].sort();

/** Findings without the dates of their entries: of two entries with one text the first tells its own. */
const kept = (findings: readonly Finding[]): string[] =>
  findings
    .map(({ list, excepted, ...finding }) =>
      JSON.stringify([finding, { ...list, entrySince: "", until: "" }, excepted?.by]),
    )
    .sort();

async function apply(
  folder: string,
  lists: Lists,
  step: { do: string; name?: string; entries?: readonly ListEntry[] },
): Promise<Lists> {
  const { name = "", entries = [] } = step;
  const options = { nowMs: NOW_MS, key: COLLIDING_KEY };
  const after = new Map(lists);
  if (step.do === "remove") after.delete(name);
  if (step.do === "change" || step.do === "build") after.set(name, entries);
  if (step.do === "merge") await mergeIndex(folder, options);
  else if (step.do === "build") {
    await buildIndex(
      folder,
      [...after].map(([list, all]) => ({ ...factsOf(list), entries: all })),
      options,
    );
  } else {
    const before = lists.get(name);
    const removed = before === undefined ? [] : [{ ...factsOf(name), entries: before }];
    const added = step.do === "remove" ? [] : [{ ...factsOf(name), entries }];
    await changeIndex(folder, { lists: [...after.keys()].map(factsOf), added, removed }, options);
  }
  return after;
}

test("[T21] the index says just what a scan of the entries says, however often they changed", async ({
  onTestFinished,
}) => {
  const root = temporaryFolder(onTestFinished);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(names, contents, { noNullPrototype: true }),
      steps,
      fc.array(addresses, { minLength: 30, maxLength: 60 }),
      exceptions,
      fc.boolean(),
      async (first, changes, visited, excepted, isColliding) => {
        const folder = join(root, String((run += 1)));
        let lists: Lists = new Map([["filler", FILLER], ...Object.entries(first)]);
        const sources = [...lists].map(([name, all]) => ({ ...factsOf(name), entries: all }));
        await buildIndex(folder, sources, { nowMs: NOW_MS, ...(isColliding && { key: COLLIDING_KEY }) });
        let before: ListIndex | null = null;
        for (const step of [null, ...changes]) {
          if (step !== null) lists = await apply(folder, lists, step);
          const index: ListIndex | null = await ListIndex.open(folder, before);
          before?.close();
          before = index;
          if (index === null) throw new Error("no generation");
          const threats = indexedLists(index, excepted, () => NOW_MS);
          for (const address of visited) {
            const expected = scan(lists, address);
            expect(said(index.covering(address))).toEqual(said(expected));
            const excepting = excepted.filter(({ entry }) => {
              const canonical = canonicalAddress(address);
              return canonical !== null && covers(entry, canonical);
            });
            const findings = listFindings(expected, excepting, NOW_MS);
            expect(kept(threats.match(address))).toEqual(kept(findings));
            expect(threats.match(new URL(address))).toEqual(threats.match(address));
          }
        }
        before?.close();
      },
    ),
    { numRuns: randomRuns(25), seed: SEED },
  );
});

test.for([
  ["and prefixes", ["prefix", "page", "query"], true],
  ["and no prefixes", ["page", "query", "page"], false],
  ["and the host itself, but no prefixes", ["page", "query", "host"], false],
] as const)(
  "[T21] of a host with thousands of long paths %s the index says what a scan says",
  async ([, kinds, hasRoot], { onTestFinished }) => {
    const folder = temporaryFolder(onTestFinished);
    // So long that few fit in a page, and the pages above them lie in several levels.
    const long = "x".repeat(300);
    const all: ListEntry[] = Array.from({ length: 2_000 }, (_, index) => {
      const every = { host: "docs.example", port: "any", isException: false, line: index + 1 } as const;
      const path = `/${long}/${index % 700}/${"deep/".repeat(index % 4)}${index % 11}`;
      const kind = kinds[index % 3] ?? "page";
      if (kind === "host") return { ...every, covers: kind, port: index };
      if (kind === "prefix") return { ...every, covers: kind, path: path.slice(0, -1), query: null };
      return kind === "page" ? { ...every, covers: kind, path } : { ...every, covers: kind, path, query: `q=${index}` };
    });
    const root = { host: "docs.example", port: "any", isException: false, line: 2_001, covers: "prefix" } as const;
    const lists: Lists = new Map([["a", hasRoot ? [...all, { ...root, path: "/", query: null }] : all]]);
    await buildIndex(
      folder,
      [...lists].map(([name, entries]) => ({ ...factsOf(name), entries })),
      { nowMs: NOW_MS },
    );
    const index = await ListIndex.open(folder);
    let found = 0;
    for (let at = 0; at < 150; at += 1) {
      const number = (at * 37) % 2_100;
      const path = `/${at % 9 === 2 ? "x" : long}/${number % 700}/${"deep/".repeat(number % 4)}${number % (at % 4 === 0 ? 12 : 11)}`;
      const address = `https://docs.example${at % 7 === 0 ? `:${number}` : ""}${path}${at % 5 === 0 ? `?q=${number}` : ""}`;
      const expected = said(scan(lists, address));
      const covering = index?.covering(address) ?? [];
      expect(said(covering)).toEqual(expected);
      expect(covering).toHaveLength(expected.length);
      found += expected.length;
    }
    expect(found).toBeGreaterThan(30);
    index?.close();
  },
);
