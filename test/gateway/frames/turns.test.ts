import { afterEach, expect, vi } from "vitest";
import { NO_REPORTS } from "../../../src/chat/kept-json.ts";
import { createTurns } from "../../../src/gateway/frames/turns.ts";
import { openSqliteStore } from "../../../src/store/sqlite/store.ts";
import { plainJudge } from "../../support/doubles/plain-judge.ts";
import { enter, enterUnsynced, openRaw } from "../../support/raw-socket.ts";
import { test } from "../../support/test.ts";

afterEach(() => void vi.restoreAllMocks());

/** Counts turns of the event loop, first in each, until it is stopped. */
function countTurns() {
  let turns = 0;
  let isStopped = false;
  const count = () => {
    turns += 1;
    if (!isStopped) setImmediate(count);
  };
  setImmediate(count);
  return { now: () => turns, stop: () => (isStopped = true) };
}

/** Has pieces of work done that each take so long by a clock of the test's own. */
async function turnsOf(pieces: number, takesMs: number): Promise<number[]> {
  let nowMs = 0;
  vi.spyOn(performance, "now").mockImplementation(() => nowMs);
  const turns = createTurns();
  const counted = countTurns();
  const done: { readonly piece: number; readonly turn: number }[] = [];
  await Promise.all(
    Array.from({ length: pieces }, async (_, piece) => {
      await turns.next();
      nowMs += takesMs;
      done.push({ piece, turn: counted.now() });
    }),
  );
  counted.stop();
  expect(done.map(({ piece }) => piece)).toEqual([...done.keys()]);
  return done.map(({ turn }) => turn);
}

test("pieces of work share a turn of the event loop for 5 ms, in the order of asking; the rest comes in turns after it", async () => {
  expect(await turnsOf(7, 2)).toEqual([1, 1, 1, 2, 2, 2, 3]);
  expect(await turnsOf(3, 60)).toEqual([1, 2, 3]);
  expect(new Set(await turnsOf(500, 0.005))).toEqual(new Set([1]));
});

test("[P8] frames that one connection says one after the other give way to others", async ({ start }) => {
  const counted = countTurns();
  const judged: number[] = [];
  const gateway = await start({
    judge(text, context) {
      // As a message of very many links.
      for (const endsMs = performance.now() + 3; performance.now() < endsMs;);
      judged.push(counted.now());
      return plainJudge(text, context);
    },
  });
  const alice = await enter(gateway, "alice");
  for (let number = 0; number < 20; number += 1)
    alice.say({ type: "send", id: String(number), key: String(number), to: "bob", text: "hello" });
  for (let number = 0; number < 20; number += 1) expect((await alice.next("sent")).re).toBe(String(number));
  counted.stop();
  expect(new Set(judged).size).toBe(20);
});

test("[P8] devices that are brought long histories hold the event loop for one page of one of them at most", async ({
  start,
}) => {
  const counted = countTurns();
  const pages: number[] = [];
  const memory = openSqliteStore(":memory:");
  const at = new Date();
  for (let number = 0; number < 250; number += 1)
    await memory.append({
      from: "alice",
      to: "bob",
      key: String(number),
      text: "hello",
      at,
      reportsJson: NO_REPORTS,
      contextJson: null,
      isPending: false,
    });
  const gateway = await start({
    store: {
      ...memory,
      async messagesAfter(...of) {
        const page = await memory.messagesAfter(...of);
        // As on a machine where a page takes longer than a turn may be held.
        for (const endsMs = performance.now() + 6; performance.now() < endsMs;);
        pages.push(counted.now());
        return page;
      },
    },
  });
  const devices = await Promise.all(["1", "2", "3"].map((device) => enter(gateway, "bob", { device })));
  for (const device of devices) device.say({ type: "sync", id: "s", have: {} });
  for (const device of devices) await device.next("synced");
  for (const { heard } of devices) expect(heard.filter(({ type }) => type === "message")).toHaveLength(250);
  counted.stop();
  // Of each five, a hundred, a hundred, and the rest.
  expect(pages).toHaveLength(12);
  expect(new Set(pages).size).toBe(12);
});

test("[P8] who comes at once with many conversations is read in turns of the event loop", async ({ start }) => {
  const counted = countTurns();
  const reads: number[] = [];
  const memory = openSqliteStore(":memory:");
  const gateway = await start({
    store: {
      ...memory,
      heads(user) {
        // As of thousands of conversations.
        for (const endsMs = performance.now() + 6; performance.now() < endsMs;);
        reads.push(counted.now());
        return memory.heads(user);
      },
    },
  });
  const sockets = await Promise.all(Array.from({ length: 10 }, () => openRaw(gateway.ws)));
  const tokens = await Promise.all(sockets.map((_, index) => gateway.token(`user${index}`)));
  for (const [index, socket] of sockets.entries())
    socket.say({ type: "hello", id: "h", token: tokens[index], device: "d" });
  for (const socket of sockets) await socket.next("welcome");
  counted.stop();
  expect(reads).toHaveLength(10);
  expect(new Set(reads).size).toBe(10);
});

test("[P4] what is deleted between the reads of a sync is not told before it was there", async ({ start }) => {
  const memory = openSqliteStore(":memory:");
  const write = async (key: string) =>
    (
      await memory.append({
        from: "alice",
        to: "bob",
        key,
        text: "hello",
        at: new Date(),
        reportsJson: NO_REPORTS,
        contextJson: null,
        isPending: false,
      })
    ).message;
  await write("1");
  const gateway = await start({
    store: {
      ...memory,
      async messagesAfter(...of) {
        const page = await memory.messagesAfter(...of);
        const { conversation, seq } = await write("2");
        await memory.deleteMessage("alice", conversation, seq, new Date());
        return page;
      },
    },
  });
  const device = await enterUnsynced(gateway, "bob");
  device.say({ type: "sync", id: "s", have: {} });
  await device.next("synced");
  expect(device.heard.map(({ type }) => type)).toEqual(["welcome", "message", "synced"]);
});

test("[P8] a device is read large messages few at a time: it may take none of them", async ({ start }) => {
  const memory = openSqliteStore(":memory:");
  for (let number = 0; number < 12; number += 1)
    await memory.append({
      from: "alice",
      to: "bob",
      key: String(number),
      text: "x".repeat(100_000),
      at: new Date(),
      reportsJson: NO_REPORTS,
      contextJson: null,
      isPending: false,
    });
  const limits: number[] = [];
  const gateway = await start({
    store: {
      ...memory,
      messagesAfter(user, id, after, limit) {
        limits.push(limit);
        return memory.messagesAfter(user, id, after, limit);
      },
    },
  });
  const device = await enter(gateway, "bob");
  device.say({ type: "sync", id: "s", have: {} });
  await device.next("synced");
  expect(limits).toEqual([5, 2, 2, 2, 2]);
});

test("[P8] pages that one device asks for at once come in turns of their own, as fast as it takes them", async ({
  start,
}) => {
  const counted = countTurns();
  const pages: number[] = [];
  const memory = openSqliteStore(":memory:");
  const gateway = await start({
    limits: { softMarkBytes: 2_048, hardMarkBytes: 8_192 },
    store: {
      ...memory,
      async conversations(...of) {
        for (const endsMs = performance.now() + 6; performance.now() < endsMs;);
        pages.push(counted.now());
        return memory.conversations(...of);
      },
    },
  });
  const alice = await enter(gateway, "alice");
  alice.say({ type: "send", id: "s", key: "1", to: "bob", text: "x".repeat(1_500) });
  await alice.next("sent");
  for (let number = 0; number < 30; number += 1) alice.say({ type: "conversations", id: String(number) });
  for (let number = 0; number < 30; number += 1)
    expect(await alice.next("conversations")).toMatchObject({ re: String(number) });
  counted.stop();
  expect(new Set(pages).size).toBe(30);
});
