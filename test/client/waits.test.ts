import { expect, onTestFinished, test, vi } from "vitest";
import { connectIn } from "../../src/client/connect.ts";
import type { Client, ConnectOptions } from "../../src/client/index.ts";
import { PLATFORM } from "../../src/client/surroundings.ts";
import { limitsWith } from "../../src/protocol/limits.ts";
import { createFakeWorld, type FakePeer, type FakeServer, type Way } from "../support/doubles/fake-world.ts";

type Answers = Readonly<Record<string, (frame: Readonly<Record<string, unknown>>) => object | number | null>>;

const LIMITS = limitsWith({ maxTextLength: 100, maxFrameBytes: 1_024 });
const welcome = ({ id }: Readonly<Record<string, unknown>>) => ({
  type: "welcome",
  re: id,
  user: "alice",
  session: "s",
  time: new Date(Date.UTC(2026, 0, 1)).toISOString(),
  heartbeatMs: 25_000,
  limits: LIMITS,
  rulebook: "wechat",
  edition: null,
  hash: null,
  epoch: "e",
  choice: null,
  blocks: [],
  expiresAt: "2026-01-01T00:10:00Z",
});
const synced = ({ id }: Readonly<Record<string, unknown>>) => ({
  type: "synced",
  re: id,
  epoch: "e",
  complete: true,
  heads: {},
  updates: {},
});
const sent = ({ id }: Readonly<Record<string, unknown>>) => ({ type: "sent", re: id, conversation: "c", seq: 1 });
const refusal = (code: string, more: object) => (frame: Readonly<Record<string, unknown>>) => ({
  type: "error",
  re: frame["id"],
  code,
  message: "no",
  temporary: false,
  ...more,
});
const ALL: Answers = { hello: welcome, sync: synced, send: sent, ping: () => ({ type: "pong" }) };

/** A client at a server that answers each frame so: with a frame, by closing with a code, or not at all. */
function enter(
  given: Answers,
  {
    token = "t",
    ways = [],
    ...options
  }: Partial<ConnectOptions> & { token?: string | (() => string | Promise<string>); ways?: readonly Way[] } = {},
) {
  const frames: Readonly<Record<string, unknown>>[] = [];
  const peers: FakePeer[] = [];
  const server: FakeServer = (peer) => {
    peers.push(peer);
    return (frame) => {
      frames.push(frame);
      const answer = given[String(frame["type"])]?.(frame) ?? null;
      if (typeof answer === "number") peer.close(answer);
      else if (answer !== null) peer.send(answer);
    };
  };
  const world = createFakeWorld(server, { wayOf: (index) => ways[index] ?? "open" });
  const client = connectIn(world, "ws://x", token, { device: "d", ...options });
  const troubles: object[] = [];
  client.on("trouble", (trouble) => troubles.push(trouble));
  return { world, client, frames, peers, troubles };
}

/** What a promise has come to by now. */
function outcomeOf(promise: Promise<unknown>): { readonly now: unknown } {
  const outcome = { now: "waits" as unknown };
  promise.then(
    () => (outcome.now = "done"),
    (error: unknown) => (outcome.now = (error as { code: string }).code),
  );
  return outcome;
}

async function opened(entered: { world: ReturnType<typeof createFakeWorld>; client: Client }): Promise<void> {
  await entered.world.runUntil(entered.world.nowMs() + 100);
  expect(entered.client.state).toBe("open");
}

test.each<[string, Answers, readonly Way[]]>([
  ["takes the connection and never opens it", ALL, ["silent"]],
  ["opens it and never says welcome", { ...ALL, hello: once(() => null, welcome) }, []],
  ["says welcome and goes silent in sync", { ...ALL, sync: once(() => null, synced) }, []],
])("a server that %s is left after 15 s and tried again", async (_what, answers, ways) => {
  const { world, client, troubles } = enter(answers, { ways });
  const ready = outcomeOf(client.ready());
  await world.runUntil(14_900);
  expect(world.connections.length).toBe(1);
  await world.runUntil(16_000);
  expect(world.connections.length).toBe(2);
  expect(ready.now).toBe("done");
  expect(troubles).toMatchObject([{ because: "no_answer" }]);
});

/** Answers the first so, and all later ones otherwise. */
function once(first: Answers[string], later: Answers[string]): Answers[string] {
  let isFirst = true;
  return (frame) => {
    const answer = isFirst ? first : later;
    isFirst = false;
    return answer(frame);
  };
}

test("a connection that dies silently while an answer is awaited is left after 15 s, and the request goes out again", async () => {
  const entered = enter(ALL);
  const { world, client, troubles } = entered;
  await opened(entered);
  world.connections[0]?.halfOpen();
  const asked = outcomeOf(client.send("bob", "hi"));
  await world.runUntil(14_000);
  expect(asked.now).toBe("waits");
  await world.runUntil(17_000);
  expect(asked.now).toBe("done");
  expect(troubles).toMatchObject([{ because: "no_answer", to: "request" }]);
});

test("a device that wakes leaves a connection that died silently after 4 s, and keeps one that stands", async () => {
  const entered = enter(ALL);
  const { world, client, frames, troubles } = entered;
  await opened(entered);
  client.wake();
  await world.runUntil(10_000);
  expect([troubles, frames.filter(({ type }) => type === "ping").length]).toEqual([[], 1]);
  world.connections[0]?.halfOpen();
  const asleepMs = world.nowMs();
  client.wake();
  client.wake();
  await world.runUntil(asleepMs + 3_900);
  expect(client.state).toBe("open");
  await world.runUntil(asleepMs + 5_000);
  expect([client.state, world.connections.length]).toEqual(["open", 2]);
  expect(troubles).toMatchObject([{ because: "no_answer", to: "ping" }]);
});

test("a device that wakes tries at once what it would try later, but not before a time that the gateway told", async () => {
  const backoff = { firstMs: 10_000, longestMs: 10_000 };
  const entered = enter(ALL, { backoff });
  await entered.world.runUntil(100);
  entered.world.connections[0]?.cut();
  await entered.world.runUntil(200);
  expect(entered.client.state).toBe("waiting");
  entered.client.wake();
  await entered.world.runUntil(300);
  expect(entered.client.state).toBe("open");

  const told = enter(ALL, { backoff: { ...backoff, firstMs: 250 } });
  await told.world.runUntil(100);
  told.peers[0]?.send({ type: "going_away", retryAfterMs: 8_000 });
  told.peers[0]?.close(4_000);
  await told.world.runUntil(200);
  told.client.wake();
  await told.world.runUntil(8_000);
  expect([told.client.state, told.world.connections.length]).toEqual(["waiting", 1]);
  await told.world.runUntil(9_000);
  expect(told.client.state).toBe("open");
});

test("a device that wakes before the gateway has welcomed it says nothing but hello", async () => {
  const { world, client, frames } = enter({ ...ALL, hello: () => null });
  await world.runUntil(20);
  client.wake();
  await world.runUntil(5_000);
  expect(frames.map(({ type }) => type)).toEqual(["hello"]);
});

test("a request to which a gateway that is heard says nothing rejects after a minute, and what waits behind it goes on", async () => {
  const entered = enter({ ...ALL, send: once(() => null, sent) });
  const { world, client } = entered;
  await opened(entered);
  const [first, second] = [client.send("bob", "1"), client.send("bob", "2")].map(outcomeOf);
  await world.runUntil(59_000);
  expect([first?.now, second?.now]).toEqual(["waits", "waits"]);
  await world.runUntil(62_000);
  expect([first?.now, second?.now]).toEqual(["no_answer", "done"]);
  expect(world.connections.length).toBe(1);
});

test("a hello that no later try would change ends the client with the reason", async () => {
  const { world, client, frames } = enter({ ...ALL, hello: refusal("bad_frame", {}) });
  const [ready, asked] = [client.ready(), client.send("bob", "hi")].map(outcomeOf);
  const closed: unknown[] = [];
  client.on("closed", ({ error }) => closed.push(error.code));
  await world.runUntil(120_000);
  expect([ready?.now, asked?.now, closed]).toEqual(["bad_frame", "bad_frame", ["bad_frame"]]);
  expect(frames.length).toBe(1);
});

test("a hello that is refused for now is said again when it may be", async () => {
  const refused = refusal("keys_unavailable", { temporary: true, retryAfterMs: 7_000 });
  const { world, client, troubles } = enter({ ...ALL, hello: once(refused, welcome) });
  const ready = outcomeOf(client.ready());
  await world.runUntil(7_000);
  expect(ready.now).toBe("waits");
  await world.runUntil(7_200);
  expect(ready.now).toBe("done");
  expect(troubles).toMatchObject([{ because: "refused", error: { code: "keys_unavailable" } }]);
});

test("a token that ran out and never changes closes with token_expired; where a fresh one comes from, it is asked for", async () => {
  const expired = enter({ ...ALL, hello: (frame) => (frame["token"] === "t" ? 4003 : welcome(frame)) });
  const ready = outcomeOf(expired.client.ready());
  await expired.world.runUntil(60_000);
  expect([ready.now, expired.client.state, expired.world.connections.length]).toEqual(["token_expired", "closed", 1]);
  const tokens = ["t", "fresh"];
  const renewed = enter(
    { ...ALL, hello: (frame) => (frame["token"] === "t" ? 4003 : welcome(frame)) },
    { token: () => tokens.shift() ?? "fresh" },
  );
  await renewed.world.runUntil(1_000);
  expect(renewed.client.state).toBe("open");
});

test("a token source that throws, or never answers, is told each time and asked again", async () => {
  const answers: (() => string | Promise<string>)[] = [
    () => {
      throw new Error("no network");
    },
    () => new Promise<string>(() => undefined),
    () => "t",
  ];
  const { world, client, troubles } = enter(ALL, { token: () => answers.shift()?.() ?? "t" });
  await world.runUntil(17_000);
  expect(client.state).toBe("open");
  expect(troubles).toMatchObject([
    { because: "token_source", error: { message: "no network" } },
    { because: "no_answer", to: "token" },
  ]);
});

test("a token source that gives what is no token is told as one that throws, and asked again", async () => {
  // As a page has it of an answer that says what went wrong instead of a token.
  const given = ["", null, undefined] as string[];
  const { world, client, troubles } = enter(ALL, { token: () => (given.length > 0 ? (given.shift() as string) : "t") });
  await world.runUntil(10_000);
  expect(client.state).toBe("open");
  expect(troubles).toMatchObject(Array.from({ length: 3 }, () => ({ because: "token_source" })));
});

test("a token source that throws while a token is to be renewed is told, and asked again before it runs out", async () => {
  let asked = 0;
  const source = () => {
    asked += 1;
    if (asked === 2) throw new Error("no network");
    return "t";
  };
  const expiresAt = "2026-01-01T02:00:00Z";
  const refreshed = ({ id }: Readonly<Record<string, unknown>>) => ({ type: "refreshed", re: id, expiresAt });
  const { world, client, troubles, frames } = enter({ ...ALL, refresh: refreshed }, { token: source });
  await world.runUntil(600_000);
  expect(troubles).toMatchObject([{ because: "token_source" }]);
  expect(frames.filter(({ type }) => type === "refresh").length).toBe(1);
  expect([client.state, world.connections.length]).toEqual(["open", 1]);
});

test("what is over a limit that welcome told is rejected without being sent", async () => {
  const entered = enter(ALL);
  await opened(entered);
  const asked = ["x".repeat(101), "字".repeat(100), "hello after"].map((text) =>
    outcomeOf(entered.client.send("bob", text)),
  );
  await entered.world.runUntil(1_000);
  expect(asked.map(({ now }) => now)).toEqual(["text_too_long", "done", "done"]);
  expect(entered.frames.filter(({ type }) => type === "send").length).toBe(2);
});

test("a close for a frame that somebody on the way finds too large rejects that request, and the client goes on", async () => {
  const entered = enter({ ...ALL, send: (frame) => (String(frame["text"]).length > 50 ? 1009 : sent(frame)) });
  await opened(entered);
  const asked = ["x".repeat(60), "short"].map((text) => outcomeOf(entered.client.send("bob", text)));
  await entered.world.runUntil(10_000);
  expect(asked.map(({ now }) => now)).toEqual(["frame_too_large", "done"]);
  expect(entered.client.state).toBe("open");
});

test("an address that is none ends the client instead of the program", async () => {
  const { world, client } = enter(ALL);
  client.close();
  const broken = connectIn(
    {
      ...world,
      openSocket: () => {
        throw new SyntaxError("no address");
      },
    },
    "nonsense",
    "t",
    { device: "d" },
  );
  const ready = outcomeOf(broken.ready());
  await world.runUntil(1_000);
  expect([ready.now, broken.state]).toEqual(["closed", "closed"]);
});

test("what is no frame is answered by coming back, and told", async () => {
  const { world, troubles } = enter({
    ...ALL,
    hello: once(() => Object.assign([], { toJSON: () => "<html>" }), welcome),
  });
  await world.runUntil(2_000);
  expect(troubles).toMatchObject([{ because: "unreadable" }]);
});

test("close ends within 15 s although nobody answers it", async () => {
  const entered = enter(ALL);
  await opened(entered);
  entered.world.connections[0]?.halfOpen();
  entered.client.close();
  await entered.world.runUntil(16_000);
  expect(entered.client.state).toBe("closed");
});

test("a send that no frame can say rejects, and holds up none of those behind it", async () => {
  const entered = enter(ALL);
  const early = outcomeOf(entered.client.send("bob", undefined as unknown as string));
  await opened(entered);
  const bigint = outcomeOf(entered.client.send("bob", "a", { key: 10n as unknown as string }));
  const whole = outcomeOf(entered.client.send("bob", "hi"));
  await entered.world.runUntil(entered.world.nowMs() + 100);
  expect([early.now, bigint.now, whole.now]).toEqual(["bad_frame", "bad_frame", "done"]);
});

test("a gateway that ends each session just after its beginning is called ever more seldom, until one lasts", async () => {
  let lastsMs = 5;
  const entered: ReturnType<typeof enter> = enter({
    ...ALL,
    sync: (frame) => {
      const peer = entered.peers.at(-1);
      entered.world.after(lastsMs, () => peer?.close(4011));
      return synced(frame);
    },
  });
  const { world, troubles } = entered;
  await world.runUntil(60_000);
  expect(world.connections.length).toBeLessThan(14);
  lastsMs = 31_000;
  await world.runUntil(world.nowMs() + 120_000);
  expect(troubles.at(-1)).toMatchObject({ because: "closed", code: 4011 });
  expect((troubles.at(-1) as { waitMs: number }).waitMs).toBeLessThanOrEqual(250);
});

test.each([
  ["0", 0, 250],
  ["less than none", -5, 250],
  ["a lifetime", 1e12, 3_600_000],
])("told to come back after %s a client waits within bounds", async (_what, retryAfterMs, waitMs) => {
  const { world, troubles } = enter({
    ...ALL,
    hello: refusal("too_many_connections", { temporary: true, retryAfterMs }),
  });
  await world.runUntil(200);
  expect(troubles).toMatchObject([{ because: "refused", waitMs }]);
});

test("a time that is no number is none, and a request is never tried again at once", async () => {
  const entered = enter({ ...ALL, send: refusal("rate_limited", { temporary: true, retryAfterMs: 0 }) });
  await opened(entered);
  void outcomeOf(entered.client.send("bob", "hi"));
  await entered.world.runUntil(entered.world.nowMs() + 1_000);
  const tries = entered.frames.filter(({ type }) => type === "send").length;
  expect(tries).toBeGreaterThan(10);
  expect(tries).toBeLessThan(22);
  const odd = enter({ ...ALL, hello: refusal("too_many_connections", { temporary: true, retryAfterMs: "800" }) });
  await odd.world.runUntil(200);
  expect((odd.troubles[0] as { waitMs: number }).waitMs).toBeLessThanOrEqual(250);
});

test("a welcome that is another program's is left, told, and asked for again", async () => {
  const entered = enter({
    ...ALL,
    hello: once((frame) => ({ ...welcome(frame), limits: undefined }), welcome),
  });
  const { world, client, troubles } = entered;
  await world.runUntil(2_000);
  expect(troubles).toMatchObject([{ because: "unreadable" }]);
  expect(client.state).toBe("open");
});

test.each([
  [4500, "bad_token"],
  [4501, "hello_first"],
  [4502, "closed"],
  [4503, "revoked"],
  [4504, "suspended"],
])("a close with %i and nothing before it ends the client with %s", async (code, error) => {
  const { world, client } = enter({ ...ALL, hello: () => code });
  const ready = outcomeOf(client.ready());
  await world.runUntil(200);
  expect([ready.now, client.state]).toEqual([error, "closed"]);
});

test("who is revoked in the middle of a session is told why, and so is what waits", async () => {
  const entered = enter(ALL);
  await opened(entered);
  const { world, client, peers } = entered;
  const closed = new Promise<string>((resolve) => client.on("closed", ({ error }) => resolve(error.message)));
  peers[0]?.send(refusal("revoked", { message: "by the operator" })({}));
  peers[0]?.close(4503);
  await world.runUntil(world.nowMs() + 100);
  expect(await closed).toBe("by the operator");
  expect(await client.send("bob", "hi").catch((error: unknown) => (error as { code: string }).code)).toBe("revoked");
});

test.each([
  ["a page without TLS has no randomUUID", { getRandomValues: crypto.getRandomValues.bind(crypto) }],
  ["React Native has no crypto", undefined],
  ["a shim has only a digest", { subtle: {} }],
])("where %s messages leave under keys of their own", async (_where, has) => {
  vi.stubGlobal("crypto", has);
  onTestFinished(() => void vi.unstubAllGlobals());
  const entered = enter(ALL);
  await opened(entered);
  const { world, client, frames } = entered;
  const asked = ["one", "two", "three"].map((text) => outcomeOf(client.send("bob", text)));
  await world.runUntil(world.nowMs() + 100);
  expect(asked.map(({ now }) => now)).toEqual(["done", "done", "done"]);
  const keys = frames.flatMap(({ key }) => (typeof key === "string" ? [key] : []));
  expect([new Set(keys).size, keys.every((key) => /^[\w-]{32,64}$/u.test(key))]).toEqual([3, true]);
});

test("a close without a code, as React Native tells a connection that never opened, is 1006", async () => {
  vi.stubGlobal(
    "WebSocket",
    class {
      addEventListener(type: string, listener: (event: object) => void) {
        if (type === "close") queueMicrotask(() => listener({ message: "unreachable" }));
      }
    },
  );
  onTestFinished(() => void vi.unstubAllGlobals());
  const closed = await new Promise((resolve) => {
    PLATFORM.openSocket("ws://x", "p", {
      onOpen: () => undefined,
      onData: () => undefined,
      onClose: (code, reason) => resolve([code, reason]),
    });
  });
  expect(closed).toEqual([1006, ""]);
});

test("a mark that was read without a connection, or over one that was dead, arrives; one that was carried is not said again", async () => {
  const entered = enter(ALL);
  await opened(entered);
  const { world, client, frames, peers } = entered;
  const marks = () => frames.flatMap(({ type, conversation, seq }) => (type === "read" ? [[conversation, seq]] : []));
  const later = (ms: number) => world.runUntil(world.nowMs() + ms);
  client.read("c:carried", 4);
  await later(16_000);
  peers[0]?.send({ type: "pong" });
  await later(100);
  peers[0]?.close(4000);
  await later(2_000);
  expect([client.state, marks()]).toEqual(["open", [["c:carried", 4]]]);
  world.connections[1]?.halfOpen();
  client.read("c:dead", 2);
  client.wake();
  await later(4_100);
  client.read("c:away", 7);
  client.read("c:away", 3);
  await later(2_000);
  const unsure = [
    ["c:dead", 2],
    ["c:away", 7],
  ];
  expect([client.state, marks().slice(1)]).toEqual(["open", unsure]);
  // What nothing was heard after may have been lost, however often.
  peers[2]?.close(4000);
  await later(2_000);
  expect(marks().slice(3)).toEqual(unsure);
});

test("marks of a store that went back are forgotten", async () => {
  const entered = enter({
    ...ALL,
    sync: once(synced, (frame) => ({ ...synced(frame), epoch: "e2", complete: false })),
  });
  await opened(entered);
  const { world, client, frames, peers } = entered;
  client.read("c:old", 9);
  peers[0]?.close(4000);
  await world.runUntil(world.nowMs() + 2_000);
  expect(client.state).toBe("open");
  expect(frames.filter(({ type }) => type === "read").length).toBe(1);
});

test("a hidden tab, whose timers come once a minute, keeps a quiet connection and leaves a dead one", async () => {
  const troubles: object[] = [];
  const world = createFakeWorld((peer) => (frame) => {
    const answer = ALL[String(frame["type"])]?.(frame);
    if (typeof answer === "object" && answer !== null) peer.send(answer);
  });
  /** Intensive throttling: https://developer.chrome.com/blog/timer-throttling-in-chrome-88 */
  const after: typeof world.after = (waitMs, act) => {
    const now = world.nowMs();
    const isHidden = now > 1_000;
    return world.after(isHidden ? Math.ceil((now + waitMs) / 60_000) * 60_000 - now : waitMs, act);
  };
  const client = connectIn(Object.assign(Object.create(world) as typeof world, { after }), "ws://x", "t", {
    device: "d",
  });
  client.on("trouble", (trouble) => troubles.push(trouble));
  await world.runUntil(15 * 60_000);
  expect([client.state, world.connections.length, troubles]).toEqual(["open", 1, []]);
  world.connections[0]?.halfOpen();
  await world.runUntil(19 * 60_000);
  expect([client.state, world.connections.length]).toEqual(["open", 2]);
  expect(troubles).toMatchObject([{ because: "no_answer", to: "ping" }]);
});
