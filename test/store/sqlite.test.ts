import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, expect, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { jsonText } from "../../src/input/json.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { CaseActor } from "../../src/store/cases.ts";
import type { Device } from "../../src/store/users.ts";
import { botContract } from "../contracts/bots.ts";
import { caseContract } from "../contracts/cases.ts";
import { logContract } from "../contracts/log.ts";
import { webhookContract } from "../contracts/webhooks.ts";
import { keptJsonPlaces } from "../contracts/kept-json-places.ts";
import { storeModel } from "../contracts/store-model.ts";
import { storeContract } from "../contracts/store.ts";
import { temporaryFolder } from "../support/folder.ts";

const folder = temporaryFolder(afterAll);

const fileOf = (name: string) => join(folder, `${name}.sqlite`);
const message = (key: string) => ({
  from: "a",
  to: "b",
  key,
  text: key,
  at: new Date(0),
  reportsJson: NO_REPORTS,
  contextJson: null,
  isPending: false,
});

// With indexes that are written all the time, in pieces of few.
storeModel("sqlite", async (name) =>
  openSqliteStore(name === null ? ":memory:" : fileOf(name), { lag: { mostLate: 5, step: 2 } }),
);

storeContract("sqlite", async (name) => openSqliteStore(name === null ? ":memory:" : fileOf(name)));

logContract("sqlite", async (name) => openSqliteStore(name === null ? ":memory:" : fileOf(name)));

botContract("sqlite", async (name) => openSqliteStore(name === null ? ":memory:" : fileOf(name)));

caseContract("sqlite", async (name) => openSqliteStore(name === null ? ":memory:" : fileOf(name)));
webhookContract("sqlite", async (name) => openSqliteStore(name === null ? ":memory:" : fileOf(name)));

test("an inbox keeps the latest 100 000 entries", async () => {
  const path = fileOf("inbox");
  const store = openSqliteStore(path);
  await store.markBot("b");
  await store.append(message("1"));
  await store.append(message("2"));
  const other = new Database(path);
  // As if so many had come since.
  other.exec("UPDATE bot SET last_sn = 100000");
  other.close();
  await store.append(message("3"));
  expect((await store.inboxAfter("b", 0, 9)).map(({ sn }) => sn)).toEqual([2, 100_001]);
  await store.close();
});

test("[P1] sqlite syncs every commit to disk", async () => {
  const store = openSqliteStore(fileOf("sync"));
  await store.append(message("k"));
  const other = new Database(fileOf("sync"), { readonly: true });
  expect(other.pragma("journal_mode", { simple: true })).toBe("wal");
  expect(other.prepare("SELECT count(*) FROM message").pluck().get()).toBe(1);
  other.close();
  await store.close();
});

test("[P1] a store that cannot write acknowledges nothing, keeps serving reads, and recovers by itself", async () => {
  const store = openSqliteStore(fileOf("locked"));
  const { conversation } = await store.append(message("1"));
  const other = new Database(fileOf("locked"), { timeout: 0 });
  other.exec("BEGIN IMMEDIATE");
  const refused = store.append(message("2"));
  await expect(refused).rejects.toMatchObject({ code: "unavailable" });
  expect(store.health()).toEqual({ writable: false, because: "SQLITE_BUSY" });
  expect((await store.messagesAfter("b", conversation.id, 0, 10)).length).toBe(1);
  other.exec("COMMIT");
  other.close();
  expect((await store.append(message("3"))).message.seq).toBe(2);
  expect(store.health()).toEqual({ writable: true, because: null });
  await store.close();
});

test("[P1] a full disk refuses the message whole and takes the next when there is room", async () => {
  const path = fileOf("full");
  const store = openSqliteStore(path);
  const { conversation } = await store.append(message("1"));
  // SQLite answers a reached page limit as it answers a full disk.
  const limit = new Database(path);
  const pages = Number(limit.pragma("page_count", { simple: true }));
  limit.close();
  const small = openSqliteStore(path, { maxPages: pages });
  const large = { ...message("2"), text: "x".repeat(100_000) };
  const together = await Promise.allSettled([small.append(message("small")), small.append(large)]);
  expect(together.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(small.health().because).toBe("SQLITE_FULL");
  expect((await small.messagesAfter("a", conversation.id, 0, 10)).map(({ seq }) => seq)).toEqual([1]);
  expect((await small.append(message("small"))).message.seq).toBe(2);
  expect((await store.append(large)).message.seq).toBe(3);
  await Promise.all([small.close(), store.close()]);
});

test("[P2] two programs on one file keep one sequence", async () => {
  const one = openSqliteStore(fileOf("two"));
  const other = openSqliteStore(fileOf("two"));
  for (const store of [one, other, one, other]) await store.append(message(crypto.randomUUID()));
  const accepted = await Promise.all(
    Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? one : other).append(message(`k${index}`))),
  );
  const seqs = accepted.map((each) => each.message.seq).sort((a, b) => a - b);
  expect(seqs).toEqual(Array.from({ length: 40 }, (_, index) => index + 5));
  await Promise.all([one.close(), other.close()]);
});

test("a device that comes back as it was within a day changes nothing on disk", async () => {
  const store = openSqliteStore(fileOf("seen"));
  const other = new Database(fileOf("seen"), { readonly: true });
  const phone: Device = { user: "ann", device: "phone", os: "ios", version: "8.0.13", locale: "vi" };
  const kept = other.prepare("SELECT version, seen_at AS seenAt FROM device").raw();
  const seen = async (device: Device, atMs: number) => {
    await store.rememberDevice(device, new Date(atMs));
    return kept.all();
  };
  expect(await seen(phone, 1_000)).toEqual([["8.0.13", 1_000]]);
  expect(await seen(phone, 86_400_999)).toEqual([["8.0.13", 1_000]]);
  expect(await seen(phone, 86_401_000)).toEqual([["8.0.13", 86_401_000]]);
  expect(await seen({ ...phone, version: "8.0.14" }, 86_401_001)).toEqual([["8.0.14", 86_401_001]]);
  other.close();
  await store.close();
});

test("a damaged file is refused at the start, not served", async () => {
  const path = fileOf("damaged");
  writeFileSync(path, "this is no database, however long it is made to be ".repeat(200));
  expect(() => openSqliteStore(path)).toThrow("damaged");
});

test("a fault of what is kept as JSON names a column that is there", async () => {
  const path = fileOf("columns");
  await openSqliteStore(path).close();
  const db = new Database(path, { readonly: true });
  const columns = db
    .prepare("SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'")
    .pluck()
    .all();
  db.close();
  expect(columns).toEqual(expect.arrayContaining([...keptJsonPlaces()]));
});

test("cases of an earlier program are counted in figures, what was reversed too", async () => {
  const path = fileOf("counted");
  const store = openSqliteStore(path);
  const at = new Date("2026-11-28T12:00:00Z");
  const mo: CaseActor = { user: "mo", roles: ["operator"], token: null };
  for (const seq of [1, 2, 3]) {
    const host = `${seq}.example`;
    await store.complain(
      {
        user: "ann",
        kind: "harmful",
        about: "bob",
        category: null,
        note: "\0",
        at,
        host,
        target: { kind: "link", conversation: "c", seq, index: 0 },
        subject: { kind: "link", entry: host },
      },
      { maxOpen: 9, maxPerHour: 9 },
    );
  }
  const all = { stages: ["received"], direction: null, host: null, after: null, limit: 9 } as const;
  const wish = { decision: "dismiss", effect: null, reason: "nothing", isWide: false } as const;
  const ids = (await store.cases(all)).cases.map(({ file }) => file.id);
  for (const id of ids) await store.act(id, 1, { do: "decide", wish, fourEyes: "wide" }, mo, at);
  await store.act(ids[0] ?? "", 2, { do: "undo" }, mo, at);
  const figures = () => store.figures(at, new Date(at.getTime() + 1), at);
  const now = await figures();
  expect(now).toMatchObject({ received: 3, complaints: 3, decided: 3, reversed: 1, medianMs: 0 });
  await store.close();
  const db = new Database(path);
  db.exec("DROP TABLE case_round; DROP TABLE case_decision");
  for (const step of ["0022-figures", "0027-reporters", "0028-checks", "0029-confirmers"]) {
    const sql = readFileSync(new URL(`../../src/store/sqlite/migrations/${step}.sql`, import.meta.url), "utf8");
    for (const statement of sql.split(";\n")) if (/case_round|case_decision/u.test(statement)) db.exec(statement);
  }
  db.close();
  const again = openSqliteStore(path);
  // Neither how long each took was kept, nor which were drawn.
  expect(await again.figures(at, new Date(at.getTime() + 1), at)).toEqual({
    ...now,
    medianMs: null,
    checks: { ...now.checks, drawn: 0 },
  });
  await again.close();
});

test("a database of a later program is refused", async () => {
  const path = fileOf("later");
  await openSqliteStore(path).close();
  const db = new Database(path);
  db.pragma("user_version = 99");
  db.close();
  expect(() => openSqliteStore(path)).toThrow("later program");
});

test("what was handed in before close is on disk after it, and nothing is taken afterwards", async () => {
  const store = openSqliteStore(fileOf("closing"));
  const last = store.append(message("last"));
  await store.close();
  expect((await last).message.seq).toBe(1);
  await expect(store.append(message("late"))).rejects.toMatchObject({ code: "unavailable" });
  const again = openSqliteStore(fileOf("closing"));
  expect((await again.heads("a")).size).toBe(1);
  await again.close();
});

test("what was deleted is not in the files any more", async () => {
  const path = fileOf("deleted");
  const store = openSqliteStore(path);
  const { id } = (
    await store.append({
      ...message("secret"),
      text: "secret-words",
      reportsJson: jsonText<never>('["secret-evidence"]'),
    })
  ).conversation;
  for (let index = 0; index < 50; index += 1) await store.append(message(`k${index}`));
  await store.recordResolutions({
    conversation: id,
    seq: 1,
    index: 0,
    cause: "resolved",
    resolutions: jsonText<never>('["secret-resolution"]'),
    isSettled: true,
    at: new Date(0),
  });
  await store.close();
  const words = (file: string) =>
    ["words", "evidence", "resolution"].map((each) => readFileSync(file).includes(`secret-${each}`));
  expect(words(path)).toEqual([true, true, true]);
  const again = openSqliteStore(path);
  await again.deleteMessage("a", id, 1, new Date(0));
  await again.close();
  expect(words(path)).toEqual([false, false, false]);
});

test("[P3] a key whose text an earlier program took is taken for a retry, unless it names another addressee", async () => {
  const path = fileOf("earlier");
  const store = openSqliteStore(path);
  const { id } = (await store.append(message("k"))).conversation;
  await store.deleteMessage("a", id, 1, new Date(0));
  await store.close();
  const db = new Database(path);
  db.exec("UPDATE message SET digest = NULL");
  db.close();
  const again = openSqliteStore(path);
  expect(await again.append({ ...message("k"), text: "who knows" })).toMatchObject({ isRepeat: true });
  await expect(again.append({ ...message("k"), to: "c" })).rejects.toMatchObject({ code: "key_reused" });
  await again.close();
});

test("[P3] equal texts leave unequal digests behind, and an erased user none", async () => {
  const path = fileOf("digests");
  const store = openSqliteStore(path);
  const digests = () => {
    const db = new Database(path, { readonly: true });
    const found = db.prepare<[], Buffer | null>("SELECT digest FROM message").pluck().all();
    db.close();
    return found.map((each) => each?.toString("hex") ?? null);
  };
  const { id } = (await store.append({ ...message("1"), text: "yes" })).conversation;
  await store.append({ ...message("2"), text: "yes" });
  expect(digests()).toEqual([null, null]);
  for (const seq of [1, 2]) await store.deleteMessage("a", id, seq, new Date(0));
  expect(new Set(digests()).size).toBe(2);
  expect(digests()[0]).toHaveLength(64);
  while (!(await store.erase("a", { pseudonym: "~gone", at: new Date(0), limit: 10 })));
  expect(digests()).toEqual([null, null]);
  await store.close();
});

test("an event that is broken on disk is told by its column, without a word of it", async () => {
  const path = fileOf("broken-event");
  const store = openSqliteStore(path);
  const group = { by: "ann", key: "g", title: "group", members: ["bo"], maxMembers: 9, at: new Date(0) };
  const { conversation } = await store.createGroup(group);
  const other = new Database(path);
  for (const broken of ['{"kind":"created","users":["secret",7]}', '{"secret']) {
    other.prepare("UPDATE message SET event = ? WHERE seq = 1").run(broken);
    const reading = store.messagesAfter("bo", conversation.id, 0, 10);
    await expect(reading).rejects.toThrow("message.event: expected");
    await expect(reading).rejects.not.toThrow(/secret/u);
  }
  other.close();
  await store.close();
});
