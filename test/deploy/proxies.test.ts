import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { signToken } from "../../src/access/tokens.ts";
import { ask, postJson, UPGRADE, type AskOptions } from "../support/ask.ts";
import {
  hasProxy,
  shippedConfig,
  startProxy,
  type Proxy,
  type ProxyProgram,
  type ProxySite,
} from "../support/programs/proxies.ts";
import { openRaw, type RawSocket } from "../support/raw-socket.ts";
import { spawnServe, type Served } from "../support/programs/spawn-serve.ts";
import { TEST_SECRET_TEXT } from "../support/secret.ts";

const ORIGIN = "https://chat.example";

/** nginx's documented example, from "WebSocket proxying" (https://nginx.org/en/docs/http/websocket.html), its backend put in. */
const nginxExample = ({ port, gatewayPort }: ProxySite) => `
map $http_upgrade $connection_upgrade {
    default upgrade;
    ''      close;
}
server {
    listen ${port};
    location / {
        proxy_pass http://127.0.0.1:${gatewayPort};
        proxy_http_version 1.1;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $connection_upgrade;
    }
}`;

/** The same with an upstream group, whose name nginx then sends as Host. */
const nginxGroup = (site: ProxySite) =>
  `upstream backend { server 127.0.0.1:${site.gatewayPort}; }\n` +
  nginxExample(site).replace(/proxy_pass .*;/u, "proxy_pass http://backend;");

/** haproxy's least: what its manual starts with, section 2.7 "Examples" (https://docs.haproxy.org/2.6/configuration.html). */
const haproxyExample = ({ port, gatewayPort }: ProxySite) => `
global
    maxconn 256
defaults
    mode http
    timeout connect 5000ms
    timeout client 50000ms
    timeout server 50000ms
frontend http-in
    bind *:${port}
    default_backend servers
backend servers
    server server1 127.0.0.1:${gatewayPort} maxconn 32
`;

interface Case {
  readonly program: ProxyProgram;
  readonly what: string;
  readonly configOf: (site: ProxySite) => string;
  readonly isShipped: boolean;
}

const CASES: readonly Case[] = [
  { program: "nginx", what: "our configuration", configOf: (site) => shippedConfig("nginx", site), isShipped: true },
  { program: "nginx", what: "its WebSocket example", configOf: nginxExample, isShipped: false },
  {
    program: "haproxy",
    what: "our configuration",
    configOf: (site) => shippedConfig("haproxy", site),
    isShipped: true,
  },
  { program: "caddy", what: "our configuration", configOf: (site) => shippedConfig("caddy", site), isShipped: true },
  { program: "haproxy", what: "its bare defaults", configOf: haproxyExample, isShipped: false },
];

const available = { nginx: hasProxy("nginx"), haproxy: hasProxy("haproxy"), caddy: hasProxy("caddy") };

async function serve(options: readonly string[]): Promise<Served> {
  const data = mkdtempSync(join(tmpdir(), "hutong-proxied-"));
  const served = await spawnServe(
    ["--port", "0", "--data", data, "--resolve", "off", "--shadow", "miit", ...options],
    TEST_SECRET_TEXT,
  );
  return {
    ...served,
    async stop() {
      const code = await served.stop();
      rmSync(data, { recursive: true, force: true });
      return code;
    },
  };
}

for (const { program, what, configOf, isShipped } of CASES) {
  describe.skipIf(!available[program])(`behind ${program} with ${what}`, () => {
    let gateway: Served;
    let proxy: Proxy;
    beforeAll(async () => {
      const trusted = isShipped ? ["--trusted-proxy", "127.0.0.1"] : [];
      const limits = ["maxRequestsPerWindow=5", "rateWindowMs=600000", "maxGreetingPerAddress=3"];
      const options = limits.flatMap((limit) => ["--limit", limit]);
      gateway = await serve(["--origin", ORIGIN, ...trusted, ...options]);
      proxy = await startProxy(program, gateway.port, configOf, { isTls: isShipped });
    });
    afterAll(async () => {
      await proxy?.close();
      await gateway?.stop();
    });

    const via = (path: string, { headers = {}, ...rest }: AskOptions = {}) =>
      ask(proxy.port, path, { isTls: proxy.isTls, headers: { host: "chat.example", ...headers }, ...rest });

    /** Another person's socket: from an address of its own, as the page of the chat opens it. */
    async function open(from: string): Promise<RawSocket> {
      const url = `${proxy.isTls ? "wss" : "ws"}://127.0.0.1:${proxy.port}/v1/ws`;
      const headers = { host: "chat.example" };
      const socket = await openRaw(url, { headers, origin: ORIGIN, localAddress: from, rejectUnauthorized: false });
      onTestFinished(() => socket.ws.terminate());
      return socket;
    }

    async function enter(user: string, from: string, replay?: object): Promise<RawSocket> {
      const socket = await open(from);
      const token = await signToken(user, new TextEncoder().encode(TEST_SECRET_TEXT), 60, new Date());
      socket.say({ type: "hello", id: "h", token, device: "d", ...(replay === undefined ? {} : { replay }) });
      return socket;
    }

    test("[P8] nobody signs in by name, reads as of another day or sees the shadow, whatever Host is sent", async () => {
      for (const host of ["chat.example", "localhost", `127.0.0.1:${gateway.port}`]) {
        const headers = { host, "content-type": "application/json" };
        const signIn = { method: "POST", body: '{"user":"ceo"}', headers, from: "127.0.0.7" };
        expect((await via("/v1/demo-sign-in", signIn)).status).toBe(403);
        expect((await via("/v1/shadow", { headers: { host } })).status).toBe(403);
        expect(JSON.parse((await via("/v1/demo-sign-in", { headers: { host } })).body)).toEqual({ demoSignIn: "off" });
      }
      const tester = await enter("tester", "127.0.0.7", { at: "2021-09-10" });
      expect((await tester.next("error")).code).toBe("replay_refused");
    });

    test("people with tokens talk, and the page is served", async () => {
      expect((await via("/")).body).toContain("<!doctype html>");
      const [ann, bo] = [await enter("ann", "127.0.0.5"), await enter("bo", "127.0.0.6")];
      await Promise.all([ann.next("welcome"), bo.next("welcome")]);
      ann.say({ type: "send", id: "1", key: "k", to: "bo", text: "hello behind a proxy" });
      expect(await bo.next("message")).toMatchObject({ from: "ann", text: "hello behind a proxy" });
      expect((await ann.next("sent")).seq).toBe(1);
    });

    test("[P8] a page of another origin cannot connect", async () => {
      expect((await via("/v1/ws", { headers: { ...UPGRADE, origin: "https://evil.example" } })).status).toBe(403);
    });

    // Without a trusted proxy, and its header, nobody can tell the clients apart.
    if (!isShipped) return;

    test("[P9] each client has its own allowance, whatever it writes into the headers", async () => {
      const [mallory, alice] = ["127.0.0.2", "127.0.0.3"];
      const bogus = (from: string, headers: Record<string, string> = {}) => via("/o/x", { from, headers });
      for (let index = 0; index < 5; index += 1) expect((await bogus(mallory)).status).toBe(410);
      expect((await bogus(mallory)).status).toBe(429);
      expect((await bogus(mallory, { "x-forwarded-for": "203.0.113.9" })).status).toBe(429);
      expect((await bogus(mallory, { forwarded: "for=203.0.113.9" })).status).toBe(429);
      expect((await bogus(alice)).status).toBe(410);
    });

    test("[P8] silent sockets of one client keep no other out", async () => {
      for (let index = 0; index < 3; index += 1) await open("127.0.0.2");
      const refused = await via("/v1/ws", { headers: UPGRADE, from: "127.0.0.2" });
      expect(refused.status).toBe(429);
      const alice = await enter("alice", "127.0.0.3");
      await alice.next("welcome");
    });
  });
}

test.skipIf(!available.nginx)(
  "an upstream group's name as Host is refused clearly, and taken as an origin",
  async () => {
    for (const [options, status] of [
      [[], 421],
      [["--origin", "http://backend"], 200],
    ] as const) {
      const gateway = await serve(["--origin", ORIGIN, ...options]);
      const proxy = await startProxy("nginx", gateway.port, nginxGroup, { isTls: false });
      const answer = await ask(proxy.port, "/v1/demo-sign-in", { headers: { host: "chat.example" } });
      expect(answer.status).toBe(status);
      if (status === 421) expect(answer.body).toContain("the host of an --origin");
      expect((await postJson(proxy.port, "/v1/demo-sign-in", { user: "ceo" })).status).toBe(status === 421 ? 421 : 403);
      await proxy.close();
      await gateway.stop();
    }
  },
);
