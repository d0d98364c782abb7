import { afterAll, beforeAll, describe, expect } from "vitest";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { enter } from "../support/raw-socket.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";
import { createLossyBuses } from "../support/doubles/lossy-bus.ts";
import { createDraws } from "../support/draws.ts";
import { test } from "../support/test.ts";

describe.skipIf(postgresMissing() !== null)("what was stored although its answer was lost", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.close());

  test("[C3] [P4] is told to everybody when it is said again, and once", async ({ start, onTestFinished }) => {
    const proxy = await startTcpProxy(await server.urlOf("unknown outcome"));
    onTestFinished(() => proxy.close());
    const store = await openPostgresStore(proxy.url);
    onTestFinished(() => store.close());
    const gateway = await start({ store });
    const [alice, bob] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
    const say = (text: string) => alice.say({ type: "send", id: text, key: text, to: "bob", text });
    say("first");
    await alice.next("sent");
    await bob.next("message");

    const cut = proxy.cutAfter("marked");
    say("marked");
    await cut;
    expect(await alice.next("error")).toMatchObject({ re: "marked", code: "storage", temporary: true });
    say("marked");
    expect(await alice.next("sent")).toMatchObject({ re: "marked", seq: 2 });
    // Nothing follows it, and nobody looks in the store.
    expect(await bob.next("message")).toMatchObject({ seq: 2, text: "marked" });

    // It is known from here on: neither it again nor what comes after tells it another time.
    say("marked");
    await alice.next("sent");
    say("last");
    await alice.next("sent");
    expect(await bob.next("message")).toMatchObject({ seq: 3, text: "last" });
    await alice.untilQuiet();
    expect(alice.heard.filter(({ type }) => type === "message")).toEqual([]);
  });

  test("[C3] [P4] a group is told to its members when it is made again, and once", async ({
    start,
    onTestFinished,
  }) => {
    const proxy = await startTcpProxy(await server.urlOf("unknown group"));
    onTestFinished(() => proxy.close());
    const store = await openPostgresStore(proxy.url);
    onTestFinished(() => store.close());
    const gateway = await start({ store });
    const [alice, bob] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
    const make = (id: string) => alice.say({ type: "group", id, members: ["bob"], title: "marked", key: "marked" });
    const cut = proxy.cutAfter("marked");
    make("1");
    await cut;
    expect(await alice.next("error")).toMatchObject({ re: "1", code: "storage", temporary: true });
    make("2");
    expect(await bob.next("message")).toMatchObject({ seq: 1, event: { kind: "created" } });
    make("3");
    await alice.next("message");
    await alice.untilQuiet();
    await bob.untilQuiet();
    for (const { heard } of [alice, bob]) expect(heard.filter(({ type }) => type === "message")).toHaveLength(1);
  });

  test("[C3] who asks once is enough: members, deletions, marks, blocks and choices are told on every gateway", async ({
    start,
    onTestFinished,
  }) => {
    const url = await server.urlOf("unknown to the one who asked");
    const proxy = await startTcpProxy(url);
    onTestFinished(() => proxy.close());
    const [here, there] = [await openPostgresStore(proxy.url), await openPostgresStore(url)];
    onTestFinished(async () => {
      await here.close();
      await there.close();
    });
    // Nothing is lost on them, and nobody is told to look.
    const net = createLossyBuses(2, createDraws(1), { lost: 0, doubled: 0, delayed: 0 });
    const [own, other] = net.buses;
    if (own === undefined || other === undefined) throw new Error("two buses");
    const [mine, theirs] = [await start({ store: here, bus: own }), await start({ store: there, bus: other })];
    const alice = await enter(mine, "alice", { device: "asks" });
    const [elsewhere, bob] = [await enter(theirs, "alice", { device: "elsewhere" }), await enter(theirs, "bob")];
    alice.say({ type: "group", id: "g", members: ["carol"], title: "group" });
    const { conversation } = await alice.next("group");
    await elsewhere.next("message");
    /** Its answer is lost on the way; it is asked no second time. */
    const lose = async (mark: string, frame: object) => {
      const cut = proxy.cutAfter(mark);
      alice.say(frame);
      await cut;
    };

    // Nobody else of this gateway is in it, nor knows of it.
    await lose("bob", { type: "members", id: "m", conversation, add: ["bob"] });
    expect(await alice.next("error")).toMatchObject({ re: "m", code: "storage", temporary: true });
    expect(await bob.next("message")).toMatchObject({ conversation, seq: 2, event: { kind: "joined" } });
    expect(await elsewhere.next("message")).toMatchObject({ conversation, seq: 2 });

    alice.say({ type: "send", id: "s", key: "s", to: conversation, text: "words" });
    expect(await alice.next("sent")).toMatchObject({ seq: 3 });
    await lose("AS is_seen FROM member", { type: "delete", id: "d", conversation, seq: 3 });
    expect(await bob.next("deleted")).toMatchObject({ conversation, seq: 3, update: 1 });

    await lose("standing AS MATERIALIZED", { type: "read", conversation, seq: 3 });
    expect(await bob.next("read")).toMatchObject({ conversation, seq: 3, from: "alice" });

    await lose("dave", { type: "block", id: "b", user: "dave", blocked: true });
    expect(await elsewhere.next("blocked")).toMatchObject({ user: "dave", blocked: true });

    await lose("external", { type: "choose", id: "c", choice: "external" });
    expect(await elsewhere.next("chosen")).toMatchObject({ choice: "external" });

    for (const each of [alice, elsewhere, bob]) await each.untilQuiet();
    for (const [socket, seqs] of [
      [alice, [1, 2]],
      [elsewhere, [1, 2, 3]],
      [bob, [2, 3]],
    ] as const)
      expect(socket.heard.flatMap((frame) => (frame.type === "message" ? [frame.seq] : []))).toEqual(seqs);
  });
});
