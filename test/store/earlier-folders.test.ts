import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, expect, test } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { temporaryFolder } from "../support/folder.ts";

const folder = temporaryFolder(afterAll);
const MIGRATIONS = new URL("../../src/store/sqlite/migrations/", import.meta.url);

/** A database as it was before a step, which `fill` fills. */
function earlier(step: string, fill: (db: Database.Database) => void): string {
  const path = join(folder, `${step}.sqlite`);
  const db = new Database(path);
  const steps = readdirSync(MIGRATIONS)
    .sort()
    .filter((name) => name < step);
  for (const name of steps) db.exec(readFileSync(new URL(name, MIGRATIONS), "utf8"));
  db.pragma(`user_version = ${steps.length}`);
  fill(db);
  db.close();
  return path;
}

test("what blocks a host is known by its name also of an entry that an earlier program decided", async () => {
  const entries = [
    "evil.example",
    "Evil.example/slots/",
    "https://evil.example/a?b=1",
    "http://evil.example:8443/a",
    "evil.example?b=/c:d",
  ];
  const path = earlier("0025", (db) => {
    const insert = db.prepare("INSERT INTO case_effect (case_id, number, effect, until_at, at) VALUES (?, ?, ?, ?, 0)");
    for (const [index, entry] of entries.entries())
      insert.run(`case ${index}`, index + 1, JSON.stringify({ kind: "exception", entry, untilMs: null }), null);
    insert.run("of a person", 8, JSON.stringify({ kind: "suspend", user: "troll", untilMs: 9 }), 9);
    insert.run("of nothing", 9, null, null);
  });
  await openSqliteStore(path).close();
  const db = new Database(path, { readonly: true });
  const hosts = db.prepare("SELECT host FROM case_effect ORDER BY number").pluck().all();
  db.close();
  expect(hosts).toEqual([...entries.map(() => "evil.example"), null, null]);
});

test("who complained in a round of an earlier program is known to have been right, as its last decision stands", async () => {
  const decided = (number: number, outcome: string, more: object = {}) => ({
    number,
    round: 1,
    outcome,
    reviews: null,
    undone: null,
    ...more,
  });
  const files: Readonly<Record<string, readonly object[]>> = {
    dismissed: [decided(1, "dismissed")],
    upheld: [decided(1, "dismissed", { undone: { by: "mo", atMs: 1 } }), decided(2, "upheld")],
    overturned: [decided(1, "dismissed"), decided(2, "overturned", { reviews: 1 })],
    "overturned again": [decided(1, "upheld"), decided(2, "overturned", { reviews: 1 })],
    "undecided in this round": [decided(1, "upheld", { round: 2 })],
  };
  const path = earlier("0027", (db) => {
    const addFile = db.prepare("INSERT INTO case_file VALUES (?, ?, 'harmful', NULL, 'decided', 1, 1, 0, 0, 0, ?)");
    const addRound = db.prepare("INSERT INTO case_round (case_id, round, opened_at) VALUES (?, 1, 0)");
    for (const [id, decisions] of Object.entries(files)) {
      addFile.run(id, id, JSON.stringify({ decisions }));
      addRound.run(id);
    }
  });
  await openSqliteStore(path).close();
  const db = new Database(path, { readonly: true });
  const right = db.prepare("SELECT case_id, was_right FROM case_round").raw().all() as [string, number | null][];
  db.close();
  expect(Object.fromEntries(right)).toEqual({
    dismissed: 0,
    upheld: 1,
    overturned: 1,
    "overturned again": 0,
    "undecided in this round": null,
  });
});

test("accounts of an earlier program are as old as what is known of them", async () => {
  const path = earlier("0026", (db) => {
    db.exec(`INSERT INTO conversation (row, id, kind, made_at) VALUES (1, 'c', 'group', 100)`);
    const say = db.prepare(
      "INSERT INTO message (row, conversation, seq, sender, key, at, text) VALUES (?, 1, ?, 'ann', ?, ?, '')",
    );
    for (const seq of [1, 2, 3]) say.run(seq, seq, String(seq), seq * 100);
    db.exec("INSERT INTO message_place SELECT conversation, seq, row FROM message");
    const join = db.prepare("INSERT INTO member (user, conversation, from_seq) VALUES (?, 1, ?)");
    for (const [user, from] of [
      ["ann", 1],
      ["bob", 3],
      ["never signed in", 2],
    ] as const)
      join.run(user, from);
    const see = db.prepare("INSERT INTO device (user, device, os, locale, seen_at) VALUES (?, ?, 'web', 'en', ?)");
    for (const [user, device, at] of [
      ["ann", "d", 900],
      ["bob", "d", 900],
      ["cy", "new", 900],
      ["cy", "old", 700],
    ] as const)
      see.run(user, device, at);
  });
  const store = openSqliteStore(path);
  const since = await store.accountsSince(["ann", "bob", "cy", "never signed in"]);
  await store.close();
  expect([...since].map(([user, at]) => [user, at.getTime()])).toEqual([
    ["ann", 100],
    ["bob", 300],
    ["cy", 700],
  ]);
});
