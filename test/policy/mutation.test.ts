import { expect, test } from "vitest";
import { rulebookText } from "./facts.ts";
import { openMutants } from "../drills/mutation-run.ts";
import { readTree } from "./oracle.ts";

/** Of the changes that no fixture notices, every so many is asked about; `npm run drill -- mutation` asks about all. */
const SAMPLED = 24;

test.each([
  ["wechat", 600],
  ["miit", 50],
  ["qq", 50],
  ["samr", 50],
] as const)(
  "one changed condition, action, order, date or version of %s fails a fixture, or changes no verdict",
  async (id, least) => {
    const { judge, mutants } = await openMutants(id);
    expect(judge.isNoticedByFixtures({ name: "nothing changed", book: readTree(rulebookText(id)) })).toBe(false);
    const unnoticed = mutants.filter((mutant) => !judge.isNoticedByFixtures(mutant));
    expect(mutants.length - unnoticed.length).toBeGreaterThan(least);
    const sample = unnoticed.filter((_, index) => index % SAMPLED === 0);
    expect(sample.filter((mutant) => judge.fateOf(mutant) === "survived").map(({ name }) => name)).toEqual([]);
  },
);
