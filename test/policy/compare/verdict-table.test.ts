import fc from "fast-check";
import { expect, test } from "vitest";
import { compileRulebook, decide } from "../../../src/policy/decide/decide.ts";
import { parseRulebook } from "../../../src/policy/rulebook/rulebook.ts";
import type { PolicyFacts } from "../../../src/policy/types.ts";
import { verdictTables } from "../../../src/policy/compare/verdict-table.ts";
import { CHAT_KINDS, CLASSES, OSES, RELATIONS } from "../../../src/policy/vocabulary.ts";
import { randomRuns } from "../../support/random-runs.ts";
import { bookArbitrary } from "../random-books.ts";
import { compiledBook, factsOf, KNOWN_APPS } from "../facts.ts";

/** Every version that random books name, one between each two, and none. */
const VERSIONS = [null, "6", "7", "7.5", "8.0", "8.0.5", "8.0.10", "8.0.10.5", "8.0.11", "8.0.11.0.5"].concat([
  "8.0.11.1",
  "8.0.12",
  "8.1",
  "9",
  "10.2.3",
  "11",
]);
const DAYS = [
  "2020-01-01T00:00:00+08:00",
  "2021-09-17T00:00:00+08:00",
  "2021-11-29T18:00:00+08:00",
  "2023-01-01T00:00:00Z",
];
const APPS = [null, "taobao", "jd", "douyin", "weibo"];
const OWNERS = [null, "alibaba", "bytedance", "jd"];

function* ordinaryFacts(cell: Pick<PolicyFacts, "chat" | "class" | "relation">): Generator<PolicyFacts> {
  for (const at of DAYS)
    for (const os of OSES)
      for (const version of VERSIONS)
        for (const app of APPS)
          for (const owner of OWNERS) yield factsOf({ ...cell, at, client: { os, version }, app, owner });
}

const named = (action: string, notice: boolean): string => (notice ? `${action} + notice` : action);

test("a cell tells every verdict that ordinary links of its class, chat and relation get, and no other", () => {
  const cellArbitrary = fc.record({
    chat: fc.constantFrom(...CHAT_KINDS),
    class: fc.constantFrom(...CLASSES),
    relation: fc.constantFrom(...RELATIONS),
  });
  fc.assert(
    fc.property(bookArbitrary, cellArbitrary, (text, cell) => {
      const rulebook = parseRulebook(text, "random.yaml");
      const compiled = compileRulebook(rulebook);
      const seen = new Map<string | null, Set<string>>();
      for (const facts of ordinaryFacts(cell)) {
        const { edition, action, notice } = decide(compiled, facts);
        seen.set(edition, (seen.get(edition) ?? new Set()).add(named(action, notice)));
      }
      for (const { edition, rows } of verdictTables({ rulebook, edition: null })) {
        const row = rows.filter(({ classes }) => classes.includes(cell.class));
        const groups = row
          .flatMap(({ cells }) => cells[cell.chat])
          .filter((group) => group.relations.includes(cell.relation));
        expect(groups).toHaveLength(1);
        const told = groups.flatMap(({ verdicts }) => verdicts.map(({ action, notice }) => named(action, notice)));
        expect(new Set(told)).toEqual(seen.get(edition.id));
        expect(groups.some(({ by }) => by.length > 0)).toBe(told.length > 1);
      }
    }),
    { numRuns: randomRuns(4) },
  );
});

test("the tables of the wechat book tell the phases: by client first, groups later, payments never", () => {
  const { rulebook } = compiledBook("wechat");
  const tables = verdictTables({ rulebook, edition: null }, KNOWN_APPS);
  const rivals = (id: string, cls: string, chat: "one_to_one" | "group") => {
    const rows = tables.find(({ edition }) => edition.id === id)?.rows ?? [];
    const cell = rows.find(({ classes }) => classes.includes(cls))?.cells[chat] ?? [];
    const group = cell.find(({ relations }) => relations.includes("rival"));
    return [group?.verdicts.map(({ action, notice }) => named(action, notice)).join(" or "), group?.by.join()];
  };
  expect(tables).toHaveLength(17);
  expect(rivals("2013-08-01", "e-commerce", "one_to_one")).toEqual(["open_externally", ""]);
  expect(rivals("2021-09-17", "e-commerce", "one_to_one")).toEqual([
    "open_in_place + notice or open_externally",
    "client",
  ]);
  expect(rivals("2021-09-17", "e-commerce", "group")).toEqual(["open_externally", ""]);
  expect(rivals("2021-11-30", "e-commerce", "group")).toEqual(["open_in_place", ""]);
  expect(rivals("2026-02-04", "short_video", "group")).toEqual(["open_externally", ""]);
  expect(rivals("2026-02-04", "payment", "one_to_one")).toEqual(["open_externally", ""]);
});
