import { afterAll, beforeAll, describe, expect, type TestContext } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { startRetention } from "../../src/store/retention.ts";
import { changingLists } from "../support/doubles/changing-lists.ts";
import { redirect, startFollowingGateway } from "../support/followed-gateway.ts";
import { runHere } from "../support/programs/cli.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { enter, type RawSocket } from "../support/raw-socket.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";
import { test } from "../support/test.ts";

const SHOP = "https://item.taobao.com/item.htm?id=652874301955";
const framesOf = ({ heard }: RawSocket, type: RawSocket["heard"][number]["type"]) =>
  heard.filter((frame) => frame.type === type);

/** On PostgreSQL a commit whose answer is lost is done all the same. Whoever asked goes on as if it were not. */
describe.skipIf(postgresMissing() !== null)("a commit whose answer is lost", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  /** A store behind a proxy that loses answers, and the same one past it. */
  async function opened(name: string, { onTestFinished }: Pick<TestContext, "onTestFinished">) {
    const url = await server.urlOf(name);
    const proxy = await startTcpProxy(url);
    onTestFinished(() => proxy.close());
    const [store, direct] = [await openPostgresStore(proxy.url), await openPostgresStore(url)];
    onTestFinished(async () => {
      await store.close();
      await direct.close();
    });
    return { url, proxy, store, direct };
  }

  test("[C3] of what was delivered is told to who wrote it, once", async ({ start, onTestFinished }) => {
    const { proxy, store } = await opened("delivered", { onTestFinished });
    const gateway = await start({ store });
    const [alice, bob] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
    alice.say({ type: "send", id: "1", key: "1", to: "bob", text: "words" });
    const { conversation } = await bob.next("message");
    const cut = proxy.cutAfter("standing AS MATERIALIZED");
    bob.say({ type: "delivered", conversation, seq: 1 });
    await cut;
    expect(await alice.next("delivered")).toMatchObject({ conversation, seq: 1, from: "bob" });
    // Said again, as after the next sync, it is no news.
    bob.say({ type: "delivered", conversation, seq: 1 });
    await bob.untilQuiet();
    await alice.untilQuiet();
    expect(framesOf(alice, "delivered")).toHaveLength(1);
  });

  test("of what was read is told to nobody whom the reader blocks", async ({ start, onTestFinished }) => {
    const { proxy, store } = await opened("read", { onTestFinished });
    const gateway = await start({ store });
    const [alice, bob] = [await enter(gateway, "alice"), await enter(gateway, "bob", { device: "1" })];
    const elsewhere = await enter(gateway, "bob", { device: "2" });
    alice.say({ type: "send", id: "1", key: "1", to: "bob", text: "words" });
    const { conversation } = await bob.next("message");
    bob.say({ type: "block", id: "2", user: "alice", blocked: true });
    await bob.next("blocked");
    const cut = proxy.cutAfter("standing AS MATERIALIZED");
    bob.say({ type: "read", conversation, seq: 1 });
    await cut;
    expect(await elsewhere.next("read")).toMatchObject({ conversation, seq: 1, from: "bob" });
    await alice.untilQuiet();
    expect(framesOf(alice, "read")).toEqual([]);
  });

  test("[C8] [P7] of where a link leads is recorded once, and told once to everybody", async ({
    startFollowing,
    site,
    onTestFinished,
  }) => {
    const { proxy, store, direct } = await opened("recorded", { onTestFinished });
    site.pages.set("/a", redirect(SHOP));
    const gateway = await startFollowing({ store, resumeEveryMs: 100 });
    const [alice, bob] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
    const cut = proxy.cutAfter("record_learned");
    alice.say({ type: "send", id: "1", key: "1", to: "bob", text: site.url("/a") });
    const { conversation } = await bob.next("message");
    await cut;
    const told = await Promise.all([alice.next("link"), bob.next("link")]);
    for (const link of told) expect(link).toMatchObject({ conversation, seq: 1, update: 1, cause: "resolved" });
    // It is settled: nobody claims it again.
    await expect
      .poll(() => direct.claimPending(9, { holder: "test", until: new Date(0) }, new Date("2100-01-01")))
      .toEqual([]);
    alice.say({ type: "send", id: "2", key: "2", to: "bob", text: "last" });
    await bob.next("message");
    for (const each of [alice, bob]) {
      await each.untilQuiet();
      expect(framesOf(each, "link")).toHaveLength(1);
    }
    expect(await direct.storedUpdatesAfter(conversation, 0, 1, 9)).toHaveLength(1);
  });

  for (const [what, ...marks] of [
    ["a verdict of a changed list", "record_learned"],
    ["how far judging has come", '"underWay":{', '"underWay":null}'],
    ["the lease on judging", "INSERT INTO lease"],
  ] as const)
    test(`[C8] [P12] of ${what}: every message is judged again once, and told once`, async ({ onTestFinished }) => {
      const { proxy, store, direct } = await opened(what, { onTestFinished });
      const lists = changingLists();
      const gateway = await startFollowingGateway({ resolver: null, resumeEveryMs: 100, store, threats: lists });
      onTestFinished(() => gateway.close());
      const [alice, bob] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
      for (const key of ["1", "2", "3"]) {
        alice.say({ type: "send", id: key, key, to: "bob", text: SHOP });
        await bob.next("message");
      }
      const standing = async () => JSON.parse((await direct.note("lists")) ?? "{}") as unknown;
      await expect.poll(standing).toMatchObject({ underWay: null });
      const cuts = marks.map((mark) => proxy.cutAfter(mark));
      lists.change({ entries: ["item.taobao.com"] });
      await Promise.all(cuts);
      for (let update = 1; update <= 3; update += 1) {
        for (const each of [alice, bob]) await each.next("link");
      }
      await expect.poll(standing).toEqual({ done: lists.current().generation, underWay: null });
      for (const each of [alice, bob]) {
        await each.untilQuiet();
        expect(framesOf(each, "link").map((frame) => ("update" in frame ? frame.update : 0))).toEqual([1, 2, 3]);
      }
    });

  test("[C8] of old content that was taken takes nothing twice, and the next step goes on", async ({
    onTestFinished,
  }) => {
    const { proxy, store, direct } = await opened("retention", { onTestFinished });
    const conversations: string[] = [];
    for (const to of ["bob", "carol"]) {
      const words = { from: "alice", to, key: to, text: "old", reportsJson: NO_REPORTS, contextJson: null };
      const { message } = await store.append({ ...words, at: new Date("2021-09-18T12:00:00Z"), isPending: false });
      conversations.push(message.conversation);
    }
    const faults: unknown[] = [];
    const retain = (nowMs: number) =>
      startRetention({ store, days: 30, now: () => new Date(nowMs), onFault: (error) => faults.push(error) });
    const deletedAt = () =>
      Promise.all(conversations.map(async (id) => (await direct.message("alice", id, 1)).deletedAt?.getTime()));
    const [first, later] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2)];
    const cut = proxy.cutAfter("kept_seq = $2");
    const one = retain(first);
    await cut;
    await one.close();
    expect(faults).toMatchObject([{ code: "unavailable" }]);
    expect(await deletedAt()).toEqual([first, first]);
    const two = retain(later);
    await two.close();
    // Not taken again: what says when it was taken stands.
    expect(await deletedAt()).toEqual([first, first]);
    expect(faults).toHaveLength(1);
  });

  test("[C8] of an erasing is told to who ran it, and the next run ends it: nothing of the user is left, and nothing is taken twice", async ({
    onTestFinished,
  }) => {
    const { url, proxy, store, direct } = await opened("erasing", { onTestFinished });
    const said = async (from: string, to: string, key: string) => {
      const words = { from, to, key, text: key, reportsJson: NO_REPORTS, contextJson: null, isPending: false };
      return (await store.append({ ...words, at: new Date() })).message.conversation;
    };
    const id = await said("alice", "bob", "one");
    await said("bob", "alice", "two");
    await said("alice", "bob", "three");
    for (const mark of ["member WHERE user_id = $1 ORDER BY", "UPDATE message SET sender", "choice WHERE user_id"]) {
      const cut = proxy.cutAfter(mark);
      const run = runHere(["erase", "alice", "--store", proxy.url]);
      await cut;
      expect(await run).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^hutong erase: [^\n]*: run it again\n$/u),
      });
    }
    await runHere(["erase", "alice", "--store", url]);
    expect(await direct.knowsUser("alice")).toBe(false);
    const left = await direct.storedMessagesAfter(id, 0, 9);
    expect(left.map(({ from, text, deletedAt }) => [from === "bob", text, deletedAt === null])).toEqual([
      [false, "", false],
      [true, "two", true],
      [false, "", false],
    ]);
    expect((await direct.storedUpdatesAfter(id, 0, 1, 9)).map(({ seq, update }) => [seq, update])).toEqual([
      [1, 1],
      [3, 2],
    ]);
  });
});
