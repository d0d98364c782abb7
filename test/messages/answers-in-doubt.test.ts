import { afterAll, beforeAll, describe, expect } from "vitest";
import type { Bot } from "../../src/messages/answer-questions.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import type { Store } from "../../src/store/store.ts";
import { doubtfulStore, type Lost, type Write } from "../support/doubles/doubtful-store.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { enter, type RawSocket } from "../support/raw-socket.ts";
import { test } from "../support/test.ts";

const BOT = "hutong";
/** Of a lease, and between two looks. */
const LEASE_MS = 100;
/** What fails once about one question. */
const FAILING: readonly (readonly Write[])[] = [
  ["ask"],
  ["answer"],
  ["settleQuestion"],
  ["answer", "releaseLeases"],
  ["answer", "claimQuestions"],
  ["ask", "claimQuestions", "answer"],
  ["answer", "releaseLeases", "claimQuestions", "settleQuestion"],
];
const talking: Bot = { userId: BOT, onMessage: async ({ text }) => `answer to ${text}` };
const otherwise: Bot = { userId: BOT, onMessage: async ({ text }) => `in other words to ${text}` };

/** What the bot has said, as the store has it. */
async function storedAnswers(store: Store): Promise<readonly string[]> {
  const [item] = await store.conversations("alice");
  const all = item === undefined ? [] : await store.messagesAfter("alice", item.conversation.id, 0, 1_000);
  return all.flatMap(({ from, text }) => (from === BOT ? [text] : [])).toSorted();
}

/** Claims whatever still waits: nothing may be left when everything is answered. */
function openQuestions(store: Store) {
  return store.claimQuestions(BOT, 99, { holder: "test", until: new Date(0) }, new Date("2100-01-01"));
}

function toldAnswers({ heard }: RawSocket): readonly string[] {
  return heard.flatMap((frame) => (frame.type === "message" && frame.from === BOT ? [frame.text] : [])).toSorted();
}

/** Said again under its key until it is acknowledged. */
async function ask(socket: RawSocket, text: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const id = `${text} ${tries}`;
    socket.say({ type: "send", id, key: text, to: BOT, text });
    const answer = () => socket.heard.find((frame) => "re" in frame && frame.re === id)?.type;
    await expect.poll(answer).toBeDefined();
    if (answer() === "sent") return;
  }
}

function answersOn(backend: string, openStore: (name: string) => Promise<Store>): void {
  for (const lost of ["before", "after"] satisfies readonly Lost[]) {
    test(`[C8] ${backend}: questions are answered once each, whatever write about them fails ${lost} it is done`, async ({
      start,
      onTestFinished,
    }) => {
      const store = await openStore(`questions ${lost}`);
      onTestFinished(() => store.close());
      const doubtful = doubtfulStore(store, lost);
      const gateway = await start({ store: doubtful.store, resumeEveryMs: LEASE_MS, bot: talking });
      const alice = await enter(gateway, "alice");
      const answers: string[] = [];
      for (const [index, writes] of FAILING.entries()) {
        const before = doubtful.failed.length;
        doubtful.fail(writes);
        await ask(alice, `question ${index}`);
        answers.push(`answer to question ${index}`);
        await expect.poll(() => storedAnswers(store)).toEqual(answers);
        await expect.poll(() => doubtful.failed.slice(before).toSorted()).toEqual(writes.toSorted());
      }
      await expect.poll(() => toldAnswers(alice)).toEqual(answers);
      await gateway.close();
      // What is left of it is ended by another, which says nothing beside the first answer.
      await start({ store, resumeEveryMs: LEASE_MS, bot: otherwise });
      await expect.poll(() => openQuestions(store)).toEqual([]);
      expect(await storedAnswers(store)).toEqual(answers);
      expect(toldAnswers(alice)).toEqual(answers);
    });
  }

  for (const bot of [talking, otherwise])
    test(`[C7] [C8] ${backend}: a gateway that froze while it answered says nothing beside another's answer: ${bot === talking ? "the same words" : "other words"}`, async ({
      start,
      onTestFinished,
    }) => {
      const store = await openStore(bot === talking ? "frozen, same" : "frozen, other");
      onTestFinished(() => store.close());
      const doubtful = doubtfulStore(store, "before");
      const thaw: (() => void)[] = [];
      const tried: string[] = [];
      // It has made its answer when it stops, and is about to write it.
      const freezing: Bot = {
        userId: BOT,
        async onMessage(message) {
          thaw.push(doubtful.freeze());
          tried.push(message.text);
          return bot.onMessage(message);
        },
      };
      const one = await start({ store: doubtful.store, resumeEveryMs: LEASE_MS, bot: freezing });
      const other = await start({ store, resumeEveryMs: LEASE_MS, bot: talking });
      const [here, there] = [await enter(one, "alice"), await enter(other, "alice", { device: "there" })];
      here.say({ type: "send", id: "1", key: "1", to: BOT, text: "first" });
      await expect.poll(() => storedAnswers(store)).toEqual(["answer to first"]);
      // What is missing before it is read first; a gateway that ends leaves that to the next sync.
      await expect.poll(() => toldAnswers(there)).toEqual(["answer to first"]);
      expect(tried).toEqual(["first"]);
      const before = doubtful.asked.length;
      for (const each of thaw) each();
      await expect.poll(() => doubtful.asked.slice(before)).toContain("answer");
      await expect.poll(() => doubtful.asked.slice(before)).toContain("settleQuestion");
      await one.close();
      await other.close();
      expect(await openQuestions(store)).toEqual([]);
      expect(await storedAnswers(store)).toEqual(["answer to first"]);
      expect(toldAnswers(there)).toEqual(["answer to first"]);
      expect(toldAnswers(here).length).toBeLessThan(2);
      // That another has answered is no fault.
      expect(one.events.map(({ event }) => event)).not.toContain("fault");
    });
}

answersOn("SQLite", async () => openSqliteStore(":memory:"));

describe.skipIf(postgresMissing() !== null)("on PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());
  answersOn("PostgreSQL", async (name) => openPostgresStore(await server.urlWithTables(name)));
});
