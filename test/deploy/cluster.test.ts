import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { connect, type Client } from "../../src/client/index.ts";
import { signToken } from "../../src/access/tokens.ts";
import { hasNats, startNats, type NatsServer } from "../support/programs/nats-server.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { hasProxy, shippedClusterConfig, startProxy } from "../support/programs/proxies.ts";
import { spawnServe, type Served } from "../support/programs/spawn-serve.ts";
import { TEST_SECRET, TEST_SECRET_TEXT } from "../support/secret.ts";

const USERS = 12;
const ROUNDS = 12;
const available = { nginx: hasProxy("nginx"), haproxy: hasProxy("haproxy"), caddy: hasProxy("caddy") };

describe.skipIf(postgresMissing() !== null || !hasNats())("three gateways behind a balancer", () => {
  let server: PostgresServer;
  let nats: NatsServer;
  beforeAll(async () => {
    [server, nats] = await Promise.all([startPostgres(), startNats()]);
  });
  afterAll(() => Promise.all([server.close(), nats.close()]));

  const connectionsOf = async (gateways: readonly Served[]) =>
    Promise.all(gateways.map(async (each) => (await each.metrics()).get("connections") ?? 0));

  const sumOf = (counts: readonly number[]) => counts.reduce((sum, each) => sum + each, 0);

  for (const program of ["nginx", "haproxy", "caddy"] as const) {
    test.skipIf(!available[program])(
      `[C1] with our configuration of ${program} clients spread, and one gateway's end costs nobody a message`,
      { timeout: 240_000 },
      async () => {
        const url = await server.urlOf(`behind ${program}`);
        const bus = `${nats.url}/${program}`;
        const options = ["--port", "0", "--resolve", "off", "--store", url, "--bus", bus];
        const proxied = ["--origin", "https://chat.example", "--trusted-proxy", "127.0.0.1"];
        const start = () => spawnServe([...options, ...proxied], TEST_SECRET_TEXT);
        const gateways = [await start(), await start(), await start()] as const;
        const places = gateways.map(({ port }) => `127.0.0.1:${port}`);
        const proxy = await startProxy(program, 0, (site) => shippedClusterConfig(program, places, site), {
          isTls: true,
        });
        onTestFinished(async () => {
          await proxy.close();
          for (const each of gateways) await each.kill();
        });
        // The balancer's certificate is its own.
        vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
        onTestFinished(() => void vi.unstubAllEnvs());
        const heard: string[][] = [];
        const clients: Client[] = [];
        for (let index = 0; index < USERS; index += 1) {
          const token = () => signToken(`user${index}`, TEST_SECRET, 600, new Date());
          const client = connect(`wss://127.0.0.1:${proxy.port}/v1/ws`, token, { device: "d", from: "start" });
          const own: string[] = [];
          client.on("message", ({ text }) => void own.push(text));
          heard.push(own);
          clients.push(client);
          await client.ready();
        }
        onTestFinished(() => {
          for (const client of clients) client.close();
        });
        // One whose machine stalled has come once more, to the gateway whose turn it was.
        await expect.poll(async () => sumOf(await connectionsOf(gateways))).toBe(USERS);
        expect(Math.min(...(await connectionsOf(gateways)))).toBeGreaterThanOrEqual(2);

        // Each writes to the next, so most words go from one gateway to another.
        const write = async (client: Client, index: number): Promise<void> => {
          for (let round = 0; round < ROUNDS; round += 1) {
            await client.send(`user${(index + 1) % USERS}`, `${index} ${round}`);
            await pause(100);
          }
        };
        const writing = Promise.all(clients.map(write));
        await pause(300);
        expect(await gateways[0].stop()).toBe(0);
        await writing;
        const expected = (index: number) =>
          Array.from({ length: ROUNDS }, (_, round) => `${(index + USERS - 1) % USERS} ${round}`);
        for (const [index, own] of heard.entries())
          await expect.poll(() => own, { timeout: 60_000 }).toEqual(expected(index));
        await expect.poll(async () => sumOf(await connectionsOf(gateways.slice(1)))).toBe(USERS);
      },
    );
  }
});
