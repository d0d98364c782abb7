import { cpSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SqliteError } from "better-sqlite3";
import { expect, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { fileFault } from "../../src/store/sqlite/database-file-error.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { runCli } from "../support/programs/cli.ts";
import { serve } from "../support/programs/data-folder.ts";
import { createDraws } from "../support/draws.ts";
import { temporaryFolder } from "../support/folder.ts";

const FILE = "hutong.sqlite";
const MESSAGES = 150;
const words = { from: "alice", to: "bob", reportsJson: NO_REPORTS, contextJson: null, isPending: false };

/** The texts that a store has of alice and bob, in order of their numbers, which have to be gapless. */
async function textsIn(database: string): Promise<readonly string[]> {
  const store = openSqliteStore(database);
  try {
    const [item] = await store.conversations("bob");
    if (item === undefined) return [];
    const kept = await store.messagesAfter("bob", item.conversation.id, 0, 10 * MESSAGES);
    expect(kept.map(({ seq }) => seq)).toEqual(kept.map((_, index) => index + 1));
    // It goes on where it is.
    const next = await store.append({ ...words, key: crypto.randomUUID(), text: "next", at: new Date() });
    expect(next.message.seq).toBe(kept.length + 1);
    return kept.map(({ text }) => text);
  } finally {
    await store.close();
  }
}

test("[P1] [P2] whatever is torn off or garbled at a log's end, a killed gateway's store opens with a whole beginning of it", async ({
  onTestFinished,
}) => {
  const folder = temporaryFolder(onTestFinished);
  const data = join(folder, "data");
  const gateway = await serve(data, onTestFinished, ["--limit", "maxSendsPerWindow=1000000"]);
  const alice = await gateway.join("alice");
  const acknowledged: string[] = [];
  for (let index = 0; index < MESSAGES; index += 1) {
    await alice.send("bob", `text ${index}`);
    acknowledged.push(`text ${index}`);
  }
  // Killed with more under way.
  for (let index = 0; index < 5; index += 1) void alice.send("bob", `late ${index}`).catch(() => {});
  await gateway.kill();
  alice.close();

  const draws = createDraws(7);
  const copy = (name: string): string => {
    const to = join(folder, name);
    mkdirSync(to);
    for (const end of ["", "-wal"]) cpSync(join(data, `${FILE}${end}`), join(to, `${FILE}${end}`));
    return join(to, FILE);
  };
  const logBytes = statSync(join(data, `${FILE}-wal`)).size;
  expect(logBytes).toBeGreaterThan(MESSAGES * 100);

  const whole = await textsIn(copy("whole"));
  expect(whole.slice(0, MESSAGES)).toEqual(acknowledged);
  // What a power cut leaves of a write that nobody was told of.
  const tail = copy("tail");
  writeFileSync(`${tail}-wal`, Buffer.from(Array.from({ length: 6_000 }, () => draws.below(256))), { flag: "a" });
  expect(await textsIn(tail)).toEqual(whole);

  const lengths: number[] = [];
  for (let index = 0; index < 16; index += 1) {
    const at = draws.below(logBytes);
    const torn = copy(`torn ${index}`);
    if (index % 2 === 0) truncateSync(`${torn}-wal`, at);
    else {
      const log = readFileSync(`${torn}-wal`);
      for (let byte = at; byte < Math.min(logBytes, at + 64); byte += 1) log[byte] = (log[byte] ?? 0) ^ 0x5a;
      writeFileSync(`${torn}-wal`, log);
    }
    const texts = await textsIn(torn);
    expect(texts).toEqual(whole.slice(0, texts.length));
    lengths.push(texts.length);
  }
  // The places were such that something was lost, and not all of it.
  expect(new Set(lengths).size).toBeGreaterThan(4);
});

test("a damaged or foreign file is refused at the start in one line, with no word of what is in it", async ({
  onTestFinished,
}) => {
  const folder = temporaryFolder(onTestFinished);
  const source = join(folder, "source.sqlite");
  const store = openSqliteStore(source);
  const sent = Array.from({ length: 300 }, (_, index) =>
    store.append({ ...words, key: `${index}`, text: `seeded-secret ${index} `.repeat(20), at: new Date() }),
  );
  await Promise.all(sent);
  await store.close();
  const intact = readFileSync(source);
  const damage: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
    ["header", (bytes) => Buffer.concat([Buffer.from("seeded-secret is no header"), bytes.subarray(26)])],
    ["page", (bytes) => bytes.fill(0xff, 8 * 4_096, 9 * 4_096)],
    ["half", (bytes) => bytes.subarray(0, Math.floor(bytes.length / 2))],
    ["empty", () => Buffer.alloc(0)],
    ["noise", () => Buffer.from("seeded-secret ".repeat(2_000))],
  ];
  for (const [name, change] of damage) {
    const data = join(folder, name);
    mkdirSync(data);
    writeFileSync(join(data, FILE), change(Buffer.from(intact)));
    expect(await runCli(["serve", "--port", "0", "--data", data])).toEqual({
      code: 1,
      stdout: "",
      stderr: "hutong serve: the message store is damaged or no database: restore a backup\n",
    });
  }
  const later = openSqliteStore(source);
  await later.close();
});

test("a file that another program holds is waited for, then refused in one line", async ({ onTestFinished }) => {
  const data = temporaryFolder(onTestFinished);
  await openSqliteStore(join(data, FILE)).close();
  const { default: Database } = await import("better-sqlite3");
  const holder = new Database(join(data, FILE));
  onTestFinished(() => {
    holder.close();
  });
  holder.pragma("locking_mode = EXCLUSIVE");
  holder.exec("BEGIN EXCLUSIVE");
  expect(await runCli(["serve", "--port", "0", "--data", data])).toEqual({
    code: 1,
    stdout: "",
    stderr: "hutong serve: the message store is held by another program\n",
  });
});

test("a store that may only be read is told with what to do", () => {
  const refused = new SqliteError("attempt to write a readonly database", "SQLITE_READONLY_DIRECTORY");
  const told = "/d: the message store may only be read, and this writes into its folder: work on a backup of it";
  expect(fileFault(refused, "/d")).toMatchObject({ code: "read_only", message: told });
});
