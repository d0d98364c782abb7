import { expect, test } from "vitest";
import { createRates } from "../../src/access/rates.ts";
import { limitsWith } from "../../src/protocol/limits.ts";

test("[P9] an allowance is used up, tells the wait, and is there again after its window, each user's by itself", () => {
  let nowMs = 1_000;
  const { send } = createRates(limitsWith({ maxSendsPerWindow: 3, rateWindowMs: 500 }), () => nowMs);
  expect([send("alice"), send("alice"), send("alice"), send("alice")]).toEqual([null, null, null, 500]);
  nowMs += 400.5;
  expect([send("alice"), send("bob")]).toEqual([100, null]);
  nowMs += 99.4;
  // Never no time at all, or a client would try in a circle.
  expect(send("alice")).toBe(1);
  nowMs += 0.1;
  expect([send("alice"), send("alice"), send("alice"), send("alice")]).toEqual([null, null, null, 500]);
  expect([send("bob"), send("bob"), send("bob")]).toEqual([null, null, 401]);
});

test("[P9] however many names are used, each keeps what it has used up", () => {
  let nowMs = 0;
  const { request } = createRates(limitsWith({ maxRequestsPerWindow: 1, rateWindowMs: 1_000 }), () => nowMs);
  const names = Array.from({ length: 5_000 }, (_, index) => `10.0.${index >> 8}.${index & 255}`);
  for (const name of names) {
    nowMs += 0.1;
    expect(request(name)).toBe(null);
  }
  expect(names.filter((name) => request(name) === null)).toEqual([]);
  nowMs += 1_000;
  expect(names.filter((name) => request(name) !== null)).toEqual([]);
});

test("[P8] of who is writing one notice a second is passed on, of each in each conversation", () => {
  let nowMs = 0;
  const { typing } = createRates(limitsWith(), () => nowMs);
  expect([typing("bob c:1"), typing("bob c:1"), typing("bob c:2"), typing("eve c:1")]).toEqual([
    null,
    1_000,
    null,
    null,
  ]);
  nowMs += 1_000;
  expect([typing("bob c:1"), typing("bob c:1")]).toEqual([null, 1_000]);
});

test("[P9] several are taken at once while anything is left, and what was taken too much is not owed", () => {
  let nowMs = 0;
  const { rejudge } = createRates(limitsWith({ maxRejudgedLinksPerWindow: 100, rateWindowMs: 1_000 }), () => nowMs);
  expect([rejudge("bob", 99), rejudge("bob", 100), rejudge("bob", 1)]).toEqual([null, null, 1_000]);
  expect(rejudge("carol", 500)).toBe(null);
  expect(rejudge("carol")).toBe(1_000);
  nowMs += 1_000;
  expect([rejudge("bob", 100), rejudge("bob", 100)]).toEqual([null, 1_000]);
});
