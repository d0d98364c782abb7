import { expect, onTestFinished } from "vitest";
import { signToken } from "../../src/access/tokens.ts";
import type { ServerFrame } from "../../src/protocol/client-frames.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { runHere } from "../support/programs/cli.ts";
import { enter, openRaw, type RawSocket } from "../support/raw-socket.ts";
import { TEST_SECRET, TEST_SECRET_TEXT } from "../support/secret.ts";
import { test } from "../support/test.ts";

/** What a request was answered. */
async function answerTo({ heard }: RawSocket, re: string): Promise<ServerFrame> {
  const find = () => heard.find((frame) => "re" in frame && frame.re === re);
  await expect.poll(find).toBeDefined();
  const answer = find();
  if (answer === undefined) throw new Error("no answer");
  return answer;
}

test("a bot's id takes a bot's token alone, and a bot's token a bot's id", async ({ start, folder }) => {
  const store = openSqliteStore(`${folder}/hutong.sqlite`);
  onTestFinished(() => store.close());
  const gateway = await start({ store });
  const hello = async (token: string) => {
    const socket = await openRaw(gateway.ws);
    socket.say({ type: "hello", id: "h", token, device: "d" });
    const answer = await Promise.race([socket.next("welcome"), socket.next("error")]);
    return answer.type === "welcome" ? socket : answer.message;
  };
  const asBot = (user: string) => signToken(user, TEST_SECRET, 60, new Date(), { roles: ["bot"] });
  // A person, until another process makes it a bot.
  const person = await hello(await gateway.token("echo"));
  expect(person).toMatchObject({ heard: expect.any(Array) });
  expect(await hello(await asBot("echo"))).toMatch(/^The token is a bot's and its user is none/u);
  const env = { HUTONG_SECRET: TEST_SECRET_TEXT };
  const { stdout, code } = await runHere(["token", "echo", "--bot", "--data", folder], { env });
  expect(code).toBe(0);
  expect(await hello(stdout.trim())).toMatchObject({ heard: expect.any(Array) });
  expect(await hello(await gateway.token("echo"))).toMatch(/^The token's user is a bot/u);
  // Whoever was in by a person's token is sent away.
  if (typeof person === "string") throw new Error(person);
  expect(await person.closed).toMatchObject({ code: 4500 });
  const signIn = await fetch(`${gateway.http}/v1/demo-sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user: "echo" }),
  });
  expect([signIn.status, await signIn.json()]).toMatchObject([403, { error: { code: "reserved" } }]);
  // It can be revoked as any other.
  expect((await runHere(["revoke", "echo", "--data", folder])).code).toBe(0);
  expect(await hello(stdout.trim())).toBe("The token was revoked");
});

test("a bot's messages say so, and a conversation with it does", async ({ start }) => {
  const gateway = await start();
  const [alice, echo] = [
    await enter(gateway, "alice"),
    await enter(gateway, "echo", { token: await gateway.botToken("echo") }),
  ];
  alice.say({ type: "send", id: "1", key: "1", to: "echo", text: "hi" });
  const { conversation } = await alice.next("sent");
  expect(await echo.next("message")).not.toHaveProperty("isBot");
  echo.say({ type: "send", id: "2", key: "2", to: conversation, text: "hi yourself" });
  expect(await alice.next("message")).toMatchObject({ from: "echo", isBot: true });
  alice.say({ type: "history", id: "3", conversation });
  expect((await alice.next("page")).messages.map(({ isBot }) => isBot)).toEqual([undefined, true]);
  alice.say({ type: "group", id: "4", members: ["echo", "bob"] });
  await alice.next("group");
  alice.say({ type: "conversations", id: "5" });
  const { items } = await alice.next("conversations");
  expect(items.map(({ kind, isBot, last }) => [kind, isBot, last?.isBot])).toEqual([
    ["group", undefined, undefined],
    ["one_to_one", true, true],
  ]);
  echo.say({ type: "conversations", id: "6" });
  expect((await echo.next("conversations")).items.map(({ isBot }) => isBot)).toEqual([undefined, undefined]);
});

test("a bot writes first to nobody but those who share a group with it, and blocking holds for it", async ({
  start,
}) => {
  const gateway = await start();
  const [alice, echo] = [
    await enter(gateway, "alice"),
    await enter(gateway, "echo", { token: await gateway.botToken("echo") }),
  ];
  const write = async (to: string, key: string) => {
    echo.say({ type: "send", id: key, key, to, text: "buy this" });
    const answer = await answerTo(echo, key);
    return answer.type === "sent" ? answer.conversation : answer.type === "error" ? answer.code : answer.type;
  };
  expect(await write("alice", "1")).toBe("uninvited_bot");
  // Nor does it bring people together.
  echo.say({ type: "group", id: "2", members: ["alice"] });
  expect(await answerTo(echo, "2")).toMatchObject({ code: "not_a_contact" });
  alice.say({ type: "group", id: "3", members: ["echo", "bob"] });
  const { conversation: group } = await alice.next("group");
  const pair = await write("alice", "4");
  expect(pair).toMatch(/^c:/u);
  expect(await write(group, "5")).toBe(group);
  // Having written first is no invitation for later.
  alice.say({ type: "members", id: "6", conversation: group, remove: ["alice"] });
  await alice.next("members");
  expect([await write("alice", "7"), await write(pair, "8")]).toEqual(["uninvited_bot", "uninvited_bot"]);
  expect(await write(group, "9")).toBe(group);
  alice.say({ type: "send", id: "10", key: "10", to: "echo", text: "come in" });
  await alice.next("sent");
  expect(await write("alice", "11")).toBe(pair);
  alice.say({ type: "block", id: "12", user: "echo", blocked: true });
  await alice.next("blocked");
  expect(await write("alice", "13")).toBe("blocked");
});

test("bots that answer each other are stopped by a rate, in a group too; people are not", async ({ start }) => {
  const gateway = await start({ limits: { maxBotTalkPerWindow: 4, maxBotSendsPerWindow: 20, rateWindowMs: 60_000 } });
  const [alice, ping, pong] = [
    await enter(gateway, "alice"),
    await enter(gateway, "ping", { token: await gateway.botToken("ping") }),
    await enter(gateway, "pong", { token: await gateway.botToken("pong") }),
  ];
  alice.say({ type: "group", id: "1", members: ["ping", "pong"] });
  const { conversation } = await alice.next("group");
  let turns = 0;
  const ended: Promise<unknown>[] = [];
  for (const bot of [ping, pong]) {
    bot.ws.on("message", (data: Buffer) => {
      const { type, from } = JSON.parse(data.toString("utf8")) as { type: string; from?: string };
      if (type !== "message" || from === "alice") return;
      turns += 1;
      bot.say({ type: "send", id: `${turns}`, key: `${turns}`, to: conversation, text: "and you?" });
    });
    ended.push(bot.next("error"));
  }
  ping.say({ type: "send", id: "0", key: "0", to: conversation, text: "and you?" });
  expect(await Promise.race(ended)).toMatchObject({
    code: "rate_limited",
    temporary: true,
    retryAfterMs: expect.any(Number),
  });
  alice.say({ type: "send", id: "2", key: "2", to: conversation, text: "enough" });
  // The event, four of the bots, and this.
  expect(await alice.next("sent")).toMatchObject({ seq: 6 });
  // To each other alone as well: they share a group.
  for (const key of ["a", "b", "c", "d"]) {
    ping.say({ type: "send", id: key, key, to: "pong", text: "psst" });
    expect(await answerTo(ping, key)).toMatchObject({ type: "sent" });
  }
  ping.say({ type: "send", id: "e", key: "e", to: "pong", text: "psst" });
  expect(await answerTo(ping, "e")).toMatchObject({ code: "rate_limited" });
  // A bot has a rate of its own besides.
  for (let count = 0; count < 20; count += 1)
    pong.say({ type: "send", id: `r${count}`, key: `r${count}`, to: "alice", text: "hello" });
  expect(await answerTo(pong, "r19")).toMatchObject({ message: "Too many frames; wait retryAfterMs" });
});

test("the gateway's own bot answers people, and never a bot", async ({ start }) => {
  const asked: string[] = [];
  const bot = {
    userId: "hutong",
    onMessage: async ({ from }: { readonly from: string }) => {
      asked.push(from);
      return "answer";
    },
  };
  const gateway = await start({ bot });
  const [alice, echo] = [
    await enter(gateway, "alice"),
    await enter(gateway, "echo", { token: await gateway.botToken("echo") }),
  ];
  alice.say({ type: "group", id: "1", members: ["hutong", "echo"] });
  await alice.next("group");
  echo.say({ type: "send", id: "2", key: "2", to: "hutong", text: "help" });
  await echo.next("sent");
  alice.say({ type: "send", id: "3", key: "3", to: "hutong", text: "help" });
  expect(await alice.next("message")).toMatchObject({ kind: "group" });
  expect(await alice.next("message")).toMatchObject({ from: "hutong", isBot: true, text: "answer" });
  expect(asked).toEqual(["alice"]);
});
