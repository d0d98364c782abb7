import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { runHere } from "../support/programs/cli.ts";
import { hasPgbouncer, startPgbouncer } from "../support/programs/pgbouncer.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";

const message = {
  from: "alice",
  to: "bob",
  key: "k",
  text: "through a pooler",
  at: new Date("2021-09-18T12:00:00Z"),
  reportsJson: NO_REPORTS,
  contextJson: null,
  isPending: false,
};

describe.skipIf(postgresMissing() !== null || !hasPgbouncer())("behind PgBouncer", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  async function pooled(mode: "session" | "transaction" | "statement"): Promise<string> {
    const pooler = await startPgbouncer(await server.urlOf(mode), mode);
    onTestFinished(() => pooler.close());
    return pooler.url;
  }

  for (const mode of ["transaction", "statement"] as const) {
    test(`in ${mode} mode every command says at its start what to set`, async () => {
      const url = await pooled(mode);
      for (const argv of [["serve", "--port", "0"], ["migrate"], ["revoke", "alice"]]) {
        const { code, stderr } = await runHere([...argv, "--store", url]);
        expect(code).toBe(1);
        expect(stderr).toMatch(/^hutong \w+: a pooler .*pool_mode = session .*the server's own port\n$/u);
      }
      // What was tried on a session is not left to who gets it next.
      const next = new pg.Client({ connectionString: url });
      await next.connect();
      onTestFinished(() => next.end());
      const { rows } = await next.query("SELECT current_setting('hutong.session', true) AS mark");
      expect(rows[0]?.mark ?? "").toBe("");
    });
  }

  test("in session mode messages are kept, and a parameter that it does not take is told", async () => {
    const url = await pooled("session");
    const store = await openPostgresStore(url);
    onTestFinished(() => store.close());
    expect((await store.append(message)).message.seq).toBe(1);
    expect(await store.conversations("bob")).toHaveLength(1);
    await expect.poll(() => store.health()).toEqual({ writable: true, because: null });
    await expect(openPostgresStore(`${url}?options=-c%20jit=off`)).rejects.toMatchObject({ code: "pooler" });
  });
});
