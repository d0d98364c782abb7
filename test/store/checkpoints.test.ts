import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { createCheckpoints, MAX_KEPT_WAL_BYTES } from "../../src/store/sqlite/checkpoints.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";

/** How often the WAL was restarted: bytes 12 to 15 of its header (https://www.sqlite.org/fileformat2.html#walformat). */
function beginnings(file: string): number {
  return readFileSync(`${file}-wal`).readUInt32BE(12);
}

/** A database whose log is only checkpointed by the thread. */
function startCheckpoints(
  onTestFinished: (after: () => Promise<void>) => void,
  options?: Parameters<typeof createCheckpoints>[2],
) {
  const folder = mkdtempSync(join(tmpdir(), "hutong-checkpoints-"));
  const file = join(folder, "chat.sqlite");
  const db = new Database(file);
  db.pragma("journal_mode = WAL");
  db.pragma("wal_autocheckpoint = 0");
  db.exec("CREATE TABLE word (word TEXT)");
  const broken: string[] = [];
  const checkpoints = createCheckpoints(file, () => broken.push("broken"), options);
  onTestFinished(async () => {
    await checkpoints.close();
    db.close();
    rmSync(folder, { recursive: true });
  });
  const insert = db.prepare("INSERT INTO word VALUES (?)");
  const write = (word: string) => void insert.run(word);
  /** Goes on until one that was begun has ended. */
  async function ended(): Promise<void> {
    let pause = checkpoints.pause(1);
    for (; pause === null; pause = checkpoints.pause(0)) await new Promise((resolve) => setImmediate(resolve));
    await pause;
  }
  return { file, db, checkpoints, broken, write, ended };
}

test("a log is worked into the file beside the writes, and begun anew after they rested", async ({
  onTestFinished,
}) => {
  const { file, db, checkpoints, broken, write, ended } = startCheckpoints(onTestFinished);
  for (let round = 1; round <= 3; round += 1) {
    write(`before ${round}`);
    expect(checkpoints.pause(1)).toBe(null);
    // This many begin one; nobody rests yet.
    expect(checkpoints.pause(128_000)).toBe(null);
    write(`beside ${round}`);
    await ended();
    const before = beginnings(file);
    write(`after ${round}`);
    expect(beginnings(file)).toBe(before + 1);
  }
  expect(db.prepare("SELECT count(*) FROM word").pluck().get()).toBe(9);
  expect(broken).toEqual([]);
});

test("the fewer pages writes take, the more of them come between two checkpoints", async ({ onTestFinished }) => {
  const { checkpoints, write, ended } = startCheckpoints(onTestFinished, { walPages: 100 });
  // Two pages each, and some for the table: 8,001 writes have taken some 24 pages.
  for (let word = 0; word < 10; word += 1) write("a".repeat(3_500));
  expect(checkpoints.pause(8_000)).toBe(null);
  await ended();
  expect(checkpoints.pause(20_000)).toBe(null);
  for (let look = 0; look < 50; look += 1) {
    expect(checkpoints.pause(0)).toBe(null);
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  expect(checkpoints.pause(110_000)).toBe(null);
  await ended();
});

test("what a reader of an older state kept in the log is worked in soon after it went, however few writes come", async ({
  onTestFinished,
}) => {
  const { file, checkpoints, write, ended } = startCheckpoints(onTestFinished, { retryMs: 5 });
  const reader = new Database(file, { readonly: true });
  reader.exec("BEGIN");
  reader.prepare("SELECT count(*) FROM word").get();
  write("one");
  expect(checkpoints.pause(8_000)).toBe(null);
  await ended();
  const before = beginnings(file);
  write("two");
  expect(beginnings(file)).toBe(before);
  reader.close();
  await ended();
  write("three");
  expect(beginnings(file)).toBe(before + 1);
});

test("a log that a reader of an older state made large is cut when it begins anew", async ({ onTestFinished }) => {
  const folder = mkdtempSync(join(tmpdir(), "hutong-checkpoints-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "chat.sqlite");
  const store = openSqliteStore(file);
  let number = 0;
  const append = (count: number, text: string) =>
    Promise.all(
      Array.from({ length: count }, () =>
        store.append({
          from: "alice",
          to: "bob",
          key: String((number += 1)),
          text,
          at: new Date(),
          reportsJson: NO_REPORTS,
          contextJson: null,
          isPending: false,
        }),
      ),
    );
  const bytes = () => statSync(`${file}-wal`).size;
  await append(1, "hello");
  const reader = new Database(file, { readonly: true });
  reader.exec("BEGIN");
  reader.prepare("SELECT count(*) FROM message").get();
  while (bytes() <= MAX_KEPT_WAL_BYTES) await append(10, "a".repeat(1_000_000));
  reader.close();
  // By then a checkpoint was due, and the write that comes after it begins the log anew.
  await expect
    .poll(async () => {
      await append(1_000, "hello");
      return bytes();
    })
    .toBeLessThanOrEqual(MAX_KEPT_WAL_BYTES);
  await store.close();
});

test("when its thread cannot work, the store is told to do it by itself, and nobody rests for ever", async () => {
  let isBroken = false;
  const broke = new Promise<void>((resolve) => {
    const checkpoints = createCheckpoints("/nowhere/chat.sqlite", () => {
      isBroken = true;
      resolve();
    });
    expect(checkpoints.pause(9_000)).toBe(null);
  });
  await broke;
  expect(isBroken).toBe(true);
});
