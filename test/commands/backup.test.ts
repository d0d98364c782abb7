import { chownSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { DATABASE_FILE } from "../../src/config.ts";
import { restore as restoreFile } from "../../src/store/sqlite/backup.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { copiesDuring } from "../support/doubles/copies-during.ts";
import { runCli, runHere } from "../support/programs/cli.ts";
import { serve } from "../support/programs/data-folder.ts";
import { temporaryFolder } from "../support/folder.ts";

test("[P1] a backup taken while people write holds every message acknowledged before it began, in order", async ({
  onTestFinished,
}) => {
  const folder = temporaryFolder(onTestFinished);
  const data = join(folder, "data");
  const gateway = await serve(data, onTestFinished, ["--limit", "maxSendsPerWindow=1000000"]);
  const alice = await gateway.join("alice");
  const texts: string[] = [];
  const enough = new AbortController();
  const write = async () => {
    for (let index = 0; !enough.signal.aborted; index += 1) {
      await alice.send("bob", `message ${index}`);
      texts.push(`message ${index}`);
    }
  };
  const writing = write();
  await expect.poll(() => texts.length).toBeGreaterThan(20);
  const backUp = async (name: string) => {
    const before = texts.length;
    const file = join(folder, name);
    // In a process of its own: this one would hear of nothing that is written meanwhile.
    const result = await runCli(["backup", file, "--data", data]);
    return { before, file, result, during: texts.length };
  };
  let taken = await backUp("backup.sqlite");
  // A gateway whose machine stalls for so long writes nothing meanwhile; not again and again.
  for (let again = 1; taken.during === taken.before && again < 5; again += 1) taken = await backUp(`${again}.sqlite`);
  const { before, file, result, during } = taken;
  enough.abort();
  await writing;
  expect(result).toMatchObject({ code: 0, stdout: "" });
  expect(result.stderr).toMatch(/^\d+ messages of 1 conversations are in /u);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  // It wrote on meanwhile.
  expect(during).toBeGreaterThan(before);
  const copy = openSqliteStore(file);
  onTestFinished(() => copy.close());
  const [item] = await copy.conversations("bob");
  const kept = await copy.messagesAfter("bob", item?.conversation.id ?? "", 0, 100_000);
  expect(kept.length).toBeGreaterThanOrEqual(before);
  expect(kept.map(({ seq, text }) => [seq, text])).toEqual(kept.map((_, index) => [index + 1, `message ${index}`]));
  expect((await runHere(["backup", file, "--data", data])).code).toBe(1);
});

test("a packed backup, one of PostgreSQL, and a copied file whose latest messages are in its -wal are told as that", async ({
  onTestFinished,
}) => {
  const folder = temporaryFolder(onTestFinished);
  const live = join(folder, "live");
  mkdirSync(live);
  const store = openSqliteStore(join(live, DATABASE_FILE));
  const words = { from: "alice", to: "bob", text: "hi", reportsJson: NO_REPORTS, contextJson: null, isPending: false };
  await store.append({ ...words, key: "1", at: new Date() });
  // As cp -r takes them of a gateway that runs.
  const copied = join(folder, "copied");
  cpSync(live, copied, { recursive: true });
  await store.close();
  const sound = join(folder, "sound");
  expect((await runHere(["backup", sound, "--data", copied])).stderr).toMatch(/^1 messages of 1 conversations/u);
  const file = (name: string, bytes: Buffer | string) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const packed = "this backup is packed: unpack it first";
  const postgres = "this is a backup of PostgreSQL: ";
  for (const [given, because] of [
    [file("b.gz", gzipSync(readFileSync(sound))), packed],
    [file("b.zst", zstdCompressSync(readFileSync(sound))), packed],
    [file("b.xz", Buffer.from("fd377a585a000004", "hex")), packed],
    [file("b.dump", "PGDMP\u0001\u000e"), postgres],
    [file("b.sql", "--\n-- PostgreSQL database dump\n--\n"), postgres],
    [
      join(copied, DATABASE_FILE),
      "this is a copy of the database's file, and its latest messages are in the -wal beside it: ",
    ],
  ] as const) {
    const { code, stderr } = await runHere(["restore", given, "--data", join(folder, "fresh")]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`${given}: ${because}`) });
    expect(existsSync(join(folder, "fresh"))).toBe(false);
  }
  // The log of something else beside a backup says nothing of it.
  file("sound-wal", "of another");
  expect((await runHere(["restore", sound, "--data", join(folder, "fresh")])).stderr).toMatch(/^1 messages of 1/u);
});

test("[P4] after a restore the epoch is another: clients are told and start afresh", async ({ onTestFinished }) => {
  const folder = temporaryFolder(onTestFinished);
  const data = join(folder, "data");
  const file = join(folder, "backup.sqlite");
  const first = await serve(data, onTestFinished);
  const alice = await first.join("alice");
  await alice.send("bob", "kept");
  expect((await runHere(["backup", file, "--data", data])).code).toBe(0);
  const { conversation } = await alice.send("bob", "written after the backup");
  const { have, updates } = alice;
  const epoch = alice.welcome?.epoch ?? "";

  const running = await runHere(["restore", file, "--data", data, "--replace"]);
  expect(running).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^hutong restore: a gateway is running on this data folder \(.+, process \d+\)\n$/u),
  });
  await alice.send("bob", "and it goes on");
  alice.close();
  await first.stop();
  const full = await runHere(["restore", file, "--data", data]);
  expect(full).toMatchObject({ code: 1, stderr: expect.stringContaining("holds conversations already") });
  expect(await runHere(["restore", file, "--data", data, "--replace"])).toMatchObject({
    code: 0,
    stderr:
      "3 messages of 1 conversations were replaced and are lost\n1 messages of 1 conversations are back; clients will start afresh\n",
  });

  const second = await serve(data, onTestFinished);
  const back = await second.join("alice", { from: { have, updates, epoch } });
  expect(back.welcome?.epoch).not.toBe(epoch);
  expect(back.have).toEqual({ [conversation]: 1 });
  expect((await back.history(conversation)).messages.map(({ text }) => text)).toEqual(["kept"]);
  expect((await back.send("bob", "anew")).seq).toBe(2);
});

test("[C6] what is written to a bot after a restore lies behind all that it was told before", async ({
  onTestFinished,
}) => {
  const folder = temporaryFolder(onTestFinished);
  const [data, file] = [join(folder, "data"), join(folder, "backup.sqlite")];
  mkdirSync(data);
  const say = async (texts: readonly string[]) => {
    const store = openSqliteStore(join(data, DATABASE_FILE));
    await store.markBot("echo");
    const words = { from: "alice", to: "echo", at: new Date(), reportsJson: NO_REPORTS, contextJson: null };
    for (const text of texts) await store.append({ ...words, key: text, text, isPending: false });
    const head = await store.inboxHead("echo");
    await store.close();
    return head;
  };
  await say(["kept"]);
  expect((await runHere(["backup", file, "--data", data])).code).toBe(0);
  const told = await say(["lost 1", "lost 2", "lost 3"]);
  expect((await runHere(["restore", file, "--data", data, "--replace"])).code).toBe(0);
  expect(await say(["after it"])).toBeGreaterThan(told);
});

test("a restore makes a new data folder, and refuses what is no backup without touching what is there", async ({
  onTestFinished,
}) => {
  const folder = temporaryFolder(onTestFinished);
  const data = join(folder, "data");
  const database = join(data, "hutong.sqlite");
  const source = join(folder, "source.sqlite");
  const store = openSqliteStore(source);
  const words = {
    from: "alice",
    to: "bob",
    text: "hi",
    at: new Date(),
    reportsJson: NO_REPORTS,
    contextJson: null,
    isPending: false,
  };
  await store.append({ ...words, key: "1" });
  await store.close();
  mkdirSync(data);
  writeFileSync(join(data, "secret"), "");
  // What stands beside a database is in no backup of it.
  expect(await runHere(["restore", source, "--data", data])).toMatchObject({
    code: 0,
    stderr:
      "1 messages of 1 conversations are back; clients will start afresh\n" +
      "log-key is not here: unless HUTONG_LOG_KEY is set, the log is not signed until it is back\n" +
      "lists is not here: no threat list is known until it is back, or lists are added again\n",
  });
  const before = readFileSync(database);

  const damaged = join(folder, "damaged.sqlite");
  const bytes = readFileSync(source);
  // A page of a table, not the header.
  bytes.fill(0x5a, 4_096, 3 * 4_096);
  writeFileSync(damaged, bytes);
  const noise = join(folder, "noise.sqlite");
  writeFileSync(noise, "no database at all ".repeat(1_000));
  const empty = join(folder, "empty.sqlite");
  writeFileSync(empty, "");
  for (const [file, because] of [
    [damaged, `${damaged}: this backup is cut, damaged or no backup: use another`],
    [noise, `${noise}: this backup is cut, damaged or no backup: use another`],
    [empty, `${empty}: this backup is cut, damaged or no backup: use another`],
    [folder, `${folder}: this backup is cut, damaged or no backup: use another`],
    [join(folder, "missing.sqlite"), `${join(folder, "missing.sqlite")}: there is no such backup`],
  ] as const) {
    const { code, stderr } = await runHere(["restore", file, "--data", data, "--replace"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: `hutong restore: ${because}\n` });
    // Nor is a folder left that was made for it.
    expect((await runHere(["restore", file, "--data", join(folder, "fresh")])).code).toBe(1);
    expect(existsSync(join(folder, "fresh"))).toBe(false);
  }
  expect(readFileSync(database).equals(before)).toBe(true);
  // A damaged store is what a backup replaces; its old log must not be played into the new one.
  writeFileSync(database, "no database at all ".repeat(1_000));
  writeFileSync(`${database}-wal`, "an old log");
  expect(await runHere(["restore", source, "--data", data])).toMatchObject({
    code: 1,
    stderr: `hutong restore: ${database}: damaged, or no database of a gateway: --replace puts the backup in its place\n`,
  });
  const replaced = await runHere(["restore", source, "--data", data, "--replace"]);
  expect(replaced).toMatchObject({ code: 0, stderr: expect.stringContaining("a damaged message store was replaced") });
  expect(existsSync(`${database}-wal`)).toBe(false);
  const again = openSqliteStore(database);
  onTestFinished(() => again.close());
  expect((await again.conversations("alice")).length).toBe(1);
});

test("[P1] a restore that ends before any of its steps on disk leaves the old store or the new one, whole", async ({
  onTestFinished,
}) => {
  const folder = temporaryFolder(onTestFinished);
  const words = {
    from: "alice",
    to: "bob",
    at: new Date(),
    reportsJson: NO_REPORTS,
    contextJson: null,
    isPending: false,
  };
  const storeOf = async (database: string, text: string) => {
    mkdirSync(dirname(database));
    const store = openSqliteStore(database);
    for (let index = 0; index < 3; index += 1) await store.append({ ...words, text, key: `${text} ${index}` });
    return store;
  };
  const old = await storeOf(join(folder, "old", DATABASE_FILE), "old");
  // As a kill leaves it: what was written last is only in its log.
  const data = join(folder, "data");
  cpSync(join(folder, "old"), data, { recursive: true });
  await old.close();
  const backup = join(folder, "new", DATABASE_FILE);
  await (await storeOf(backup, "new")).close();
  const steps = async () => restoreFile(backup, join(data, DATABASE_FILE), { replace: true });
  const found: string[] = [];
  for (const copied of await copiesDuring(data, join(folder, "copies"), steps)) {
    const store = openSqliteStore(join(copied, DATABASE_FILE));
    const [item] = await store.conversations("alice");
    const kept = await store.messagesAfter("alice", item?.conversation.id ?? "", 0, 9);
    expect(kept).toHaveLength(3);
    found.push(...new Set(kept.map(({ text }) => text)));
    await store.close();
  }
  // Before the new store takes the old one's name, and after.
  expect(found).toEqual(["old", "new"]);
});

test("[P1] a backup of a gateway that was killed has what is only in its log", async ({ onTestFinished }) => {
  const folder = temporaryFolder(onTestFinished);
  const data = join(folder, "data");
  const gateway = await serve(data, onTestFinished);
  const alice = await gateway.join("alice");
  const { conversation } = await alice.send("bob", "acknowledged");
  await gateway.kill();
  alice.close();
  expect(existsSync(join(data, "hutong.sqlite-wal"))).toBe(true);
  const file = join(folder, "backup.sqlite");
  expect((await runHere(["backup", file, "--data", data])).code).toBe(0);
  const copy = openSqliteStore(file);
  onTestFinished(() => copy.close());
  expect((await copy.message("bob", conversation, 1)).text).toBe("acknowledged");
});

test("a backup of a folder without a gateway's data says so and leaves no file", async ({ onTestFinished }) => {
  const folder = temporaryFolder(onTestFinished);
  const file = join(folder, "backup.sqlite");
  expect(await runHere(["backup", file, "--data", folder])).toMatchObject({
    code: 1,
    stderr: `hutong backup: ${folder}: there is no database of a gateway here\n`,
  });
  expect(existsSync(file)).toBe(false);
});

test("a backup says whose folder is missing, and which file is in its way", async ({ onTestFinished }) => {
  const folder = temporaryFolder(onTestFinished);
  await openSqliteStore(join(folder, "hutong.sqlite")).close();
  const missing = join(folder, "missing");
  expect(await runHere(["backup", join(missing, "b"), "--data", folder])).toMatchObject({
    code: 2,
    stderr: `hutong backup: ${missing}: no such file or directory (ENOENT)\n`,
  });
  const there = join(folder, "there");
  writeFileSync(there, "");
  expect(await runHere(["backup", there, "--data", folder])).toMatchObject({
    code: 1,
    stderr: `hutong backup: ${there}: the file is there already: name another\n`,
  });
});

test.skipIf(process.geteuid?.() !== 0)(
  "what root brings back, signs and lists in a service's folder is the service's; a backup beside it stays root's",
  async ({ onTestFinished }) => {
    const folder = temporaryFolder(onTestFinished);
    const [data, fresh, file, blocklist] = ["data", "fresh", "chat.backup", "hosts.txt"].map((name) =>
      join(folder, name),
    ) as [string, string, string, string];
    const service = 4_242;
    for (const each of [data, fresh]) {
      mkdirSync(each);
      chownSync(each, service, service);
    }
    chownSync(folder, service, service);
    writeFileSync(blocklist, "evil.example\n");
    const run = async (...args: readonly string[]) => expect(await runHere(args)).toMatchObject({ code: 0 });
    await run("token", "robot", "--bot", "--data", data);
    await run("backup", file, "--data", data);
    await run("restore", file, "--replace", "--data", data);
    await run("restore", file, "--data", fresh);
    await run("lists", "add", "evil", blocklist, "--kind", "phishing", "--data", data);
    await run("lists", "except", "add", "good.example", "--data", data);
    await run("log", "checkpoint", "--data", data);
    const ownersIn = (place: string) =>
      readdirSync(place, { recursive: true }).map((name) => [String(name), statSync(join(place, String(name))).uid]);
    for (const place of [data, fresh]) expect(ownersIn(place).filter(([, uid]) => uid !== service)).toEqual([]);
    expect(ownersIn(data).length).toBeGreaterThan(6);
    expect(statSync(file).uid).toBe(0);
  },
);

test("a backup goes through no pipe", async () => {
  for (const command of ["backup", "restore"])
    expect(await runHere([command, "-"])).toMatchObject({
      code: 2,
      stderr: `hutong ${command}: FILE: expected a file: a backup goes through no pipe\n`,
    });
});
