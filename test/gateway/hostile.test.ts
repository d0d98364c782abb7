import { request } from "node:http";
import { SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signToken } from "../../src/access/tokens.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import type { TestGateway } from "../support/gateway.ts";
import { startGateway } from "../support/gateway.ts";
import { enter, enterUnsynced, openRaw, type RawSocket } from "../support/raw-socket.ts";
import { TEST_SECRET } from "../support/secret.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

test.each([
  ["not JSON", "{", "bad_json"],
  ["an array", "[]", "bad_frame"],
  ["null", "null", "bad_frame"],
  ["no type", '{"id":"x"}', "bad_frame"],
  ["a type of the prototype", '{"type":"constructor","id":"x"}', "unknown_type"],
  ["__proto__ as type", '{"type":"__proto__","id":"x"}', "unknown_type"],
  ["a frame of a later gateway", '{"type":"no_such_type","id":"x"}', "unknown_type"],
  ["a number as id", '{"type":"conversations","id":7}', "bad_frame"],
  ["a key too long", JSON.stringify({ type: "send", id: "x", key: "k".repeat(65), to: "bob", text: "t" }), "bad_frame"],
  ["a bad addressee", '{"type":"send","id":"x","key":"k","to":"c:short","text":"t"}', "bad_frame"],
  [
    "a text too long",
    JSON.stringify({ type: "send", id: "x", key: "k", to: "bob", text: "字".repeat(8_001) }),
    "text_too_long",
  ],
  [
    "too many links",
    JSON.stringify({ type: "send", id: "x", key: "k", to: "bob", text: "https://a.b ".repeat(101) }),
    "too_many_links",
  ],
  ["a second hello", '{"type":"hello","id":"x","token":"t","device":"d"}', "hello_again"],
  ["a negative seq", `{"type":"read","id":"x","conversation":"c:${"a".repeat(22)}","seq":-1}`, "bad_frame"],
])("[P8] %s is answered with a stable code, and the connection goes on", async (_what, frame, code) => {
  const socket = await enter(gateway, "mallory");
  socket.say(frame);
  const error = await socket.next("error");
  expect(error).toMatchObject({ code, temporary: false });
  expect(error.re).toBe(/"id":"x"/u.test(frame) ? "x" : undefined);
  await socket.untilQuiet();
  socket.ws.close();
});

test("[P8] a binary frame is refused, and the connection goes on", async () => {
  const socket = await enter(gateway, "mallory");
  socket.say(Buffer.from('{"type":"ping"}'));
  expect((await socket.next("error")).code).toBe("binary_frame");
  await socket.untilQuiet();
});

test("[P8] an oversized frame ends its own connection with 1009 and no other", async () => {
  const [socket, other] = [await enter(gateway, "mallory"), await enter(gateway, "bob")];
  socket.say("x".repeat(gateway.gateway.limits.maxFrameBytes + 1));
  expect((await socket.closed).code).toBe(1009);
  await other.untilQuiet();
});

test("[P8] a message in many fragments ends its own connection", async () => {
  const socket = await enter(gateway, "mallory");
  for (let index = 0; index < 300; index += 1) socket.ws.send("x", { fin: false });
  expect((await socket.closed).code).toBe(1008);
});

test("[P5] somebody else's conversation looks like none at all", async () => {
  const [alice, mallory] = [await enter(gateway, "alice"), await enter(gateway, "mallory")];
  alice.say({ type: "send", id: "1", key: "secret", to: "bob", text: "https://item.example/" });
  const { conversation } = await alice.next("sent");
  const errors: unknown[] = [];
  for (const id of [conversation, `c:${"A".repeat(22)}`]) {
    for (const frame of [
      { type: "history", conversation: id },
      { type: "open", conversation: id, seq: 1, index: 0 },
      { type: "read", conversation: id, seq: 1 },
      { type: "typing", conversation: id },
      { type: "send", key: "k", to: id, text: "let me in" },
    ]) {
      mallory.say({ ...frame, id: frame.type });
      errors.push(await mallory.next("error"));
    }
  }
  expect(errors.length).toBe(10);
  expect(errors.slice(0, 5)).toEqual(errors.slice(5));
  expect(new Set(errors.map((error) => (error as { code: string }).code))).toEqual(new Set(["unknown_conversation"]));
  mallory.say({ type: "sync", id: "s", have: { [conversation]: 0 } });
  expect(await mallory.next("synced")).toMatchObject({ heads: {} });
  expect(mallory.heard.some(({ type }) => type === "message")).toBe(false);
});

const nowS = () => Math.floor(Date.now() / 1_000);
test.each([
  ["no token", async () => "nonsense", "bad_token", 4500],
  ["a token of another secret", () => signToken("alice", new Uint8Array(32), 60, new Date()), "bad_token", 4500],
  ["alg none", async () => new UnsecuredJWT().setSubject("alice").setExpirationTime("1h").encode(), "bad_token", 4500],
  [
    "a token without an end",
    () => new SignJWT().setProtectedHeader({ alg: "HS256" }).setSubject("alice").sign(TEST_SECRET),
    "bad_token",
    4500,
  ],
  [
    "another algorithm of the same secret",
    () =>
      new SignJWT()
        .setProtectedHeader({ alg: "HS512" })
        .setSubject("alice")
        .setExpirationTime(nowS() + 60)
        .sign(TEST_SECRET),
    "bad_token",
    4500,
  ],
  ["an expired token", () => signToken("alice", TEST_SECRET, -1, new Date()), "token_expired", 4003],
])("[P8] %s is refused with %s", async (_what, make, code, close) => {
  const socket = await openRaw(gateway.ws);
  socket.say({ type: "hello", id: "h", token: await make(), device: "d" });
  expect(await socket.next("error")).toMatchObject({ re: "h", code });
  expect((await socket.closed).code).toBe(close);
});

test("[P8] before hello nothing else is answered, and little is read", async () => {
  const early = await openRaw(gateway.ws);
  early.say({ type: "conversations", id: "1" });
  expect((await early.next("error")).code).toBe("hello_first");
  expect((await early.closed).code).toBe(4501);
  const chatty = await openRaw(gateway.ws);
  chatty.say("x".repeat(gateway.gateway.limits.maxHelloBytes + 1));
  expect((await chatty.closed).code).toBe(4501);
});

test("[P8] a connection that says no hello, a token that runs out and a half-open peer are closed", async () => {
  const hurried = await startGateway({ limits: { helloTimeoutMs: 50 } });
  const silent = await openRaw(hurried.ws);
  expect((await silent.closed).code).toBe(4001);
  await hurried.close();
  // The others say hello, however long a busy machine lets them wait for their turn.
  // Tokens are dated by a clock that stands still, so that one of a second has a second left at the hello on any machine.
  const quick = await startGateway({ limits: { heartbeatMs: 100 }, clock: () => new Date("2026-11-29T12:00:00Z") });
  const short = await enterUnsynced(quick, "alice", { token: await quick.token("alice", 1) });
  expect((await short.next("error")).code).toBe("token_expired");
  expect((await short.closed).code).toBe(4003);
  const half = await openRaw(quick.ws, { autoPong: false });
  half.say({ type: "hello", id: "h", token: await quick.token("alice"), device: "d" });
  expect((await half.closed).code).toBe(4002);
  await quick.close();
});

test("[P8] a program that stood still closes nobody for silence that was its own", async () => {
  const stalled = await startGateway({ limits: { heartbeatMs: 100 } });
  const alice = await enter(stalled, "alice");
  for (let pause = 0; pause < 3; pause += 1) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
    await alice.untilQuiet();
  }
  alice.ws.close();
  await stalled.close();
});

test("[P8] a fresh token on the open connection moves its end", async () => {
  const socket = await enter(gateway, "alice", { token: await gateway.token("alice", 60) });
  socket.say({ type: "refresh", id: "r", token: await gateway.token("alice", 7_200) });
  expect(Date.parse((await socket.next("refreshed")).expiresAt)).toBeGreaterThan(Date.now() + 7_000_000);
  socket.say({ type: "refresh", id: "r", token: await gateway.token("bob") });
  expect((await socket.closed).code).toBe(4500);
});

test("[P8] a browser page of another origin is refused before the upgrade", async () => {
  const strict = await startGateway({ origins: ["https://chat.example"] });
  const { port } = strict;
  const statusFor = (origin: string | undefined) =>
    new Promise<number>((resolve, reject) => {
      const headers = {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": Buffer.alloc(16).toString("base64"),
        ...(origin === undefined ? {} : { origin }),
      };
      const asked = request({ host: "127.0.0.1", port, path: "/v1/ws", headers });
      asked.on("response", (response) => resolve(response.statusCode ?? 0));
      asked.on("upgrade", (_response, socket) => {
        socket.destroy();
        resolve(101);
      });
      asked.on("error", reject);
      asked.end();
    });
  const own = [`http://127.0.0.1:${port}`, `http://localhost:${port}`, "https://chat.example", undefined];
  const foreign = [
    "https://evil.example",
    "null",
    "",
    "https://chat.example.evil.example",
    "https://chat.example:8443",
    "http://chat.example",
    "https://sub.chat.example",
    `https://127.0.0.1:${port}`,
    `http://127.0.0.1:${port + 1}`,
    `http://127.0.0.1:${port}.evil.example`,
    "https://chat.example, https://evil.example",
  ];
  expect(await Promise.all(own.map(statusFor))).toEqual(own.map(() => 101));
  expect(await Promise.all(foreign.map(statusFor))).toEqual(foreign.map(() => 403));
  await strict.close();
});

test("[P9] too much from one user is refused with the time to wait, and only repetition closes", async () => {
  const strict = await startGateway({
    limits: { maxSendsPerWindow: 5, maxRefusalsPerWindow: 10, rateWindowMs: 60_000 },
  });
  const [socket, other] = [await enter(strict, "alice"), await enter(strict, "bob")];
  const send = (index: number) => socket.say({ type: "send", id: `${index}`, key: `${index}`, to: "carol", text: "t" });
  for (let index = 0; index < 6; index += 1) send(index);
  const error = await socket.next("error");
  expect(error).toMatchObject({ re: "5", code: "rate_limited", temporary: true });
  expect(error.retryAfterMs).toBeGreaterThan(0);
  await socket.untilQuiet();
  for (let index = 6; index < 20; index += 1) send(index);
  expect((await socket.closed).code).toBe(4429);
  other.say({ type: "send", id: "1", key: "1", to: "carol", text: "t" });
  expect((await other.next("sent")).seq).toBe(1);
  await strict.close();
});

test("[P9] a reader that takes nothing is closed as slow, and its next sync brings everything", async () => {
  const strict = await startGateway({
    limits: { hardMarkBytes: 100_000, softMarkBytes: 50_000, maxSendsPerWindow: 100_000 },
  });
  const [alice, slow] = [await enter(strict, "alice"), await enter(strict, "bob")];
  slow.ws.pause();
  const text = "x".repeat(8_000);
  let sent = 0;
  let lastSeq = 0;
  const metrics = async () => (await fetch(`${strict.http}/metrics`)).text();
  // The system's own buffers take some megabytes first, as many as it likes.
  while (!(await metrics()).includes('kind="slow_reader"')) {
    for (let index = 0; index < 100; index += 1)
      alice.say({ type: "send", id: "i", key: `${sent++}`, to: "bob", text });
    while (lastSeq < sent) lastSeq = (await alice.next("sent")).seq;
  }
  slow.ws.terminate();
  const back = await enter(strict, "bob");
  back.say({ type: "sync", id: "s", have: {} });
  await back.next("synced");
  expect(back.heard.filter(({ type }) => type === "message").length).toBe(sent);
  await strict.close();
});

test("[P10] a shutdown answers what was taken, says when to come back, and leaves nothing open", async () => {
  const stopping = await startGateway();
  const [alice, bob] = [await enter(stopping, "alice"), await enter(stopping, "bob")];
  for (let index = 0; index < 20; index += 1)
    alice.say({ type: "send", id: `${index}`, key: `${index}`, to: "bob", text: "t" });
  await alice.next("sent");
  await Promise.all([stopping.gateway.close(), stopping.gateway.close()]);
  expect((await bob.next("going_away")).retryAfterMs).toBeGreaterThanOrEqual(0);
  expect([(await alice.closed).code, (await bob.closed).code]).toEqual([4000, 4000]);
  const answers = alice.heard.filter(({ type }) => type === "sent").length;
  const [head] = (await stopping.store.heads("alice")).values();
  expect(head?.seq).toBe(answers);
  await expect(fetch(`${stopping.http}/healthz`)).rejects.toThrow("fetch failed");
  await stopping.close();
});

test("a log line tells neither words nor tokens", async () => {
  const failing = await startGateway({
    judge(text) {
      throw new Error(`cannot judge ${text}`);
    },
  });
  const socket = await enter(failing, "alice");
  socket.say({ type: "send", id: "1", key: "k", to: "bob", text: "seeded-secret https://x.example/?q=seeded-secret" });
  expect(await socket.next("error")).toMatchObject({ re: "1", code: "internal", temporary: true });
  expect(failing.events.some(({ event }) => event === "fault")).toBe(true);
  expect(JSON.stringify(failing.events)).not.toContain("seeded-secret");
  await failing.close();
});

test("[P9] who says too much is read slowly: others are answered before the flood is refused to its end", async () => {
  const limits = { maxSendsPerWindow: 1, rateWindowMs: 60_000, maxRefusalsPerWindow: 1_000 };
  const limited = await startGateway({ limits });
  try {
    const [flood, bob] = [await enter(limited, "flood"), await enter(limited, "bob")];
    for (let index = 0; index < 200; index += 1)
      flood.say({ type: "send", id: `${index}`, key: `${index}`, to: "victim", text: "flood" });
    await flood.next("error");
    bob.say({ type: "send", id: "1", key: "k", to: "carol", text: "hello" });
    await bob.next("sent");
    expect(flood.heard.filter(({ type }) => type === "error").length).toBeLessThan(100);
  } finally {
    await limited.close();
  }
});

test("[P9] of long frames that wait for one before them few are kept, and all are answered", async () => {
  const store = openSqliteStore(":memory:");
  const gate = Promise.withResolvers<void>();
  const conversations: Store["conversations"] = async (...asked) => {
    await gate.promise;
    return store.conversations(...asked);
  };
  const own = await startGateway({ store: { ...store, conversations }, limits: { maxFrameBytes: 1_048_576 } });
  const [held, free] = [await enter(own, "mallory"), await enter(own, "bob")];
  held.say({ type: "conversations", id: "c" });
  const pings = 60;
  for (const each of [held, free])
    for (let number = 0; number < pings; number += 1)
      each.say(`{"type":"ping","id":"${number}"}${" ".repeat(1_000_000)}`);
  const pongsOf = async (socket: RawSocket) => {
    const answered: (string | undefined)[] = [];
    while (answered.length < pings) answered.push((await socket.next("pong")).re);
    return answered;
  };
  const all = await pongsOf(free);
  // The rest is in the buffers of the two sockets.
  expect(held.ws.bufferedAmount).toBeGreaterThan(30_000_000);
  gate.resolve();
  expect(await pongsOf(held)).toEqual(all);
  await own.close();
});

test("[P8] a device that lost its network takes the place of its longest silent socket, another device is told when to come", async () => {
  const gateway = await startGateway({ limits: { maxConnectionsPerUser: 3 } });
  const [silent, live] = [
    await enter(gateway, "eve", { device: "phone" }),
    await enter(gateway, "eve", { device: "phone" }),
  ];
  const computer = await enter(gateway, "eve", { device: "computer" });
  await live.untilQuiet();
  const again = await enter(gateway, "eve", { device: "phone" });
  expect(await silent.closed).toEqual({ code: 4430, reason: "too_many_connections" });

  const tablet = await openRaw(gateway.ws);
  tablet.say({ type: "hello", id: "h", token: await gateway.token("eve"), device: "tablet" });
  expect(await tablet.next("error")).toMatchObject({ code: "too_many_connections", retryAfterMs: 25_000 });
  expect((await tablet.closed).code).toBe(4430);

  again.say({ type: "send", id: "s", key: "1", to: "bob", text: "hello" });
  for (const each of [live, computer]) expect((await each.next("message")).text).toBe("hello");
  await gateway.close();
});
