import { expect, test } from "vitest";
import { HashSet } from "../../../src/findings/imitation/hash-set.ts";

test("a set of hashes holds what was added and nothing else, also where marks and places are shared", () => {
  const set = new HashSet(6);
  const added = new Set(Array.from({ length: 2_000 }, (_, index) => Math.imul(index, 0x9e3779b1) | 0));
  expect(set.has(0)).toBe(false);
  for (const hash of added) set.add(hash);
  for (const hash of added) set.add(hash);
  const asked = Array.from({ length: 20_000 }, (_, index) => Math.imul(index, 0x85ebca6b) | 0);
  expect([...added, ...asked].filter((hash) => set.has(hash) !== added.has(hash))).toEqual([]);
});
