import { afterAll, beforeAll, describe, expect } from "vitest";
import { connect, type Client } from "../../src/client/index.ts";
import { signToken } from "../../src/access/tokens.ts";
import { hasNats, startNats, type NatsServer } from "../support/programs/nats-server.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { TEST_SECRET, TEST_SECRET_TEXT } from "../support/secret.ts";
import { test } from "../support/test.ts";

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
    "[C1] people on two gateways that tell each other by %s get each other's messages, marks and cards",
    async (bus) => {
      const url = await server.urlOf(`two gateways ${bus}`);
      const busUrl = bus === "postgres" ? bus : nats.url;
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
      alice.close();
      bob.close();
      for (const gateway of gateways) await gateway.stop();
    },
  );
});
