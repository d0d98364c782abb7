import { connect, createServer, type Socket } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished } from "vitest";
import { signToken } from "../../src/access/tokens.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { openRaw } from "../support/raw-socket.ts";
import { TEST_SECRET, TEST_SECRET_TEXT } from "../support/secret.ts";
import { test } from "../support/test.ts";

const WITHIN = { timeout: 60_000 };
/** After which a container is killed. Source: `docker stop --timeout`. */
const MOST_STOP_MS = 10_000;

/** A way to a server that can fall silent without breaking, as a network or a frozen machine does. */
async function openRelay(url: string) {
  const to = new URL(url);
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server = createServer((inner) => {
    const outer = connect(Number(to.port), to.hostname);
    for (const [socket, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(socket);
      if (isSilent) socket.pause();
      socket.on("data", (data) => other.write(data));
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    if (isSilent) for (const socket of [inner, outer]) socket.pause();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const relayed = new URL(url);
  relayed.port = String(typeof address === "object" ? address?.port : "");
  return {
    url: relayed.href,
    setSilent(silent: boolean): void {
      isSilent = silent;
      for (const socket of sockets)
        if (silent) socket.pause();
        else socket.resume();
    },
    close(): void {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe.skipIf(postgresMissing() !== null)("a gateway without its database", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  test("[C5] is not ready and says why, keeps its sockets, acknowledges nothing, and goes on by itself", async () => {
    const url = await server.urlOf("outage");
    const gateway = await spawnServe(["--port", "0", "--resolve", "off", "--store", url], TEST_SECRET_TEXT);
    const readyz = async () => {
      const answer = await fetch(`${gateway.http}/readyz`);
      return { status: answer.status, text: await answer.text() };
    };
    const alice = await openRaw(gateway.ws);
    const token = await signToken("alice", TEST_SECRET, 600, new Date());
    alice.say({ type: "hello", id: "h", token, device: "d", client: { os: "web" } });
    await alice.next("welcome");
    alice.say({ type: "sync", id: "s", have: {} });
    await alice.next("synced");
    alice.say({ type: "send", id: "1", key: "1", to: "bob", text: "before" });
    const { conversation } = await alice.next("sent");
    expect(await readyz()).toEqual({ status: 200, text: "ready\n" });

    await server.kill("SIGINT");
    alice.say({ type: "send", id: "2", key: "2", to: "bob", text: "during" });
    expect(await alice.next("error")).toMatchObject({ re: "2", code: "storage", temporary: true });
    alice.say({ type: "history", id: "3", conversation, limit: 10 });
    expect(await alice.next("error")).toMatchObject({ re: "3", code: "storage", temporary: true });
    await expect.poll(async () => (await readyz()).status, WITHIN).toBe(503);
    const { text } = await readyz();
    expect(text).toMatch(/^not ready: storage \(\w+\)\n$/u);
    for (const part of [new URL(url).password, new URL(url).port, "127.0.0.1"]) expect(text).not.toContain(part);

    await server.start();
    // Nobody sends meanwhile.
    await expect.poll(readyz, WITHIN).toEqual({ status: 200, text: "ready\n" });
    await expect.poll(() => gateway.said(), WITHIN).toMatch(/"event":"store_recovered"/u);
    // One line for each kind of trouble, and none for a query.
    const lines = gateway.said().split("\n");
    const troubles = lines.flatMap((line) => /"trouble":"(\w+)"/u.exec(line)?.[1] ?? []);
    expect(troubles.length).toBeGreaterThan(0);
    expect(troubles).toEqual([...new Set(troubles)]);
    expect(lines.filter((line) => line.includes('"event":"fault"'))).toEqual([]);
    // The same socket, and the retry under its key is the first of that message.
    alice.say({ type: "send", id: "4", key: "2", to: "bob", text: "during" });
    expect(await alice.next("sent")).toMatchObject({ re: "4", seq: 2 });
    alice.say({ type: "history", id: "5", conversation, limit: 10 });
    await alice.next("page");
    alice.ws.close();
    await gateway.stop();
  });

  test("[P10] a stop does not wait for a server that is silent, once for each part that asks it", async () => {
    const relay = await openRelay(await server.urlOf("stopped"));
    onTestFinished(() => relay.close());
    const gateway = await spawnServe(["--port", "0", "--resolve", "off", "--store", relay.url], TEST_SECRET_TEXT);
    const alice = await openRaw(gateway.ws);
    alice.say({ type: "hello", id: "h", token: await signToken("alice", TEST_SECRET, 600, new Date()), device: "d" });
    await alice.next("welcome");
    relay.setSilent(true);
    alice.say({ type: "send", id: "1", key: "1", to: "bob", text: "under way" });
    const atMs = performance.now();
    const code = gateway.stop();
    // What was taken is answered all the same.
    expect(await alice.next("error")).toMatchObject({ re: "1", code: "storage", temporary: true });
    expect(await code).toBe(0);
    expect(performance.now() - atMs).toBeLessThan(MOST_STOP_MS);
  });

  test("[C5] is not ready while the server has too few connections, though some are served, and goes on by itself", async () => {
    const url = new URL(await server.urlOf("slots"));
    const operator = new pg.Client({ connectionString: url.href });
    await operator.connect();
    // Bounds hold for nobody who is a superuser.
    await operator.query("CREATE ROLE plain LOGIN PASSWORD 'plain'");
    await operator.query(`ALTER DATABASE ${url.pathname.slice(1)} OWNER TO plain`);
    url.username = "plain";
    url.password = "plain";
    const gateway = await spawnServe(["--port", "0", "--resolve", "off", "--store", url.href], TEST_SECRET_TEXT);
    onTestFinished(async () => {
      await gateway.stop();
      await operator.end();
    });
    const readyz = async () => (await fetch(`${gateway.http}/readyz`)).text();
    const alice = await openRaw(gateway.ws);
    alice.say({ type: "hello", id: "h", token: await signToken("alice", TEST_SECRET, 600, new Date()), device: "d" });
    await alice.next("welcome");
    alice.say({ type: "send", id: "first", key: "first", to: "bob", text: "served" });
    const { conversation } = await alice.next("sent");
    const { rows } = await operator.query<{ count: string }>(
      "SELECT count(*) FROM pg_stat_activity WHERE usename = 'plain'",
    );
    await operator.query(`ALTER ROLE plain CONNECTION LIMIT ${rows[0]?.count ?? ""}`);
    let sent = 0;
    const writing = setInterval(() => {
      sent += 1;
      alice.say({ type: "send", id: `${sent}`, key: `${sent}`, to: conversation, text: "served" });
      alice.say({
        type: "send",
        id: `n${sent}`,
        key: `n${sent}`,
        to: `other${sent}`,
        text: "refused by three lanes of four",
      });
    }, 200);
    onTestFinished(() => clearInterval(writing));
    expect(await alice.next("error")).toMatchObject({ code: "storage", temporary: true });
    await expect.poll(readyz, WITHIN).toBe("not ready: storage (53300)\n");
    // Whoever has a connection is served all the while.
    const served = alice.heard.filter(({ type }) => type === "sent").length;
    await expect.poll(() => alice.heard.filter(({ type }) => type === "sent").length, WITHIN).toBeGreaterThan(served);
    expect(await readyz()).toBe("not ready: storage (53300)\n");
    await operator.query("ALTER ROLE plain CONNECTION LIMIT -1");
    await expect.poll(readyz, WITHIN).toBe("ready\n");
    clearInterval(writing);
    alice.ws.close();
  });

  test("[C5] notices a database that is silent while nobody writes, and that it answers again", async () => {
    const relay = await openRelay(await server.urlOf("silent"));
    const store = await openPostgresStore(relay.url);
    onTestFinished(async () => {
      relay.close();
      await store.close();
    });
    expect(store.health()).toEqual({ writable: true, because: null });
    relay.setSilent(true);
    await expect.poll(() => store.health(), WITHIN).toEqual({ writable: false, because: "unreachable" });
    relay.setSilent(false);
    await expect.poll(() => store.health(), WITHIN).toEqual({ writable: true, because: null });
  });

  test("a clock that differs from the database's by more than 2 s is told: not ready, a figure and a line", async ({
    start,
  }) => {
    let aheadMs = 1_500;
    const clock = () => new Date(Date.now() + aheadMs);
    const store = await openPostgresStore(await server.urlOf("skew"), { clock });
    onTestFinished(() => store.close());
    const { http, events } = await start({ store });
    const readyz = async () => (await fetch(`${http}/readyz`)).text();
    const told = () => events.filter(({ event }) => event.startsWith("clock_")).map(({ event }) => event);
    await expect.poll(() => store.skewMs(), WITHIN).toBeLessThan(-1_000);
    expect(await readyz()).toBe("ready\n");
    // So much that a measure which was long under way says so too, less by half of its own time.
    aheadMs = -3_600_000;
    await expect.poll(readyz, WITHIN).toMatch(/^not ready: clock \(the store's is ahead by 3(600|59\d(\.\d)?) s\)\n$/u);
    await expect.poll(told, WITHIN).toEqual(["clock_skewed"]);
    expect(await (await fetch(`${http}/metrics`)).text()).toMatch(
      /^hutong_store_clock_ahead_seconds 3(600|59\d(\.\d)?)$/mu,
    );
    aheadMs = 0;
    await expect.poll(readyz, WITHIN).toBe("ready\n");
    await expect.poll(told, WITHIN).toEqual(["clock_skewed", "clock_agrees"]);
  });
});
