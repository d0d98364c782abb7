import { readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { openDiskCache, type DiskCacheOptions } from "../../../src/resolve/cache/disk-cache.ts";
import { recordedAnswers } from "../../../src/resolve/fetch/recorded-answers.ts";
import { createMemoryCache, type CachedResolution } from "../../../src/resolve/cache/resolution-cache.ts";
import { createResolver } from "../../../src/resolve/resolver.ts";
import { FAILURE_CODES, HOP_WAYS, SKIP_REASONS, type Resolution } from "../../../src/resolve/types.ts";
import { NOTHING_KNOWN } from "../../support/doubles/resolve-options.ts";
import { temporaryFolder } from "../../support/folder.ts";

const folder = temporaryFolder(afterAll);
const fileOf = (name: string) => join(folder, `${name}.sqlite`);

const RESOLUTION: Resolution = {
  status: "final",
  hops: [],
  finalUrl: "https://a.net/",
  httpStatus: 200,
  skipped: null,
  page: {},
  failure: null,
  requests: [],
};
const kept = (expiresAtMs: number, resolution = RESOLUTION): CachedResolution => ({
  resolution,
  resolvedAtMs: 0,
  expiresAtMs,
});
const open = (name: string, options: DiskCacheOptions = {}) =>
  openDiskCache(fileOf(name), { now: () => 0, ...options });

test("what was kept is there after a restart, word for word, and expires all the same", () => {
  const text = fc.string({ unit: "binary" }).map((value) => value.toWellFormed());
  const resolutions: fc.Arbitrary<Resolution> = fc.record({
    status: fc.constantFrom("final", "failed"),
    hops: fc.array(
      fc.record(
        { url: text, status: fc.nat(), by: fc.constantFrom(...HOP_WAYS), downgrade: fc.constant(true as const) },
        { requiredKeys: ["url", "by"] },
      ),
    ),
    finalUrl: text,
    httpStatus: fc.option(fc.nat()),
    skipped: fc.option(fc.constantFrom(...SKIP_REASONS)),
    page: fc.option(
      fc.record(
        { title: text, description: text, image: text, siteName: text, contentType: text, frameable: fc.boolean() },
        { requiredKeys: [] },
      ),
    ),
    failure: fc.option(fc.record({ code: fc.constantFrom(...FAILURE_CODES), at: text })),
    requests: fc.array(fc.record({ url: text, status: fc.option(fc.nat()), address: fc.option(text) })),
  });
  const all = fc.sample(resolutions, { numRuns: 200, seed: 5 });
  const before = open("restart");
  for (const [index, resolution] of all.entries()) before.set(`key ${index}`, kept(1_000, resolution));
  before.close();
  let nowMs = 999;
  const after = open("restart", { now: () => nowMs });
  expect(all.map((_, index) => after.get(`key ${index}`))).toEqual(all.map((resolution) => kept(1_000, resolution)));
  nowMs = 1_000;
  expect(after.get("key 0")).toBeUndefined();
  after.close();
});

test("an answer that waits to be written is given already, and the newest one counts", () => {
  const cache = open("early");
  cache.set("a", kept(1));
  cache.set("a", kept(2));
  expect(cache.get("a")).toEqual(kept(2));
  cache.close();
  const again = open("early");
  again.set("a", kept(3));
  again.close();
  const last = open("early");
  expect([last.get("a"), last.entries]).toEqual([kept(3), 1]);
  last.close();
});

test("no more is kept than entries and bytes allow; what expires first goes first", () => {
  const few = open("few", { maxEntries: 100 });
  for (let index = 0; index < 1_000; index++) few.set(String(index), kept(1 + index));
  few.close();
  const fewAgain = open("few");
  expect([fewAgain.entries, fewAgain.get("999"), fewAgain.get("899")]).toEqual([100, kept(1_000), undefined]);
  fewAgain.close();

  const large = { ...RESOLUTION, page: { description: "x".repeat(10_000) } };
  const small = open("small", { maxBytes: 200_000 });
  for (let index = 0; index < 1_000; index++) small.set(String(index), kept(1 + index, large));
  small.close();
  const smallAgain = open("small");
  expect(smallAgain.entries).toBeGreaterThan(10);
  expect(smallAgain.entries).toBeLessThan(20);
  expect(smallAgain.get("999")).toEqual(kept(1_000, large));
  smallAgain.close();
  expect(statSync(fileOf("small")).size).toBeLessThan(2_000_000);
});

test("what has expired is removed from the file, and so is its text", () => {
  let nowMs = 0;
  const cache = open("expired", { now: () => nowMs });
  cache.set("old", kept(10, { ...RESOLUTION, finalUrl: "https://secret.example.net/" }));
  cache.close();
  expect(readFileSync(fileOf("expired"), "latin1")).toContain("secret.example.net");
  nowMs = 10;
  const again = open("expired", { now: () => nowMs });
  again.set("new", kept(20));
  again.close();
  expect(readFileSync(fileOf("expired"), "latin1")).not.toContain("secret.example.net");
});

test.each([
  ["no database at all", (path: string) => writeFileSync(path, "x".repeat(8_192))],
  ["cut short", (path: string) => truncateSync(path, 5_000)],
  [
    "overwritten in its middle",
    (path: string) => {
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0xa5, 4_096));
    },
  ],
])("a file that is %s starts empty, says so and serves", (name, damage) => {
  const file = name.replaceAll(" ", "-");
  const before = open(file);
  for (let index = 0; index < 500; index++) before.set(String(index), kept(1_000));
  before.close();
  damage(fileOf(file));
  const said: string[] = [];
  const cache = open(file, { onTrouble: (sentence) => said.push(sentence) });
  expect(said).toEqual(["the cache of followed links was damaged and starts empty"]);
  expect([cache.entries, cache.get("1")]).toEqual([0, undefined]);
  cache.set("a", kept(1_000));
  cache.close();
  expect(said.length).toBe(1);
  const again = open(file);
  expect(again.get("a")).toEqual(kept(1_000));
  again.close();
});

test("a file that is damaged while it is open is replaced, and nobody is refused", () => {
  const said: string[] = [];
  const cache = open("later", { onTrouble: (sentence) => said.push(sentence) });
  for (let index = 0; index < 1_280; index++) cache.set(String(index), kept(1_000));
  const other = new Database(fileOf("later"));
  other.pragma("wal_checkpoint(TRUNCATE)");
  // Makes a root page of the tables into one of no kind, as a failing disk might.
  other.unsafeMode(true);
  other.pragma("writable_schema = ON");
  other.exec("UPDATE sqlite_schema SET rootpage = 2000000 WHERE name = 'resolution'");
  other.pragma("schema_version = 99");
  other.close();
  expect(cache.get("1")).toBeUndefined();
  expect(said).toEqual(["the cache of followed links was damaged and starts empty"]);
  cache.set("a", kept(1_000));
  cache.close();
  const again = open("later");
  expect([again.get("a"), again.entries]).toEqual([kept(1_000), 1]);
  again.close();
});

test("a row that is no resolution is none", () => {
  const cache = open("row");
  cache.set("a", kept(1_000));
  cache.set("b", kept(1_000));
  cache.close();
  const other = new Database(fileOf("row"));
  other.exec("UPDATE resolution SET value = CASE WHEN rowid = 1 THEN '{' ELSE '{}' END");
  other.close();
  const again = open("row");
  expect([again.get("a"), again.get("b")]).toEqual([undefined, undefined]);
  again.close();
});

test("another program's database is left alone", () => {
  const other = new Database(fileOf("other"));
  other.exec("CREATE TABLE precious (x)");
  other.close();
  expect(() => open("other")).toThrow("another program");
  expect(new Database(fileOf("other")).prepare("SELECT count(*) FROM precious").pluck().get()).toBe(0);
});

test("the file is its owner's alone", () => {
  const cache = open("mode");
  cache.set("a", kept(1));
  cache.close();
  expect(statSync(fileOf("mode")).mode & 0o777).toBe(0o600);
});

test("two processes share one file", () => {
  const one = open("shared");
  const two = open("shared");
  for (let index = 0; index < 64; index++) one.set(`one ${index}`, kept(1_000));
  for (let index = 0; index < 64; index++) two.set(`two ${index}`, kept(1_000));
  expect([one.get("two 63"), two.get("one 0"), one.entries]).toEqual([kept(1_000), kept(1_000), 128]);
  one.close();
  two.close();
});

test("while another process holds the file, answers are given without it and one sentence says so", () => {
  const said: string[] = [];
  const cache = open("held", { onTrouble: (sentence) => said.push(sentence) });
  const other = new Database(fileOf("held"));
  other.exec("BEGIN EXCLUSIVE");
  for (let index = 0; index < 192; index++) cache.set(String(index), kept(1_000));
  expect(cache.get("0")).toBeUndefined();
  other.exec("COMMIT");
  other.close();
  cache.close();
  expect(said).toEqual(["the cache of followed links does not answer (SQLITE_BUSY) and is done without"]);
});

test.each([
  ["memory", () => createMemoryCache()],
  ["disk", () => open("resolver")],
])("a resolver asks once, with the answers kept in %s", async (_name, openCache) => {
  const asked: string[] = [];
  const network = recordedAnswers([{ url: "https://good.net/", status: 200 }]);
  const resolver = createResolver({
    mode: "all",
    known: NOTHING_KNOWN,
    userAgent: "Hutong/test",
    cache: openCache(),
    now: () => 0,
    fetchHead: (url, limits) => {
      asked.push(url.hostname);
      return network(url, limits);
    },
  });
  const first = await resolver.resolve("https://good.net/");
  expect(await resolver.resolve("https://good.net/")).toEqual(first);
  await resolver.resolve("https://bad.net/");
  await resolver.resolve("https://bad.net/");
  expect(asked).toEqual(["good.net", "bad.net"]);
});
