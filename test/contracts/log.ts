import { expect, test } from "vitest";
import { Person, Secret, type NewEntry } from "../../src/log/entry.ts";
import { leafHash, rootOf, treeRoot } from "../../src/log/merkle.ts";
import { commitTo } from "../../src/log/seal.ts";
import { subtreesIn } from "../../src/log/tiles.ts";
import type { Store } from "../../src/store/store.ts";

const AT = new Date("2026-11-28T12:00:00Z");

function removed(list: string): NewEntry {
  const hash = "0".repeat(64);
  return {
    type: "list",
    at: AT,
    change: "removed",
    list,
    kind: "phishing",
    version: null,
    entries: 1,
    hash,
    actor: "operator",
  };
}

function decided(of: string, by: string): NewEntry {
  return {
    type: "decision",
    at: AT,
    case: of,
    direction: "harmful",
    subject: new Secret("https://bad.example/?for=carol", null),
    host: "bad.example",
    effect: { suspend: new Secret("mallory", "mallory"), until: "2027-01-01T00:00:00.000Z" },
    rule: null,
    edition: null,
    lists: [],
    actor: new Person(by),
    reason: new Secret("as carol says", "carol"),
    prev: null,
    outcome: "upheld",
  };
}

/** What the log of every store keeps. `openStore` as in store.ts. */
export function logContract(backend: string, openStore: (name: string | null) => Promise<Store>): void {
  const entryOf = async (store: Store, index: number) => {
    const [entry] = await store.logEntries(index, 1);
    return entry === undefined ? null : JSON.parse(entry.body.toString());
  };

  test(`[T12] ${backend} numbers entries from 0 without gap, also when many come at once, and hashes each`, async ({
    onTestFinished,
  }) => {
    const store = await openStore(null);
    onTestFinished(() => store.close());
    expect(await store.logHead()).toEqual({ size: 0, epoch: null, key: null, checkpoint: null });
    const indexes = await Promise.all(Array.from({ length: 300 }, (_, n) => store.appendToLog(removed(`list${n}`))));
    expect(indexes.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, n) => n));
    const entries = await store.logEntries(0, 1_000);
    expect(entries.map(({ index }) => index)).toEqual(Array.from({ length: 300 }, (_, n) => n));
    const hashes = entries.map(({ body }) => leafHash(body));
    expect(await store.logHashes(0, 0, 1_000)).toEqual(hashes);
    expect(await store.logHashes(1, 0, 10)).toEqual([rootOf(hashes.slice(0, 256))]);
    const read = subtreesIn((level, from, limit) => store.logHashes(level, from, limit));
    expect(await treeRoot(read, 300)).toEqual(rootOf(hashes));
    expect((await store.logHead()).size).toBe(300);
  });

  test(`[T11] ${backend} commits to names and notes, and their salts go with who is erased`, async ({
    onTestFinished,
  }) => {
    const store = await openStore(null);
    onTestFinished(() => store.close());
    await store.appendToLog(decided("one", "mia"));
    await store.appendToLog(decided("two", "mia"));
    const [first, second] = [await entryOf(store, 0), await entryOf(store, 1)];
    expect(JSON.stringify([first, second])).not.toMatch(/\b(?:mia|carol|mallory)\b/u);
    expect(first.actor).toMatch(/^mod:/u);
    expect(second.actor).toBe(first.actor);
    const salts = await store.logSalts(0);
    expect(salts.map(({ field }) => field)).toEqual(["effect.suspend", "reason", "subject"]);
    const reason = salts.find(({ field }) => field === "reason");
    expect(commitTo("as carol says", reason?.salt ?? Buffer.alloc(0))).toBe(first.reason);
    expect(second.reason).not.toBe(first.reason);
    const step = { pseudonym: "~gone", at: AT, limit: 10 };
    const rootBefore = rootOf(await store.logHashes(0, 0, 2));
    for (const user of ["carol", "mia"]) while (!(await store.erase(user, step)));
    expect((await store.logSalts(0)).map(({ field }) => field)).toEqual(["effect.suspend", "subject"]);
    expect((await store.logEntries(0, 2)).map(({ body }) => leafHash(body))).toEqual(await store.logHashes(0, 0, 2));
    expect(rootOf(await store.logHashes(0, 0, 2))).toEqual(rootBefore);
    await store.appendToLog(decided("three", "mia"));
    const { size } = await store.logHead();
    expect((await entryOf(store, size - 1)).actor).not.toBe(first.actor);
  });

  test(`[T12] ${backend} takes the entries of a state once, of two who tell it`, async ({ onTestFinished }) => {
    const store = await openStore(null);
    onTestFinished(() => store.close());
    const tell = (was: string | null, is: string) => store.appendState({ name: "lists", was, is }, [removed(is)]);
    const told = await Promise.all([tell(null, "1"), tell(null, "1"), tell("1", "2"), tell("0", "3")]);
    expect(told.filter(Boolean)).toHaveLength((await store.logHead()).size);
    expect(told[3]).toBe(false);
    expect(await store.loggedState("rulebook")).toBeNull();
    expect(["1", "2"]).toContain(await store.loggedState("lists"));
  });

  test(`[T13] ${backend} keeps a checkpoint only of the key and the epoch that it knows`, async ({
    onTestFinished,
  }) => {
    const store = await openStore(null);
    onTestFinished(() => store.close());
    await store.appendToLog(removed("one"));
    const none = { key: null, epoch: null, checkpoint: null };
    const first = { key: "k1", epoch: "e" };
    expect(await store.keepCheckpoint({ ...first, size: 1, checkpoint: "c1" }, none)).toBe(true);
    expect(await store.keepCheckpoint({ key: "k9", epoch: "e", size: 1, checkpoint: "c9" }, none)).toBe(false);
    expect(await store.keepCheckpoint({ ...first, size: 1, checkpoint: "c0" }, { ...first, checkpoint: null })).toBe(
      false,
    );
    expect(await store.logHead()).toEqual({ ...first, size: 1, checkpoint: "c1" });
    const epoch: NewEntry & { type: "epoch" } = { type: "epoch", at: AT, epoch: "f", checkpoint: "c1" };
    const change = { was: first, is: { key: "k1", epoch: "f" } };
    expect(await store.appendHeadChange(epoch, change)).toBe(1);
    expect(await store.appendHeadChange(epoch, change)).toBeNull();
    expect(await store.logHead()).toEqual({ key: "k1", epoch: "f", size: 2, checkpoint: "c1" });
  });
}
