import { expect, test } from "vitest";
import { BOT_USER } from "../../src/chat/ids.ts";
import { type Acknowledged, clusterFaultsOf, type Device, type Kept, lostOf, type Truth } from "./cluster-truth.ts";

type Said = Pick<Kept, "sender" | "key"> & Partial<Kept>;

const AT_MS = Date.UTC(2026, 0, 1);
/** One conversation with the bot, which holds this. */
const keptOf = (...kept: readonly Said[]): Truth => ({
  messages: new Map([
    ["c:bot", kept.map((each, index) => ({ isDeleted: false, text: each.key, at: AT_MS, seq: index + 1, ...each }))],
  ]),
  updates: new Map(),
  conversationsOf: new Map([[BOT_USER, ["c:bot"]]]),
  openQuestions: 0,
});
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

test("a question that stands has one answer, one that was deleted has one or none, and no answer is to nothing", () => {
  const question = { sender: "alice", key: "alice-one-0" };
  const answer = (seq: number) => ({ sender: BOT_USER, key: `answer-c:bot-${seq}` });
  const unanswered = (...kept: readonly Said[]) => {
    const found = clusterFaultsOf(keptOf(...kept), new Map(), []);
    return [found.unanswered, found.tales.filter((tale) => tale.startsWith("unanswered"))] as const;
  };
  const deleted = { ...question, isDeleted: true };
  for (const sound of [[question, answer(1)], [deleted, answer(1)], [deleted], []])
    expect(unanswered(...sound)).toEqual([0, []]);
  expect(unanswered(question)).toEqual([1, ["unanswered: c:bot 1 has 0 answers"]]);
  expect(unanswered(question, answer(1), answer(1))).toEqual([1, ["unanswered: c:bot 1 has 2 answers"]]);
  expect(unanswered(deleted, answer(1), answer(1))).toEqual([1, ["unanswered: c:bot 1 has 2 answers"]]);
  expect(unanswered(question, answer(1), answer(2))).toEqual([1, ["unanswered: answer-c:bot-2 answers no question"]]);
  // As many answers as questions are not each its own.
  expect(unanswered(question, answer(1), { ...question, key: "alice-one-1" }, answer(1))[0]).toBe(2);
  expect(clusterFaultsOf({ ...keptOf(), openQuestions: 2 }, new Map(), []).unanswered).toBe(2);
});

/** The only device of a user, which was told these texts of the one conversation. */
const deviceOf = (user: string, texts: readonly (string | null)[], isPatient = true): Device => ({
  user,
  name: "one",
  isPatient,
  told: new Map([["c:bot", { texts: [...texts], update: 0 }]]),
  faults: { twice: 0, unordered: 0, refused: 0 },
  tales: [],
});

test("a key at two places is twice; a gap, a time that goes back and words behind later ones are out of order", () => {
  const said = (key: string, more: { readonly seq?: number; readonly at?: number } = {}) => ({
    sender: "alice",
    key,
    ...more,
  });
  const counted = (kept: readonly Said[], isPatient = true) => {
    const of = { ...keptOf(...kept), conversationsOf: new Map() };
    const { twice, unordered } = clusterFaultsOf(of, new Map(), [deviceOf("alice", [], isPatient)]);
    return { twice, unordered };
  };
  expect(counted([said("a"), said("b")])).toEqual({ twice: 0, unordered: 0 });
  expect(counted([said("a"), said("a")])).toEqual({ twice: 1, unordered: 0 });
  expect(counted([said("a"), said("b", { seq: 3 })])).toEqual({ twice: 0, unordered: 1 });
  expect(counted([said("a"), said("b", { at: AT_MS - 1 })])).toEqual({ twice: 0, unordered: 1 });
  const back = [said("alice-one-1"), said("alice-one-0")];
  expect(counted(back)).toEqual({ twice: 0, unordered: 1 });
  expect(counted(back, false)).toEqual({ twice: 0, unordered: 0 });
});

test("what a device lacks, has otherwise or has of nowhere is incomplete, and what it saw itself is counted", () => {
  const stored = keptOf({ sender: "bob", key: "a" }, { sender: "bob", key: "b", isDeleted: true });
  const of = { ...stored, conversationsOf: new Map([["alice", ["c:bot"]]]) };
  const incomplete = (...texts: readonly (string | null)[]) =>
    clusterFaultsOf(of, new Map(), [deviceOf("alice", texts)]).incomplete;
  expect(incomplete("a", null)).toBe(0);
  expect(incomplete("a")).toBe(1);
  expect(incomplete("a", "b")).toBe(1);
  expect(incomplete("other", null)).toBe(1);
  expect(incomplete("a", null, "c")).toBe(1);
  expect(clusterFaultsOf({ ...of, conversationsOf: new Map() }, new Map(), [deviceOf("alice", [])]).incomplete).toBe(1);
  const seen = { ...deviceOf("alice", ["a", null]), faults: { twice: 1, unordered: 2, refused: 3 }, tales: ["seen"] };
  expect(clusterFaultsOf(of, new Map(), [seen])).toMatchObject({ twice: 1, unordered: 2, refused: 3, tales: ["seen"] });
});
