import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { createCheckpoints } from "../../src/store/sqlite/checkpoints.ts";

/** How often the WAL was restarted: bytes 12 to 15 of its header (https://www.sqlite.org/fileformat2.html#walformat). */
function beginnings(file: string): number {
  return readFileSync(`${file}-wal`).readUInt32BE(12);
}

test("a log is worked into the file beside the writes, and begun anew after they rested", async ({
  onTestFinished,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "hutong-checkpoints-"));
  const file = join(folder, "chat.sqlite");
  const db = new Database(file);
  db.pragma("journal_mode = WAL");
  db.pragma("wal_autocheckpoint = 0");
  db.exec("CREATE TABLE word (word TEXT)");
  const write = (word: string) => db.prepare("INSERT INTO word VALUES (?)").run(word);
  const broken: string[] = [];
  const checkpoints = createCheckpoints(file, () => broken.push("broken"));
  onTestFinished(async () => {
    await checkpoints.close();
    db.close();
    rmSync(folder, { recursive: true });
  });
  for (let round = 1; round <= 3; round += 1) {
    write(`before ${round}`);
    expect(checkpoints.pause(1)).toBe(null);
    // This many begin one; nobody rests yet.
    expect(checkpoints.pause(9_000)).toBe(null);
    write(`beside ${round}`);
    let pause = checkpoints.pause(1);
    for (; pause === null; pause = checkpoints.pause(0)) await new Promise((resolve) => setImmediate(resolve));
    await pause;
    const before = beginnings(file);
    write(`after ${round}`);
    expect(beginnings(file)).toBe(before + 1);
  }
  expect(db.prepare("SELECT count(*) FROM word").pluck().get()).toBe(9);
  expect(broken).toEqual([]);
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
