import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { plannedOnce, planOnce } from "../../src/store/sqlite/plan-once.ts";

test("a parameter of a read, or beside an order, is hidden from the planner; text and comments stay", () => {
  expect(plannedOnce("SELECT a FROM t WHERE b = ? AND c > @from ORDER BY c LIMIT ?2")).toBe(
    "SELECT a FROM t WHERE b = coalesce(?, NULL) AND c > coalesce(@from, NULL) ORDER BY c LIMIT coalesce(?2, NULL)",
  );
  expect(plannedOnce(`SELECT max(a) FROM t WHERE b <> '@a''?' AND "c?" = ? -- or @d?\n`)).toBe(
    `SELECT max(a) FROM t WHERE b <> '@a''?' AND "c?" = coalesce(?, NULL) -- or @d?\n`,
  );
  expect(plannedOnce("\n  SELECT c FROM t JOIN u ON u.a = t.a WHERE t.a = ?")).toBe(
    "\n  SELECT c FROM t JOIN u ON u.a = t.a WHERE t.a = coalesce(?, NULL)",
  );
  const plain = "INSERT INTO t SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM t WHERE a = ?)";
  expect(plannedOnce(plain)).toBe(plain);
});

test("a statement planned once takes and gives what it did", () => {
  const db = new Database(":memory:");
  planOnce(db);
  db.exec("CREATE TABLE t (a INTEGER, b TEXT) STRICT; INSERT INTO t VALUES (1, 'x'), (2, 'x'), (3, NULL)");
  const byPlace = db.prepare<[string, number], number>("SELECT a FROM t WHERE b = ? ORDER BY a DESC LIMIT ?").pluck();
  expect([byPlace.all("x", 1), byPlace.all("x", 5), byPlace.all("y", 5)]).toEqual([[2], [2, 1], []]);
  const byName = db.prepare<{ b: string | null }, number>("SELECT max(a) FROM t WHERE b IS @b").pluck();
  expect([byName.get({ b: "x" }), byName.get({ b: null })]).toEqual([2, 3]);
  db.close();
});
