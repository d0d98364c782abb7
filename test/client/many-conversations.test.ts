import { expect, test } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { connect } from "../../src/client/index.ts";
import { syncFrames } from "../../src/client/sync-frames.ts";
import { startGateway } from "../support/gateway.ts";
import { storeWithConversations } from "../support/doubles/many-conversations.ts";
import { freePort } from "../support/programs/free-port.ts";

const MANY = 5_000;

test("[P4] a client of 5,000 conversations comes back, hears what it missed once, and stays", async ({
  onTestFinished,
}) => {
  const store = await storeWithConversations("alice", MANY);
  const limits = { maxRetrySpreadMs: 10 };
  const port = await freePort();
  const first = await startGateway({ store, limits, port });
  const backoff = { firstMs: 5, longestMs: 20 };
  const client = connect(first.ws, () => first.token("alice"), { device: "d", from: "start", backoff });
  const heard: string[] = [];
  const ends: number[] = [];
  client.on("message", ({ text }) => heard.push(text));
  client.on("closed", ({ code }) => ends.push(code));
  await client.ready();
  expect(new Set(heard).size).toBe(MANY);
  expect(Object.keys(client.have).length).toBe(MANY);
  await first.close();
  const missed = { from: "u7", to: "alice", key: "k2", text: "missed", reportsJson: NO_REPORTS, contextJson: null };
  await store.append({ ...missed, at: new Date(), isPending: false });
  const second = await startGateway({ store, limits, port });
  onTestFinished(async () => {
    client.close();
    await second.close();
    await store.close();
  });
  await client.ready();
  expect(heard.slice(MANY)).toEqual(["missed"]);
  expect(heard.length).toBe(MANY + 1);
  expect(ends).toEqual([]);
  expect((await client.send("bob", "still here")).seq).toBe(1);
});

test("[P4] a client that begins now knows where all of its 5,000 conversations stand", async ({ onTestFinished }) => {
  const store = await storeWithConversations("alice", MANY);
  const gateway = await startGateway({ store });
  const client = connect(gateway.ws, () => gateway.token("alice"), { device: "d" });
  onTestFinished(async () => {
    client.close();
    await gateway.close();
    await store.close();
  });
  await client.ready();
  expect(new Set(Object.values(client.have))).toEqual(new Set([1]));
  expect(Object.keys(client.have).length).toBe(MANY);
});

test.for([1_024, 4_096, 65_536])(
  "frames of a sync leave out no conversation and are within %i bytes",
  (maxFrameBytes) => {
    const id = (index: number) => `c:${String(index).padStart(22, "0")}`;
    const numbers = Array.from({ length: 300 }, (_, index) => [id(index), Number.MAX_SAFE_INTEGER - index] as const);
    const have = Object.fromEntries(numbers.slice(0, 250));
    const updates = Object.fromEntries(numbers.slice(50));
    let next = 1;
    const frames = syncFrames({ have, updates, epoch: "e".repeat(36) }, () => String(next++), maxFrameBytes);
    expect(Object.assign({}, ...frames.map((frame) => frame.have))).toEqual(have);
    expect(Object.assign({}, ...frames.map((frame) => frame.updates))).toEqual(updates);
    expect(frames.map(({ partial }) => partial)).toEqual(frames.map((_, index) => index < frames.length - 1));
    const sizes = frames.map((frame) => Buffer.byteLength(JSON.stringify(frame)));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(maxFrameBytes);
    // All but the last are full.
    expect(Math.min(maxFrameBytes, ...sizes.slice(0, -1))).toBeGreaterThan(maxFrameBytes - 120);
  },
);
