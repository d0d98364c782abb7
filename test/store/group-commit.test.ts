import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { createGroupCommit } from "../../src/store/sqlite/group-commit.ts";

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A database whose disk answers when the test says so. */
function openWithDisk() {
  const db = new Database(":memory:");
  db.exec("CREATE TABLE word (word TEXT)");
  const insert = db.prepare<[string]>("INSERT INTO word VALUES (?)");
  const syncs: ((error: Error | null) => void)[] = [];
  const rests: Promise<void>[] = [];
  const events: string[] = [];
  const told: number[] = [];
  const commit = createGroupCommit(db, {
    before: () => {},
    begun: () => {},
    rolledBack: () => {},
    probe: () => {},
    sync: (done) => syncs.push(done),
    pause: (rows) => {
      told.push(rows);
      return rests.shift() ?? null;
    },
  });
  return {
    rests,
    told,
    commit,
    events,
    syncs,
    write: (word: string) => {
      commit
        .write(() => insert.run(word))
        .then(
          () => events.push(word),
          (error: Error) => events.push(`${word}: ${error.message}`),
        );
    },
    words: () => db.prepare("SELECT word FROM word").pluck().all(),
  };
}

test("[P1] nothing is acknowledged, and no read begins, before the disk has said that it is there", async () => {
  const { commit, events, syncs, write, words } = openWithDisk();
  write("one");
  await nextTurn();
  expect([words(), events, syncs.length]).toEqual([["one"], [], 1]);
  // What comes meanwhile waits its turn, whole.
  write("two");
  write("three");
  void commit.durable().then(() => events.push(`read of ${words().join(" ")}`));
  await nextTurn();
  await nextTurn();
  expect([words(), events, syncs.length]).toEqual([["one"], [], 1]);
  syncs[0]?.(null);
  await nextTurn();
  expect([words(), events, syncs.length]).toEqual([["one", "two", "three"], ["one", "read of one"], 2]);
  syncs[1]?.(null);
  await nextTurn();
  expect(events).toEqual(["one", "read of one", "two", "three"]);
});

test("[P1] after a sync that failed nothing is acknowledged any more, whatever a later one would say", async () => {
  const { commit, events, syncs, write } = openWithDisk();
  write("one");
  await nextTurn();
  write("two");
  syncs[0]?.(new Error("EIO"));
  await nextTurn();
  write("three");
  await nextTurn();
  expect(commit.health()).toEqual({ writable: false, because: "SQLITE_IOERR_FSYNC" });
  expect(events.filter((event) => !event.endsWith("the store could not write"))).toEqual([]);
  expect(events.length).toBe(3);
  expect(syncs.length).toBe(1);
});

test("close waits for what was handed in, on the disk", async () => {
  const { commit, events, syncs, write } = openWithDisk();
  write("one");
  await nextTurn();
  write("two");
  let isClosed = false;
  const closed = commit.close().then(() => (isClosed = true));
  syncs[0]?.(null);
  await nextTurn();
  expect([isClosed, syncs.length]).toEqual([false, 2]);
  syncs[1]?.(null);
  await closed;
  expect(events).toEqual(["one", "two"]);
});

test("a write of many rows counts as so many towards the next checkpoint", async () => {
  const { commit, syncs, told, write } = openWithDisk();
  write("one");
  const many = commit.write(() => "many", 250);
  await nextTurn();
  syncs[0]?.(null);
  expect([await many, told]).toEqual(["many", [251]]);
  await commit.close();
});

test("while the WAL is checkpointed writes pause, answered ones stay answered, and reads go on", async () => {
  const { commit, events, rests, syncs, write, words } = openWithDisk();
  let goOn = () => {};
  rests.push(
    new Promise((resolve) => {
      goOn = resolve;
    }),
  );
  write("one");
  await nextTurn();
  syncs[0]?.(null);
  write("two");
  await commit.durable();
  await nextTurn();
  expect([events, words(), syncs.length]).toEqual([["one"], ["one"], 1]);
  goOn();
  await nextTurn();
  await nextTurn();
  expect([words(), syncs.length]).toEqual([["one", "two"], 2]);
  syncs[1]?.(null);
  await commit.close();
  expect(events).toEqual(["one", "two"]);
});
