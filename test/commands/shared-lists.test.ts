import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { signToken } from "../../src/access/tokens.ts";
import { openRegistry } from "../../src/apps/registry.ts";
import { keepSharedLists } from "../../src/gateway/list-keeper.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { createPrometheusMeter } from "../../src/telemetry/prometheus.ts";
import { temporaryFolder } from "../support/folder.ts";
import { runHere, startCli } from "../support/programs/cli.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { enter } from "../support/raw-socket.ts";
import { TEST_SECRET, TEST_SECRET_TEXT } from "../support/secret.ts";

const LINK = "https://evil.example/x?y=1";

/** A source over HTTP, answered as each test says. */
async function sourceOf(answer: (response: ServerResponse) => void): Promise<{ url: string; asked: () => number }> {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    answer(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/feed.txt`, asked: () => asked };
}

describe.skipIf(postgresMissing() !== null)("threat lists on PostgreSQL", { timeout: 240_000 }, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  async function listsOn(store: string, ...words: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await runHere(["lists", ...words], { env: { HUTONG_STORE: store } });
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    return stdout;
  }

  async function query<Row extends object>(store: string, text: string): Promise<readonly Row[]> {
    const client = new pg.Client({ connectionString: store });
    await client.connect();
    const { rows } = await client.query<Row>(text);
    await client.end();
    return rows;
  }

  test("[P12] a list is in force on both gateways, told once, and after a restart, without a folder", async () => {
    const root = temporaryFolder(onTestFinished);
    vi.stubEnv("TMPDIR", root);
    onTestFinished(() => void vi.unstubAllEnvs());
    const mirrors = () => readdirSync(root).filter((name) => name.startsWith("hutong-lists-"));
    const feed = join(root, "feed.txt");
    writeFileSync(feed, "evil.example\n");
    const store = await server.urlOf("shared lists");
    const options = ["--port", "0", "--resolve", "off", "--store", store, "--bus", "postgres"];
    const token = (user: string) => signToken(user, TEST_SECRET, 3_600, new Date());
    const start = async (origin: string) => {
      const served = await spawnServe([...options, "--origin", origin], TEST_SECRET_TEXT, root);
      onTestFinished(() => served.kill());
      return { served, joined: (user: string) => enter({ ws: served.ws, token }, user) };
    };
    const gateways = [await start("https://one.example"), await start("https://two.example")] as const;
    const [alice, bob] = [await gateways[0].joined("alice"), await gateways[1].joined("bob")];
    alice.say({ type: "send", id: "1", key: "k", to: "bob", text: LINK });
    const { conversation, links } = await bob.next("message");
    expect(links[0]?.verdict.action).not.toBe("block");

    const add = ["add", "feed", feed, "--kind", "phishing", "--format", "domains"];
    expect(await listsOn(store, ...add, "--dry-run")).toContain("judged more strictly 1 (1 one to one");
    expect(await query(store, "SELECT FROM threat_list_text")).toEqual([]);
    await listsOn(store, ...add);
    for (const device of [alice, bob]) {
      const told = await device.next("link");
      expect(told).toMatchObject({ conversation, seq: 1, cause: "list", update: 1 });
      expect(told.report).toMatchObject({ verdict: { action: "block" }, findings: [{ source: "feed" }] });
    }
    for (const { served } of gateways) {
      await expect
        .poll(async () => (await fetch(`${served.http}/v1/lists`)).json())
        .toMatchObject({ lists: [{ name: "feed", entries: 1 }] });
    }
    // No list may name a host of either gateway.
    await expect
      .poll(() => query(store, "SELECT catalog::json -> 'ownHosts' AS hosts FROM threat_lists"))
      .toEqual([{ hosts: expect.arrayContaining(["one.example", "two.example"]) }]);
    expect(await query(store, "SELECT FROM message_update")).toHaveLength(1);
    expect(await listsOn(store, "look", LINK)).toContain("feed, line 1: phishing: evil.example");

    expect(mirrors()).toHaveLength(2);
    for (const { served } of gateways) await served.stop();
    expect(mirrors()).toEqual([]);
    const again = await start("https://one.example");
    const carol = await again.joined("carol");
    carol.say({ type: "send", id: "1", key: "k", to: "dora", text: LINK });
    expect((await carol.next("sent")).links[0]?.verdict.action).toBe("block");

    await listsOn(store, "except", "add", "evil.example", "--reason", "cleared");
    expect(await listsOn(store, "except", "list")).toContain("cleared");
    await expect
      .poll(async () => {
        carol.say({ type: "send", id: "2", key: `${Math.random()}`, to: "dora", text: LINK });
        return (await carol.next("sent")).links[0]?.verdict.action;
      })
      .toBe(links[0]?.verdict.action);
    await listsOn(store, "remove", "feed");
    expect(await query(store, "SELECT FROM threat_list_text")).toEqual([]);
    await expect.poll(async () => (await fetch(`${again.served.http}/v1/lists`)).json()).toEqual({ lists: [] });
  });

  test("an add that is killed leaves the list that was", async () => {
    const root = temporaryFolder(onTestFinished);
    const store = await server.urlOf("killed add");
    await (await openPostgresStore(store)).close();
    const feed = join(root, "feed.txt");
    writeFileSync(feed, "evil.example\n");
    await listsOn(store, "add", "feed", feed, "--kind", "phishing", "--format", "domains");
    const before = await query(store, "SELECT * FROM threat_lists");
    // Its answer begins and never ends.
    const source = await sourceOf((response) => void response.write("other.example\n"));
    const words = ["lists", "add", "feed", source.url, "--kind", "malware", "--format", "domains", "--allow-private"];
    const child = startCli(words, { HUTONG_STORE: store });
    const ended = once(child, "exit");
    await expect.poll(source.asked).toBe(1);
    child.kill("SIGKILL");
    await ended;
    expect(await query(store, "SELECT * FROM threat_lists")).toEqual(before);
    expect(await listsOn(store, "look", LINK)).toContain("feed, line 1: phishing: evil.example");
  });

  test("a text that no catalog names changes nothing, and who was overtaken puts none in force", async () => {
    const url = await server.urlOf("overtaken");
    const store = await openPostgresStore(url);
    onTestFinished(() => store.close());
    const { shared } = store;
    const bytes = Buffer.from("x");
    const turn = (await shared.takeListsTurn("one", 10)) ?? 0;
    expect(await shared.putLists("{}", [], { generation: 0, turn })).toBe(1);
    await shared.putListText("left.txt", 0, bytes);
    expect(await shared.keptLists()).toEqual({ generation: 1, catalogJson: "{}" });
    await sleep(20);
    const next = (await shared.takeListsTurn("two", 60_000)) ?? 0;
    expect(await shared.takeListsTurn("one", 10)).toBeNull();
    await expect(shared.putLists("[]", [], { generation: 1, turn })).rejects.toMatchObject({ code: "lease_lost" });
    await expect(shared.putLists("[]", [], { generation: 0, turn: next })).rejects.toMatchObject({
      code: "lease_lost",
    });
    await shared.putListText("kept.txt", 0, bytes);
    expect(await shared.putLists("[]", ["kept.txt"], { generation: 1, turn: next })).toBe(2);
    expect(await query(url, "SELECT file FROM threat_list_text")).toEqual([{ file: "kept.txt" }]);
    await shared.endListsTurn("two");
    expect(await shared.takeListsTurn("one", 10)).not.toBeNull();
  });

  test("a list that is due is asked for by one gateway, and comes to all", async () => {
    const url = await server.urlOf("due once");
    await (await openPostgresStore(url)).close();
    let text = "old.example\n";
    let waitMs = 0;
    const source = await sourceOf((response) => void setTimeout(() => response.end(text), waitMs));
    const add = ["add", "feed", source.url, "--kind", "malware", "--format", "domains", "--allow-private", "--force"];
    await listsOn(url, ...add);
    expect(source.asked()).toBe(1);
    let aheadMs = 0;
    const troubles: unknown[] = [];
    const gateways = await Promise.all(
      [1, 2].map(async () => {
        const store = await openPostgresStore(url);
        const live = await keepSharedLists(store.shared, {
          registry: openRegistry(),
          origins: [],
          clock: () => new Date(Date.now() + aheadMs),
          metrics: createMetrics(createPrometheusMeter()),
          log: (event) => void troubles.push(event),
        });
        onTestFinished(async () => {
          await live.close();
          await store.close();
        });
        return live;
      }),
    );
    const findings = (address: string) => gateways.map((live) => live.current().match(address).length);
    expect(findings("https://old.example/")).toEqual([1, 1]);
    text = "old.example\nnew.example\n";
    // Long enough for the other to look twice.
    waitMs = 2_500;
    await query(
      url,
      `UPDATE threat_lists SET generation = generation + 1,
         catalog = jsonb_set(catalog::jsonb, '{lists,0,dueAtMs}', '1')::text`,
    );
    // The first update comes within a minute.
    aheadMs = 61_000;
    await expect.poll(() => findings("https://new.example/")).toEqual([1, 1]);
    await sleep(2_500);
    expect(source.asked()).toBe(2);
    expect(troubles).toEqual([]);
  });
});
