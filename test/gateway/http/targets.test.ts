import { connect as connectTo } from "node:net";
import { expect } from "vitest";
import { parseOrigins } from "../../../src/access/origins.ts";
import { createRefusalLog } from "../../../src/gateway/socket/refusal-log.ts";
import { UPGRADE_REFUSALS } from "../../../src/gateway/socket/upgrade-refusals.ts";
import type { LogEvent } from "../../../src/telemetry/log.ts";
import { ask, postJson, UPGRADE } from "../../support/ask.ts";
import { openRaw } from "../../support/raw-socket.ts";
import { test } from "../../support/test.ts";

const api = { check: async () => ({ links: [] }), rulebooks: () => ({ rulebooks: [] }) };

/** Says a request as it is written. @returns the status line and the headers. */
function said(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = "";
    const socket = connectTo(port, "127.0.0.1", () => socket.write(text.replaceAll("\n", "\r\n")));
    socket.setEncoding("latin1").on("data", (part: string) => (heard += part));
    socket.on("close", () => resolve(heard.split("\r\n\r\n")[0] ?? ""));
    socket.on("error", reject);
  });
}

test("an absolute address in a request is taken, and its host is the one that counts", async ({ start }) => {
  const { port } = await start({ origins: ["https://chat.example"] });
  const request = (target: string, host: string) => `GET ${target} HTTP/1.1\nHost: ${host}\nConnection: close\n\n`;
  expect(await said(port, request("http://chat.example/healthz", "chat.example"))).toMatch(/^HTTP\/1\.1 200 /u);
  expect(await said(port, request(`http://127.0.0.1:${port}/?x=1`, "evil.example"))).toMatch(/^HTTP\/1\.1 200 /u);
  // DNS rebinding would else be a matter of one header.
  expect(await said(port, request("http://evil.example/", "127.0.0.1"))).toMatch(/^HTTP\/1\.1 421 /u);
  const upgrade = Object.entries(UPGRADE).map(([name, value]) => `${name}: ${value}\n`);
  const socket = `GET http://evil.example/v1/ws HTTP/1.1\nHost: 127.0.0.1\n${upgrade.join("")}\n`;
  expect(await said(port, socket)).toMatch(/^HTTP\/1\.1 421 /u);
});

test("a name in a path is decoded once, as generated clients write it; an escape that is none is 400", async ({
  start,
}) => {
  const { port } = await start({ api: { ...api, rulebook: (id: string) => (id === "w" ? { id } : null) } });
  const status = async (path: string) => (await ask(port, path)).status;
  expect(await status("/v1/rulebooks/%77")).toBe(await status("/v1/rulebooks/w"));
  for (const path of ["/v1/rulebooks/%2577", "/v1/rul%65books/w", "/%zz"]) expect(await status(path)).toBe(404);
  for (const path of ["/v1/rulebooks/%zz", "/v1/rulebooks/%", "/v1/rulebooks/%FF"]) {
    const { status: refused, body } = await ask(port, path);
    expect([refused, JSON.parse(body).error.code]).toEqual([400, "bad_request"]);
  }
});

test("OPTIONS says what may be asked of an address", async ({ start }) => {
  const { port } = await start({ api });
  const allowed = async (path: string) => {
    const { status, headers } = await ask(port, path, { method: "OPTIONS" });
    return [status, headers.allow];
  };
  expect(await allowed("/")).toEqual([204, "GET, HEAD, OPTIONS"]);
  expect(await allowed("*")).toEqual([204, "GET, HEAD, OPTIONS"]);
  expect(await allowed("/v1/check")).toEqual([204, "POST, OPTIONS"]);
  expect((await allowed("/nothing"))[0]).toBe(404);
});

test("a plain GET on the socket's path is told to upgrade, under a path too", async ({ start }) => {
  const { port } = await start({ base: "/chat" });
  for (const path of ["/v1/ws", "/chat/v1/ws"]) {
    const { status, headers } = await ask(port, path);
    expect([path, status, headers.upgrade]).toEqual([path, 426, "websocket"]);
  }
});

test("under a path the gateway answers with and without it, and tells addresses with it", async ({ start }) => {
  const gateway = await start({ base: "/chat" });
  const { port } = gateway;
  expect((await ask(port, "/chat/healthz")).status).toBe(200);
  expect((await ask(port, "/healthz")).status).toBe(200);
  expect((await ask(port, "/chatter/healthz")).status).toBe(404);
  expect(await ask(port, "/chat")).toMatchObject({ status: 308, headers: { location: "/chat/" } });
  for (const path of ["/chat/console/", "/console/"])
    expect(await ask(port, path)).toMatchObject({ status: 308, headers: { location: "../console" } });
  const socket = await openRaw(gateway.ws.replace("/v1/ws", "/chat/v1/ws"));
  socket.say({ type: "hello", id: "1", token: await gateway.token("alice"), device: "d" });
  await socket.next("welcome");
  socket.say({ type: "send", id: "2", key: "k", to: "bob", text: "https://a.example/" });
  const { conversation, seq } = await socket.next("sent");
  socket.say({ type: "open", id: "3", conversation, seq, index: 0 });
  const { via = "" } = await socket.next("opened");
  expect(via).toMatch(/^\/chat\/o\/./u);
  const opened = await ask(port, via);
  expect([opened.status, opened.body.includes('href="../web/style.css"')]).toEqual([200, true]);
  socket.ws.close();
  // Who generates a client from the document asks under the path that it was read from.
  const { servers } = JSON.parse((await ask(port, "/chat/openapi.json")).body) as { servers: { url: string }[] };
  expect(servers.map(({ url }) => new URL(url, "https://chat.example/chat/openapi.json").href)).toEqual([
    "https://chat.example/chat/",
  ]);
});

test("the socket's document names the server that was asked, as a proxy before it is reached", async ({ start }) => {
  const { port } = await start({ base: "/chat", origins: ["https://chat.example", "https://chat.example:8443"] });
  const serversAt = async (path: string, host: string) =>
    (JSON.parse((await ask(port, path, { headers: { host } })).body) as { servers: unknown }).servers;
  const pathname = "/chat";
  for (const host of ["chat.example", "chat.example:8443"])
    expect(await serversAt("/chat/asyncapi.json", host)).toEqual({ gateway: { host, protocol: "wss", pathname } });
  const host = `127.0.0.1:${port}`;
  expect(await serversAt("/asyncapi.json", host)).toEqual({ gateway: { host, protocol: "ws", pathname } });
});

test("pages of an origin that is named for it read checks and rulebooks, and nothing else", async ({ start }) => {
  const { port } = await start({ api, cors: ["https://shop.example"] });
  const shop = { origin: "https://shop.example" };
  const asks = { ...shop, "access-control-request-method": "POST", "access-control-request-headers": "content-type" };
  expect(await ask(port, "/v1/check", { method: "OPTIONS", headers: asks })).toMatchObject({
    status: 204,
    headers: {
      "access-control-allow-origin": "https://shop.example",
      "access-control-allow-methods": "POST, OPTIONS",
      "access-control-allow-headers": "authorization, content-type",
      vary: "origin",
    },
  });
  const good = await postJson(port, "/v1/check", { text: "x" }, { headers: shop });
  const bad = await postJson(port, "/v1/check", { text: 7 }, { headers: shop });
  // A refusal is read too, or its reason would be lost on its page.
  for (const answer of [good, bad, await ask(port, "/v1/rulebooks", { headers: shop })]) {
    expect(answer.headers["access-control-allow-origin"]).toBe("https://shop.example");
  }
  expect([good.status, bad.status]).toEqual([200, 400]);
  for (const [path, headers] of [
    ["/v1/demo-sign-in", shop],
    ["/metrics", shop],
    ["/", shop],
    ["/v1/rulebooks", { origin: "https://evil.example" }],
  ] as const) {
    const { headers: answered } = await ask(port, path, { headers });
    expect([path, answered["access-control-allow-origin"]]).toEqual([path, undefined]);
  }
});

test("without the setting no page of another origin reads anything; with * each does", async ({ start }) => {
  const headers = { origin: "https://shop.example" };
  const closed = await start({ api });
  expect((await ask(closed.port, "/v1/rulebooks", { headers })).headers["access-control-allow-origin"]).toBe(undefined);
  const open = await start({ api, cors: ["*"] });
  expect((await ask(open.port, "/v1/rulebooks", { headers })).headers["access-control-allow-origin"]).toBe("*");
});

test("the shells of apps may connect under their own origins, and a refused one is told in the log", async ({
  start,
}) => {
  const origins = ["capacitor://localhost", "tauri://localhost"];
  const gateway = await start({ origins });
  const upgrade = (origin: string) => ask(gateway.port, "/v1/ws", { headers: { ...UPGRADE, origin } });
  for (const origin of origins) expect((await upgrade(origin)).status).toBe(101);
  expect((await upgrade("ionic://localhost")).status).toBe(403);
  const refused = gateway.events.filter(({ event }) => event === "handshake_refused");
  expect(refused).toEqual([{ event: "handshake_refused", because: "origin", origin: "ionic://localhost" }]);
});

test("an origin that any sandboxed page has is refused with the reason, and so is one with a path", () => {
  expect([...parseOrigins(["Tauri://localhost/", "https://chat.example"])]).toEqual([
    "tauri://localhost",
    "https://chat.example",
  ]);
  for (const origin of ["null", "file://"]) expect(() => parseOrigins([origin])).toThrow("every sandboxed page");
  for (const origin of ["capacitor://localhost/x", "app://a b", "https://chat.example/x", "mailto:a@b", "*"]) {
    expect(() => parseOrigins([origin])).toThrow("expected a scheme and a host without a path");
  }
});

test("a flood of refused handshakes costs ten lines a minute, and the next line tells how many there were", () => {
  let nowMs = 0;
  const lines: LogEvent[] = [];
  const log = createRefusalLog(
    (event) => lines.push(event),
    () => nowMs,
  );
  for (let index = 0; index < 500; index++) log.add(UPGRADE_REFUSALS.origin, "x".repeat(5_000));
  expect(lines.length).toBe(10);
  expect(JSON.stringify(lines[0]).length).toBeLessThan(200);
  nowMs = 60_000;
  log.add(UPGRADE_REFUSALS.full, "https://chat.example");
  expect(lines.at(-1)).toEqual({ event: "handshake_refused", because: "full", untold: 490 });
});
