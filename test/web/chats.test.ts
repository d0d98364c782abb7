import { readFileSync } from "node:fs";
import { expect, onTestFinished, test, vi } from "vitest";
import { type Client, connect } from "../../src/client/index.ts";
import { BOT, Chats } from "../../src/web/chats.ts";
import { startGateway, type TestGateway } from "../support/gateway.ts";

/** The page's model over the real client. */
async function chatsOf(gateway: TestGateway, user: string): Promise<{ chats: Chats; client: Client }> {
  const client = connect(gateway.ws, () => gateway.token(user), { device: "d" });
  onTestFinished(() => client.close());
  const { choice } = await client.ready();
  return { chats: new Chats(client, user, choice), client };
}

test("why a message was not sent is kept as a code, which the view words in the page's language", async () => {
  const gateway = await startGateway();
  onTestFinished(() => gateway.close());
  const [alice, bob] = await Promise.all([chatsOf(gateway, "alice"), chatsOf(gateway, "bob")]);
  await bob.chats.block("alice", true);
  const chat = alice.chats.chatWith("bob");
  alice.chats.send(chat, "hello?");
  await expect.poll(() => chat.sending.map(({ failure }) => failure)).toEqual(["blocked"]);
  const source = readFileSync(new URL("../../src/web/chats.ts", import.meta.url), "utf8");
  expect(source).not.toMatch(/from "\.\/(?:language|names|words)/u);
});

test("everybody in a group is asked for once, however many ask at the same time", async () => {
  const gateway = await startGateway({ limits: { maxListPage: 10 } });
  onTestFinished(() => gateway.close());
  const { chats, client } = await chatsOf(gateway, "alice");
  const names = Array.from({ length: 24 }, (_, index) => `m${index}`);
  const chat = await chats.startGroup(names);
  const asked = vi.spyOn(client, "members");
  await Promise.all([chats.loadMembers(chat), chats.load(chat), chats.loadMembers(chat)]);
  expect(asked).toHaveBeenCalledTimes(3);
  expect(chat.members.toSorted()).toEqual([...names, "alice"].toSorted());
  await chats.loadMembers(chat);
  expect(asked).toHaveBeenCalledTimes(3);
});

test("members who come while everybody is asked for are not missing afterwards", async () => {
  const gateway = await startGateway({ limits: { maxListPage: 10 } });
  onTestFinished(() => gateway.close());
  const { chats } = await chatsOf(gateway, "alice");
  const names = Array.from({ length: 24 }, (_, index) => `m${index}`);
  const chat = await chats.startGroup(names);
  await Promise.all([chats.loadMembers(chat), chats.changeMembers(chat, { add: ["aaron"] })]);
  expect(chat.members).toContain("aaron");
  expect(chat.members.length).toBe(chat.memberCount);
  expect(chats.get(`u:${BOT}`)).toBeDefined();
});
