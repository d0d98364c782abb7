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
