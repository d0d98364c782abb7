import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { connect, type Client } from "../../src/client/index.ts";
import { signToken } from "../../src/access/tokens.ts";
import { parseRulebook } from "../../src/policy/rulebook/rulebook.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { rulebookText } from "../policy/facts.ts";
import { runHere } from "../support/programs/cli.ts";
import { hasNats, startNats, type NatsServer } from "../support/programs/nats-server.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { callSatori, openBot } from "../support/satori-bot.ts";
import { spawnServe, type Served } from "../support/programs/spawn-serve.ts";
import { TEST_SECRET, TEST_SECRET_TEXT } from "../support/secret.ts";
import { test } from "../support/test.ts";

const OWN_BOOK = rulebookText("miit").replace("id: miit", "id: mine");
const OWN_HASH = parseRulebook(OWN_BOOK, "mine.yaml").editions.at(-1)?.hash;
const PAGE = "https://item.taobao.com/item.htm?id=652874301955";

describe.skipIf(postgresMissing() !== null || !hasNats())("two gateways on one database", () => {
  let server: PostgresServer;
  let nats: NatsServer;
  beforeAll(async () => {
    [server, nats] = await Promise.all([startPostgres(), startNats()]);
  });
  afterAll(() => Promise.all([server.close(), nats.close()]));

  function clientOf(ws: string, user: string, heard: string[] = []): Client {
    const client = connect(ws, () => signToken(user, TEST_SECRET, 600, new Date()), { device: "d", from: "start" });
    client.on("message", ({ conversation, seq, text }) => void heard.push(`${conversation} ${seq} ${text}`));
    return client;
  }

  test.for(["postgres", "nats"] as const)(
    "[C1] [C2] people on two gateways that tell each other by %s get each other's messages, marks and cards; a bot goes on at the other",
    async (bus) => {
      const url = await server.urlOf(`two gateways ${bus}`);
      const busUrl = bus === "postgres" ? bus : nats.url;
      const store = await openPostgresStore(url);
      await store.markBot("echo");
      await store.close();
      const options = ["--port", "0", "--resolve", "off", "--store", url, "--bus", busUrl];
      const gateways = [await spawnServe(options, TEST_SECRET_TEXT), await spawnServe(options, TEST_SECRET_TEXT)];
      const heard: string[] = [];
      const alice = clientOf(gateways[0]?.ws ?? "", "alice");
      const bob = clientOf(gateways[1]?.ws ?? "", "bob", heard);
      await Promise.all([alice.ready(), bob.ready()]);
      const read = new Promise<number>((resolve) => alice.on("read", ({ seq }) => resolve(seq)));
      const { conversation } = await alice.send("bob", PAGE);
      const sends = Array.from({ length: 40 }, (_, each) =>
        each % 2 === 0 ? alice.send(conversation, `a ${each}`) : bob.send(conversation, `b ${each}`),
      );
      const seqs = (await Promise.all(sends)).map(({ seq }) => seq);
      expect(new Set(seqs).size).toBe(40);
      while (heard.length < 21) await new Promise((resolve) => setTimeout(resolve, 10));
      // In order, and nothing twice.
      const numbers = heard.map((line) => Number(line.split(" ")[1]));
      expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
      const group = await alice.group(["bob"], "both");
      while (!heard.some((line) => line.startsWith(group))) await new Promise((resolve) => setTimeout(resolve, 10));
      bob.read(conversation, 1);
      expect(await read).toBe(1);

      // A bot of Satori on the first hears both; the first is killed, wherever it is with telling it.
      const [first, second] = gateways as [Served, Served];
      const token = await signToken("echo", TEST_SECRET, 600, new Date(), { roles: ["bot"] });
      const before = await openBot(first, { token });
      await expect.poll(() => before.frames.length).toBeGreaterThan(0);
      const withBot = await alice.group(["bob", "echo"], "with a bot");
      const say = (client: Client, from: number, count: number) =>
        Array.from({ length: count }, (_, each) => client.send(withBot, `to the bot ${from + each}`));
      await Promise.all([...say(alice, 0, 15), ...say(bob, 15, 15)]);
      await expect.poll(() => before.events.length).toBeGreaterThan(0);
      await first.kill();
      await before.closed;
      await Promise.all(say(bob, 30, 10));
      const after = await openBot(second, { token, sn: before.events.at(-1)?.sn });
      const told = () => [...before.events, ...after.events];
      await expect.poll(() => told().length).toBeGreaterThanOrEqual(41);
      expect(told().map(({ sn }) => sn)).toEqual(Array.from({ length: 41 }, (_, each) => each + 1));
      const texts = told().flatMap(({ message }) => (message as { content: string } | undefined)?.content ?? []);
      expect(texts.toSorted()).toEqual(Array.from({ length: 40 }, (_, each) => `to the bot ${each}`).toSorted());
      const answer = await callSatori(second, token, "message.create", { channel_id: withBot, content: "all forty" });
      expect(answer.status).toBe(200);
      await expect.poll(() => heard.some((line) => line.endsWith("all forty"))).toBe(true);
      after.ws.terminate();
      alice.close();
      bob.close();
      for (const gateway of gateways) await gateway.stop();
    },
  );

  /** The rulebook's hash and the action for a link of a listed host. */
  async function decisionAt({ http }: Served): Promise<{ readonly hash: string; readonly action: string } | undefined> {
    const answer = await fetch(`${http}/v1/check`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: "https://evil.example/x" }),
    });
    const { links } = (await answer.json()) as { links: { verdict: { hash: string; action: string } }[] };
    return links[0]?.verdict;
  }

  test.for(["postgres", "nats"] as const)(
    "[C1] a rulebook and a list that a command puts decide on both gateways, which agree by %s",
    async (bus, { folder }) => {
      const url = await server.urlOf(`two gateways share ${bus}`);
      const busUrl = bus === "postgres" ? bus : `${nats.url}/shared`;
      const options = ["--port", "0", "--resolve", "off", "--store", url, "--bus", busUrl];
      const gateways = [await spawnServe(options, TEST_SECRET_TEXT), await spawnServe(options, TEST_SECRET_TEXT)];
      const [book, feed] = [join(folder, "mine.yaml"), join(folder, "feed.txt")];
      writeFileSync(book, OWN_BOOK);
      writeFileSync(feed, "evil.example\n");
      expect((await runHere(["rulebook", "put", book, "--store", url])).code).toBe(0);
      const within = { timeout: 60_000 };
      for (const each of gateways) await expect.poll(async () => (await decisionAt(each))?.hash, within).toBe(OWN_HASH);
      const add = ["lists", "add", "feed", feed, "--kind", "phishing", "--format", "domains", "--store", url];
      expect((await runHere(add)).code).toBe(0);
      for (const each of gateways)
        await expect.poll(async () => (await decisionAt(each))?.action, within).toBe("block");
      for (const each of gateways) expect((await each.metrics()).get("rulebook_differs")).toBe(0);
      for (const gateway of gateways) await gateway.stop();
    },
  );
});
