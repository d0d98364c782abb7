import { connect } from "node:net";
import { expect } from "vitest";
import { test } from "../../support/test.ts";

/** What comes back on a bare connection that reads only after it has written everything. */
function exchange(port: number, request: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    const chunks: Buffer[] = [];
    socket.on("error", reject);
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("utf8")));
    socket.pause();
    socket.write(request, () => {
      socket.on("data", (chunk) => chunks.push(chunk));
      socket.resume();
    });
  });
}

test.for([
  ["headers that are too large", `GET /v1/apps HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, 431],
  ["a method nobody knows", "FOO /v1/apps HTTP/1.1\r\nHost: localhost\r\n\r\n", 400],
  ["no HTTP at all", "hello\r\n\r\n", 400],
] as const)("[P8] %s get an answer in the form of every other refusal", async ([, request, status], { start }) => {
  const { port } = await start();
  const answer = await exchange(port, request);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `, "u"));
  expect(JSON.parse(answer.split("\r\n\r\n")[1] ?? "")).toMatchObject({ error: { temporary: false } });
});

test.for([
  ["tls", Buffer.from("1603010200010001fc0303", "hex")],
  ["proxy_protocol", "PROXY TCP4 203.0.113.7 10.0.0.1 50000 8080\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n"],
  ["proxy_protocol", Buffer.from("0d0a0d0a000d0a515549540a21110000474554202f", "hex")],
  ["http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
] as const)(
  "a proxy that speaks another protocol is told so, and so is the operator: %s",
  async ([because, sent], { start }) => {
    const { port, events } = await start();
    const answer = await exchange(port, sent);
    expect(answer).toMatch(/^HTTP\/1.1 400 .*"code":"bad_http","message":"Expected an HTTP\/1.1 request, not /su);
    expect(events.filter(({ event }) => event === "not_http")).toEqual([{ event: "not_http", because }]);
  },
);

test("what nobody's proxy says is told to nobody", async ({ start }) => {
  const { port, events } = await start();
  for (const sent of ["hello\r\n\r\n", "FOO / HTTP/1.1\r\n\r\n", "PROXYING\r\n\r\n"]) await exchange(port, sent);
  expect(events.filter(({ event }) => event === "not_http")).toEqual([]);
});

test("a socket whose proxy took the Upgrade header off is told so, and so is the operator; a visitor is not", async ({
  start,
}) => {
  const { http, port, events } = await start();
  await fetch(`${http}/v1/ws`);
  expect(events.filter(({ event }) => event === "handshake_refused")).toEqual([]);
  // As nginx passes it on whose location has no lines for an upgrade.
  const head = "GET /v1/ws HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\nSec-WebSocket-Version: 13";
  const answer = await exchange(port, `${head}\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1.1 426 .*"upgrade_required","message":"A proxy left out /su);
  expect(events.filter(({ event }) => event === "handshake_refused")).toEqual([
    { event: "handshake_refused", because: "upgrade" },
  ]);
});

test("the socket's address says to a request without an upgrade what it is for", async ({ start }) => {
  const { http } = await start();
  const answer = await fetch(`${http}/v1/ws`);
  expect([answer.status, answer.headers.get("upgrade")]).toEqual([426, "websocket"]);
  expect(await answer.json()).toMatchObject({ error: { code: "upgrade_required" } });
});

test.for([
  ["/v1/check", "application/json", 413],
  ["/v1/check", "text/plain", 415],
  ["/healthz", "application/json", 405],
  ["/nowhere", "application/json", 404],
] as const)(
  "[P8] a client that sends all of 5 MB to %s as %s before it reads still reads %i",
  async ([path, type, status], { start }) => {
    const { port } = await start({ api: { check: () => ({ links: [] }) } });
    const body = Buffer.alloc(5 * 1_048_576, "x");
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`;
    const answer = await exchange(port, Buffer.concat([Buffer.from(head), body]));
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `, "u"));
  },
);
