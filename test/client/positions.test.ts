import { expect, test } from "vitest";
import { waitBeforeTry } from "../../src/client/backoff.ts";
import { createPositions } from "../../src/client/positions.ts";
import { nextStep } from "../../src/protocol/close-codes.ts";

test("[P4] only the next message moves a position; a gap and a repeat do not", () => {
  const positions = createPositions({ c: 3 });
  expect([5, 4, 4, 5].map((seq) => positions.take("c", seq))).toEqual(["gap", "next", "known", "next"]);
  expect(positions.take("other", 2)).toBe("gap");
  expect(positions.have).toEqual({ c: 5 });
});

test("[P4] own messages may run ahead and close up when the gap before them is filled", () => {
  const positions = createPositions({});
  expect(positions.takeAhead("c", 3)).toBe(true);
  expect(positions.have).toEqual({});
  expect(positions.take("c", 1)).toBe("next");
  expect(positions.take("c", 2)).toBe("next");
  expect(positions.have).toEqual({ c: 3 });
  expect(positions.take("c", 3)).toBe("known");
  expect(positions.takeAhead("c", 3)).toBe(false);
});

test("[P4] what a sync skipped counts as received up to where it says it has come, and never less than before", () => {
  const positions = createPositions({ c: 2 });
  expect([5, 7, 5].map((update) => positions.takeAhead("c", update))).toEqual([true, true, false]);
  positions.advance({ c: 6, other: 4 });
  expect(positions.have).toEqual({ c: 7, other: 4 });
  expect(positions.takeAhead("c", 6)).toBe(false);
  positions.advance({ c: 3 });
  expect(positions.take("c", 8)).toBe("next");
});

test("waits double up to the longest, and half of each is random", () => {
  const backoff = { firstMs: 100, longestMs: 1_000 };
  expect([0, 1, 2, 9, 99].map((tries) => waitBeforeTry(tries, backoff, 0))).toEqual([50, 100, 200, 500, 500]);
  expect([0, 99].map((tries) => waitBeforeTry(tries, backoff, 1))).toEqual([100, 1_000]);
});

test("close codes say by their range what to do next", () => {
  const comesBack = [4000, 4429, 4499, 1000, 1001, 1002, 1006, 1008, 1009, 1011, 3000, 5000];
  expect(comesBack.filter((code) => nextStep(code) !== "come_back")).toEqual([]);
  expect([4500, 4999].map(nextStep)).toEqual(["stay_away", "stay_away"]);
});
