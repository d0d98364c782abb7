import { describe, expect, test } from "vitest";
import { compileLists } from "../../../src/findings/lists/compiled-list.ts";
import type { ListEntry } from "../../../src/findings/lists/entry.ts";
import type { ListException, ListFacts } from "../../../src/findings/lists/list-source.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse("2026-11-28T08:00:00Z");
const feed: ListFacts = {
  name: "feed",
  version: "202611280700",
  confirmedAtMs: NOW_MS - 3_600_000,
  kind: "phishing",
  maxAgeMs: 2 * DAY_MS,
};
const host = (name: string, more: Partial<ListEntry> = {}): ListEntry =>
  Object.assign({ covers: "subdomains", host: name, port: "any", isException: false, line: 1 } as const, more);
const exception = (name: string, untilMs: number | null = null): ListException => ({
  entry: host(name, { isException: true }),
  by: "operator",
  untilMs,
});

const find = (
  entries: readonly ListEntry[],
  address: string,
  { exceptions = [], list = feed }: { exceptions?: readonly ListException[]; list?: ListFacts } = {},
) => compileLists([{ ...list, entries }], exceptions, () => NOW_MS).match(address);

describe("what lists say of an address", () => {
  test("names list, version and when it was confirmed", () => {
    const entries = [host("evil.example", { sinceMs: NOW_MS - DAY_MS, untilMs: NOW_MS + DAY_MS })];
    expect(find(entries, "https://a.evil.example/")).toEqual([
      {
        kind: "phishing",
        evidence: "listed: evil.example",
        source: "feed",
        list: {
          name: "feed",
          version: "202611280700",
          at: "2026-11-28T07:00:00.000Z",
          entrySince: "2026-11-27T08:00:00.000Z",
          until: "2026-11-29T08:00:00.000Z",
        },
      },
    ]);
  });

  test("is marked stale when the list was confirmed too long ago", () => {
    const list = { ...feed, confirmedAtMs: NOW_MS - 2 * DAY_MS - 1 };
    expect(find([host("evil.example")], "https://evil.example/", { list })[0]).toMatchObject({ stale: true });
    expect(find([host("evil.example")], "https://evil.example/")[0]).not.toHaveProperty("stale");
  });

  test("leaves out an entry that has ended", () => {
    expect(find([host("evil.example", { untilMs: NOW_MS })], "https://evil.example/")).toEqual([]);
  });

  test("is of the entry's own kind where it has one", () => {
    expect(find([host("evil.example", { kind: "malware" })], "https://evil.example/")[0]?.kind).toBe("malware");
  });

  test.each<[string, ListEntry, number]>([
    ["the host alone", host("evil.example", { covers: "host" }), 0],
    ["what is below a host", host("evil.example", { covers: "subdomains_only" }), 1],
  ])("covers %s", (_what, entry, below) => {
    expect(find([entry], "https://a.evil.example/")).toHaveLength(below);
    expect(find([entry], "https://evil.example/")).toHaveLength(1 - below);
  });
});

describe("an exception", () => {
  const entries = [host("evil.example"), host("good.evil.example", { isException: true })];

  test("of a list marks what the same list finds", () => {
    expect(find(entries, "https://good.evil.example/")[0]?.excepted).toEqual({ by: "feed", until: null });
    expect(find(entries, "https://evil.example/")[0]).not.toHaveProperty("excepted");
  });

  test("of a list says nothing of another list", () => {
    const other = { ...feed, name: "other", entries: [host("evil.example")] };
    const found = compileLists([{ ...feed, entries }, other], [], () => NOW_MS).match("https://good.evil.example/");
    expect(found.map(({ source, excepted }) => [source, excepted?.by])).toEqual([
      ["feed", "feed"],
      ["other", undefined],
    ]);
  });

  test("of a list does not beat an important entry; the operator's does", () => {
    const important = [host("evil.example", { isImportant: true }), entries[1] ?? host("")];
    const address = "https://good.evil.example/";
    expect(find(important, address)[0]).not.toHaveProperty("excepted");
    const exceptions = [exception("good.evil.example")];
    expect(find(important, address, { exceptions })[0]?.excepted).toEqual({ by: "operator", until: null });
  });

  test("holds until its day", () => {
    const address = "https://evil.example/";
    const held = find(entries, address, { exceptions: [exception("evil.example", NOW_MS + DAY_MS)] });
    expect(held[0]?.excepted).toEqual({ by: "operator", until: "2026-11-29T08:00:00.000Z" });
    const over = find(entries, address, { exceptions: [exception("evil.example", NOW_MS)] });
    expect(over[0]).not.toHaveProperty("excepted");
  });
});

test("lists that say the same have one name, whatever their order, version and lines; others have another", () => {
  const nameOf = (entries: readonly ListEntry[], exceptions: readonly ListException[] = [], list = feed) =>
    compileLists([{ ...list, entries }], exceptions, () => NOW_MS).generation;
  const name = nameOf([host("a.example"), host("b.example")]);
  expect(nameOf([host("b.example", { line: 7 }), host("a.example")], [], { ...feed, version: "8" })).toBe(name);
  const others = [
    nameOf([host("a.example")]),
    nameOf([host("a.example"), host("b.example", { kind: "malware" })]),
    nameOf([host("a.example"), host("b.example", { port: 8_080 })]),
    nameOf([host("a.example"), host("b.example")], [exception("a.example")]),
    nameOf([host("a.example"), host("b.example")], [exception("a.example", NOW_MS)]),
    nameOf([host("a.example"), host("b.example")], [], { ...feed, kind: "fraud" }),
  ];
  expect(new Set([name, ...others]).size).toBe(1 + others.length);
});
