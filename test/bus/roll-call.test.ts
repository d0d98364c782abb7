import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Bus } from "../../src/bus/bus.ts";
import { createHintBus } from "../../src/bus/hint-bus.ts";
import { createLoneBus } from "../../src/bus/lone.ts";
import { openNatsTransport } from "../../src/bus/nats.ts";
import { createRollCall, type Roll } from "../../src/bus/roll-call.ts";
import { openPostgresStore } from "../../src/store/postgres/store.ts";
import { hasNats, startNats, type NatsServer } from "../support/programs/nats-server.ts";
import { type PostgresServer, postgresMissing, startPostgres } from "../support/programs/postgres-server.ts";
import { TEST_SECRET } from "../support/secret.ts";
import { startSplitProxy } from "../support/split-proxy.ts";

/** A gateway that does not say that it ends is at work for so long after its last call: longer than any machine stalls. Milliseconds. */
const AT_WORK_MS = 600_000;
/** No server is found silent meanwhile. Milliseconds. */
const PING_INTERVAL_MS = 600_000;
const BEAT_MS = 50;

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** A roll call of which each answer is given: until when each other lives, by its name. */
function called(...answers: readonly Readonly<Record<string, number>>[]) {
  const heard = new Set<string>();
  const told: number[] = [];
  const left: string[] = [];
  let next = 0;
  const roll = createRollCall({
    gateway: "own",
    roll: {
      call: async () => new Map(Object.entries(answers[next++] ?? {})),
      leave: async (gateway) => void left.push(gateway),
    },
    isHeard: (gateway) => heard.has(gateway),
    onUnheard: (gateways) => told.push(gateways),
    everyMs: 0,
    onFault: (error) => expect(error).toBeUndefined(),
  });
  const beat = async () => {
    roll.beat();
    await new Promise(setImmediate);
  };
  return { roll, heard, told, left, beat };
}

test("[C4] who lives in three calls in a row and is not heard is told once, and once that it is heard or gone", async () => {
  const alive = [1, 2, 3, 4, 5, 6, 7].map((until) => ({ other: until }));
  const { roll, heard, told, beat } = called(...alive, {}, {});
  await beat();
  // It may have begun at this moment.
  expect(roll.isAnyUnheard()).toBe(false);
  await beat();
  expect(roll.isAnyUnheard()).toBe(true);
  await beat();
  expect(told).toEqual([]);
  await beat();
  expect(told).toEqual([1]);
  await beat();
  expect(told).toEqual([1]);
  heard.add("other");
  expect(roll.isAnyUnheard()).toBe(false);
  await beat();
  heard.delete("other");
  await beat();
  await beat();
  expect(told).toEqual([1, 0]);
});

test("[C4] who was killed, and is on the roll until its time runs out, is not told to be unheard", async () => {
  const { roll, told, beat } = called({ dead: 9 }, { dead: 9 }, { dead: 9 }, { dead: 9 }, { dead: 9 }, { dead: 9 });
  for (let calls = 1; calls <= 6; calls += 1) await beat();
  expect(roll.isAnyUnheard()).toBe(false);
  expect(told).toEqual([]);
});

test("[C4] one that ends leaves the roll, and tells nothing from then on", async () => {
  const { roll, told, left, beat } = called({ other: 1 }, { other: 2 }, { other: 3 }, { other: 4 });
  for (let calls = 1; calls <= 3; calls += 1) await beat();
  roll.beat();
  await roll.close();
  await beat();
  expect(left).toEqual(["own"]);
  expect(told).toEqual([]);
});

describe.skipIf(postgresMissing() !== null || !hasNats())("gateways of one store that do not hear each other", () => {
  let server: PostgresServer;
  let nats: NatsServer;
  let tests = 0;
  beforeAll(async () => {
    [server, nats] = await Promise.all([startPostgres(), startNats()]);
  });
  afterAll(() => Promise.all([server.close(), nats.close()]));

  /** Opens the buses of gateways on a store of its own. */
  async function gateways() {
    const store = await openPostgresStore(await server.urlWithTables(`roll ${(tests += 1)}`));
    onTestFinished(() => store.close());
    const roll: Roll = {
      call: (gateway) => store.shared.callRoll(gateway, AT_WORK_MS),
      leave: (gateway) => store.shared.leaveRoll(gateway),
    };
    /** What one is told of the others; of `carries` whether its transport noticed anything by itself. */
    function told() {
      const heard = { unheard: [] as number[], foreign: 0, looks: 0, carries: [] as boolean[] };
      const parts = {
        beatMs: BEAT_MS,
        roll,
        onFault: (error: unknown) => expect(error).toBeUndefined(),
        onUnheard: (count: number) => void heard.unheard.push(count),
        onForeign: () => void (heard.foreign += 1),
        onCarries: (isUp: boolean) => void heard.carries.push(isUp),
      };
      return { heard, parts };
    }
    function kept(bus: Bus, heard: ReturnType<typeof told>["heard"]) {
      let closing: Promise<void> | null = null;
      const close = () => (closing ??= bus.close());
      onTestFinished(close);
      bus.subscribe({ heard: () => undefined, missed: () => void (heard.looks += 1) });
      return Object.assign(heard, { close });
    }
    return {
      open: async (url: string, secret = TEST_SECRET) => {
        const { heard, parts } = told();
        const open: Parameters<typeof createHintBus>[0]["open"] = (listener) =>
          openNatsTransport({ url, onFault: parts.onFault, pingIntervalMs: PING_INTERVAL_MS }, listener);
        return kept(await createHintBus({ ...parts, secret, open }), heard);
      },
      openLone: () => {
        const { heard, parts } = told();
        return kept(createLoneBus(parts), heard);
      },
    };
  }

  const nameOf = () => `${nats.url}/${crypto.randomUUID()}`;

  test("[C4] under two names each says so, and looks in the store at each beat until the other has ended", async () => {
    const { open } = await gateways();
    const [one, other] = [await open(nameOf()), await open(nameOf())];
    await until(() => one.unheard.length > 0 && other.unheard.length > 0);
    const { looks } = one;
    await until(() => one.looks > looks + 5);
    await other.close();
    await until(() => one.unheard.length > 1);
    expect(one.unheard).toEqual([1, 0]);
    expect(other.unheard).toEqual([1]);
  });

  test("[C4] with another secret it is said too, and what it wrote is counted", async () => {
    const { open } = await gateways();
    const url = nameOf();
    const [one, friend] = [await open(url), await open(url)];
    const stranger = await open(url, new TextEncoder().encode("another secret of thirty-two bytes!"));
    await until(() => [one, friend, stranger].every(({ foreign }) => foreign > 1));
    await until(() => one.unheard.at(-1) === 1 && friend.unheard.at(-1) === 1 && stranger.unheard.at(-1) === 2);
  });

  test("[C3] one that hears nothing any more looks at each beat, before its server is found silent", async () => {
    const { open } = await gateways();
    const url = nameOf();
    const proxy = await startSplitProxy(url);
    onTestFinished(() => proxy.close());
    const [deaf, other] = [await open(proxy.url), await open(url)];
    proxy.hinder("from", "holds");
    await until(() => deaf.unheard.length > 0);
    const { looks } = deaf;
    await until(() => deaf.looks > looks + 5);
    expect(deaf.carries).toEqual([]);
    expect(other.unheard).toEqual([]);
    proxy.heal();
    await until(() => deaf.unheard.length > 1);
    expect(deaf.unheard).toEqual([1, 0]);
  });

  test("[C4] one without a bus is missed by the others, and looks at each beat while they are there", async () => {
    const { open, openLone } = await gateways();
    const [lone, other] = [openLone(), await open(nameOf())];
    await until(() => lone.unheard.length > 0 && other.unheard.length > 0);
    const { looks } = lone;
    await until(() => lone.looks > looks + 5);
    await other.close();
    await until(() => lone.unheard.length > 1);
    expect(lone.unheard).toEqual([1, 0]);
  });

  test("one that hears all others says nothing", async () => {
    const { open } = await gateways();
    const url = nameOf();
    const all = [await open(url), await open(url), await open(url)];
    await new Promise((resolve) => setTimeout(resolve, 20 * BEAT_MS));
    expect(all.map(({ unheard }) => unheard)).toEqual([[], [], []]);
  });
});
