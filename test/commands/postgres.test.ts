import { chmodSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { connect } from "../../src/client/index.ts";
import { TEST_SECRET, TEST_SECRET_TEXT } from "../support/secret.ts";
import { signToken } from "../../src/access/tokens.ts";
import { runCli, runHere } from "../support/programs/cli.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { test } from "../support/test.ts";

describe.skipIf(postgresMissing() !== null)("hutong on PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  test("[P1] serve --store keeps messages in the database, for the next gateway and for the command line", async ({
    folder,
  }) => {
    const url = await server.urlOf("serve");
    const token = (user: string) => signToken(user, TEST_SECRET, 600, new Date());
    const options = ["--port", "0", "--resolve", "off", "--store", url];
    const first = await spawnServe([...options, "--data", `${folder}/one`], TEST_SECRET_TEXT);
    const alice = connect(first.ws, () => token("alice"), { device: "d" });
    await alice.send("bob", "看 https://item.taobao.com/item.htm?id=652874301955");
    alice.close();
    await first.stop();
    const second = await spawnServe([...options, "--data", `${folder}/two`], TEST_SECRET_TEXT);
    const bob = connect(second.ws, () => token("bob"), { device: "d" });
    const [item] = await bob.conversations();
    expect(item?.last).toMatchObject({ from: "alice", seq: 1 });
    bob.close();
    await second.stop();
    const exported = await runHere(["export", "--store", url, "alice"]);
    expect(exported.code).toBe(0);
    expect(exported.stdout).toContain("652874301955");
    expect((await runHere(["erase", "--store", url, "alice"])).code).toBe(0);
    expect((await runHere(["export", "--store", url, "alice"])).stdout).not.toContain("652874301955");
  });

  test("[C2] gateways on one database need no folder, make none, and take each other's tokens", async ({ folder }) => {
    const url = await server.urlOf("no folder");
    const options = ["--port", "0", "--store", url];
    chmodSync(folder, 0o555);
    // At one moment, on a database that has no secret yet.
    const gateways = await Promise.all([spawnServe(options, "", folder), spawnServe(options, "", folder)]);
    const made = await runHere(["token", "alice", "--store", url]);
    expect(made.stderr).toBe("");
    for (const gateway of gateways) {
      const alice = connect(gateway.ws, made.stdout.trim(), { device: "d" });
      await alice.ready();
      alice.close();
    }
    for (const gateway of gateways) await gateway.stop();
    expect(readdirSync(folder)).toEqual([]);
    const given = await runHere(["token", "alice", "--store", url], { env: { HUTONG_SECRET: TEST_SECRET_TEXT } });
    const other = await spawnServe(options, "", folder);
    const stranger = connect(other.ws, given.stdout.trim(), { device: "d" });
    await expect(stranger.ready()).rejects.toMatchObject({ name: "RequestError" });
    stranger.close();
    await other.stop();
  });

  test("a token is not signed by the kept secret while gateways are given another", async ({ folder }) => {
    const url = await server.urlOf("given");
    const options = ["--port", "0", "--resolve", "off", "--store", url];
    await (await spawnServe(options, "", folder)).stop();
    expect((await runHere(["token", "alice", "--store", url])).code).toBe(0);
    await (await spawnServe(options, TEST_SECRET_TEXT, folder)).stop();
    expect(await runHere(["token", "alice", "--store", url])).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "hutong token: HUTONG_SECRET: expected the secret that the gateways on this database were given; they take no token of another\n",
    });
    const env = { HUTONG_SECRET: TEST_SECRET_TEXT };
    expect((await runHere(["token", "alice", "--store", url], { env })).code).toBe(0);
    // The kept one signs again.
    await (await spawnServe(options, "", folder)).stop();
    expect((await runHere(["token", "alice", "--store", url])).code).toBe(0);
  });

  test("with a folder named, a gateway on a database keeps there what it followed, and nothing else", async ({
    folder,
  }) => {
    const url = await server.urlOf("cache");
    const data = join(folder, "data");
    mkdirSync(data);
    const gateway = await spawnServe(["--port", "0", "--store", url, "--data", data], "");
    await gateway.stop();
    expect(readdirSync(data).toSorted()).toEqual(["gateway.lock", "links.sqlite"]);
  });

  test("[C6] hutong epoch renews the epoch beside a running gateway, whose clients come back and start afresh", async () => {
    const url = await server.urlOf("epoch");
    const options = ["--port", "0", "--resolve", "off", "--store", url];
    const gateway = await spawnServe([...options, "--limit", "maxRetrySpreadMs=1"], TEST_SECRET_TEXT);
    const alice = connect(gateway.ws, await signToken("alice", TEST_SECRET, 600, new Date()), { device: "d" });
    await alice.send("bob", "hello");
    const was = alice.welcome?.epoch ?? "";
    const reset = new Promise<string>((resolve) => {
      alice.on("reset", ({ epoch }) => resolve(epoch));
    });
    const { code, stderr } = await runHere(["epoch", "--store", url]);
    expect(code).toBe(0);
    const [, told, now] = /^the epoch was (\S+) and is (\S+);/u.exec(stderr) ?? [];
    expect(told).toBe(was);
    expect(await reset).toBe(now);
    expect(now).not.toBe(was);
    expect((await alice.conversations()).map(({ last }) => last?.text)).toEqual(["hello"]);
    alice.close();
    await gateway.stop();
  });

  test("backup and restore of a database are its own, and are refused with what to do", async ({ folder }) => {
    const url = await server.urlOf("told");
    const file = join(folder, "backup");
    const backup = await runHere(["backup", file, "--store", url]);
    expect(backup).toMatchObject({ code: 2, stdout: "" });
    expect(backup.stderr).toMatch(/^hutong backup: --store: .*pg_dump/u);
    const restore = await runHere(["restore", file], { env: { HUTONG_STORE: url } });
    expect(restore).toMatchObject({ code: 2, stdout: "" });
    expect(restore.stderr).toMatch(/^hutong restore: HUTONG_STORE: .*pg_restore.*hutong epoch/u);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a log's key in the database that is none ends the start in one line", async () => {
    const url = await server.urlWithTables("garbled key");
    const client = new pg.Client(url);
    await client.connect();
    await client.query("INSERT INTO setting (name, value) VALUES ('log_key', 'no key at all')");
    await client.end();
    expect(await runHere(["serve", "--port", "0", "--resolve", "off", "--store", url])).toEqual({
      code: 2,
      stdout: "",
      stderr: "hutong serve: log_key in the database's table setting: expected 32 bytes as base64url (43 characters)\n",
    });
  });

  test("a store that cannot be opened is told in one line without its password", async ({ folder }) => {
    const url = new URL(await server.urlOf("told"));
    url.password = "seeded-secret";
    for (const args of [
      ["serve", "--port", "0", "--data", folder],
      ["export", "alice"],
    ]) {
      const { code, stderr } = await runCli([...args, "--store", url.href]);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^hutong \w+: the database does not let this user in\n$/u);
    }
    const wrong = await runCli(["serve", "--store", "mysql://seeded-secret@host/x"]);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/--store: expected postgres:/u);
    expect(wrong.stderr).not.toContain("seeded-secret");
  });
});
