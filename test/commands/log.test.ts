import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { servedLog } from "../../src/gateway/http/served-log.ts";
import { writeBundle } from "../../src/log/bundles.ts";
import { Person, Secret, type NewEntry } from "../../src/log/entry.ts";
import { EMPTY_CATALOG } from "../../src/findings/lists/kept/catalog.ts";
import { keysInFolder } from "../../src/log/keys.ts";
import { leafHash, rootOf } from "../../src/log/merkle.ts";
import { tellLists } from "../../src/log/lists-told.ts";
import { createPublisher } from "../../src/log/publish.ts";
import { readTilePath } from "../../src/log/tiles.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { temporaryFolder } from "../support/folder.ts";
import { runHere } from "../support/programs/cli.ts";

const AT = new Date("2026-11-28T12:00:00Z");
const SIZE = 300;
const DATABASE = "hutong.sqlite";

const root = temporaryFolder(afterAll);
/** A data folder with a log of 300 entries, signed at 100 and at its end; tests copy it. */
const data = join(root, "data");
const kept = join(root, "at-100");
let key = "";

const run = (...args: readonly string[]) => runHere(["log", ...args]);

function entryOf(n: number): NewEntry {
  const hash = n.toString(16).padStart(64, "0");
  const about = { change: "updated", list: `list${n}`, kind: "phishing", version: null, entries: n } as const;
  return { type: "list", at: AT, ...about, hash, actor: "gateway" };
}

beforeAll(async () => {
  mkdirSync(data);
  const store = openSqliteStore(join(data, DATABASE));
  const publisher = createPublisher({ log: store, keys: keysInFolder(data), now: () => AT });
  await Promise.all(Array.from({ length: 100 }, (_, n) => store.appendToLog(entryOf(n))));
  writeFileSync(kept, await publisher.checkpoint());
  await Promise.all(Array.from({ length: SIZE - 100 }, (_, n) => store.appendToLog(entryOf(100 + n))));
  await publisher.checkpoint();
  await store.close();
  const { stdout } = await run("checkpoint", "--json", "--data", data);
  key = String(JSON.parse(stdout).key);
});

/** A copy of the log whose rows somebody changed behind the program's back. */
function tampered(...statements: readonly string[]): string {
  const folder = join(temporaryFolder(onTestFinished), "data");
  cpSync(data, folder, { recursive: true });
  const db = new Database(join(folder, DATABASE));
  for (const sql of statements) db.exec(sql);
  db.close();
  return folder;
}

/** A log as somebody who knows the tree changes it: leaves and tiles are made anew, and the checkpoint is signed again. */
function rewritten(number: number): string {
  const folder = tampered();
  const db = new Database(join(folder, DATABASE));
  const body = Buffer.from(JSON.stringify({ v: 1, forged: number }));
  db.prepare("UPDATE log_entry SET body = ?, hash = ? WHERE number = ?").run(body, leafHash(body), number);
  const hashes = db.prepare<[], Buffer>("SELECT hash FROM log_entry ORDER BY number LIMIT 256").pluck().all();
  db.prepare("UPDATE log_node SET hash = ? WHERE level = 1 AND number = 0").run(rootOf(hashes));
  db.prepare("UPDATE log_head SET checkpoint = NULL").run();
  db.close();
  return folder;
}

async function exported(folder: string): Promise<string> {
  const out = join(temporaryFolder(onTestFinished), "out");
  const { code, stderr } = await run("export", out, "--data", folder);
  expect([code, stderr]).toEqual([0, `${SIZE} entries are in ${out}: hutong log verify ${out}\n`]);
  return out;
}

/** What is told, without the last newline. */
async function verified(...args: readonly string[]): Promise<readonly [number | null, string]> {
  const { code, stdout } = await run("verify", ...args, "--key", key);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  return [code, stdout.trimEnd()];
}

test("[T13] a log whose key is lost is handed out as that key signed it last, and signed by no other", async () => {
  const folder = tampered();
  rmSync(join(folder, "log-key"));
  const rotated = await run("rotate", "--data", folder);
  expect(rotated).toMatchObject({ code: 1, stdout: "" });
  expect(rotated.stderr).toContain("bring that log-key or HUTONG_LOG_KEY back");
  const out = join(folder, "out");
  expect(await run("export", out, "--data", folder)).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^hutong log: the key that the log names is not here; .*\n300 entries are in /u),
  });
  expect(readFileSync(join(out, "key"), "utf8").trim()).toBe(key);
  expect(await run("verify", out, "--key", key, "--from", kept)).toMatchObject({ code: 0 });
  writeFileSync(`${kept}.crlf`, readFileSync(kept, "utf8").replaceAll("\n", "\r\n"));
  expect(await run("verify", out, "--key", key, "--from", `${kept}.crlf`)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("has CR at the ends of lines"),
  });
  // The old one in its place signs again.
  cpSync(join(data, "log-key"), join(folder, "log-key"));
  expect(await run("rotate", "--data", folder)).toMatchObject({ code: 0 });
});

test("[T13] a log that nobody touched verifies where it is, exported, and against what was kept", async () => {
  const [code, text] = await verified("--data", data, "--from", kept);
  expect([code, text]).toEqual([0, expect.stringContaining(`${SIZE} entries make the tree that the checkpoint signs`)]);
  expect(text).toContain("1 kept checkpoint fits");
  const out = await exported(data);
  expect(await verified(out, "--from", kept, "--against", out)).toEqual([0, text]);
  expect((await run("verify", out)).stdout).toContain("its signature was not checked");
});

const BODY = "UPDATE log_entry SET body = (SELECT body FROM log_entry WHERE number = 7) WHERE number =";

test.each([
  ["a change", [`${BODY} 41`], "entry 41 is changed: it is not what the tree holds there"],
  [
    "a swap",
    [
      "CREATE TEMP TABLE t AS SELECT body FROM log_entry WHERE number = 20",
      "UPDATE log_entry SET body = (SELECT body FROM log_entry WHERE number = 30) WHERE number = 20",
      "UPDATE log_entry SET body = (SELECT body FROM t) WHERE number = 30",
    ],
    "entries 20 and 30 are swapped",
  ],
  [
    "a gap",
    [
      "CREATE TEMP TABLE t AS SELECT number, body FROM log_entry",
      `UPDATE log_entry SET body = (SELECT body FROM t WHERE t.number = log_entry.number + 1)
       WHERE number BETWEEN 50 AND 298`,
    ],
    "entry 50 is missing: those after it moved up",
  ],
] as const)("[T13] %s in the entries is named by its number", async (_what, statements, told) => {
  const folder = tampered(...statements);
  const [code, text] = await verified("--data", folder);
  expect([code, text.split("\n")[0]]).toEqual([1, told]);
  // Who has the checkpoint alone, and no gateway, sees the same.
  expect(await verified(await exported(folder))).toEqual([1, text]);
});

test("[T13] a cut is named, and a log that was cut is not signed again", async () => {
  const folder = tampered("DELETE FROM log_entry WHERE number >= 250", "UPDATE log_head SET size = 250");
  const { code, stderr } = await run("verify", "--data", folder);
  expect([code, stderr]).toEqual([1, expect.stringContaining("the log is not what its last checkpoint signed")]);
  const signedAnew = tampered(
    "DELETE FROM log_entry WHERE number >= 90",
    "DELETE FROM log_node",
    "UPDATE log_head SET size = 90, checkpoint = NULL",
  );
  expect(await verified("--data", signedAnew, "--from", kept)).toEqual([
    1,
    "entries 90 to 99 are missing: the log was cut",
  ]);
});

test("[T13] a history written anew, signed by the same key, is found by whoever kept a checkpoint or a copy", async () => {
  const folder = rewritten(41);
  expect((await verified("--data", folder))[0]).toBe(0);
  expect(await verified("--data", folder, "--from", kept)).toEqual([
    1,
    "entries 0 to 99: one is another than when\n  the checkpoint of 100 was kept: it was changed, or one came in between,\n  or a backup came back without hutong epoch",
  ]);
  expect(await verified("--data", folder, "--against", await exported(data))).toEqual([
    1,
    "entry 41 is another than the copy has",
  ]);
  const { stdout } = await run("verify", "--data", folder, "--from", kept, "--json");
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, problems: [{ kind: "fork", entry: 0, size: 100 }] });
});

test("[T13] another's key, a changed note and a tile that its entries do not make are told", async () => {
  const out = await exported(data);
  const note = readFileSync(join(out, "checkpoint"), "utf8");
  const other = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
  expect((await run("verify", out, "--key", other)).stdout).toBe("the checkpoint is signed by no key that was given\n");
  writeFileSync(join(out, "tile/1/000.p/1"), Buffer.alloc(32));
  expect((await verified(out))[1]).toBe("tile/1/000.p/1 is not what the entries from 0 on make");
  writeFileSync(join(out, "checkpoint"), note.replace(`\n${SIZE}\n`, `\n${SIZE - 1}\n`));
  expect((await verified(out))[1]).toContain("the checkpoint's signature is not its key's");
});

test("[T13] what was kept speaks only where the log's own keys signed it, so that nobody forges a witness", async () => {
  const note = readFileSync(kept, "utf8");
  const forged = (name: string, text: string): string => {
    const file = join(temporaryFolder(onTestFinished), name);
    writeFileSync(file, text);
    return file;
  };
  const unsigned = [1, "the checkpoint of 100 is signed by no key that is trusted: it proves nothing"];
  const [text = "", signature = ""] = note.split("\n\n");
  const [origin = "", size = "", rootLine = ""] = text.split("\n");
  const otherRoot = [origin, size, Buffer.alloc(32, 7).toString("base64")].join("\n");
  // A signature that is none, none at all, and another tree under the old signature.
  const flipped = signature.replace(/.{6}\n$/u, "AAAAA=\n");
  expect(flipped).not.toBe(signature);
  for (const lie of [`${text}\n\n${flipped}`, `${text}\n`, `${otherRoot}\n\n${signature}`])
    expect(await verified("--data", data, "--from", forged("lie", lie))).toEqual(unsigned);
  const elsewhere = ["hutong/log/elsewhere", size, rootLine].join("\n");
  for (const more of [[], ["--key", key]]) {
    const file = forged("other", `${elsewhere}\n\n${signature.replace(origin, "hutong/log/elsewhere")}`);
    expect(await run("verify", await exported(data), ...more, "--from", file)).toMatchObject({
      code: 1,
      stdout: "the checkpoint of 100 is of another log: it says nothing of this one\n",
    });
  }
  const copy = await exported(data);
  const ofCopy = readFileSync(join(copy, "checkpoint"), "utf8");
  writeFileSync(join(copy, "checkpoint"), ofCopy.replace(/\n300\n.*\n/u, `\n300\n${rootLine}\n`));
  expect(await verified("--data", data, "--against", copy)).toEqual([
    1,
    "the copy is signed by no key that is trusted: it proves nothing",
  ]);
  const leaves = await exported(data);
  writeFileSync(join(leaves, "tile/0/000"), Buffer.alloc(256 * 32));
  expect(await verified("--data", data, "--against", leaves)).toEqual([
    1,
    "the copy's tiles do not make the tree that its checkpoint signs",
  ]);
});

test("[T13] who trusts the last key alone believes what an earlier one signed, since both signed the change", async () => {
  const folder = tampered();
  await run("rotate", "--data", folder);
  const { stdout } = await run("checkpoint", "--json", "--data", folder);
  const last = String(JSON.parse(stdout).key);
  expect(last).not.toBe(key);
  const told = await run("verify", "--data", folder, "--key", last, "--from", kept);
  expect(told).toMatchObject({ code: 0, stdout: expect.stringContaining("1 kept checkpoint fits") });
});

test("[T13] who watches one log and is given another is told so", async () => {
  const one = await served(() => data, { isOpen: true });
  const keep = join(temporaryFolder(onTestFinished), "kept");
  expect((await run("watch", one, "--keep", keep, "--every", "0", "--key", key)).code).toBe(0);
  const folder = join(temporaryFolder(onTestFinished), "data");
  mkdirSync(folder);
  const store = openSqliteStore(join(folder, DATABASE));
  await store.appendToLog(entryOf(0));
  await store.close();
  const { stdout } = await run("checkpoint", "--json", "--data", folder);
  const other = await served(() => folder, { isOpen: true });
  const look = await run("watch", other, "--keep", keep, "--every", "0", "--key", String(JSON.parse(stdout).key));
  expect(look).toMatchObject({ code: 1, stderr: expect.stringContaining("the checkpoint of 300 is of another log") });
});

test.each(["tile/entries/000", "tile/0/000", "tile/1/000.p/1"])(
  "[T13] an export without %s is told, by itself and as the copy that was kept",
  async (path) => {
    const out = await exported(data);
    rmSync(join(out, path));
    const whole = await exported(data);
    for (const more of [[], ["--against", whole]]) {
      const [code, text] = await verified(out, ...more);
      expect([code, text]).toEqual([1, `${path} of the log is missing: entries from 0 on\n  cannot be checked`]);
    }
    if (path === "tile/0/000")
      expect(await verified(whole, "--against", out)).toEqual([
        1,
        `${path} of the copy is missing: entries from 0 on\n  cannot be checked`,
      ]);
  },
);

test("[T13] what stands behind the last entry that was signed is told, and so is a log shorter than the copy", async () => {
  const out = await exported(data);
  const bundle = join(out, "tile/entries/001.p/44");
  const whole = readFileSync(bundle);
  writeFileSync(bundle, Buffer.concat([whole, writeBundle([Buffer.from(`{"v":1}`)])]));
  const told = "tile/entries/001.p/44 holds more than was signed: what stands behind\n  entry 299 is in no tree";
  expect(await verified(out)).toEqual([1, told]);
  writeFileSync(bundle, Buffer.concat([whole, Buffer.from([0])]));
  expect(await verified(out)).toEqual([1, told]);
  writeFileSync(bundle, whole);
  const tile = join(out, "tile/0/001.p/44");
  writeFileSync(tile, Buffer.concat([readFileSync(tile), Buffer.alloc(1)]));
  expect(await verified(out)).toEqual([1, "tile/0/001.p/44 is not what the entries from 256 on make"]);
  const shorter = tampered(
    "DELETE FROM log_entry WHERE number >= 290",
    "UPDATE log_head SET size = 290, checkpoint = NULL",
  );
  expect(await verified("--data", shorter, "--against", await exported(data))).toEqual([
    1,
    "entries 290 to 299 are missing: the log was cut",
  ]);
});

test("[T13] one entry proves itself without the log, and one bit more or less does not", async () => {
  const file = join(temporaryFolder(onTestFinished), "41.tlog-proof");
  const { stdout: proof } = await run("proof", "41", "--data", data);
  writeFileSync(file, proof);
  const told = await run("verify", "--proof", file, "--key", key);
  expect([told.code, told.stdout]).toEqual([0, expect.stringContaining('"list": "list41"')]);
  for (const [from, to] of [
    ["index 41", "index 42"],
    [/extra ./u, "extra f"],
    [`\n${SIZE}\n`, `\n${SIZE + 1}\n`],
  ] as const) {
    writeFileSync(file, proof.replace(from, to));
    expect((await run("verify", "--proof", file, "--key", key)).code).toBe(1);
  }
  expect((await run("proof", "300", "--data", data)).code).toBe(1);
});

test("[T13] a key follows another by an entry that both sign; who trusts the first trusts the next", async () => {
  const folder = tampered();
  const { code, stdout } = await run("rotate", "--data", folder);
  const next = stdout.trim();
  expect([code, next === key]).toEqual([0, false]);
  expect(existsSync(join(folder, "log-key.next"))).toBe(false);
  expect(statSync(join(folder, "log-key")).mode & 0o777).toBe(0o600);
  expect((await verified("--data", folder, "--from", kept))[1]).toContain(
    "signed by 2 keys that were given or follow them",
  );
  const store = openSqliteStore(join(folder, DATABASE));
  await store.appendToLog(entryOf(301));
  await store.close();
  expect((await verified("--data", folder, "--from", kept))[1]).toContain("signed by a key that follows the given one");
  expect((await run("verify", "--data", folder, "--key", next)).code).toBe(0);
  // The key before signs no more: the log names another.
  cpSync(join(data, "log-key"), join(folder, "log-key"));
  const refused = await run("checkpoint", "--data", folder);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("the log names another key")]);
});

test("[T13] a store that went back in time goes on as another epoch, which says so", async () => {
  const folder = tampered(
    "DELETE FROM log_entry WHERE number >= 90",
    "DELETE FROM log_node",
    `UPDATE log_head SET size = 90,
    checkpoint = NULL`,
  );
  await runHere(["epoch", "--data", folder]);
  const [code, text] = await verified("--data", folder, "--from", kept);
  expect([code, text.split("\n")[0]]).toEqual([1, "entry 90: the store went back in time; what was there up to"]);
  expect((await run("show", "90", "--data", folder)).stdout).toContain('"type": "epoch"');
  // Grown again to the size that was kept and beyond, it is still no fork.
  const store = openSqliteStore(join(folder, DATABASE));
  for (let n = 91; n < 105; n += 1) await store.appendToLog(entryOf(1_000 + n));
  await store.close();
  expect(await verified("--data", folder, "--from", kept)).toEqual([1, text]);
  expect(text).toContain("or a copy shows whether 0 to 89 are as before");
  const copy = await exported(data);
  expect(await verified("--data", folder, "--against", copy)).toEqual([
    1,
    expect.stringMatching(/^entry 90: the store went back in time[^;]*;[^;]*$/u),
  ]);
});

test("[T11] an erasure takes salts along, and the log verifies as before", async () => {
  const folder = tampered();
  const store = openSqliteStore(join(folder, DATABASE));
  const of = {
    case: "c",
    direction: "harmful",
    host: "evil.example",
    effect: null,
    rule: null,
    edition: null,
  } as const;
  const subject = new Secret("https://evil.example/carol", "carol");
  const about = { lists: [], actor: new Person("mia"), reason: null, prev: null, outcome: "dismissed" } as const;
  await store.appendToLog({ type: "decision", at: AT, ...of, subject, ...about });
  await store.close();
  const match = ["show", "300", "--match", "subject=https://evil.example/carol", "--data", folder];
  expect(await run(...match)).toMatchObject({ code: 0, stderr: "subject is a commitment to this value\n" });
  await runHere(["erase", "carol", "--data", folder]);
  expect((await run(...match)).code).toBe(1);
  expect((await verified("--data", folder, "--from", kept))[1]).toContain("302 entries make the tree");
  expect((await run("show", "301", "--data", folder)).stdout).toContain('"type": "erasure"');
  expect(await run("show", "0301", "--data", folder)).toMatchObject({ code: 2 });
});

/** Serves the log of a data folder, which may be another from one request to the next; entries are for auditors unless open. */
async function served(folderOf: () => string, { isOpen }: { readonly isOpen: boolean }): Promise<string> {
  const server = createServer((request, response) => {
    const store = openSqliteStore(join(folderOf(), DATABASE));
    void (async () => {
      const path = (request.url ?? "").replace("/v1/log/", "");
      const place = readTilePath(path);
      const publisher = createPublisher({ log: store, keys: keysInFolder(folderOf()), now: () => AT });
      const log = servedLog(publisher, store, isOpen);
      const body =
        path === "keys"
          ? JSON.stringify({ entries: await log.keyEntries() })
          : place === null
            ? await log.checkpoint()
            : await log.tile(place);
      await store.close();
      const isHidden = !isOpen && place?.level === "entries";
      response.writeHead(isHidden ? 403 : body === null ? 404 : 200).end(isHidden ? null : body);
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("[T13] who watches keeps what continues, follows keys, and a fork is told at each look and never kept", async () => {
  const folder = tampered("UPDATE log_entry SET body = body");
  let current = folder;
  const url = await served(() => current, { isOpen: true });
  const keep = join(temporaryFolder(onTestFinished), "kept");
  const look = (...more: readonly string[]) => run("watch", url, "--keep", keep, "--every", "0", ...more);
  expect((await look()).code).toBe(2);
  expect(await look("--key", key)).toMatchObject({ code: 0, stdout: "300 entries, consistent\n" });
  expect(await look()).toMatchObject({ code: 0, stdout: "" });
  await run("rotate", "--data", folder);
  const store = openSqliteStore(join(folder, DATABASE));
  await store.appendToLog(entryOf(302));
  await store.close();
  expect(await look()).toMatchObject({ code: 0, stdout: "302 entries, consistent\n" });
  expect((await run("verify", url, "--key", key, "--from", keep)).stdout).toContain("2 kept checkpoints fit");
  const before = readFileSync(keep, "utf8");
  current = rewritten(41);
  cpSync(join(folder, "log-key"), join(current, "log-key"));
  const db = new Database(join(current, DATABASE));
  db.exec("UPDATE log_head SET key = NULL, epoch = NULL");
  db.close();
  expect(await look()).toMatchObject({ code: 1, stderr: expect.stringContaining("missing: the log was cut") });
  const other = openSqliteStore(join(current, DATABASE));
  for (const n of [300, 301, 302]) await other.appendToLog(entryOf(n));
  await other.close();
  // As long as it stands, however often it is looked at.
  for (let looks = 0; looks < 2; looks += 1)
    expect(await look()).toMatchObject({ code: 1, stderr: expect.stringContaining("one is another than when") });
  expect(readFileSync(keep, "utf8")).toBe(before);
  const forked = readFileSync(`${keep}.fork`, "utf8").trim().split("\n");
  expect(forked.map((line) => String(JSON.parse(line).checkpoint).split("\n")[1])).toEqual(["300", "303", "303"]);
  current = folder;
  expect(await look()).toMatchObject({ code: 0, stdout: "" });
});

test("[T13] who holds the first key and no token follows rotations and epochs by entries that anybody may read", async () => {
  const folder = tampered();
  const url = await served(() => folder, { isOpen: false });
  const keep = join(temporaryFolder(onTestFinished), "kept");
  const look = () => run("watch", url, "--keep", keep, "--every", "0", "--key", key);
  expect(await look()).toMatchObject({ code: 0, stdout: "300 entries, consistent\n" });
  await run("rotate", "--data", folder);
  await run("rotate", "--data", folder);
  await runHere(["epoch", "--data", folder]);
  const store = openSqliteStore(join(folder, DATABASE));
  await store.appendToLog(entryOf(303));
  await store.close();
  expect(await look()).toMatchObject({ code: 0, stdout: "304 entries, consistent\n" });
  const { code, stdout } = await run("verify", url, "--key", key, "--from", keep);
  expect([code, stdout]).toEqual([0, expect.stringContaining("of 304 entries the hashes alone were read")]);
  expect(stdout).toContain("signed by a key that follows the given one");
  // Another's word for a change of keys is not in the tree.
  const db = new Database(join(folder, DATABASE));
  db.exec(`UPDATE log_entry SET body = CAST(replace(body, '"at":"2', '"at":"1') AS BLOB) WHERE number = 300`);
  db.close();
  expect((await run("verify", url, "--key", key)).stdout).toContain("entry 300 is changed");
});

test("[T12] a list, an exception and their ends are entries, each once, whoever tells them", async () => {
  const folder = tampered();
  const lists = (...words: readonly string[]) => runHere(["lists", ...words, "--data", folder]);
  const feed = join(folder, "feed.txt");
  writeFileSync(feed, "evil.example\n");
  await lists("add", "feed", feed, "--kind", "phishing", "--format", "domains");
  await lists("except", "add", "evil.example", "--reason", "ours");
  writeFileSync(feed, "evil.example\nworse.example\n");
  await lists("update");
  await lists("update");
  await lists("except", "remove", "evil.example");
  await lists("remove", "feed");
  const store = openSqliteStore(join(folder, DATABASE));
  onTestFinished(() => store.close());
  const told = (await store.logEntries(SIZE, 100)).map(({ body }) => {
    const { type, change, list, entry, entries, actor } = JSON.parse(body.toString());
    return [type, change, list ?? entry, entries ?? null, actor];
  });
  expect(told).toEqual([
    ["list", "added", "feed", 1, "operator"],
    ["exception", "added", "evil.example", null, "operator"],
    ["list", "updated", "feed", 2, "operator"],
    ["exception", "removed", "evil.example", null, "operator"],
    ["list", "removed", "feed", 2, "operator"],
  ]);
  const { lists: gone, exceptions } = EMPTY_CATALOG;
  const until = AT.getTime() + 1_000;
  const made = { entry: "x.example", by: "operator", reason: null, madeAtMs: 1, untilMs: until };
  expect(await tellLists(store, { lists: gone, exceptions: [...exceptions, made] }, "gateway", AT)).toBe(1);
  expect(await tellLists(store, { lists: gone, exceptions: [made] }, "gateway", AT)).toBe(0);
  expect(await tellLists(store, { lists: gone, exceptions: [made] }, "gateway", new Date(until))).toBe(1);
  const [ended] = await store.logEntries(SIZE + 6, 1);
  expect(JSON.parse(ended?.body.toString() ?? "")).toMatchObject({ change: "ended", entry: "x.example" });
});
