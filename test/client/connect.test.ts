import { expect } from "vitest";
import type { Client, ConnectOptions } from "../../src/client/index.ts";
import { connect } from "../../src/client/index.ts";
import type { MessageFrame } from "../../src/protocol/client-frames.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { TestGateway } from "../support/gateway.ts";
import { startGateway } from "../support/gateway.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";
import { test } from "../support/test.ts";
import { freePort } from "../support/programs/free-port.ts";

const backoff = { firstMs: 5, longestMs: 20 };

async function join(gateway: TestGateway, user: string, options: Partial<ConnectOptions> = {}): Promise<Client> {
  const client = connect(gateway.ws, () => gateway.token(user), { device: "d", backoff, ...options });
  await client.ready();
  return client;
}

function nextMessage(client: Client): Promise<MessageFrame> {
  return new Promise((resolve) => {
    const stop = client.on("message", (message) => {
      stop();
      resolve(message);
    });
  });
}

test("[P4] a client hears what comes after it joined, and reads what was before as history", async ({ start }) => {
  const gateway = await start();
  const alice = await join(gateway, "alice");
  const { conversation } = await alice.send("bob", "before");
  const bob = await join(gateway, "bob");
  const heard = nextMessage(bob);
  await alice.send("bob", "after");
  expect(await heard).toMatchObject({ seq: 2, text: "after", from: "alice" });
  expect((await bob.history(conversation)).messages.map(({ text }) => text)).toEqual(["before", "after"]);
  expect(await bob.conversations()).toMatchObject([{ conversation, lastSeq: 2, unread: 2 }]);
  expect(await bob.choose("external")).toBe("external");
  alice.close();
  bob.close();
});

test("[P3] [P4] a client outlives its gateway: what was asked meanwhile is answered, what was missed is heard, once", async ({
  onTestFinished,
}) => {
  const store = openSqliteStore(":memory:");
  const limits = { maxRetrySpreadMs: 10 };
  const port = await freePort();
  const first = await startGateway({ store, limits, port });
  const alice = await join(first, "alice");
  const bob = await join(first, "bob");
  const heard: number[] = [];
  bob.on("message", ({ seq }) => heard.push(seq));
  await alice.send("bob", "1");
  await first.close();
  const asked = [alice.send("bob", "2"), alice.send("bob", "3"), bob.conversations()] as const;
  const second = await startGateway({ store, limits, port });
  onTestFinished(async () => {
    alice.close();
    bob.close();
    await second.close();
    await store.close();
  });
  const [two, three] = await Promise.all(asked);
  expect([two.seq, three.seq]).toEqual([2, 3]);
  const last = nextMessage(bob);
  await bob.ready();
  await alice.send("bob", "4");
  await last;
  while (heard.at(-1) !== 4) await nextMessage(bob);
  expect(heard).toEqual([1, 2, 3, 4]);
  expect(Object.values(bob.have)).toEqual([4]);
});

test("[P9] a refused send waits as long as it was told and goes out once", async ({ start }) => {
  const gateway = await start({ limits: { maxSendsPerWindow: 3, rateWindowMs: 100 } });
  const alice = await join(gateway, "alice");
  const sent = await Promise.all(Array.from({ length: 8 }, (_, index) => alice.send("bob", `${index}`)));
  expect(sent.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  alice.close();
});

test("[P3] [P4] through a proxy that cuts connections and lets them die silently, all arrives once and in order", async ({
  start,
  onTestFinished,
}) => {
  const gateway = await start();
  const proxy = await startTcpProxy(gateway.ws);
  const lossy = { device: "lossy", backoff, answerTimeoutMs: 150, from: "start" } as const;
  const [alice, bob] = ["alice", "bob"].map((user) => connect(proxy.url, () => gateway.token(user), lossy));
  if (alice === undefined || bob === undefined) throw new Error("two clients");
  onTestFinished(async () => {
    alice.close();
    bob.close();
    await proxy.close();
  });
  const heard: string[] = [];
  const whole = new Promise<void>((resolve) => {
    bob.on("message", ({ text }) => {
      if (heard.push(text) === 60) resolve();
    });
  });
  const texts = Array.from({ length: 60 }, (_, index) => `${index}`);
  const asked: Promise<{ readonly seq: number }>[] = [];
  for (const [index, text] of texts.entries()) {
    const sending = alice.send("bob", text);
    asked.push(sending);
    // After the first answer, so that every fault meets a connection that is in use.
    if (index % 30 === 7) {
      await Promise.all(asked);
      proxy.failAll(index < 30 ? "cut" : "silence");
      // Bob awaits nothing, so only what he asks shows him that his connection is dead.
      void bob.conversations();
    }
  }
  expect((await Promise.all(asked)).map(({ seq }) => seq)).toEqual(texts.map((_, index) => index + 1));
  await whole;
  expect(heard).toEqual(texts);
});

test("a hello that the gateway refuses rejects ready() with the reason", async ({ start }) => {
  const gateway = await start();
  const client = connect(gateway.ws, () => gateway.token("alice"), { device: "x".repeat(65), backoff });
  await expect(client.ready()).rejects.toMatchObject({ code: "bad_frame", message: expect.stringContaining("device") });
  expect(client.state).toBe("closed");
});

test("a code that means stay away ends the client, and every request of it", async ({ start }) => {
  const gateway = await start();
  const client = connect(gateway.ws, "no token", { device: "d", backoff });
  const asked = client.send("bob", "hi");
  const closed = new Promise((resolve) => {
    client.on("closed", resolve);
  });
  await expect(client.ready()).rejects.toMatchObject({ code: "bad_token" });
  await expect(asked).rejects.toMatchObject({ code: "bad_token" });
  expect(await closed).toMatchObject({ code: 4500, error: { code: "bad_token" } });
  await expect(client.send("bob", "again")).rejects.toMatchObject({ code: "bad_token" });
});

test("a refusal that will not pass rejects at once with its code", async ({ start }) => {
  const gateway = await start();
  const alice = await join(gateway, "alice");
  await expect(alice.history(`c:${"A".repeat(22)}`)).rejects.toMatchObject({
    code: "unknown_conversation",
    temporary: false,
  });
  await expect(alice.send("bob", "x".repeat(8_001))).rejects.toMatchObject({ code: "text_too_long" });
  alice.close();
});

test("a client whose sync is refused for its rate syncs when it may, and its requests go out", async ({ start }) => {
  const gateway = await start({ limits: { maxFramesPerWindow: 1, rateWindowMs: 100 } });
  const [first, second] = await Promise.all([join(gateway, "alice"), join(gateway, "alice", { device: "e" })]);
  expect(await second.conversations()).toEqual([]);
  first.close();
  second.close();
});

test("a client that has what no gateway would take ends with the refusal instead of waiting for ever", async ({
  start,
}) => {
  const gateway = await start();
  const from = { have: { "no conversation": 1 }, epoch: gateway.store.epoch };
  const client = connect(gateway.ws, () => gateway.token("alice"), { device: "d", backoff, from });
  const closed = new Promise((resolve) => {
    client.on("closed", resolve);
  });
  await expect(client.ready()).rejects.toMatchObject({ code: "bad_frame" });
  expect(await closed).toMatchObject({ code: 1000 });
  expect(client.state).toBe("closed");
});

test("a request that is larger than the gateway takes is rejected, and the client stays", async ({ start }) => {
  const gateway = await start({ limits: { maxFrameBytes: 1_024 } });
  const alice = connect(gateway.ws, () => gateway.token("alice"), { device: "d", backoff });
  // One that waits for the connection, and one that does not; 400 characters of three bytes each.
  const early = alice.send("bob", "字".repeat(400));
  await expect(early).rejects.toMatchObject({ code: "frame_too_large", temporary: false });
  await alice.ready();
  await expect(alice.group(Array.from({ length: 200 }, (_, index) => `m${index}`))).rejects.toMatchObject({
    code: "frame_too_large",
  });
  expect((await alice.send("bob", "字".repeat(200))).seq).toBe(1);
  expect(alice.state).toBe("open");
  alice.close();
});
