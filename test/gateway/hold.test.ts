import { expect, onTestFinished, vi } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { StoreError } from "../../src/store/store-error.ts";
import type { TestGateway } from "../support/gateway.ts";
import { enter, enterUnsynced, type RawSocket } from "../support/raw-socket.ts";
import { test } from "../support/test.ts";

function messagesOf({ heard }: RawSocket): number[] {
  return heard.flatMap((frame) => (frame.type === "message" ? [frame.seq] : []));
}

/** A push is held for so long. Milliseconds. */
const HOLD_MS = 300;

/** Holds end when a test says so, and not while its machine stalls. @returns What passes the time of one. */
function holdsByHand(): () => void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  return () => void vi.advanceTimersByTime(HOLD_MS);
}

let sends = 0;

async function send(socket: RawSocket, to: string): Promise<string> {
  const id = `${(sends += 1)}`;
  socket.say({ type: "send", id, key: id, to, text: "words" });
  return (await socket.next("sent")).conversation;
}

/** Long after everything on its way has come. */
async function settled(gateway: TestGateway, ...sockets: readonly RawSocket[]): Promise<void> {
  const witness = await enter(gateway, "witness");
  await send(witness, "witness");
  for (const socket of sockets) await socket.untilQuiet();
}

test("[P4] what comes between welcome and the first sync is told once, by the sync", async ({ start }) => {
  holdsByHand();
  const gateway = await start({ limits: { pushHoldMs: HOLD_MS } });
  const alice = await enter(gateway, "alice");
  await send(alice, "bob");
  const bob = await enterUnsynced(gateway, "bob");
  const conversation = await send(alice, "bob");
  await settled(gateway, bob);
  expect(messagesOf(bob)).toEqual([]);
  bob.say({ type: "sync", id: "s", have: { [conversation]: 1 } });
  expect(await bob.next("synced")).toMatchObject({ heads: { [conversation]: 2 } });
  await send(alice, "bob");
  await settled(gateway, bob);
  expect(messagesOf(bob)).toEqual([2, 3]);
});

test("[C6] a device that has more than the store starts afresh, and it alone; the log says so once", async ({
  start,
}) => {
  const gateway = await start();
  const alice = await enter(gateway, "alice");
  const conversation = await send(alice, "bob");
  await send(alice, "bob");
  // As after a snapshot that was brought back: the epoch is the one that the device was told.
  const { epoch } = gateway.store;
  for (const [device, have] of [
    ["ahead", 9],
    ["ahead-too", 3],
  ] as const) {
    const bob = await enterUnsynced(gateway, "bob", { device });
    bob.say({ type: "sync", id: "s", have: { [conversation]: have }, epoch });
    expect(await bob.next("synced")).toMatchObject({ complete: false, epoch, heads: { [conversation]: 2 } });
    // What it had counts for nothing.
    await bob.untilQuiet();
    expect((await gateway.store.heads("bob")).get(conversation)?.delivered).toBe(0);
    expect(messagesOf(bob)).toEqual([]);
    bob.ws.close();
    await bob.closed;
  }
  const whole = await enterUnsynced(gateway, "bob", { device: "whole" });
  whole.say({ type: "sync", id: "s", have: { [conversation]: 1, [`c:${"x".repeat(22)}`]: 7 }, epoch });
  expect(await whole.next("synced")).toMatchObject({ complete: true, heads: { [conversation]: 2 } });
  expect(messagesOf(whole)).toEqual([2]);
  expect(gateway.store.epoch).toBe(epoch);
  expect(gateway.events.filter(({ event }) => event === "device_ahead")).toHaveLength(1);
});

test("[P4] a device that was told more than its welcome had read is not ahead", async ({ start }) => {
  holdsByHand();
  const gateway = await start({ limits: { pushHoldMs: HOLD_MS } });
  const conversation = await send(await enter(gateway, "bob"), "alice");
  const alice = await enterUnsynced(gateway, "alice");
  // Given at once, while messages are held.
  await send(alice, "bob");
  alice.say({ type: "sync", id: "s", have: { [conversation]: 2 }, epoch: gateway.store.epoch });
  expect(await alice.next("synced")).toMatchObject({ complete: true, heads: { [conversation]: 2 } });
});

test("[P4] a conversation begun between welcome and the first sync is told by the sync", async ({ start }) => {
  holdsByHand();
  const gateway = await start({ limits: { pushHoldMs: HOLD_MS } });
  const [alice, bob] = [await enter(gateway, "alice"), await enterUnsynced(gateway, "bob")];
  const conversation = await send(alice, "bob");
  bob.say({ type: "sync", id: "s" });
  expect(await bob.next("synced")).toMatchObject({ heads: { [conversation]: 1 } });
  expect(messagesOf(bob)).toEqual([1]);
});

test("[P4] a device that never syncs is told what came since its welcome, after pushHoldMs", async ({ start }) => {
  const passHold = holdsByHand();
  const gateway = await start({ limits: { pushHoldMs: HOLD_MS } });
  const alice = await enter(gateway, "alice");
  await send(alice, "bob");
  const bob = await enterUnsynced(gateway, "bob");
  const conversation = await send(alice, "bob");
  await send(alice, "bob");
  vi.advanceTimersByTime(HOLD_MS - 1);
  await settled(gateway, bob);
  expect(messagesOf(bob)).toEqual([]);
  passHold();
  expect(await bob.next("message")).toMatchObject({ conversation, seq: 2 });
  expect(await bob.next("message")).toMatchObject({ conversation, seq: 3 });
  await send(alice, "bob");
  await settled(gateway, bob);
  expect(messagesOf(bob)).toEqual([2, 3, 4]);
});

test("[P4] own messages of a device that did not sync yet are answered at once, and not told again", async ({
  start,
}) => {
  const passHold = holdsByHand();
  const gateway = await start({ limits: { pushHoldMs: HOLD_MS } });
  const [alice, bob] = [await enter(gateway, "alice"), await enterUnsynced(gateway, "bob")];
  await send(alice, "bob");
  await send(bob, "alice");
  await send(alice, "bob");
  await settled(gateway, bob);
  expect(messagesOf(bob)).toEqual([]);
  passHold();
  for (const seq of [1, 3]) expect(await bob.next("message")).toMatchObject({ seq });
  await settled(gateway, bob, alice);
  expect(messagesOf(bob)).toEqual([1, 3]);
  expect(messagesOf(alice)).toEqual([2]);
});

test("[P4] a sync that fails leaves nothing out: the device is caught up by itself", async ({ start }) => {
  const passHold = holdsByHand();
  const store = openSqliteStore(":memory:");
  let failures = 0;
  const messagesAfter: typeof store.messagesAfter = async (...asked) => {
    if (failures > 0) {
      failures -= 1;
      throw new Error("cannot be read just now");
    }
    return store.messagesAfter(...asked);
  };
  const gateway = await start({ store: { ...store, messagesAfter }, limits: { pushHoldMs: HOLD_MS } });
  const alice = await enter(gateway, "alice");
  for (let each = 0; each < 3; each += 1) await send(alice, "bob");
  const bob = await enterUnsynced(gateway, "bob");
  failures = 1;
  bob.say({ type: "sync", id: "s" });
  expect(await bob.next("error")).toMatchObject({ re: "s" });
  await send(alice, "bob");
  passHold();
  for (const seq of [1, 2, 3, 4]) expect(await bob.next("message")).toMatchObject({ seq });
  await settled(gateway, bob);
  expect(messagesOf(bob)).toEqual([1, 2, 3, 4]);
});

test("[C5] a device that never synced stays while the store cannot be read, and is told when it can", async ({
  start,
}) => {
  const passHold = holdsByHand();
  const store = openSqliteStore(":memory:");
  let isAway = false;
  let asked = 0;
  const messagesAfter: typeof store.messagesAfter = async (...given) => {
    if (!isAway) return store.messagesAfter(...given);
    asked += 1;
    throw new StoreError("unavailable", "the store could not answer");
  };
  const gateway = await start({ store: { ...store, messagesAfter }, limits: { pushHoldMs: HOLD_MS } });
  const [alice, bob] = [await enter(gateway, "alice"), await enterUnsynced(gateway, "bob")];
  isAway = true;
  await send(alice, "bob");
  for (let tries = 1; tries <= 4; tries += 1) {
    passHold();
    await settled(gateway, bob);
  }
  expect(asked).toBe(4);
  expect(messagesOf(bob)).toEqual([]);
  isAway = false;
  passHold();
  expect(await bob.next("message")).toMatchObject({ seq: 1 });
});

test("[C6] a store that went back in time gets another epoch, and everybody comes back", async ({ start }) => {
  const store = openSqliteStore(":memory:");
  let isPast = false;
  const heads: typeof store.heads = async (user) => {
    const now = await store.heads(user);
    return isPast ? new Map([...now].map(([id, head]) => [id, { ...head, seq: 1 }])) : now;
  };
  const past: typeof store = {
    ...store,
    heads,
    // Asked of the store each time.
    get epoch() {
      return store.epoch;
    },
  };
  const gateway = await start({ store: past });
  const { epoch } = store;
  const alice = await enter(gateway, "alice");
  for (let each = 0; each < 3; each += 1) await send(alice, "bob");
  await enter(gateway, "bob");
  expect(store.epoch).toBe(epoch);
  isPast = true;
  await enterUnsynced(gateway, "alice", { device: "phone" });
  expect((await alice.closed).code).toBeLessThan(4_500);
  expect(store.epoch).not.toBe(epoch);
  expect(gateway.events.filter(({ event }) => event === "store_went_back")).toHaveLength(1);
});
