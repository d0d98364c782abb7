import { copyFileSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import Database from "better-sqlite3";
import { afterAll, expect, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { LAG } from "../../src/store/sqlite/arrivals.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { temporaryFolder } from "../support/folder.ts";

const folder = temporaryFolder(afterAll);
const fileOf = (name: string) => join(folder, `${name}.sqlite`);
const said = (from: string, to: string, key: string) => ({
  from,
  to,
  key,
  text: `${from} ${key}`,
  at: new Date(1_000),
  reportsJson: NO_REPORTS,
  contextJson: null,
  isPending: false,
});

/** All that five people see of each other: their conversations in order, and what each wrote by key. */
async function seen(store: Store) {
  const all: Record<string, unknown> = {};
  for (const user of ["a", "b", "c", "d", "e"]) {
    const heads = await store.heads(user);
    const texts: Record<string, readonly string[]> = {};
    for (const id of heads.keys()) {
      const messages = await store.messagesAfter(user, id, 0, 1_000);
      expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_message, index) => index + 1));
      expect((await store.messagesBefore(user, id, null, 1_000)).map(({ text }) => text)).toEqual(
        messages.map(({ text }) => text),
      );
      expect(heads.get(id)?.seq).toBe(messages.length);
      texts[id] = messages.map(({ text }) => text);
    }
    all[user] = { texts, written: (await store.writtenBy(user, null, 1_000)).map(({ key }) => key) };
  }
  return all;
}

test("no statement reads messages but by an index, however many wait for theirs", async () => {
  const prepared = new Map<string, Database.Database>();
  // oxlint-disable-next-line typescript/unbound-method -- it is called with the `this` it is called with
  const { prepare } = Database.prototype;
  Database.prototype.prepare = function recorded(this: Database.Database, sql: string) {
    prepared.set(sql, this);
    return prepare.call(this, sql);
  } as typeof prepare;
  const store = openSqliteStore(fileOf("plans"));
  Database.prototype.prepare = prepare;
  const plans: string[] = [];
  const own = [...prepared].filter(([sql]) => !/^(?:INSERT|UPDATE)/u.test(sql));
  // A parameter that SQLite sees beside an order or in a limit has the statement planned again for each run.
  const isSeen = (sql: string) => /LIMIT|ORDER BY/u.test(sql) && /[?@](?!\w*, NULL\))/u.test(sql);
  expect(own.map(([sql]) => sql).filter(isSeen)).toEqual([]);
  for (const [sql, db] of own) {
    if (!/\b(message|said|placed|keyed|late_\w+)\b/u.test(sql) || /^SELECT count\(\*\) FROM late_place$/u.test(sql))
      continue;
    // What a parameter is does not change the plan.
    const plan = db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql.replaceAll(/@\w+|\?/gu, "'1'")}`).all();
    for (const { detail } of plan) {
      const isScan =
        /^SCAN (?!CONSTANT|u\b|q\b|mine\b|\(subquery)/u.test(detail) && !/USING INDEX message_pending/u.test(detail);
      if (isScan || detail.includes("AUTOMATIC")) plans.push(`${detail}: ${sql}`);
    }
  }
  expect(own.length).toBeGreaterThan(40);
  expect(plans).toEqual([]);
  await store.close();
});

test("the first step writes no more of what waited than any other", async () => {
  const path = fileOf("steps");
  const store = openSqliteStore(path, { lag: { mostLate: 40, step: 2 } });
  const beside = new Database(path, { readonly: true });
  const written = beside.prepare<[], number>("SELECT count(*) FROM message_place").pluck();
  let most = 0;
  for (let index = 0, before = 0; index < 60; index += 1) {
    await store.append(said("a", "b", String(index)));
    const now = written.get() ?? 0;
    most = Math.max(most, now - before);
    before = now;
  }
  // Two, and four for the message that came with them; a commit may hold two steps.
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(12);
  beside.close();
  await store.close();
});

test("[P1] whatever moment a kill comes at, all that was acknowledged is found by place and by key", async () => {
  const path = fileOf("killed");
  const store = openSqliteStore(path, { lag: { mostLate: 7, step: 2 } });
  const people = ["a", "b", "c", "d", "e"];
  for (let index = 0; index < 60; index += 1) {
    const from = people[index % 5] ?? "";
    const to = people[(index * 3 + 1) % 5] ?? "";
    // Keys that come in no order.
    await store.append(said(from, to, `${(index * 37) % 101}`));
    const copy = fileOf(`killed-${index}`);
    for (const end of ["", "-wal"]) copyFileSync(`${path}${end}`, `${copy}${end}`);
    const found = openSqliteStore(copy, { lag: { mostLate: 3, step: 1 } });
    const all = await seen(found);
    expect(all).toEqual(await seen(store));
    // Known keys are known, and what goes on goes on in its place.
    expect((await found.append(said(from, to, `${(index * 37) % 101}`))).isRepeat).toBe(true);
    expect(await seen(found)).toEqual(all);
    await found.append(said(from, to, "another"));
    await found.close();
    const again = openSqliteStore(copy);
    expect((await again.append(said(from, to, "another"))).isRepeat).toBe(true);
    await again.close();
  }
  await store.close();
});

test("what one program writes into the indexes another finds there", async () => {
  const lag = { mostLate: 3, step: 1 };
  const [one, other] = [openSqliteStore(fileOf("both"), { lag }), openSqliteStore(fileOf("both"), { lag })];
  for (let index = 0; index < 40; index += 1) {
    await (index % 3 === 0 ? other : one).append(said("a", index % 2 === 0 ? "b" : "c", `${index}`));
    expect(await seen(one)).toEqual(await seen(other));
  }
  expect((await one.append(said("a", "b", "0"))).isRepeat).toBe(true);
  expect((await other.append(said("a", "c", "39"))).isRepeat).toBe(true);
  await Promise.all([one.close(), other.close()]);
});

test("a message costs the disk less than a kilobyte, in however many conversations", async () => {
  const path = fileOf("bytes");
  const store = openSqliteStore(path);
  const pairs = Array.from({ length: 500 }, (_pair, index) => [`a${index}`, `b${index}`] as const);
  const round = (key: string) => Promise.all(pairs.map(([from, to]) => store.append(said(from, to, key))));
  await round("first");
  const size = () => statSync(`${path}-wal`).size;
  const before = size();
  for (let index = 0; index < 10; index += 1) await round(`${index}`);
  expect((size() - before) / 5_000).toBeLessThan(1_000);
  await store.close();
});

test("the indexes of many messages are written behind, and whole when the store is closed", async () => {
  const path = fileOf("behind");
  const store = openSqliteStore(path);
  const total = LAG.mostLate + 20_000;
  for (let from = 0; from < total; from += 2_000) {
    await Promise.all(
      Array.from({ length: Math.min(2_000, total - from) }, (_, at) =>
        store.append(said(`a${at % 50}`, "b", `${from + at}`)),
      ),
    );
  }
  const db = new Database(path, { readonly: true });
  const counts = () =>
    db.prepare("SELECT (SELECT count(*) FROM message_place), (SELECT count(*) FROM message_key)").raw().get();
  const [places, keys] = counts() as [number, number];
  expect(places).toBeGreaterThanOrEqual(LAG.mostLate);
  expect(keys).toBeGreaterThan(0);
  expect(keys).toBeLessThan(total);
  await store.close();
  expect(counts()).toEqual([total, total]);
  db.close();
});

test("a folder of an earlier program keeps every message, key and update in its place", async () => {
  const path = fileOf("earlier");
  const db = new Database(path);
  const migrations = new URL("../../src/store/sqlite/migrations/", import.meta.url);
  const earlier = readdirSync(migrations)
    .sort()
    .filter((name) => name < "0017");
  for (const name of earlier) db.exec(readFileSync(new URL(name, migrations), "utf8"));
  db.pragma(`user_version = ${earlier.length}`);
  db.exec(
    "INSERT INTO conversation (row, id, kind, made_at, one, other) VALUES (1, 'c_00000000000000000000000001', 'one_to_one', 0, 'a', 'b'), (2, 'c_00000000000000000000000002', 'one_to_one', 0, 'a', 'c')",
  );
  db.exec("INSERT INTO member (user, conversation) VALUES ('a', 1), ('b', 1), ('a', 2), ('c', 2)");
  const insert = db.prepare(
    "INSERT INTO message (conversation, seq, sender, key, at, text, is_pending) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  for (let seq = 1; seq <= 30; seq += 1)
    for (const row of [1, 2])
      insert.run(row, seq, "a", `${row} ${seq}`, 1_000 + seq, `a ${row} ${seq}`, Number(seq === 30));
  db.close();
  const store = openSqliteStore(path);
  const all = (await seen(store)) as Record<string, { written: string[]; texts: Record<string, string[]> }>;
  expect(all["a"]?.written).toHaveLength(60);
  expect(Object.values(all["b"]?.texts ?? {})).toEqual([Array.from({ length: 30 }, (_, at) => `a 1 ${at + 1}`)]);
  expect((await store.append({ ...said("a", "b", "1 7"), text: "a 1 7" })).message.seq).toBe(7);
  expect((await store.append(said("a", "b", "31"))).message.seq).toBe(31);
  const lease = { holder: "h", until: new Date(9_000) };
  expect((await store.claimPending(10, lease, new Date(5_000))).map(({ seq }) => seq)).toEqual([30, 30]);
  await store.close();
});

test("[P1] what a full disk takes back of the indexes is written later", async () => {
  const path = fileOf("full");
  const first = openSqliteStore(path);
  await first.append(said("a", "b", "first"));
  await first.close();
  const limit = new Database(path);
  const pages = Number(limit.pragma("page_count", { simple: true }));
  limit.close();
  const store = openSqliteStore(path, { lag: { mostLate: 12, step: 1 }, maxPages: pages + 40 });
  const large = (key: string) => ({ ...said("a", "b", key), text: "x".repeat(300_000) });
  const kept = ["first"];
  for (let index = 0; index < 40; index += 1) {
    const to = index % 2 === 0 ? "b" : "c";
    const alone = store.append(said("a", to, `${index}`));
    // While it is written the next batch gathers: a step of the indexes and, each other time, what does not fit.
    await setImmediate();
    const isFull = index % 2 === 1;
    const batch = [said("a", to, `${index} small`), ...(isFull ? [large(`${index} large`)] : [])];
    const outcomes = await Promise.allSettled([alone, ...batch.map((each) => store.append(each))]);
    const status = isFull ? "rejected" : "fulfilled";
    expect(outcomes.map((each) => each.status)).toEqual(["fulfilled", ...batch.map(() => status)]);
    kept.push(`${index}`, ...(isFull ? [] : [`${index} small`]));
    const copy = fileOf(`full-${index}`);
    for (const end of ["", "-wal"]) copyFileSync(`${path}${end}`, `${copy}${end}`);
    const found = openSqliteStore(copy);
    const all = (await seen(found)) as Record<string, { written: readonly string[] }>;
    expect(new Set(all["a"]?.written)).toEqual(new Set(kept));
    for (const key of kept)
      expect(await found.append(said("a", "b", key)).catch(({ code }) => code)).not.toMatchObject({ isRepeat: false });
    await found.close();
  }
  await store.close();
});
