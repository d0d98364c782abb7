import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { COMMANDS } from "../../src/commands/commands.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { runHere } from "../support/programs/cli.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";

const MIGRATIONS = new URL("../../src/store/postgres/migrations/", import.meta.url);
const KNOWN = readdirSync(MIGRATIONS).length;

describe.skipIf(postgresMissing() !== null)("the schema of a database", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  async function connected(url: string): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    onTestFinished(() => client.end());
    return client;
  }

  /** As a later program leaves it. */
  async function leaveAt(url: string, schema: number, compatibleFrom: number): Promise<void> {
    const client = await connected(url);
    const set = "UPDATE setting SET value = $2 WHERE name = $1";
    await client.query(set, ["schema", String(schema)]);
    await client.query(set, ["compatible_from", String(compatibleFrom)]);
  }

  /** Holds the lock of migrations, as a program in the middle of one does. */
  async function locked(url: string) {
    const client = await connected(url);
    await client.query("BEGIN");
    // The letters "hutong", as every program takes it.
    await client.query("SELECT pg_advisory_xact_lock(x'6875746f6e67'::bigint)");
    const watching = await connected(url);
    return {
      release: () => client.query("ROLLBACK"),
      /** For how many seconds each that wants it has waited. */
      async waiting() {
        const { rows } = await watching.query<{ seconds: number }>(
          `SELECT extract(epoch FROM clock_timestamp() - query_start)::float AS seconds FROM pg_stat_activity
           WHERE wait_event = 'advisory' AND datname = current_database()`,
        );
        return rows.map(({ seconds }) => seconds);
      },
    };
  }

  test("hutong migrate says from where to where, and --check changes nothing", async () => {
    const url = await server.urlOf("says");
    const migrate = (...more: readonly string[]) => runHere(["migrate", "--store", url, ...more]);
    const check = await migrate("--check");
    expect(check).toMatchObject({ code: 0, stdout: "" });
    expect(check.stderr).toMatch(new RegExp(`is at schema 0 and this program at ${KNOWN}: hutong migrate`, "u"));
    const client = await connected(url);
    const tables = () => client.query("SELECT FROM pg_tables WHERE schemaname = 'public'");
    expect((await tables()).rowCount).toBe(0);
    expect((await migrate()).stderr).toBe(`hutong migrate: the database was at schema 0 and is at ${KNOWN}\n`);
    expect((await tables()).rowCount).toBeGreaterThan(8);
    for (const run of [await migrate(), await migrate("--check")])
      expect(run).toMatchObject({ code: 0, stderr: expect.stringMatching(/this program's: nothing to do/u) });
    expect(await runHere(["migrate"])).toMatchObject({ code: 2, stderr: expect.stringMatching(/--store: expected/u) });
  });

  test("[C9] a program goes on with a later schema that allows it, and is told to be updated otherwise", async () => {
    const url = await server.urlOf("later");
    const migrate = (...more: readonly string[]) => runHere(["migrate", "--store", url, ...more]);
    await migrate();
    await leaveAt(url, KNOWN + 1, KNOWN);
    for (const run of [await migrate(), await migrate("--check")])
      expect(run).toMatchObject({ code: 0, stderr: expect.stringMatching(/of a later program, .* can go on/u) });
    const gateway = await spawnServe(["--port", "0", "--resolve", "off", "--store", url], "");
    expect((await fetch(`${gateway.http}/readyz`)).status).toBe(200);
    await gateway.stop();
    const client = await connected(url);
    const schema = await client.query("SELECT value FROM setting WHERE name = 'schema'");
    expect(schema.rows).toEqual([{ value: String(KNOWN + 1) }]);
    await leaveAt(url, KNOWN + 2, KNOWN + 1);
    const sentence = `takes a program of ${KNOWN + 1} or later; this one is of ${KNOWN}: update this program`;
    for (const run of [await migrate(), await migrate("--check")])
      expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining(sentence) });
    const serve = await runHere(["serve", "--port", "0", "--store", url]);
    expect(serve).toMatchObject({ code: 1, stderr: expect.stringMatching(/^hutong serve: .*: update this one\n$/u) });
  });

  /** A database as it was before a step. */
  async function before(name: string, step: string): Promise<{ url: string; client: pg.Client }> {
    const url = await server.urlOf(name);
    const client = await connected(url);
    const steps = readdirSync(MIGRATIONS)
      .sort()
      .filter((each) => each < step);
    for (const each of steps) await client.query(readFileSync(new URL(each, MIGRATIONS), "utf8"));
    await client.query("INSERT INTO setting (name, value) VALUES ('schema', $1), ('compatible_from', '1')", [
      steps.length,
    ]);
    return { url, client };
  }

  test("what an earlier program kept is filled in: hosts of effects, who was right, and since when accounts are known", async () => {
    const { url, client } = await before("filled", "0014");
    const entries = ["evil.example", "Evil.example/slots/", "https://evil.example/a?b=1", "evil.example:8443/a"];
    const addEffect = "INSERT INTO case_effect (case_id, number, effect, until_at, at) VALUES ($1, $2, $3, NULL, 0)";
    for (const [index, entry] of entries.entries())
      await client.query(addEffect, [`case ${index}`, index, JSON.stringify({ kind: "exception", entry })]);
    await client.query(addEffect, ["of a person", 8, JSON.stringify({ kind: "suspend", user: "troll" })]);
    await client.query(addEffect, ["of nothing", 9, null]);
    await client.query(`INSERT INTO conversation (id, kind, made_at) VALUES ('c', 'group', 100)`);
    for (const seq of [1, 2, 3])
      await client.query(
        "INSERT INTO message (conversation, seq, sender, key, at, text) SELECT row, $1, 'ann', gen_random_uuid()::text, $2, '' FROM conversation",
        [seq, seq * 100],
      );
    for (const [user, from] of [
      ["ann", 1],
      ["bob", 3],
      ["never signed in", 2],
    ])
      await client.query("INSERT INTO member (user_id, conversation, from_seq) SELECT $1, row, $2 FROM conversation", [
        user,
        from,
      ]);
    for (const [id, outcomes] of Object.entries({
      wrong: ["dismissed"],
      right: ["dismissed", "overturned"],
      open: [],
    })) {
      const decisions = outcomes.map((outcome, index) => ({
        number: index + 1,
        round: 1,
        outcome,
        undone: null,
        reviews: index === 0 ? null : index,
      }));
      const state = JSON.stringify({ decisions, note: "\u0000" });
      await client.query("INSERT INTO case_file VALUES ($1, $1, 'harmful', NULL, 'decided', 1, 1, 0, 0, 0, $2)", [
        id,
        state,
      ]);
      await client.query("INSERT INTO case_round (case_id, round, opened_at) VALUES ($1, 1, 0)", [id]);
    }
    const see = "INSERT INTO device (user_id, device, os, locale, seen_at) VALUES ($1, $2, 'web', 'en', $3)";
    for (const user of ["ann", "bob", "cy"]) await client.query(see, [user, "d", 900]);
    await client.query(see, ["cy", "old", 700]);
    expect(await runHere(["migrate", "--store", url])).toMatchObject({ code: 0 });
    const hosts = await client.query("SELECT host FROM case_effect ORDER BY number");
    expect(hosts.rows.map(({ host }) => host as string)).toEqual([...entries.map(() => "evil.example"), null, null]);
    const rounds = await client.query("SELECT case_id, was_right::int FROM case_round ORDER BY case_id DESC");
    expect(rounds.rows).toEqual([
      { case_id: "wrong", was_right: 0 },
      { case_id: "right", was_right: 1 },
      { case_id: "open", was_right: null },
    ]);
    const accounts = await client.query("SELECT user_id, since::int FROM account ORDER BY since");
    expect(accounts.rows).toEqual([
      { user_id: "ann", since: 100 },
      { user_id: "bob", since: 300 },
      { user_id: "cy", since: 700 },
    ]);
  });

  /** A run of each command that opens a store; of those that are left out here only serve and migrate make tables. */
  const COMMANDS_ON_STORES: Readonly<Record<string, readonly string[]>> = {
    explain: ["--decision", `c:${"A".repeat(22)}:1:0`],
    rulebook: ["show"],
    lists: ["stats"],
    epoch: [],
    export: ["alice"],
    log: ["show", "0"],
    erase: ["alice"],
    revoke: ["alice"],
    token: ["alice"],
  };

  test("no command but serve and migrate makes tables or changes older ones, and each says what to run", async () => {
    const ofStores = [];
    for (const [name, load] of Object.entries(COMMANDS)) if ("store" in (await load()).options) ofStores.push(name);
    const others = new Set(["serve", "migrate", "import", "backup", "restore"]);
    expect(ofStores.filter((name) => !others.has(name)).toSorted()).toEqual(Object.keys(COMMANDS_ON_STORES).toSorted());
    const empty = await server.urlOf("untouched");
    const older = await server.urlOf("older");
    await runHere(["migrate", "--store", older]);
    await leaveAt(older, KNOWN - 1, 1);
    const newer = await server.urlOf("newer");
    await runHere(["migrate", "--store", newer]);
    await leaveAt(newer, KNOWN + 2, KNOWN + 1);
    for (const [name, argv] of Object.entries(COMMANDS_ON_STORES)) {
      for (const [url, says] of [
        [empty, /^hutong \w+: the database has no tables .*: run hutong migrate\n$/u],
        [older, /^hutong \w+: the database's tables are older than this program: run hutong migrate\n$/u],
        [newer, /^hutong \w+: .*: update this one\n$/u],
      ] as const) {
        const { code, stdout, stderr } = await runHere([name, ...argv, "--store", url]);
        expect({ name, code, stdout, stderr }).toEqual({
          name,
          code: 1,
          stdout: "",
          stderr: expect.stringMatching(says),
        });
      }
    }
    const tables = await (await connected(empty)).query("SELECT FROM pg_tables WHERE schemaname = 'public'");
    expect(tables.rowCount).toBe(0);
    const schema = await (await connected(older)).query("SELECT value FROM setting WHERE name = 'schema'");
    expect(schema.rows).toEqual([{ value: String(KNOWN - 1) }]);
  });

  test("[C9] three gateways that start at one moment on an empty database all come up", async () => {
    const url = await server.urlOf("three");
    const migrating = await locked(url);
    const starting = Promise.all(
      Array.from({ length: 3 }, () => spawnServe(["--port", "0", "--resolve", "off", "--store", url], "")),
    );
    await expect.poll(async () => (await migrating.waiting()).length, { timeout: 60_000 }).toBe(3);
    await migrating.release();
    const gateways = await starting;
    for (const gateway of gateways) expect((await fetch(`${gateway.http}/readyz`)).status).toBe(200);
    for (const gateway of gateways) expect(await gateway.stop()).toBe(0);
  });

  test("who comes while another migrates waits for it, longer than a statement of a gateway may take", async () => {
    const url = await server.urlOf("waits");
    const migrating = await locked(url);
    let waits = 0;
    const opening = openPostgresStore(url, { onWait: () => (waits += 1) });
    const gateway = spawnServe(["--port", "0", "--resolve", "off", "--store", url], "");
    const wait = async () => (await migrating.waiting()).toSorted((one, other) => other - one);
    await expect.poll(async () => (await wait()).length, { timeout: 60_000 }).toBe(2);
    await expect.poll(async () => (await wait())[0] ?? 0).toBeGreaterThan(6.5);
    expect(waits).toBe(1);
    await migrating.release();
    await (await opening).close();
    const served = await gateway;
    await served.stop();
    expect((await served.ended).said.match(/"event":"store_waits"/gu)).toHaveLength(1);
    expect(waits).toBe(1);
  });
});
