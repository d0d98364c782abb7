import { once } from "node:events";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openWhenThere } from "../../src/commands/cli/store-wait.ts";
import { DatabaseError } from "../../src/store/postgres/database-error.ts";
import { StoreError } from "../../src/store/store-error.ts";
import { runHere, startCli } from "../support/programs/cli.ts";
import {
  isOwnServer,
  type PostgresServer,
  postgresMissing,
  startPostgres,
} from "../support/programs/postgres-server.ts";

describe("what opens when its database is there", () => {
  /** Fails with each of these in turn, and then opens. */
  function opening(...faults: readonly Error[]) {
    const left = [...faults];
    const told: string[] = [];
    const open = async (): Promise<string> => {
      const fault = left.shift();
      if (fault !== undefined) throw fault;
      return "open";
    };
    const wait = (waitMs: number) =>
      openWhenThere(open, { waitMs, everyMs: 1, onWait: (because) => told.push(because) });
    return { wait, told, left };
  }
  const away = new DatabaseError("unreachable");

  test("is tried again while what keeps it passes by itself, and each other reason is told once", async () => {
    const faults = [away, away, new DatabaseError("no_slot"), away, new DatabaseError("standby")];
    const { wait, told } = opening(
      ...faults,
      new DatabaseError("no_primary"),
      new StoreError("unavailable", "the store could not answer"),
    );
    expect(await wait(60_000)).toBe("open");
    expect(told).toEqual([
      "the database cannot be reached",
      "the server, or the user, has no connection left: expected at least 10 for each gateway",
      "the database cannot be reached",
      "the server is a standby: expected the primary",
      "of the servers that are named and answer none takes writes: expected the primary among them",
      "the store could not answer",
    ]);
  });

  test("is given up after a while, and at once when an operator has to mend it or it is no fault of the store", async () => {
    const late = opening(away, away);
    await expect(late.wait(0)).rejects.toBe(away);
    expect(late).toMatchObject({ told: [], left: [away] });
    for (const code of ["refused", "no_password", "no_database", "too_old", "newer_schema", "pooler", "tls"] as const) {
      const fault = new DatabaseError(code);
      await expect(opening(fault).wait(60_000)).rejects.toBe(fault);
    }
    for (const fault of [new StoreError("blocked", "no"), new Error("another")])
      await expect(opening(fault).wait(60_000)).rejects.toBe(fault);
  });
});

describe.skipIf(postgresMissing() !== null || !isOwnServer)("hutong serve", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  /** Until it says why it waits, or the address it serves. */
  function serving(url: string) {
    const child = startCli(["serve", "--port", "0", "--resolve", "off", "--store", url]);
    onTestFinished(() => void child.kill("SIGKILL"));
    let [said, printed] = ["", ""];
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (printed += text));
    const ended = once(child, "exit");
    return {
      child,
      said: () => said,
      /** Fails early when it has ended. */
      until: async (what: RegExp, stream: "said" | "printed" = "said") => {
        const text = () => (stream === "said" ? said : printed);
        await expect.poll(() => what.test(text()) || child.exitCode !== null, { timeout: 100_000 }).toBe(true);
        expect(text()).toMatch(what);
      },
      ended,
    };
  }

  test("[C5] waits for a server that is away, says so once, and serves when it is there", async () => {
    const url = await server.urlOf("away");
    await server.kill("SIGINT");
    const gateway = serving(url);
    await gateway.until(/cannot be reached; it is waited for, 60 s at most\n/u);
    await server.start();
    await gateway.until(/^http:/u, "printed");
    expect(gateway.said().match(/cannot be reached/gu)).toHaveLength(1);
  });

  test("[C5] waits for a connection where the server has none left, and serves when it has", async () => {
    const url = await server.urlOf("full");
    const operator = new pg.Client({ connectionString: url });
    await operator.connect();
    onTestFinished(() => operator.end());
    await operator.query("CREATE ROLE guest LOGIN PASSWORD 'guest' CONNECTION LIMIT 0");
    await operator.query("GRANT ALL ON SCHEMA public TO guest");
    const own = new URL(url);
    [own.username, own.password] = ["guest", "guest"];
    const gateway = serving(own.href);
    await gateway.until(/has no connection left: .*; it is waited for/u);
    await operator.query("ALTER ROLE guest CONNECTION LIMIT 20");
    await gateway.until(/^http:/u, "printed");
  });

  test("ends at a signal while it waits, with a code of its own", async () => {
    const gateway = serving("postgres://hutong:hutong@127.0.0.1:1/hutong");
    await gateway.until(/it is waited for/u);
    gateway.child.kill("SIGTERM");
    // Ended by the signal it would have no code.
    expect(await gateway.ended).toEqual([143, null]);
  });

  test("other commands do not wait, and say that the store is away", async () => {
    const run = await runHere(["revoke", "alice", "--store", "postgres://hutong:hutong@127.0.0.1:1/hutong"]);
    expect(run).toEqual({ code: 1, stdout: "", stderr: "hutong revoke: the database cannot be reached\n" });
  });
});
