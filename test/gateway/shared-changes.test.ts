import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createHintBus, type TransportListener } from "../../src/bus/hint-bus.ts";
import { openNatsTransport } from "../../src/bus/nats.ts";
import { openPostgresTransport } from "../../src/bus/postgres.ts";
import { openServers } from "../../src/store/postgres/servers.ts";
import { openChecker } from "../../src/check/checker.ts";
import { followSharedChanges } from "../../src/gateway/shared-changes.ts";
import { keepSharedRulebook, openSharedRulebook } from "../../src/gateway/shared-rulebook.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { createPrometheusMeter } from "../../src/telemetry/prometheus.ts";
import { rulebookText } from "../policy/facts.ts";
import { hasNats, startNats, type NatsServer } from "../support/programs/nats-server.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { TEST_SECRET } from "../support/secret.ts";

const MINE = rulebookText("miit").replace("id: miit", "id: mine");
const NEVER_MS = 3_600_000;
const onFault = (): void => undefined;

describe.skipIf(postgresMissing() !== null || !hasNats())("what gateways share", () => {
  let server: PostgresServer;
  let nats: NatsServer;
  beforeAll(async () => {
    [server, nats] = await Promise.all([startPostgres(), startNats()]);
  });
  afterAll(() => Promise.all([server.close(), nats.close()]));

  /** A gateway's part in it, on a store and a bus of its own. */
  async function gateway(url: string, bus: "postgres" | "nats", lookEveryMs: number) {
    const open = (listener: TransportListener) =>
      bus === "postgres"
        ? openPostgresTransport({ connect: () => openServers(url).connect(), onFault }, listener)
        : openNatsTransport(
            { url: `${nats.url}/${new URL(url).pathname.slice(1).replaceAll(/\W/gu, "")}`, onFault },
            listener,
          );
    const store = await openPostgresStore(url);
    onTestFinished(() => store.close());
    const hints = await createHintBus({ open, secret: TEST_SECRET, onFault });
    onTestFinished(() => hints.close());
    const { shelf } = openChecker();
    const log = (): void => undefined;
    const rulebook = await openSharedRulebook({ shelf, shared: store.shared, given: null, log });
    const heard: string[] = [];
    hints.subscribe({
      heard: (_users, event) => void (event.kind === "changed" && heard.push(event.what)),
      missed: () => undefined,
    });
    const keeper = keepSharedRulebook(rulebook, {
      metrics: createMetrics(createPrometheusMeter()),
      log,
      onChange: () => undefined,
      onNoticed: () => changes.rulebookNoticed(),
      lookEveryMs,
    });
    onTestFinished(() => keeper.close());
    const listeners = new Set<(changed: "all") => void>();
    const lists = {
      refreshes: 0,
      /** As lists that find what another changed: they tell whoever listens. */
      refresh: async () => {
        lists.refreshes += 1;
        for (const listener of listeners) listener("all");
      },
      onChange(listener: (changed: "all") => void) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    };
    const changes = followSharedChanges({ bus: hints, lookForRulebook: keeper.reloadRulebook, lists });
    onTestFinished(() => changes.close());
    return { store, heard, lists, noticeLists: () => lists.refresh(), id: () => rulebook.current.book.rulebook.id };
  }

  test.for(["postgres", "nats"] as const)(
    "[C1] the gateway that notices a rulebook tells the others by %s, which look at once and tell nobody again",
    async (bus) => {
      const url = await server.urlOf(`shared ${bus}`);
      const quick = await gateway(url, bus, 20);
      // These look by themselves once an hour.
      const slow = [await gateway(url, bus, NEVER_MS), await gateway(url, bus, NEVER_MS)];
      await quick.store.shared.putRulebook({ reference: "mine.yaml", text: MINE });
      for (const each of [quick, ...slow]) await expect.poll(each.id).toBe("mine");
      await new Promise((resolve) => setTimeout(resolve, 100));
      for (const each of [quick, ...slow]) expect(each.heard).toEqual(["rulebook"]);
    },
  );

  test("[C1] the gateway that notices another list tells the others, which look at once and tell nobody again", async () => {
    const url = await server.urlOf("shared lists by hint");
    const [first, second, third] = [
      await gateway(url, "nats", NEVER_MS),
      await gateway(url, "nats", NEVER_MS),
      await gateway(url, "nats", NEVER_MS),
    ];
    await first.noticeLists();
    await expect.poll(() => [second.lists.refreshes, third.lists.refreshes]).toEqual([1, 1]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([first, second, third].map(({ lists }) => lists.refreshes)).toEqual([1, 1, 1]);
    expect([first, second, third].map(({ heard }) => heard)).toEqual([["lists"], ["lists"], ["lists"]]);
  });
});
