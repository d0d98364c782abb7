import { chownSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { openServers } from "../../src/store/postgres/servers.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import type { Store } from "../../src/store/store.ts";
import { runHere } from "../support/programs/cli.ts";
import {
  isOwnServer,
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from "../support/programs/postgres-server.ts";
import { test } from "../support/test.ts";

const WITHIN = { timeout: 60_000 };
const AT = new Date("2021-09-18T12:00:00Z");
const words = (key: string) => ({
  from: "alice",
  to: "bob",
  key,
  text: key,
  at: AT,
  reportsJson: NO_REPORTS,
  contextJson: null,
  isPending: false,
});

describe.skipIf(postgresMissing() !== null || !isOwnServer)("the servers of an address", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  /** An address of the same database with other hosts. */
  const withHosts = (url: string, ...hosts: readonly string[]) => url.replace(/(?<=@)[^/]+/u, hosts.join(","));
  const NOBODY = "127.0.0.1:1";

  test("a socket's folder is a server", async () => {
    const url = new URL(await server.urlOf("socket"));
    const parameters = `host=${server.folder}&port=${url.port}&user=${url.username}&password=${url.password}`;
    const store = await openPostgresStore(`postgres://${url.pathname}?${parameters}`);
    onTestFinished(() => store.close());
    expect((await store.append(words("by socket"))).message.seq).toBe(1);
  });

  test("[C5] of several the one is taken that takes writes, and after a failover the one that was promoted", async () => {
    const url = await server.urlOf("failover");
    expect(await runHere(["migrate", "--store", withHosts(url, NOBODY, server.place)])).toMatchObject({ code: 0 });
    const standby = await server.startStandby();
    onTestFinished(() => standby.close());
    await expect(openPostgresStore(withHosts(url, standby.place))).rejects.toMatchObject({ code: "standby" });
    await expect(openPostgresStore(withHosts(url, NOBODY, standby.place))).rejects.toMatchObject({
      code: "no_primary",
    });
    const all = withHosts(url, NOBODY, standby.place, server.place);
    const store = await openPostgresStore(`${all}?target_session_attrs=read-write`);
    onTestFinished(() => store.close());
    const { conversation } = (await store.append(words("before"))).message;
    await server.kill("SIGKILL");
    onTestFinished(() => server.start());
    const operator = new pg.Client(withHosts(url, standby.place));
    await operator.connect();
    await operator.query("SELECT pg_promote()");
    await operator.end();
    // What was written meanwhile went to the server that is gone; the conversation is another one.
    const append = () =>
      store.append({ ...words("after"), to: "carol" }).then(
        ({ message }) => message.conversation,
        () => null,
      );
    await expect.poll(append, WITHIN).toMatch(/^\S+$/u);
    expect(conversation).not.toBe(await append());
    await expect
      .poll(
        () =>
          store.conversations("carol").then(
            ({ length }) => length,
            () => 0,
          ),
        WITHIN,
      )
      .toBe(1);
    await expect.poll(() => store.health().writable, WITHIN).toBe(true);
  });

  test("sslmode and sslrootcert mean what libpq means by them", async ({ folder }) => {
    const url = await server.urlOf("tls");
    const plain = openServers(url);
    const isEncrypted = async (address: string, env: Record<string, string> = {}): Promise<unknown> => {
      try {
        const client = await openServers(address, env).connect();
        const { rows } = await client.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
        await client.end();
        return rows[0]?.ssl;
      } catch (error) {
        return error instanceof Error && "code" in error ? error.code : error;
      }
    };
    expect(await isEncrypted(url)).toBe(false);
    const [key, certificate] = [join(server.folder, "server.key"), join(server.folder, "server.crt")];
    const newKey = [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-days",
      "1",
    ];
    const made = spawnSync("openssl", [
      ...newKey,
      "-keyout",
      key,
      "-out",
      certificate,
      "-subj",
      "/CN=localhost",
      "-addext",
      "subjectAltName=DNS:localhost",
    ]);
    expect(made.stderr.toString("utf8")).not.toMatch(/error/iu);
    const { owner } = server;
    if (owner !== null) for (const file of [key, certificate]) chownSync(file, owner, owner);
    const operator = await plain.connect();
    await operator.query("ALTER SYSTEM SET ssl = on");
    await operator.query("SELECT pg_reload_conf()");
    await operator.end();
    await expect.poll(() => isEncrypted(`${url}?sslmode=require`), WITHIN).toBe(true);
    const byName = url.replace("127.0.0.1", "localhost");
    const root = join(folder, "root.crt");
    writeFileSync(root, spawnSync("cat", [certificate]).stdout);
    for (const [address, expected] of [
      [url, true],
      [`${url}?sslmode=prefer`, true],
      [`${url}?sslmode=disable`, false],
      [`${url}?sslmode=allow`, false],
      [`${url}?sslmode=require`, true],
      [`${url}?sslmode=require&channel_binding=require`, true],
      [`${url}?sslmode=require&sslrootcert=${root}`, true],
      [`${url}?sslmode=verify-ca&sslrootcert=${root}`, true],
      [`${byName}?sslmode=verify-full&sslrootcert=${root}`, true],
      [`${url}?sslmode=verify-full&sslrootcert=${root}`, "ERR_TLS_CERT_ALTNAME_INVALID"],
      [`${url}?sslmode=verify-ca`, "DEPTH_ZERO_SELF_SIGNED_CERT"],
      [`${url}?sslmode=verify-ca&sslrootcert=${root}.gone`, "tls_file"],
    ] as const)
      expect([address, await isEncrypted(address)]).toEqual([address, expected]);
    expect(await isEncrypted(url, { PGSSLMODE: "disable" })).toBe(false);
    expect(await isEncrypted(url, { PGSSLMODE: "verify-ca" })).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
    await expect(openPostgresStore(`${url}?sslmode=verify-full&sslrootcert=${root}`)).rejects.toMatchObject({
      code: "tls",
    });
  });

  test("a password comes from PGPASSWORD or the password file, and where there is none that is said", async ({
    folder,
  }) => {
    const url = new URL(await server.urlOf("password"));
    const { password, port } = url;
    url.password = "";
    const file = join(folder, "pgpass");
    writeFileSync(file, `127.0.0.1:${port}:*:hutong:${password}\n`, { mode: 0o600 });
    for (const env of [{ PGPASSWORD: password }, { PGPASSFILE: file }]) {
      const client = await openServers(url.href, env).connect();
      await client.end();
    }
    await expect(openServers(url.href, { PGPASSFILE: `${file}.gone` }).connect()).rejects.toMatchObject({
      code: "no_password",
    });
  });

  test("a session relies on no default of the server, the database or the user", async () => {
    const url = await server.urlOf("defaults");
    const name = pg.escapeIdentifier(new URL(url).pathname.slice(1));
    const first = await openPostgresStore(url);
    await first.append(words("before"));
    await first.close();
    const operator = new pg.Client(url);
    await operator.connect();
    for (const setting of [
      "default_transaction_isolation = 'serializable'",
      "default_transaction_deferrable = on",
      "search_path = ''",
      "TimeZone = 'Asia/Kathmandu'",
      "DateStyle = 'SQL, DMY'",
      "standard_conforming_strings = off",
      "bytea_output = 'escape'",
      "array_nulls = off",
      "transform_null_equals = on",
      "lock_timeout = '1ms'",
      "statement_timeout = '1s'",
      "idle_session_timeout = '1s'",
      "idle_in_transaction_session_timeout = '1s'",
      "transaction_timeout = '1s'",
      "synchronous_commit = off",
      "extra_float_digits = -15",
      "client_encoding = 'LATIN1'",
    ])
      await operator.query(`ALTER DATABASE ${name} SET ${setting}`);
    await operator.end();
    const stores = [await openPostgresStore(url), await openPostgresStore(url), await openPostgresStore(url)] as const;
    onTestFinished(async () => {
      for (const store of stores) await store.close();
    });
    const made = await stores[0].createGroup({
      key: "g",
      members: ["alice", "bob", "carol"],
      title: "一家人",
      at: AT,
    });
    const { id } = made.conversation;
    // Three gateways write into one group at one moment: of serializable transactions all but one are refused.
    const write = async (store: Store | undefined, who: string) => {
      for (let index = 0; index < 30; index += 1)
        await store?.append({ ...words(`${who} 说 ${index}`), from: who, to: id });
    };
    await Promise.all(["alice", "bob", "carol"].map((who, index) => write(stores[index], who)));
    const kept = await stores[1].messagesAfter("bob", id, 0, 100);
    expect(kept.map(({ seq }) => seq)).toEqual(Array.from({ length: 91 }, (_, index) => index + 1));
    expect(new Set(kept.slice(1).map(({ text }) => text)).size).toBe(90);
    expect(
      await stores[1].messagesAfter("bob", (await stores[0].append(words("again"))).message.conversation, 0, 9),
    ).toHaveLength(2);
  });
});
