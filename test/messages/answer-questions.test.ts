import { afterAll, beforeAll, describe, expect } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import type { Bot } from "../../src/messages/answer-questions.ts";
import { startRetention } from "../../src/store/retention.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { StoreError } from "../../src/store/store-error.ts";
import { signToken } from "../../src/access/tokens.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { spawnListening } from "../support/programs/spawn-listening.ts";
import { enter, openRaw } from "../support/raw-socket.ts";
import { callSatori } from "../support/satori-bot.ts";
import { TEST_SECRET } from "../support/secret.ts";
import { test } from "../support/test.ts";

const BOT = "hutong";
const LEASE_MS = 60_000;
const never = new Promise<never>(() => {});
const silent: Bot = { userId: BOT, onMessage: () => never };
const talking: Bot = { userId: BOT, onMessage: async ({ text, context }) => `${context.locale}: ${text}` };

/** What the bot has said to somebody, in order. */
async function answersTo(store: Store, user: string): Promise<readonly string[]> {
  const [item] = await store.conversations(user);
  const all = item === undefined ? [] : await store.messagesAfter(user, item.conversation.id, 0, 1_000);
  return all.filter(({ from }) => from === BOT).map(({ text }) => text);
}

test("a question whose gateway stopped before answering is answered by the next, in the language of who asked", async ({
  start,
}) => {
  const store = openSqliteStore(":memory:");
  // By this clock no lease ends, so that it has to be given back.
  const now = new Date();
  const given = { store, clock: () => now };
  const one = await start({ ...given, bot: silent });
  const a = await enter(one, "alice", { locale: "vi" });
  for (const key of ["1", "2"]) {
    a.say({ type: "send", id: key, key, to: BOT, text: `question ${key}` });
    await a.next("sent");
  }
  // While its gateway runs, it is that gateway's, whoever looks.
  expect(await store.claimQuestions(BOT, 9, { holder: "other", until: now }, now)).toEqual([]);
  await one.close();
  const next = await start({ ...given, bot: talking });
  await expect.poll(() => answersTo(store, "alice")).toEqual(["vi: question 1", "vi: question 2"]);
  await next.close();
  // Answered is answered.
  const third = await start({ ...given, bot: talking });
  await third.close();
  expect(await store.claimQuestions(BOT, 9, { holder: "other", until: now }, new Date("2100-01-01"))).toEqual([]);
  expect(await answersTo(store, "alice")).toHaveLength(2);
  await store.close();
});

test("an answer that could not be kept is made again; one in other words is not said beside the first", async ({
  start,
}) => {
  const store = openSqliteStore(":memory:");
  let refusals = 1;
  let isSettling = false;
  const faulty: Store = {
    ...store,
    append: (message) =>
      message.from === BOT && refusals-- > 0
        ? Promise.reject(new StoreError("unavailable", "disk full"))
        : store.append(message),
    // The answer is kept, and this gateway does not come to say so.
    settleQuestion: (place) => (isSettling ? store.settleQuestion(place) : never),
  };
  const now = new Date();
  const one = await start({ store: faulty, clock: () => now, resumeEveryMs: 20, bot: talking });
  const a = await enter(one, "alice");
  a.say({ type: "send", id: "1", key: "1", to: BOT, text: "question" });
  await expect.poll(() => answersTo(store, "alice")).toEqual(["en: question"]);
  expect(refusals).toBe(-1);
  isSettling = true;
  await one.close();
  let asked = 0;
  const other = await start({
    store,
    clock: () => now,
    bot: { userId: BOT, onMessage: async () => `in other words ${(asked += 1)}` },
  });
  const isSettled = async () =>
    (await store.claimQuestions(BOT, 9, { holder: "test", until: now }, new Date("2100-01-01"))).length === 0;
  await expect.poll(async () => asked === 1 && (await isSettled())).toBe(true);
  expect(await answersTo(store, "alice")).toEqual(["en: question"]);
  await other.close();
  await store.close();
});

test("the gateway's bot posts within the rate of every bot; an answer too many waits and is no fault", async ({
  start,
}) => {
  const store = openSqliteStore(":memory:");
  const now = new Date();
  const given = { store, clock: () => now, bot: talking };
  const limits = { maxBotSendsPerWindow: 1, rateWindowMs: 600_000 };
  const one = await start({ ...given, limits });
  const a = await enter(one, "alice");
  const ask = async (key: string) => {
    a.say({ type: "send", id: key, key, to: BOT, text: `question ${key}` });
    return a.next("sent");
  };
  const { conversation } = await ask("1");
  await expect.poll(() => answersTo(store, "alice")).toEqual(["en: question 1"]);
  await ask("2");
  // Given back, so that whoever has room takes it.
  const until = now;
  await expect.poll(() => store.claimQuestions(BOT, 9, { holder: "test", until }, now)).toHaveLength(1);
  await store.releaseLeases("test");
  // Whoever speaks as the bot speaks within the same rate.
  const own = await one.botToken(BOT);
  const said = await callSatori(one, own, "message.create", { channel_id: conversation, content: "more" });
  expect(said.status).toBe(429);
  expect(await answersTo(store, "alice")).toEqual(["en: question 1"]);
  expect(one.events.filter(({ event }) => event === "fault")).toEqual([]);
  await one.close();
  const next = await start(given);
  await expect.poll(() => answersTo(store, "alice")).toEqual(["en: question 1", "en: question 2"]);
  await next.close();
  await store.close();
});

const missing = postgresMissing();
describe.skipIf(missing !== null)("on PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  test("[P1] what a gateway had taken that is killed is done by another, once: its questions answered, old content taken", async ({
    start,
    onTestFinished,
  }) => {
    const url = await server.urlOf("killed-holder");
    const store = await openPostgresStore(url);
    onTestFinished(() => store.close());
    const old = {
      from: "carol",
      to: "dave",
      key: "old",
      text: "old",
      at: new Date("2021-09-18T12:00:00Z"),
      reportsJson: NO_REPORTS,
      contextJson: null,
      isPending: false,
    };
    const { id } = (await store.append(old)).conversation;
    const one = await spawnListening("silent-bot-process.ts", [url, "30"]);
    onTestFinished(() => one.kill());
    const users = Array.from({ length: 20 }, (_, index) => `user${index}`);
    for (const user of users) {
      const socket = await openRaw(one.ws);
      const token = await signToken(user, TEST_SECRET, 3_600, new Date());
      socket.say({ type: "hello", id: "h", token, device: "d", locale: "id" });
      await socket.next("welcome");
      socket.say({ type: "send", id: "1", key: "1", to: BOT, text: `asked by ${user}` });
      await socket.next("sent");
      socket.ws.terminate();
    }
    let aheadMs = 0;
    const clock = () => new Date(Date.now() + aheadMs);
    let looks = 0;
    const counted: Store = {
      ...store,
      async claimQuestions(...given) {
        const claimed = await store.claimQuestions(...given);
        looks += 1;
        return claimed;
      },
    };
    await start({ store: counted, clock, bot: talking, resumeEveryMs: 100 });
    await expect.poll(() => looks).toBeGreaterThan(2);
    // The holder lives, and what it took is its own.
    expect(await Promise.all(users.map((user) => answersTo(store, user)))).toEqual(users.map(() => []));
    const faults: unknown[] = [];
    const retain = () => startRetention({ store, days: 30, now: clock, onFault: (error) => faults.push(error) });
    await retain().close();
    expect((await store.message("dave", id, 1)).text).toBe("old");
    await one.kill();
    aheadMs = LEASE_MS + 1_000;
    const retention = retain();
    await expect.poll(async () => (await store.message("dave", id, 1)).text).toBe("");
    await retention.close();
    await expect
      .poll(() => Promise.all(users.map((user) => answersTo(store, user))))
      .toEqual(users.map((user) => [`id: asked by ${user}`]));
    const isSettled = async () =>
      (await store.claimQuestions(BOT, 99, { holder: "test", until: new Date(0) }, new Date("2100-01-01"))).length ===
      0;
    await expect.poll(isSettled).toBe(true);
    expect(faults).toEqual([]);
  });
});
