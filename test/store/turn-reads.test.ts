import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, expect, test } from "vitest";
import { createTurnReads } from "../../src/store/sqlite/turn-reads.ts";
import { temporaryFolder } from "../support/folder.ts";

const folder = temporaryFolder(afterAll);
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Two connections to one file: one reads by turns, the other is another process. */
function openTwo(name: string) {
  const path = join(folder, `${name}.sqlite`);
  const [db, other] = [new Database(path), new Database(path)];
  db.pragma("journal_mode = WAL");
  db.exec("CREATE TABLE word (word TEXT)");
  let transactions = 0;
  const reads = createTurnReads(db, () => (transactions += 1));
  const count = db.prepare<[], number>("SELECT count(*) FROM word").pluck();
  return {
    db,
    reads,
    transactions: () => transactions,
    read: () => {
      reads.begin();
      return count.get();
    },
    writeElsewhere: () => other.exec("INSERT INTO word VALUES ('one')"),
  };
}

test("reads of one turn share one look at the file, and the next turn sees what came", async () => {
  const { read, writeElsewhere, transactions } = openTwo("turns");
  expect(read()).toBe(0);
  writeElsewhere();
  expect([read(), transactions()]).toEqual([0, 1]);
  await nextTurn();
  expect([read(), transactions()]).toEqual([1, 2]);
});

test("a write ends what reads in its turn, and reads of its own transaction begin none", () => {
  const { db, reads, read, transactions } = openTwo("write");
  read();
  reads.end();
  db.exec("BEGIN IMMEDIATE; INSERT INTO word VALUES ('own')");
  expect([read(), transactions()]).toEqual([1, 1]);
  reads.end();
  expect(db.inTransaction).toBe(true);
  db.exec("COMMIT");
});

test("what a failed read has ended already is not ended again", async () => {
  const { db, read } = openTwo("failed");
  read();
  // As SQLite does itself when memory or the disk fails.
  db.exec("ROLLBACK");
  await nextTurn();
  expect(read()).toBe(0);
});
