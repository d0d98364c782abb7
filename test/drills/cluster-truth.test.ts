import { expect, test } from "vitest";
import { type Acknowledged, clusterFaultsOf, lostOf, type Truth } from "./cluster-truth.ts";

const AT_MS = Date.UTC(2026, 0, 1);
const truth: Truth = {
  messages: new Map([
    ["c:one", [{ seq: 1, sender: "alice", key: "alice-one-0", text: "hi", at: AT_MS, isDeleted: false }]],
  ]),
  updates: new Map(),
  conversationsOf: new Map(),
  openQuestions: 0,
};
const at = new Date(AT_MS).toISOString();

type Entry = readonly [string, Acknowledged];

test("what is acknowledged and not stored where it was said to be is lost", () => {
  const stored: Entry = ["alice-one-0", { conversation: "c:one", seq: 1, at }];
  const missing: readonly Entry[] = [
    // Never stored; another stands in its place; at another time; in no conversation.
    ["alice-one-1", { conversation: "c:one", seq: 2, at }],
    ["alice-one-2", { conversation: "c:one", seq: 1, at }],
    ["alice-one-0", { conversation: "c:one", seq: 1, at: new Date(AT_MS + 1).toISOString() }],
    ["alice-one-3", { conversation: "c:two", seq: 1, at }],
  ];
  expect(lostOf(truth, [stored])).toEqual([]);
  expect(lostOf(truth, [stored, ...missing])).toEqual([
    "lost: alice-one-1 at c:one 2",
    "lost: alice-one-2 at c:one 1",
    "lost: alice-one-0 at c:one 1",
    "lost: alice-one-3 at c:two 1",
  ]);
  expect(clusterFaultsOf(truth, new Map([stored]), []).lost).toBe(0);
  expect(clusterFaultsOf(truth, new Map(missing.slice(0, 2)), []).lost).toBe(2);
});
