import fc from "fast-check";
import { expect, test } from "vitest";
import { createPairMemo } from "../../../src/policy/decide/pair-memo.ts";
import { randomRuns } from "../../support/random-runs.ts";

const number = fc.oneof(fc.integer({ min: -(2 ** 26), max: 2 ** 26 }), fc.integer({ min: -3, max: 3 }));

test("a memo of pairs gives what a map of pairs gives, round after round, however much it holds", () => {
  const memo = createPairMemo();
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number, number), { maxLength: 6_000, size: "max" }), (entries) => {
      memo.clear();
      const map = new Map<string, number>();
      for (const [left, right, result] of entries) {
        const key = `${left} ${right}`;
        expect(memo.get(left, right) === (map.get(key) ?? null)).toBe(true);
        if (map.has(key)) continue;
        map.set(key, result);
        memo.set(left, right, result);
      }
      expect(entries.every(([left, right]) => memo.get(left, right) === map.get(`${left} ${right}`))).toBe(true);
    }),
    { numRuns: randomRuns(2) },
  );
});
