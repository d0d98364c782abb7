import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { ListEntry } from "../../../../src/findings/lists/entry.ts";
import {
  buildIndex,
  changeIndex,
  mergeIndex,
  needsMerge,
} from "../../../../src/findings/lists/index/build/build-index.ts";
import { DamagedIndexError, IndexLimitError } from "../../../../src/findings/lists/index/index-error.ts";
import { ListIndex } from "../../../../src/findings/lists/index/list-index.ts";
import type { Manifest } from "../../../../src/findings/lists/index/manifest.ts";
import { verifyIndex } from "../../../../src/findings/lists/index/verify.ts";
import { temporaryFolder } from "../../../support/folder.ts";

const NOW_MS = Date.parse("2026-11-28T08:00:00Z");
const facts = { name: "feed", version: null, confirmedAtMs: NOW_MS, kind: "phishing", maxAgeMs: Infinity } as const;
const options = { nowMs: NOW_MS, key: { seed: 1, factor: 3 } };
const hosts = (count: number, from = 0): ListEntry[] =>
  Array.from({ length: count }, (_, index) => ({
    covers: "subdomains",
    host: `h${from + index}.example`,
    port: "any",
    isException: false,
    line: index + 1,
  }));
/** So many pages of one host that they lie in pages of their own. */
const pages: ListEntry[] = Array.from({ length: 500 }, (_, index) => ({
  covers: "page",
  host: "docs.example",
  port: "any",
  path: `/form/${index}`,
  isException: false,
  line: index + 1,
}));
const all = [...hosts(3_000), ...pages];
const build = (folder: string, entries: readonly ListEntry[] = all) =>
  buildIndex(folder, [{ ...facts, entries }], options);
/** Asks for every entry. */
const readAll = async (folder: string): Promise<number> => {
  const index = await ListIndex.open(folder);
  if (index === null) return 0;
  try {
    const asked = [
      ...hosts(3_000).map(({ host }) => `https://${host}/`),
      ...pages.map((_, at) => `https://docs.example/form/${at}`),
    ];
    return asked.filter((address) => index.covering(address).length > 0).length;
  } finally {
    index.close();
  }
};
const filesIn = (folder: string): string[] => readdirSync(folder).sort();

describe("a damaged index is never read as a whole one", () => {
  test.each(["hosts", "entries", "pages", "index"])(
    "[T21] any changed byte of the %s file is noticed and named",
    async (kind) => {
      const folder = temporaryFolder(onTestFinished);
      await build(folder);
      const name = filesIn(folder).find((file) => file.startsWith(kind)) ?? "";
      const whole = readFileSync(join(folder, name));
      expect(await readAll(folder)).toBe(all.length);
      const step = Math.max(1, Math.floor(whole.length / 25));
      for (let at = 0; at < whole.length; at += step) {
        const changed = Buffer.from(whole);
        changed[at] = (changed[at] ?? 0) ^ 0x10;
        writeFileSync(join(folder, name), changed);
        await expect(readAll(folder), `${kind} at ${at}`).rejects.toThrow(DamagedIndexError);
        await expect(readAll(folder)).rejects.toThrow(name);
      }
      writeFileSync(join(folder, name), whole);
      expect(await readAll(folder)).toBe(all.length);
      await verifyIndex(folder);
    },
  );

  test.each(["hosts", "entries", "pages"])("a %s file that is cut or gone is named", async (kind) => {
    const folder = temporaryFolder(onTestFinished);
    await build(folder);
    const name = filesIn(folder).find((file) => file.startsWith(kind)) ?? "";
    truncateSync(join(folder, name), readFileSync(join(folder, name)).length - 1);
    await expect(ListIndex.open(folder)).rejects.toThrow(`${name}: has `);
    rmSync(join(folder, name));
    await expect(ListIndex.open(folder)).rejects.toThrow(`${name}: the file is missing`);
    await expect(verifyIndex(folder)).rejects.toThrow(name);
  });

  test("it is built anew from the lists, and its files go", async () => {
    const folder = temporaryFolder(onTestFinished);
    await build(folder);
    const damaged = filesIn(folder).filter((name) => name !== "index.json");
    for (const name of damaged) truncateSync(join(folder, name), 1);
    await expect(changeIndex(folder, { lists: [facts], added: [], removed: [] }, options)).rejects.toThrow(
      DamagedIndexError,
    );
    await build(folder);
    expect(await readAll(folder)).toBe(all.length);
    expect(filesIn(folder).filter((name) => damaged.includes(name))).toEqual([]);
  });
});

describe("an update", () => {
  test("that ends early leaves the generation before, and no files", async () => {
    const folder = temporaryFolder(onTestFinished);
    await build(folder);
    const before = filesIn(folder);
    function* entries(): Generator<ListEntry> {
      yield* hosts(200_000);
      throw new Error("the source broke off");
    }
    await expect(buildIndex(folder, [{ ...facts, entries: entries() }], options)).rejects.toThrow("broke off");
    const added = [{ ...facts, entries: entries() }];
    await expect(changeIndex(folder, { lists: [facts], added, removed: [] }, options)).rejects.toThrow("broke off");
    expect(filesIn(folder)).toEqual(before);
    expect(await readAll(folder)).toBe(all.length);
  });

  test("leaves a reader of the generation before as it was", async () => {
    const folder = temporaryFolder(onTestFinished);
    await build(folder);
    const index = await ListIndex.open(folder);
    await build(folder, hosts(1, 9_000));
    expect(index?.covering("https://www.h7.example/")).toHaveLength(1);
    expect((await ListIndex.open(folder))?.covering("https://www.h7.example/")).toEqual([]);
    index?.close();
  });

  test("gives alike files for alike lists", async () => {
    const folders = [temporaryFolder(onTestFinished), temporaryFolder(onTestFinished)];
    const digests: string[][] = [];
    for (const folder of folders) {
      const { base } = await build(folder);
      digests.push([base.hosts, base.entries, base.pages].map(({ sha256 }) => sha256));
    }
    expect(digests[0]).toEqual(digests[1]);
  });

  test("keeps since when an entry stands, unless its list tells", async () => {
    const folder = temporaryFolder(onTestFinished);
    const told = { ...hosts(1, 7)[0], sinceMs: 5 } as ListEntry;
    const later = { ...options, nowMs: NOW_MS + 1_000 };
    const sinceOf = async (host: string): Promise<number | undefined> => {
      const index = await ListIndex.open(folder);
      const since = index?.covering(`https://${host}/`)[0]?.entry.sinceMs;
      index?.close();
      return since;
    };
    await build(folder, [...hosts(2), told]);
    await buildIndex(folder, [{ ...facts, entries: [...hosts(3), told] }], later);
    expect(await Promise.all(["h0.example", "h2.example", "h7.example"].map(sinceOf))).toEqual([
      NOW_MS,
      NOW_MS + 1_000,
      5,
    ]);
  });

  test("through fronts says what a merge says too, and the merge tells that it says the same", async () => {
    const folder = temporaryFolder(onTestFinished);
    const { base } = await build(folder);
    const change = async (from: number, count: number) => {
      const removed = [{ ...facts, entries: hosts(count, from) }];
      const added = [{ ...facts, entries: hosts(count, 5_000 + from) }];
      return changeIndex(folder, { lists: [facts], added, removed }, options);
    };
    const hostsIn = ({ fronts }: Manifest) => fronts.map(({ hostCount }) => hostCount);
    const left = () => all.length - 20 * 3;
    await change(0, 20);
    expect(needsMerge(await change(20, 20))).toBe(false);
    const changed = await change(40, 20);
    expect(hostsIn(changed)).toEqual([40, 40, 40]);
    expect(needsMerge(changed)).toBe(true);
    expect(await readAll(folder)).toBe(left());
    const merged = await mergeIndex(folder, options);
    expect(hostsIn(merged)).toEqual([120]);
    expect(merged).toMatchObject({ base, sameAs: changed.id });
    expect(needsMerge(merged)).toBe(false);
    expect(await readAll(folder)).toBe(left());
    const large = await change(60, 20);
    expect(needsMerge(large)).toBe(true);
    const whole = await mergeIndex(folder, options);
    expect(whole).toMatchObject({ fronts: [], sameAs: large.id });
    expect(whole.base.hostCount).toBe(3_001);
    expect(await readAll(folder)).toBe(left() - 20);
  });

  test("without a merge takes fronts in when they are too many", async () => {
    const folder = temporaryFolder(onTestFinished);
    await build(folder);
    let changed: Manifest | null = null;
    for (let at = 0; at < 5; at += 1) {
      const added = [{ ...facts, entries: hosts(2, 5_000 + 2 * at) }];
      changed = await changeIndex(folder, { lists: [facts], added, removed: [] }, options);
      const index = await ListIndex.open(folder);
      const found = hosts(2 * at + 2, 5_000).filter(({ host }) => index?.covering(`https://${host}/`).length === 1);
      expect(found).toHaveLength(2 * at + 2);
      index?.close();
    }
    expect(changed?.fronts.map(({ hostCount }) => hostCount)).toEqual([10]);
  });
});

describe("beyond its limits the index refuses aloud", () => {
  test.each([
    ["hosts", hosts(3), { maxHosts: 2 }, "more than 2 listed hosts"],
    [
      "an entry",
      [{ ...pages[0], path: `/${"a".repeat(65_530)}`, line: 9 } as ListEntry],
      {},
      "line 9: an entry is longer than 65536 bytes",
    ],
    [
      "a host",
      [{ ...hosts(1)[0], host: "a".repeat(254), line: 9 } as ListEntry],
      {},
      "line 9: a host is longer than 253 characters",
    ],
  ])("%s", async (_, entries, limits, message) => {
    const folder = temporaryFolder(onTestFinished);
    const source = { ...facts, entries };
    await expect(buildIndex(folder, [source], { ...options, ...limits })).rejects.toThrow(new IndexLimitError(message));
    expect(filesIn(folder)).toEqual([]);
  });

  test("lists", async () => {
    const folder = temporaryFolder(onTestFinished);
    const sources = Array.from({ length: 256 }, (_, index) => ({ ...facts, name: `list${index}`, entries: hosts(1) }));
    await expect(buildIndex(folder, sources, options)).rejects.toThrow("more than 255 lists");
    await buildIndex(folder, sources.slice(1), options);
    expect((await ListIndex.open(folder))?.covering("https://h0.example/")).toHaveLength(255);
  });

  test("an entry and a host at the limit are found", async () => {
    const folder = temporaryFolder(onTestFinished);
    const host = `${"a".repeat(61)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(63)}`;
    const path = `/${"p".repeat(65_500)}`;
    await build(folder, [{ covers: "page", host, path, port: "any", isException: false, line: 1 }]);
    expect(host).toHaveLength(253);
    expect((await ListIndex.open(folder))?.covering(`https://${host}${path}`)).toHaveLength(1);
  });
});
