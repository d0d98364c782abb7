import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readManifest } from "../../../src/findings/lists/index/manifest.ts";
import type { ListFormat } from "../../../src/findings/lists/formats/formats.ts";
import { readCatalog } from "../../../src/findings/lists/kept/catalog.ts";
import { indexFolder } from "../../../src/findings/lists/kept/keep-index.ts";
import { openLiveLists, type LiveParts, type ListWork } from "../../../src/findings/lists/kept/live-lists.ts";
import {
  addList,
  changeBeside,
  rebuildIndex,
  removeList,
  toldOf,
  updateList,
  type UpdateParts,
} from "../../../src/findings/lists/kept/update-list.ts";
import { workElsewhere } from "../../../src/findings/lists/kept/work-elsewhere.ts";
import type { ChangedHosts } from "../../../src/findings/lists/threat-lists.ts";
import { temporaryFolder } from "../../support/folder.ts";

const START_MS = Date.parse("2026-11-28T08:00:00Z");

function setUp() {
  let nowMs = START_MS;
  const root = temporaryFolder(onTestFinished);
  const parts: UpdateParts = {
    folder: join(root, "lists"),
    appHosts: [],
    env: {},
    signal: new AbortController().signal,
    now: () => nowMs,
    random: () => 0.5,
  };
  const path = join(root, "list.txt");
  /** What an operator's command does beside the gateway. */
  const add = async (text: string, more: { name?: string; format?: ListFormat } = {}) => {
    writeFileSync(path, text);
    const { name = "feed", format = "domains" } = more;
    const place = { from: "file", path } as const;
    const rest = {
      kind: "phishing",
      subdomains: null,
      trust: { by: "nothing" },
      everyMs: null,
      maxAgeMs: null,
    } as const;
    await addList({ name, place, format, ...rest }, true, parts);
  };
  const work: ListWork = {
    update: async (names) => Promise.all(names.map(async (name) => toldOf(name, await updateList(name, false, parts)))),
    rebuild: (ownHosts) => rebuildIndex(ownHosts, parts),
    close: async () => undefined,
  };
  const told: { troubles: string[]; changes: ChangedHosts[]; hits: string[] } = { troubles: [], changes: [], hits: [] };
  const open = async (more: Partial<LiveParts> = {}) => {
    const live = await openLiveLists({
      folder: parts.folder,
      ownHosts: [],
      now: parts.now,
      random: () => 0,
      work,
      onTrouble: (what, why) => told.troubles.push(`${what}: ${why}`),
      onUpdate: () => undefined,
      onHit: (list) => told.hits.push(list),
      ...more,
    });
    onTestFinished(() => live.close());
    live.onChange((changed) => told.changes.push(changed));
    return live;
  };
  const later = (ms: number) => {
    nowMs += ms;
  };
  return { parts, path, add, open, told, later };
}

const hostsOf = (changed: ChangedHosts | undefined) =>
  changed === undefined || changed === "all" ? changed : Array.from(changed).toSorted();

describe("lists of a gateway", () => {
  test("are those of its folder, and change when somebody changes them there", async () => {
    const { parts, add, open, told } = setUp();
    const live = await open();
    expect(live.current().isEmpty).toBe(true);
    await add("evil.example");
    await live.refresh();
    expect(live.current().match("https://a.evil.example/x")).toMatchObject([
      { kind: "phishing", source: "feed", list: { name: "feed", at: "2026-11-28T08:00:00.000Z" } },
    ]);
    expect(told.hits).toEqual(["feed"]);
    expect(hostsOf(told.changes[0])).toEqual(["evil.example"]);
    await removeList("feed", parts);
    await live.refresh();
    expect(live.current().match("https://a.evil.example/x")).toEqual([]);
    expect(told.changes).toHaveLength(2);
    expect(told.troubles).toEqual([]);
  });

  test("keep what is open readable while another generation takes its place", async () => {
    const { add, open } = setUp();
    await add("evil.example");
    const live = await open();
    const before = live.current();
    await add("evil.example\nworse.example");
    expect(before.match("https://evil.example/")).toHaveLength(1);
    await live.refresh();
    expect(live.current().match("https://worse.example/")).toHaveLength(1);
  });

  test("name the hosts that a small change of a large list is about, and no others", async () => {
    const { add, open, told } = setUp();
    const many = Array.from({ length: 1_000 }, (_, at) => `a${at}.example`);
    await add(many.join("\n"));
    const live = await open();
    await add([...many.slice(1), "new.example"].join("\n"));
    await live.refresh();
    const [changed] = told.changes;
    expect(hostsOf(changed)).toEqual(["a0.example", "new.example"]);
    await add([...many.slice(2), "new.example"].join("\n"));
    await live.refresh();
    expect(hostsOf(told.changes[1])).toEqual(["a1.example"]);
  });

  test("are read after a merge as they were before it, without making their index anew", async () => {
    const { parts, add, open, told } = setUp();
    const many = Array.from({ length: 1_000 }, (_, at) => `a${at}.example`);
    for (const gone of [0, 1, 2, 3]) await add(many.slice(gone).join("\n"));
    const manifest = readManifest(indexFolder(parts.folder));
    expect(manifest?.fronts.map(({ hostCount }) => hostCount)).toEqual([3]);
    expect(readCatalog(parts.folder).index?.id).toBe(manifest?.sameAs);
    const live = await open();
    expect(live.current().match("https://a2.example/")).toEqual([]);
    expect(live.current().match("https://a3.example/")).toHaveLength(1);
    expect(readManifest(indexFolder(parts.folder))?.id).toBe(manifest?.id);
    expect(told.troubles).toEqual([]);
  });

  test("tell of an exception as of a change, and mark what it takes back", async () => {
    const { parts, add, open, told, later } = setUp();
    await add("evil.example");
    const live = await open();
    const untilMs = START_MS + 1_000;
    const made = { entry: "good.evil.example", by: "operator", reason: null, madeAtMs: START_MS, untilMs };
    await changeBeside(parts.folder, ({ ownHosts }) => ({ exceptions: [made], ownHosts }));
    await live.refresh();
    expect(told.changes.map(hostsOf)).toEqual([["good.evil.example"]]);
    expect(live.current().match("https://good.evil.example/")[0]?.excepted).toEqual({
      by: "operator",
      until: "2026-11-28T08:00:01.000Z",
    });
    later(1_000);
    expect(live.current().match("https://good.evil.example/")[0]).not.toHaveProperty("excepted");
  });

  test("except what hosts look like where there is no list, until the exception ends", async () => {
    const { parts, open, told, later } = setUp();
    const live = await open();
    expect(live.current().exceptionFor("https://good.example/")).toBe(null);
    const made = { entry: "good.example", by: "operator", reason: null, madeAtMs: START_MS, untilMs: START_MS + 5_000 };
    await changeBeside(parts.folder, ({ ownHosts }) => ({ exceptions: [made], ownHosts }));
    await live.refresh();
    expect(live.current().isEmpty).toBe(false);
    const excepted = { by: "operator", until: "2026-11-28T08:00:05.000Z" };
    expect(live.current().exceptionFor("https://www.good.example/x")).toEqual(excepted);
    expect(live.current().exceptionFor("https://example/")).toBe(null);
    expect((await open()).current().exceptionFor("https://good.example/")).toEqual(excepted);
    told.changes.length = 0;
    later(5_000);
    await live.refresh();
    expect(told.changes.map(hostsOf)).toEqual([["good.example"]]);
    expect(live.current().exceptionFor("https://good.example/")).toBe(null);
  });

  test("tell of an exception that ends, and are named by what holds then, also after a start", async () => {
    const { parts, add, open, told, later } = setUp();
    await add("evil.example");
    const live = await open();
    const without = live.current().generation;
    const untilMs = START_MS + 5_000;
    const made = { entry: "good.evil.example", by: "operator", reason: null, madeAtMs: START_MS, untilMs };
    await changeBeside(parts.folder, ({ ownHosts }) => ({ exceptions: [made], ownHosts }));
    await live.refresh();
    const during = live.current().generation;
    expect(during).not.toBe(without);
    expect((await open()).current().generation).toBe(during);
    told.changes.length = 0;
    later(4_999);
    await live.refresh();
    expect([told.changes, live.current().generation]).toEqual([[], during]);
    later(1);
    await live.refresh();
    expect(told.changes.map(hostsOf)).toEqual([["good.evil.example"]]);
    expect(live.current().match("https://good.evil.example/")[0]).not.toHaveProperty("excepted");
    expect(live.current().generation).toBe(without);
    await live.refresh();
    expect(told.changes).toHaveLength(1);
    expect((await open()).current().generation).toBe(without);
  });

  const jsonl = (lines: readonly object[]) => lines.map((line) => JSON.stringify(line)).join("\n");
  const stix = (entries: readonly (readonly [host: string, until: string])[]) =>
    JSON.stringify({
      type: "bundle",
      id: "bundle--1",
      objects: entries.map(([host, valid_until]) => ({
        type: "indicator",
        pattern_type: "stix",
        pattern: `[domain-name:value = '${host}']`,
        valid_from: "2026-11-01T00:00:00Z",
        valid_until,
      })),
    });
  test.each<[ListFormat, string]>([
    [
      "entries",
      jsonl([
        { entry: "late.example", until: "2026-11-28T08:00:09Z" },
        { entry: "www.soon.example/x", until: "2026-11-28T08:00:05Z" },
        { entry: "ever.example" },
        { entry: "soon.example", until: "2026-11-28T08:00:05Z" },
      ]),
    ],
    [
      "stix",
      stix([
        ["late.example", "2026-11-28T08:00:09Z"],
        ["www.soon.example", "2026-11-28T08:00:05Z"],
        ["ever.example", "2099-01-01T00:00:00Z"],
        ["soon.example", "2026-11-28T08:00:05Z"],
      ]),
    ],
  ])("tell of entries that end by the clock, once, and are named so after a start too: %s", async (format, text) => {
    const { parts, add, open, told, later } = setUp();
    await add(text, { format });
    const live = await open();
    const matches = (host: string) => live.current().match(`https://${host}/x`).length;
    const first = live.current().generation;
    expect((await open()).current().generation).toBe(first);
    told.changes.length = 0;
    later(4_999);
    await live.refresh();
    expect([told.changes, live.current().generation, matches("soon.example")]).toEqual([[], first, 1]);
    later(1);
    await live.refresh();
    expect(told.changes.map(hostsOf)).toEqual([["soon.example", "www.soon.example"]]);
    expect([matches("soon.example"), matches("late.example"), matches("ever.example")]).toEqual([0, 1, 1]);
    const second = live.current().generation;
    expect(second).not.toBe(first);
    await live.refresh();
    expect(told.changes).toHaveLength(1);
    // One that was closed meanwhile, and one that reads the text for the first time, know it by the same name.
    rmSync(indexFolder(parts.folder), { recursive: true });
    const fresh = await open();
    expect(fresh.current().generation).toBe(second);
    later(4_000);
    await live.refresh();
    await fresh.refresh();
    expect(told.changes.map(hostsOf).slice(-2)).toEqual([["late.example"], ["late.example"]]);
    expect(fresh.current().generation).toBe(live.current().generation);
    await removeList("feed", parts);
    expect(readdirSync(parts.folder).filter((name) => name.startsWith("feed"))).toEqual([]);
  });

  test("of which more entries end at once than are named one by one tell of all", async () => {
    const { add, open, told, later } = setUp();
    const until = "2026-11-28T08:00:05Z";
    await add(jsonl(Array.from({ length: 10_001 }, (_, at) => ({ entry: `a${at}.example`, until }))), {
      format: "entries",
    });
    const live = await open();
    told.changes.length = 0;
    later(5_000);
    await live.refresh();
    expect(told.changes).toEqual(["all"]);
  });

  test("that get a new base tell of all", async () => {
    const { add, open, told } = setUp();
    const many = (count: number, word: string) =>
      Array.from({ length: count }, (_, at) => `${word}${at}.example`).join("\n");
    await add(many(20_000, "a"));
    const live = await open();
    await add(many(20_000, "b"));
    await live.refresh();
    expect(told.changes).toEqual(["all"]);
  });

  test("tell nobody of a list that is only confirmed, and show it younger", async () => {
    const { parts, add, open, told, later } = setUp();
    await add("evil.example");
    const live = await open();
    later(3 * 86_400_000);
    expect(live.current().match("https://evil.example/")[0]).toMatchObject({ stale: true });
    await updateList("feed", false, parts);
    await live.refresh();
    expect(live.current().match("https://evil.example/")[0]).not.toHaveProperty("stale");
    expect(told.changes).toEqual([]);
  });

  test("are asked for when they are due", async () => {
    const { path, add, open, later } = setUp();
    await add("evil.example");
    const live = await open();
    writeFileSync(path, "evil.example\nlater.example");
    later(3_600_000);
    await expect.poll(() => live.current().match("https://later.example/").length).toBe(1);
  });

  test("lose a host that turns out to be the gateway's own", async () => {
    const { add, open } = setUp();
    await add("evil.example\nchat.example");
    const live = await open({ ownHosts: ["chat.example"] });
    expect(live.current().match("https://chat.example/")).toEqual([]);
    expect(live.current().match("https://evil.example/")).toHaveLength(1);
    await add("evil.example\nchat.example\nmore.example");
    await live.refresh();
    expect(live.current().match("https://chat.example/")).toEqual([]);
    expect(live.current().match("https://more.example/")).toHaveLength(1);
  });
});

describe("what is damaged", () => {
  const indexFile = (folder: string, begin: string) => {
    const name = readdirSync(join(folder, "index")).find((each) => each.startsWith(begin));
    return join(folder, "index", name ?? "none");
  };

  test.each(["index.json", "hosts-", "entries-", "pages-"])(
    "of the index (%s) is made anew from the texts",
    async (begin) => {
      const { parts, add, open, told } = setUp();
      await add("evil.example\nhttps://b.example/x");
      const file = indexFile(parts.folder, begin);
      const bytes = readFileSync(file);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
      writeFileSync(file, bytes);
      const live = await open();
      const look = () =>
        live.current().match("https://evil.example/").length + live.current().match("https://b.example/x").length;
      // What is damaged behind the part in memory is met by a look-up.
      look();
      await live.refresh();
      expect(look()).toBe(2);
      expect(told.troubles.length).toBeLessThanOrEqual(1);
    },
  );

  test("is a text: it is named and taken anew, and other lists stand", async () => {
    const { parts, add, open, told } = setUp();
    await add("other.example", { name: "other" });
    await add("evil.example");
    const text = readCatalog(parts.folder).lists.find(({ name }) => name === "feed")?.text.file ?? "";
    writeFileSync(join(parts.folder, text), "broken");
    writeFileSync(indexFile(parts.folder, "index.json"), "broken");
    const live = await open();
    expect(live.current().match("https://other.example/")).toHaveLength(1);
    expect(told.troubles.some((trouble) => trouble.startsWith(`${text}: `))).toBe(true);
    await expect.poll(() => live.current().match("https://evil.example/").length).toBe(1);
  });

  test("is the catalog: it is named, and what was known stays", async () => {
    const { parts, add, open, told } = setUp();
    await add("evil.example");
    const live = await open();
    writeFileSync(join(parts.folder, "lists.json"), "{");
    await live.refresh();
    expect(told.troubles[0]).toContain("lists.json");
    expect(live.current().match("https://evil.example/")).toHaveLength(1);
  });
});

test("a thread of its own updates lists and makes their index anew", async () => {
  const { parts, path, add } = setUp();
  await add("evil.example");
  writeFileSync(path, "evil.example\nmore.example");
  const work = workElsewhere(parts.folder, () => ["guarded.example"]);
  expect(await work.update(["feed", "none"])).toMatchObject([{ kind: "updated", name: "feed" }, { kind: "failed" }]);
  expect(await work.rebuild(["chat.example"])).toEqual([]);
  expect(readCatalog(parts.folder)).toMatchObject({ ownHosts: ["chat.example"], lists: [{ text: { entries: 2 } }] });
  await work.close();
});
