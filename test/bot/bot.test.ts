import { expect } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { compose, createBot, type Bot, type BotMessage } from "../../src/bot/index.ts";
import { echoBot } from "../examples/echo-bot.ts";
import { linkBot } from "../examples/link-bot.ts";
import { moderationBot } from "../examples/moderation-bot.ts";
import type { TestGateway } from "../support/gateway.ts";
import { enter } from "../support/raw-socket.ts";
import { test as plainTest } from "../support/test.ts";

const BAD = "https://evil.example/x";
const lists = [{ entry: "evil.example", kind: "phishing" as const }];

const test = plainTest
  // Makes a bot, and closes it with the test.
  // oxlint-disable-next-line no-empty-pattern
  .extend("connected", ({}, { onCleanup }) => {
    const bots: Bot[] = [];
    onCleanup(async () => {
      for (const bot of bots) await bot.close();
    });
    return async (gateway: TestGateway, make: (url: string, token: string) => Bot, name = "robot"): Promise<Bot> => {
      const bot = make(gateway.ws, await gateway.botToken(name));
      bots.push(bot);
      await bot.ready();
      return bot;
    };
  });

test("the echo bot says again what it hears, once, and answers no bot", async ({ start, connected }) => {
  const gateway = await start();
  await connected(gateway, echoBot);
  await connected(gateway, echoBot, "parrot");
  const alice = await enter(gateway, "alice");
  alice.say({ type: "send", id: "1", key: "1", to: "robot", text: "Help" });
  expect(await alice.next("message")).toMatchObject({ text: "I say again what you say.", isBot: true });
  alice.say({ type: "group", id: "g", members: ["robot", "parrot"] });
  const { conversation } = await alice.next("group");
  alice.say({ type: "send", id: "2", key: "2", to: conversation, text: "hello, both" });
  await alice.next("message");
  const answers = [await alice.next("message"), await alice.next("message")];
  expect(answers.map(({ from, text }) => `${from}: ${text}`).toSorted()).toEqual([
    "parrot: hello, both",
    "robot: hello, both",
  ]);
  alice.say({ type: "send", id: "3", key: "3", to: "robot", text: "last" });
  expect(await alice.next("message")).toMatchObject({ kind: "one_to_one", text: "last" });
  alice.say({ type: "history", id: "h", conversation });
  expect((await alice.next("page")).messages).toHaveLength(4);
});

test("the link bot explains each link to whom it knows, and says nothing to others", async ({
  startFollowing,
  connected,
}) => {
  const gateway = await startFollowing({ lists });
  await connected(gateway, (url, token) => linkBot(url, token, ["alice"]));
  const [alice, bob] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
  alice.say({ type: "group", id: "g", members: ["robot", "bob"] });
  const { conversation } = await alice.next("group");
  await alice.next("message");
  const say = async (socket: typeof alice, id: string, text: string) => {
    socket.say({ type: "send", id, key: id, to: conversation, text });
    await socket.next("sent");
  };
  await say(bob, "1", BAD);
  await say(alice, "2", "no link");
  await say(alice, "3", `https://item.taobao.com/item.htm?id=652874301955 ${BAD}`);
  expect((await alice.next("message")).from).toBe("bob");
  const { text, from } = await alice.next("message");
  expect(from).toBe("robot");
  expect(text.split("\n")).toEqual([
    expect.stringMatching(/^https:\/\/item\.taobao\.com\/item\.htm\?id=652874301955: Taobao, open_\w+\. ./u),
    expect.stringMatching(/^https:\/\/evil\.example\/x: \?, block\. ./u),
  ]);
});

test("the moderation bot warns, and puts out who goes on", async ({ startFollowing, connected }) => {
  const gateway = await startFollowing({ lists });
  const bot = await connected(gateway, (url, token) => moderationBot(url, token));
  const [alice, mallory] = [await enter(gateway, "alice"), await enter(gateway, "mallory")];
  // Who makes a group moderates it; a bot brings in whom it was written to by.
  for (const socket of [alice, mallory]) {
    socket.say({ type: "send", id: "1", key: "1", to: "robot", text: "let me in" });
    await socket.next("sent");
  }
  const conversation = await bot.client.group(["alice", "mallory"], "moderated");
  await alice.next("message");
  const say = (id: string, text: string) => mallory.say({ type: "send", id, key: id, to: conversation, text });
  say("2", `look ${BAD}`);
  await alice.next("message");
  const warned = await alice.next("message");
  expect(warned).toMatchObject({ from: "robot", text: expect.stringMatching(/^@mallory .+ \(1 of 3\)$/u) });
  say("3", `${BAD} ${BAD}?2`);
  await alice.next("message");
  expect(await alice.next("message")).toMatchObject({ from: "robot", event: { kind: "removed", users: ["mallory"] } });
});

test("middleware runs in order, hands on once, and a fault of it stops nothing", async ({ start, connected }) => {
  const gateway = await start();
  const faults: unknown[] = [];
  const order: string[] = [];
  await connected(gateway, (url, token) =>
    createBot({ url, token, onFault: (error) => faults.push(error) })
      .use(async (message, next) => {
        order.push(`before ${message.text}`);
        await next();
        order.push(`after ${message.text}`);
      })
      .hears(/^(\d+)$/g, async ({ match, reply }) => void (await reply(String(2 * Number(match[1])))))
      .hears(/^break$/u, () => {
        throw new Error("broken");
      })
      .use(async ({ reply }) => void (await reply("?"))),
  );
  const alice = await enter(gateway, "alice");
  for (const text of ["20", "21", "break", "x"]) alice.say({ type: "send", id: text, key: text, to: "robot", text });
  const answers = [];
  for (let count = 0; count < 3; count += 1) answers.push((await alice.next("message")).text);
  expect(answers).toEqual(["40", "42", "?"]);
  expect(faults).toEqual([new Error("broken")]);
  await expect
    .poll(() => order)
    .toEqual(["before 20", "after 20", "before 21", "after 21", "before break", "before x", "after x"]);
  const twice = compose<string>([
    async (_message, next) => {
      await next();
      await next();
    },
  ]);
  await expect(twice("x", async () => undefined)).rejects.toThrow("next() was called twice");
});

test("a message that is handled again after a crash is answered once", async ({ start, connected }) => {
  const gateway = await start();
  const { conversation } = await gateway.store.append({
    from: "alice",
    to: "robot",
    key: "1",
    text: "hi",
    at: new Date(),
    reportsJson: NO_REPORTS,
    contextJson: null,
    isPending: false,
  });
  const answered: string[] = [];
  const from = { have: { [conversation.id]: 0 }, epoch: gateway.store.epoch };
  for (let run = 0; run < 2; run += 1) {
    const done = Promise.withResolvers<BotMessage>();
    const bot = await connected(gateway, (url, token) =>
      createBot({ url, token, from }).use(async (message) => {
        const { seq } = await message.reply("hello");
        answered.push(`${message.seq} by ${seq}`);
        done.resolve(message);
      }),
    );
    await done.promise;
    await bot.close();
  }
  expect(answered).toEqual(["1 by 2", "1 by 2"]);
  expect(await gateway.store.messagesAfter("alice", conversation.id, 0, 9)).toHaveLength(2);
});
