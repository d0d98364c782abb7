import { expect, onTestFinished, test } from "vitest";
import { NO_REPORTS } from "../../../src/chat/kept-json.ts";
import { createLocalBus } from "../../../src/bus/local.ts";
import type { SyncedFrame } from "../../../src/protocol/client-frames.ts";
import type { Limits } from "../../../src/protocol/limits.ts";
import { startGateway, type TestGateway } from "../../support/gateway.ts";
import { storeWithConversations } from "../../support/doubles/many-conversations.ts";
import { enterUnsynced, type RawSocket } from "../../support/raw-socket.ts";

async function start(count: number, limits: Partial<Limits> = {}): Promise<{ gateway: TestGateway; ids: string[] }> {
  const store = await storeWithConversations("alice", count);
  const gateway = await startGateway({ store, limits });
  onTestFinished(async () => {
    await gateway.close();
    await store.close();
  });
  return { gateway, ids: [...(await store.heads("alice")).keys()] };
}

async function alice(gateway: TestGateway): Promise<RawSocket> {
  const socket = await enterUnsynced(gateway, "alice");
  onTestFinished(() => socket.ws.terminate());
  return socket;
}

const NEWS = { to: "alice", key: "news", text: "news", reportsJson: NO_REPORTS, contextJson: null, isPending: false };

async function afterTicks(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick += 1) {
    await new Promise<void>((resolve) => {
      process.nextTick(resolve);
    });
  }
}

const having = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, 1]));
const ofType = (socket: RawSocket, type: string) => socket.heard.filter((frame) => frame.type === type);

/** All parts of the answer to a sync. */
async function answerOf(socket: RawSocket, re: string): Promise<SyncedFrame[]> {
  const parts: SyncedFrame[] = [];
  do parts.push(await socket.next("synced"));
  while (parts.at(-1)?.partial === true);
  expect(new Set(parts.map((part) => part.re))).toEqual(new Set([re]));
  return parts;
}

test("[P4] parts of a sync are remembered, and its last frame is answered for all of them", async () => {
  const { gateway, ids } = await start(60, { maxFrameBytes: 1_024 });
  const socket = await alice(gateway);
  socket.say({ type: "sync", id: "1", have: having(ids.slice(0, 20)), partial: true });
  socket.say({ type: "sync", id: "2", have: having(ids.slice(20, 40)), partial: true });
  await socket.untilQuiet();
  expect(ofType(socket, "synced")).toEqual([]);
  expect(ofType(socket, "message")).toEqual([]);
  socket.say({ type: "sync", id: "3", have: having(ids.slice(40, 58)) });
  const parts = await answerOf(socket, "3");
  const missed = ofType(socket, "message").map((frame) => (frame.type === "message" ? frame.conversation : ""));
  expect(missed.toSorted()).toEqual(ids.slice(58).toSorted());
  expect(parts.length).toBeGreaterThan(2);
  expect(Object.assign({}, ...parts.map(({ heads }) => heads))).toEqual(having(ids));
  const sizes = parts.map((part) => Buffer.byteLength(JSON.stringify(part)));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1_024);
  // The next one begins anew.
  socket.say({ type: "sync", id: "4", have: having(ids.slice(0, 20)), partial: false });
  await answerOf(socket, "4");
  expect(ofType(socket, "message").length).toBe(2 + 40);
});

test("[P4] a device that knows of no parts is answered in one frame, however large", async () => {
  const { gateway, ids } = await start(60, { maxFrameBytes: 1_024 });
  const socket = await alice(gateway);
  socket.say({ type: "sync", id: "1", from: "now" });
  const [synced, ...others] = await answerOf(socket, "1");
  expect(synced?.heads).toEqual(having(ids));
  expect(others).toEqual([]);
  socket.say({ type: "sync", id: "2", from: "now", partial: false });
  expect((await answerOf(socket, "2")).length).toBeGreaterThan(2);
});

test("[P4] what arrives while an answer leaves in parts comes once, and the last part tells of it", async () => {
  const store = await storeWithConversations("alice", 1_000);
  const bus = createLocalBus({ onFault: () => undefined });
  let isArmed = false;
  const heads = async (user: string) => {
    const asked = await store.heads(user);
    if (!isArmed) return asked;
    const [first = ""] = asked.keys();
    const { from } = await store.storedMessage(first, 1);
    // On disk before the first part leaves, and told in the middle of the parts: a socket that takes all at once leaves no turn between.
    const { message } = await store.append({ ...NEWS, from, at: new Date() });
    const tell = (): void => bus.publish([user], { kind: "message", message, judgedFor: "" });
    void afterTicks(20).then(tell);
    return asked;
  };
  const gateway = await startGateway({ store: { ...store, heads }, bus, limits: { maxFrameBytes: 1_024 } });
  onTestFinished(async () => {
    await gateway.close();
    await store.close();
  });
  const socket = await alice(gateway);
  // The first sync takes the conversations as they were at `welcome`.
  socket.say({ type: "sync", id: "0", from: "now" });
  await answerOf(socket, "0");
  isArmed = true;
  socket.say({ type: "sync", id: "1", from: "now", partial: false });
  const parts = await answerOf(socket, "1");
  await socket.untilQuiet();
  const told = Object.assign({}, ...parts.map((part) => part.heads)) as Record<string, number>;
  const { conversation } = await store.storedMessage(Object.keys(told).find((id) => told[id] === 2) ?? "", 2);
  expect(ofType(socket, "message")).toMatchObject([{ conversation, seq: 2, text: "news" }]);
  // It came in the middle of the answer, whose first parts told otherwise.
  expect(parts.find((part) => conversation in part.heads)?.heads[conversation]).toBe(1);
  expect(socket.heard.findLast(({ type }) => type !== "pong")).toMatchObject({ type: "synced", re: "1" });
});

test("[P8] parts that name too many conversations are refused, the sync after them too, and then parts begin anew", async () => {
  const { gateway, ids } = await start(30, { maxSyncConversations: 25 });
  const socket = await alice(gateway);
  const refusal = (re: string) => ({ type: "error", re, code: "sync_too_large", temporary: false });
  socket.say({ type: "sync", id: "1", have: having(ids.slice(0, 20)), partial: true });
  socket.say({ type: "sync", id: "2", have: having(ids.slice(15)), partial: true });
  expect(await socket.next("error")).toMatchObject(refusal("2"));
  socket.say({ type: "sync", id: "3", have: {}, partial: true });
  expect(await socket.next("error")).toMatchObject(refusal("3"));
  // Answered, it would send all that the refused parts named.
  socket.say({ type: "sync", id: "4", have: {} });
  expect(await socket.next("error")).toMatchObject(refusal("4"));
  expect(ofType(socket, "message")).toEqual([]);
  socket.say({ type: "sync", id: "5", updates: having(ids.slice(0, 26)), partial: true });
  expect(await socket.next("error")).toMatchObject(refusal("5"));
  socket.say({ type: "sync", id: "6" });
  await socket.next("error");
  // One frame alone is bounded by its bytes.
  socket.say({ type: "sync", id: "7", have: having(ids) });
  expect(Object.keys((await socket.next("synced")).heads).length).toBe(30);
  expect(ofType(socket, "message")).toEqual([]);
});
