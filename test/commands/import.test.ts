import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { connect } from "../../src/client/index.ts";
import { progressBar } from "../../src/commands/cli/progress-bar.ts";
import { jsonText } from "../../src/input/json.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { runHere, startCli } from "../support/programs/cli.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { test } from "../support/test.ts";

const AT = new Date("2021-09-18T12:00:00Z");

const words = (from: string, to: string, key: string, text = `${from} ${key}`) => ({
  from,
  to,
  key,
  text,
  at: AT,
  reportsJson: NO_REPORTS,
  contextJson: null,
  isPending: false,
});

/** Of everything that a store keeps, something. */
async function fill(store: Store): Promise<void> {
  const { conversation } = await store.append(words("alice", "bob", "1", "zero \u0000 and \u0001, 火锅 🥘"));
  await store.append({ ...words("alice", "bob", "\u00012"), isPending: true });
  await store.append(words("bob", "alice", "1"));
  await store.append(words("alice", "bob", "3"));
  await store.deleteMessage("bob", conversation.id, 3, AT);
  const resolutions = jsonText<never>('[{"status":"final"}]');
  const learned = { index: 0, cause: "resolved" as const, resolutions, isSettled: false, at: AT };
  await store.recordResolutions({ ...learned, conversation: conversation.id, seq: 2 });
  const lease = { holder: "a gateway that is gone", until: new Date(8e12) };
  await store.claimPending(10, lease, AT);
  await store.markRead("bob", conversation.id, 2);
  await store.markDelivered("alice", conversation.id, 3);
  const members = ["alice", "bob", "carol"];
  const group = await store.createGroup({ members, title: "walk \u0000", key: "walk", at: AT });
  const change = { by: "alice", conversation: group.conversation.id, maxMembers: 100, at: AT };
  await store.changeMembers({ ...change, add: ["dave"], remove: ["carol"] });
  await store.append(words("erin", "alice", "1"));
  await store.setBlocked("alice", "erin", true, 10);
  await store.setChoice("bob", "external");
  const device = { user: "bob", device: "d\u0000", os: "android", version: "8.0.13", locale: "vi" } as const;
  await store.rememberDevice(device, AT);
  await store.rememberDevice({ ...device, device: "d", version: null }, AT);
  await store.revoke({ kind: "user", id: "mallory" }, AT);
  await store.revoke({ kind: "token", id: "jti" }, AT);
  while (!(await store.erase("erin", { pseudonym: "~erin", at: AT, limit: 100 })));
}

/** Everything of some users, as the contract tells it. */
async function told(store: Store): Promise<unknown> {
  const of = async (user: string) => {
    const items = await store.conversations(user);
    const ids = items.map(({ conversation }) => conversation.id);
    const each = await Promise.all(
      ids.map(async (id) => ({
        messages: await store.messagesAfter(user, id, 0, 1_000),
        updates: await store.updatesAfter(user, id, 0, 1_000),
        members: await store.members(user, id, { after: null, limit: 100 }),
      })),
    );
    const since = (await store.accountsSince([user])).get(user);
    const marks = { choice: await store.choice(user), blocks: await store.blocks(user), since };
    const written = await store.writtenBy(user, null, 1_000);
    return { items, each, written, marks, heads: await store.heads(user), devices: await store.devices(user) };
  };
  return {
    epoch: store.epoch,
    users: await Promise.all(["alice", "bob", "carol", "dave", "erin", "~erin"].map(of)),
    revoked: await store.revocationsAfter(0, 100),
  };
}

describe.skipIf(postgresMissing() !== null)("hutong import", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  const importFrom = (folder: string, url: string) => runHere(["import", "--from", folder, "--store", url]);

  async function connected(url: string): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    onTestFinished(() => client.end());
    return client;
  }

  test("[P3] [P4] everything that a data folder keeps is in the database, under the same numbers, keys and epoch", async ({
    folder,
  }) => {
    const url = await server.urlOf("everything");
    const sqlite = openSqliteStore(join(folder, "hutong.sqlite"));
    await fill(sqlite);
    writeFileSync(join(folder, "secret"), "a secret that the folder keeps, 32 bytes\n", { mode: 0o600 });
    writeFileSync(join(folder, "secret.previous"), "a secret that was before it, 32 bytes", { mode: 0o600 });
    const before = await told(sqlite);
    await sqlite.close();
    const imported = await importFrom(folder, url);
    expect(imported.stderr).toBe("");
    expect(imported.code).toBe(0);
    const rows = imported.stdout.trim().split("\n").slice(1);
    expect(rows.map((row) => row.split(/ +/u).slice(0, 3))).toEqual(
      expect.arrayContaining([
        ["conversation", "3", "3"],
        ["message", "8", "8"],
        ["revocation", "2", "2"],
        ["setting", "4", "4"],
      ]),
    );
    expect(rows.filter((row) => !row.endsWith("the same"))).toEqual([]);

    const postgres = await openPostgresStore(url);
    onTestFinished(() => postgres.close());
    expect(await told(postgres)).toEqual(before);
    expect(await postgres.shared.signingSecret()).toBe("a secret that the folder keeps, 32 bytes");
    expect(await postgres.shared.previousSigningSecret()).toBe("a secret that was before it, 32 bytes");
    // What was deleted is still known by its digest, and numbers go on where they were.
    expect(await postgres.append(words("bob", "alice", "1"))).toMatchObject({ isRepeat: true, message: { seq: 3 } });
    await expect(postgres.append(words("bob", "alice", "1", "other"))).rejects.toMatchObject({ code: "key_reused" });
    expect(await postgres.append(words("bob", "alice", "9"))).toMatchObject({ message: { seq: 5 } });
    expect((await postgres.append(words("frank", "bob", "1"))).message.seq).toBe(1);
    // Who followed it runs no more.
    const lease = { holder: "another", until: new Date(8e12) };
    expect((await postgres.claimPending(10, lease, AT)).map(({ seq }) => seq)).toEqual([2]);
  });

  test("no table or column of a data folder is left behind without its saying so", async ({ folder }) => {
    await openSqliteStore(join(folder, "hutong.sqlite")).close();
    const db = new Database(join(folder, "hutong.sqlite"));
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    // Settings are told apart; leases mean nothing elsewhere; the indexes of messages are PostgreSQL's own there; reports are whole.
    const others = new Set<unknown>([
      "setting",
      "lease",
      "message_index",
      "message_key",
      "message_place",
      "report_part",
    ]);
    const names = tables
      .pluck()
      .all()
      .filter((name) => !others.has(name));
    db.close();
    const url = await server.urlOf("tables");
    const { stdout } = await importFrom(folder, url);
    const rows = stdout.trim().split("\n").slice(1);
    expect(new Set(rows.map((row) => row.split(" ")[0]))).toEqual(new Set([...names, "setting"]));
  });

  test("[P4] a client that was synced against the folder gets nothing twice from the database", async ({ folder }) => {
    const url = await server.urlOf("clients");
    const options = ["--port", "0", "--resolve", "off", "--limit", "maxRetrySpreadMs=1"];
    const first = await spawnServe([...options, "--data", folder], "");
    const tokenOf = async (user: string) => (await runHere(["token", user, "--data", folder])).stdout.trim();
    const [aliceToken, bobToken] = [await tokenOf("alice"), await tokenOf("bob")];
    const alice = connect(first.ws, aliceToken, { device: "a" });
    const bob = connect(first.ws, bobToken, { device: "b" });
    await bob.ready();
    for (let index = 0; index < 20; index += 1) await alice.send("bob", `before ${index}`);
    const { conversation } = await alice.send("bob", "the last before");
    await alice.delete(conversation, 3);
    await expect.poll(() => [bob.have[conversation], bob.updates[conversation]]).toEqual([21, 1]);
    const from = { have: bob.have, updates: bob.updates, epoch: bob.welcome?.epoch ?? "" };
    const whileRunning = await importFrom(folder, url);
    expect(whileRunning).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^hutong import: a gateway is running/u),
    });
    alice.close();
    bob.close();
    await first.stop();
    expect((await importFrom(folder, url)).code).toBe(0);

    const second = await spawnServe([...options, "--store", url], "");
    const aliceAgain = connect(second.ws, aliceToken, { device: "a" });
    const bobAgain = connect(second.ws, bobToken, { device: "b", from });
    const heard: unknown[] = [];
    bobAgain.on("message", ({ seq, text }) => heard.push([seq, text]));
    bobAgain.on("deleted", () => heard.push("deleted"));
    bobAgain.on("reset", () => heard.push("reset"));
    await bobAgain.ready();
    await aliceAgain.send("bob", "the first after");
    await expect.poll(() => heard).toEqual([[22, "the first after"]]);
    aliceAgain.close();
    bobAgain.close();
    await second.stop();
  });

  test("[P1] an import that is killed again and again goes on where it was, and no gateway starts meanwhile", async ({
    folder,
  }) => {
    const url = await server.urlOf("killed");
    const sqlite = openSqliteStore(join(folder, "hutong.sqlite"));
    const total = 12_000;
    for (let index = 0; index < total; index += 1_000)
      await Promise.all(
        Array.from({ length: 1_000 }, (_, at) => sqlite.append(words(`u${at % 50}`, "bob", `${index + at}`))),
      );
    await sqlite.close();
    const client = await connected(url);
    const count = async () => {
      const { rows } = await client.query<{ count: string }>("SELECT count(*) AS count FROM message");
      return Number(rows[0]?.count);
    };
    await runHere(["migrate", "--store", url]);
    await client.query(`
      CREATE FUNCTION held_at() RETURNS integer LANGUAGE sql AS 'SELECT 0';
      CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF (SELECT count(*) FROM message) >= held_at() THEN PERFORM pg_advisory_xact_lock(20, 21); END IF;
          RETURN NULL;
        END $$;
      CREATE TRIGGER hold AFTER INSERT ON message FOR EACH STATEMENT EXECUTE FUNCTION hold();
    `);
    const waiting = async () => {
      const { rowCount } = await client.query(
        "SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 21 AND NOT granted",
      );
      return rowCount;
    };
    for (const least of [1, 4_000, 8_000]) {
      // The batch that reaches this many rows waits before its commit, so that the end comes in its middle.
      await client.query(`CREATE OR REPLACE FUNCTION held_at() RETURNS integer LANGUAGE sql AS 'SELECT ${least}'`);
      await client.query("BEGIN");
      await client.query("SELECT pg_advisory_xact_lock(20, 21)");
      const child = startCli(["import", "--from", folder, "--store", url]);
      const ended = once(child, "exit");
      await expect.poll(waiting, { timeout: 60_000 }).toBe(1);
      expect(await count()).toBeLessThan(total);
      child.kill("SIGKILL");
      expect((await ended)[1]).toBe("SIGKILL");
      await client.query("ROLLBACK");
      const serve = await runHere(["serve", "--port", "0", "--store", url]);
      expect(serve).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/was not finished: run hutong import again/u),
      });
    }
    await client.query("DROP TRIGGER hold ON message");
    const others = async () => {
      const active = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'hutong'";
      return (await client.query(active)).rowCount;
    };
    await expect.poll(others).toBe(0);
    const last = await importFrom(folder, url);
    expect(last).toMatchObject({ code: 0, stderr: "" });
    expect(last.stdout).toMatch(/^message +12000 +12000 +the same$/mu);
    const store = await openPostgresStore(url);
    expect((await store.heads("bob")).size).toBe(50);
    // A conversation that is made now takes no row of one that was brought.
    expect((await store.append(words("frank", "gina", "1"))).message.seq).toBe(1);
    await store.close();
  });

  test("what is no empty database, or not this folder's, is refused by name, and a difference ends with 1", async ({
    folder,
  }) => {
    const filled = openSqliteStore(join(folder, "hutong.sqlite"));
    await fill(filled);
    await filled.close();
    const holding = await server.urlOf("holding");
    const store = await openPostgresStore(holding);
    await store.append(words("zoe", "yves", "1"));
    const connectedTo = await importFrom(folder, holding);
    expect(connectedTo).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/connections .* stop them/u),
    });
    await store.close();
    const refused = await importFrom(folder, holding);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(/it holds rows of conversation \(1\), member \(2\), message \(1\)\n$/u);
    expect((await (await connected(holding)).query("SELECT FROM message")).rowCount).toBe(1);

    const url = await server.urlOf("differs");
    await runHere(["migrate", "--store", url]);
    const client = await connected(url);
    await client.query(`CREATE FUNCTION garble() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.seq = 2 THEN NEW.text := 'garbled'; END IF; RETURN NEW; END $$`);
    await client.query("CREATE TRIGGER garble BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION garble()");
    const differs = await importFrom(folder, url);
    expect(differs.code).toBe(1);
    expect(differs.stdout).toMatch(/^message +8 +8 +DIFFERS$/mu);
    expect(differs.stdout.match(/DIFFERS/gu)).toHaveLength(1);
    expect(differs.stderr).toMatch(/the two differ/u);
    await expect(openPostgresStore(url)).rejects.toMatchObject({ code: "importing" });
    const another = join(folder, "another");
    await runHere(["token", "alice", "--data", another]);
    await openSqliteStore(join(another, "hutong.sqlite")).close();
    expect(await importFrom(another, url)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/of another data folder/u),
    });
    const none = await importFrom(join(folder, "none"), url);
    expect(none).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^hutong import: \/.+: there is no database of a gateway here\n$/u),
    });
    expect(existsSync(join(folder, "none"))).toBe(false);
  });
});

test("a bar is drawn on a terminal, not more often than it can be seen, and nothing in a pipe", () => {
  const drawn: string[] = [];
  let nowMs = 1_000;
  const bar = progressBar({ redraw: (line) => drawn.push(line) }, "import", () => nowMs);
  bar.show(0, 2_000);
  bar.show(1, 2_000);
  nowMs = 1_150;
  bar.show(1_000, 2_000);
  bar.end();
  expect(drawn).toEqual([`import [${".".repeat(30)}]   0 %`, `import [${"#".repeat(15)}${".".repeat(15)}]  50 %`, ""]);
  const inPipe = progressBar({}, "import");
  inPipe.show(1, 2);
  inPipe.end();
  expect(drawn).toHaveLength(3);
});
