import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "../../src/client/index.ts";
import { startGateway, type TestGateway } from "../support/gateway.ts";
import { enter, type RawSocket } from "../support/raw-socket.ts";

const LIMITS = { maxSearchedMessages: 100, maxSearchesPerWindow: 6, rateWindowMs: 600_000 };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ limits: LIMITS });
});
afterAll(() => gateway.close());

async function said(socket: RawSocket, to: string, text: string): Promise<string> {
  const key = crypto.randomUUID();
  socket.say({ type: "send", id: key, key, to, text });
  return (await socket.next("sent")).conversation;
}

test("[P5] [P6] a search finds a user's own messages by any part, judged for who asks, and nobody else's", async () => {
  const alice = await enter(gateway, "alice", { locale: "zh-CN" });
  const bob = await enter(gateway, "bob", { locale: "id", client: { os: "android", version: "8.0.11" } });
  const mallory = await enter(gateway, "mallory");
  const conversation = await said(alice, "bob", "看看这个 https://item.example/1");
  await said(alice, "carol", "别的 https://item.example/2");
  bob.say({ type: "search", id: "1", query: "ITEM.example" });
  const found = await bob.next("found");
  bob.say({ type: "history", id: "2", conversation });
  const { messages } = await bob.next("page");
  // What history shows the same reader, verdicts and all.
  expect(found).toEqual({ type: "found", re: "1", messages, more: false, next: null });
  expect(found.messages[0]?.links[0]?.verdict.reason).toContain(" android 8.0.11  id");
  alice.say({ type: "search", id: "3", query: "别的" });
  expect((await alice.next("found")).messages.map(({ text }) => text)).toEqual(["别的 https://item.example/2"]);
  mallory.say({ type: "search", id: "4", query: "看看" });
  expect((await mallory.next("found")).messages).toEqual([]);
  for (const within of [{ conversation }, { before: `1.${conversation}.9` }]) {
    mallory.say({ type: "search", id: "5", query: "看看", ...within });
    expect(await mallory.next("error")).toMatchObject({ re: "5", code: "unknown_conversation" });
  }
});

test("[P8] one search looks through so many messages, the next goes on, and their rate is their own", async () => {
  const client = connect(gateway.ws, await gateway.token("dora"), { device: "d" });
  await client.send("eve", "the needle");
  for (let index = 0; index < 120; index += 1) await client.send("eve", `hay ${index}`);
  const first = await client.search("NEEDLE");
  expect(first).toMatchObject({ messages: [], more: true });
  const second = await client.search("NEEDLE", { before: first.next ?? "" });
  expect(second).toMatchObject({ messages: [{ seq: 1, text: "the needle" }], more: false, next: null });
  const [one, two] = [await client.search("hay", { limit: 2 }), await client.search("hay 11", { limit: 1 })];
  expect(one.messages.map(({ text }) => text)).toEqual(["hay 119", "hay 118"]);
  expect(two.messages.map(({ text }) => text)).toEqual(["hay 119"]);
  client.close();
  const socket = await enter(gateway, "dora");
  const search = (more: object) => socket.say({ type: "search", id: "s", query: "hay", ...more });
  const conversation = one.messages[0]?.conversation ?? "";
  search({ conversation: `c:${"A".repeat(22)}`, before: one.next });
  expect(await socket.next("error")).toMatchObject({ code: "bad_frame" });
  search({ conversation, before: one.next, limit: 1 });
  expect((await socket.next("found")).messages.map(({ text }) => text)).toEqual(["hay 117"]);
  search({});
  expect(await socket.next("error")).toMatchObject({ re: "s", code: "rate_limited", temporary: true });
  // Other reads go on.
  socket.say({ type: "history", id: "h", conversation, limit: 1 });
  expect((await socket.next("page")).messages.length).toBe(1);
});

test.each([
  { query: "" },
  { query: " \u3000 " },
  { query: "a\u0000" },
  { query: "x".repeat(201) },
  { query: "a", before: "1" },
])("a search for nothing that can be found is refused: %j", async (fields) => {
  const socket = await enter(gateway, "frank");
  socket.say({ type: "search", id: "s", ...fields });
  expect(await socket.next("error")).toMatchObject({ re: "s", code: "bad_frame" });
  socket.ws.close();
});

test("a page of a search ends when it is as large as a page may be, and the next goes on", async () => {
  const small = await startGateway({ limits: { softMarkBytes: 1_024 } });
  const socket = await enter(small, "gina");
  for (let index = 0; index < 4; index += 1) await said(socket, "hal", `${index} ${"long ".repeat(80)}`);
  const texts: string[] = [];
  let before: string | null = null;
  do {
    socket.say({ type: "search", id: "s", query: "LONG", ...(before !== null && { before }) });
    const { messages, next } = await socket.next("found");
    expect(messages.length).toBeLessThan(4);
    texts.push(...messages.map(({ text }) => text.slice(0, 1)));
    before = next;
  } while (before !== null);
  expect(texts).toEqual(["3", "2", "1", "0"]);
  await small.close();
});
