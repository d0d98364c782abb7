import { readFileSync } from "node:fs";
import { expect, onTestFinished, vi } from "vitest";
import { type Client, connect } from "../../src/client/index.ts";
import { Chats } from "../../src/web/chats.ts";
import { storeWithConversations } from "../support/doubles/many-conversations.ts";
import { startGateway, type TestGateway } from "../support/gateway.ts";
import { test } from "../support/test.ts";

/** On a loaded machine. Milliseconds. */
const WAIT = { timeout: 60_000 };

/** The page's model over the real client. */
async function chatsOf(gateway: TestGateway, user: string): Promise<{ chats: Chats; client: Client }> {
  const client = connect(gateway.ws, () => gateway.token(user), { device: "d" });
  onTestFinished(() => client.close());
  const { choice } = await client.ready();
  return { chats: new Chats(client, user, choice), client };
}

test("why a message was not sent is kept as a code, which the view words in the page's language", async ({ start }) => {
  const gateway = await start();
  const [alice, bob] = await Promise.all([chatsOf(gateway, "alice"), chatsOf(gateway, "bob")]);
  await bob.chats.block("alice", true);
  const chat = alice.chats.chatWith("bob");
  alice.chats.send(chat, "hello?");
  await expect.poll(() => chat.sending.map(({ failure }) => failure), WAIT).toEqual(["blocked"]);
  const source = readFileSync(new URL("../../src/web/chats.ts", import.meta.url), "utf8");
  expect(source).not.toMatch(/from "\.\/(?:language|names|words)/u);
});

test("everybody in a group is asked for once, however many ask at the same time", async ({ start }) => {
  const gateway = await start({ limits: { maxListPage: 10 } });
  const alice = await chatsOf(gateway, "alice");
  const names = Array.from({ length: 24 }, (_, index) => `m${index}`);
  const { key } = await alice.chats.startGroup(names);
  const { chats, client } = await chatsOf(gateway, "m0");
  const chat = await chats.seek(key);
  if (chat === undefined) throw new Error("m0 is in no group");
  const asked = vi.spyOn(client, "members");
  await Promise.all([chats.loadMembers(chat), chats.load(chat), chats.loadMembers(chat)]);
  expect(asked).toHaveBeenCalledTimes(3);
  expect(chat.members.toSorted()).toEqual([...names, "alice"].toSorted());
  await chats.loadMembers(chat);
  expect(asked).toHaveBeenCalledTimes(3);
});

test("a member who is removed while everybody is asked for is not there afterwards", async ({ start }) => {
  const gateway = await start({ limits: { maxListPage: 10 } });
  const { chats, client } = await chatsOf(gateway, "alice");
  const chat = await chats.startGroup(Array.from({ length: 24 }, (_, index) => `m${index}`));
  const members = client.members.bind(client);
  const gate = Promise.withResolvers<void>();
  vi.spyOn(client, "members").mockImplementation(async (conversation, page) => {
    if (page?.after !== undefined) await gate.promise;
    return members(conversation, page);
  });
  const asked = chats.loadMembers(chat);
  // Stands on the page that was read already.
  const removed = chats.changeMembers(chat, { remove: ["m0"] });
  await expect.poll(() => chat.memberCount, WAIT).toBe(24);
  gate.resolve();
  await Promise.all([asked, removed]);
  expect(chat.members).not.toContain("m0");
  expect(chat.members.length).toBe(24);
});

test("the list is read a page at a time, and a conversation further down is found by whom it is with", async () => {
  const store = await storeWithConversations("alice", 130);
  const gateway = await startGateway({ store });
  onTestFinished(async () => {
    await gateway.close();
    await store.close();
  });
  const { chats, client } = await chatsOf(gateway, "alice");
  const asked = vi.spyOn(client, "conversationPage");
  const listed = () => chats.list().filter(({ conversation }) => conversation !== null);
  await expect.poll(() => listed().length, WAIT).toBe(40);
  await Promise.all([chats.loadMore(), chats.loadMore()]);
  expect(listed().length).toBe(80);
  const furthest = (await client.conversations()).at(-1);
  asked.mockClear();
  const chat = chats.chatWith(furthest?.members.find((name) => name !== "alice") ?? "");
  expect(chat.conversation).toBe(null);
  await chats.load(chat);
  expect(chat.messages).toMatchObject([{ conversation: furthest?.conversation, seq: 1 }]);
  expect(listed().length).toBe(130);
  expect(chats.hasMore).toBe(false);
  expect(asked).toHaveBeenCalledTimes(3);
});

test("a message in a conversation that is not listed yet brings it to the top, and it counts as unread once", async () => {
  const store = await storeWithConversations("alice", 130);
  const gateway = await startGateway({ store });
  onTestFinished(async () => {
    await gateway.close();
    await store.close();
  });
  const { chats, client } = await chatsOf(gateway, "alice");
  await expect.poll(() => chats.list().length, WAIT).toBe(41);
  const furthest = (await client.conversations()).at(-1);
  const other = furthest?.members.find((name) => name !== "alice") ?? "";
  const bob = connect(gateway.ws, () => gateway.token(other), { device: "d" });
  onTestFinished(() => bob.close());
  await bob.send("alice", "again");
  await expect.poll(() => chats.list()[0], WAIT).toMatchObject({ title: other, unread: 2, last: { text: "again" } });
  expect(chats.list().length).toBe(42);
});

test("what is taken back, or read on another device, is unread no more, in a chat that was never opened too", async ({
  start,
}) => {
  const gateway = await start();
  const { chats } = await chatsOf(gateway, "alice");
  const bob = connect(gateway.ws, () => gateway.token("bob"), { device: "d" });
  const phone = connect(gateway.ws, () => gateway.token("alice"), { device: "phone" });
  onTestFinished(() => [bob, phone].forEach((client) => client.close()));
  let conversation = "";
  for (const text of ["1", "2", "3", "4", "5", "6"]) ({ conversation } = await bob.send("alice", text));
  await phone.ready();
  const chat = chats.chatWith("bob");
  await expect.poll(() => chat.unread, WAIT).toBe(6);
  // Not loaded, and not the last: the gateway counts.
  await bob.delete(conversation, 2);
  await expect.poll(() => chat.unread, WAIT).toBe(5);
  await bob.delete(conversation, 6);
  await expect.poll(() => chat.unread, WAIT).toBe(4);
  phone.read(conversation, 3);
  await expect.poll(() => chat.read["alice"], WAIT).toBe(3);
  await expect.poll(() => chat.unread, WAIT).toBe(2);
  await chats.load(chat);
  await bob.delete(conversation, 5);
  await expect.poll(() => chat.unread, WAIT).toBe(1);
  // Read already, or one's own: nothing less is unread.
  await bob.delete(conversation, 1);
  await expect.poll(() => chat.messages[0]?.deletedAt, WAIT).toBeDefined();
  expect(chat.unread).toBe(1);
  phone.read(conversation, 4);
  await expect.poll(() => chat.unread, WAIT).toBe(0);
});

test("a page of the list that is older than what came meanwhile takes nothing of that back", async ({ start }) => {
  const gateway = await start();
  const { chats, client } = await chatsOf(gateway, "alice");
  const bob = connect(gateway.ws, () => gateway.token("bob"), { device: "d" });
  onTestFinished(() => bob.close());
  const chat = chats.chatWith("bob");
  await bob.send("alice", "1");
  await expect.poll(() => [chat.unread, chat.last?.text], WAIT).toEqual([1, "1"]);
  await expect.poll(() => chats.hasMore, WAIT).toBe(false);
  const ask = client.conversationPage.bind(client);
  const again = async (meanwhile: () => Promise<unknown>) => {
    const [answered, taken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const asked = vi.spyOn(client, "conversationPage").mockImplementation(async (page) => {
      const told = await ask(page);
      answered.resolve();
      await taken.promise;
      return told;
    });
    const sought = chats.seek("g:none");
    await answered.promise;
    await meanwhile();
    taken.resolve();
    await sought;
    asked.mockRestore();
    return [chat.unread, chat.last?.text, chat.read["alice"] ?? 0];
  };
  const heard = (text: string) => async () => {
    await bob.send("alice", text);
    await expect.poll(() => chat.last?.text, WAIT).toBe(text);
  };
  expect(await again(heard("2"))).toEqual([2, "2", 0]);
  expect(await again(heard("3"))).toEqual([3, "3", 0]);
  await chats.load(chat);
  expect(await again(async () => chats.markRead(chat))).toEqual([0, "3", 3]);
  expect(await again(heard("4"))).toEqual([1, "4", 3]);
});

test("after another store came, a conversation that it lacks begins anew, and the others are read again", async ({
  start,
}) => {
  const gateway = await start();
  const { client } = await chatsOf(gateway, "alice");
  const [bob, dan] = ["bob", "dan"].map((name) => connect(gateway.ws, () => gateway.token(name), { device: "d" }));
  onTestFinished(() => [bob, dan].forEach((each) => each?.close()));
  await bob?.send("alice", "kept");
  const lost = await dan?.send("alice", "lost");
  const group = await client.group(["bob", "dan"], "lost group");
  const told = new Map<string, (value: never) => void>();
  const on: Client["on"] = (event, listener) => {
    told.set(event, listener);
    return client.on(event, listener);
  };
  const heard: Client = Object.assign(Object.create(client) as Client, { on });
  const chats = new Chats(heard, "alice", null);
  const chatOf = async (key: string) => {
    const chat = await chats.seek(key);
    if (chat === undefined) throw new Error(`${key} is not listed`);
    return chat;
  };
  const [withBob, withDan, inGroup] = [await chatOf("u:bob"), await chatOf("u:dan"), await chatOf(`g:${group}`)];
  for (const chat of [withBob, withDan]) await chats.load(chat);
  expect([withDan.conversation, withDan.unread, inGroup.isMember]).toEqual([lost?.conversation, 1, true]);

  const ask = client.conversationPage.bind(client);
  const isLost = new Set([lost?.conversation, group]);
  heard.conversationPage = async (page) => {
    const { items, ...rest } = await ask(page);
    return { ...rest, items: items.filter(({ conversation }) => !isLost.has(conversation)) };
  };
  told.get("reset")?.({ epoch: "another" } as never);
  await expect.poll(() => withBob.messages.map(({ text }) => text), WAIT).toEqual(["kept"]);
  expect(withBob).toMatchObject({ unread: 1, last: { text: "kept" } });
  expect(withDan).toMatchObject({ conversation: null, unread: 0, last: null, messages: [], isMember: true });
  expect(inGroup.isMember).toBe(false);
  chats.send(withDan, "hello again");
  await expect.poll(() => [withDan.sending.length, withDan.last?.text], WAIT).toEqual([0, "hello again"]);
});
