import { afterAll, beforeAll, describe, expect } from "vitest";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { enter } from "../support/raw-socket.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";
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
});
