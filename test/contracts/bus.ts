import { expect, onTestFinished, test } from "vitest";
import type { Bus, BusEvent, BusListener, BusParts } from "../../src/bus/bus.ts";

type Typing = Extract<BusEvent, { kind: "typing" }>;

function event(conversation: string): Typing {
  return { kind: "typing", conversation, from: "alice", except: null };
}

/** What a gateway was told for one user, by conversation, and a wait until it was told of one. */
function recorder(user: string, also?: (conversation: string) => void) {
  const heard: string[] = [];
  const waiting = new Map<string, () => void>();
  const listener: BusListener = {
    heard(users: readonly string[], told: BusEvent): void {
      if (told.kind !== "typing" || !users.includes(user)) return;
      heard.push(told.conversation);
      waiting.get(told.conversation)?.();
      also?.(told.conversation);
    },
    missed: () => undefined,
  };
  return {
    heard,
    listener,
    async until(conversation: string): Promise<void> {
      if (heard.includes(conversation)) return;
      await new Promise<void>((resolve) => waiting.set(conversation, resolve));
    },
  };
}

/** What every bus keeps. `open` makes the bus of one gateway, which carries events once it resolves. */
export function busContract(backend: string, open: (parts: BusParts) => Promise<Bus>): void {
  async function opened(): Promise<{ bus: Bus; faults: unknown[] }> {
    const faults: unknown[] = [];
    const bus = await open({ onFault: (error) => faults.push(error) });
    onTestFinished(() => bus.close());
    return { bus, faults };
  }

  test(`[P4] ${backend} tells every gateway each event once, and whom it concerns`, async () => {
    const { bus } = await opened();
    const [alice, bob, carol] = [recorder("alice"), recorder("bob"), recorder("carol")];
    for (const { listener } of [alice, bob, carol]) bus.subscribe(listener);
    bus.publish(["alice", "bob", "nobody"], event("1"));
    bus.publish(["carol"], event("2"));
    await Promise.all([alice.until("1"), bob.until("1"), carol.until("2")]);
    expect([alice, bob, carol].map(({ heard }) => heard)).toEqual([["1"], ["1"], ["2"]]);
  });

  test(`[C1] ${backend} tells every gateway that what they share was changed`, async () => {
    const { bus } = await opened();
    const heard: BusEvent[][] = [[], []];
    for (const own of heard) bus.subscribe({ heard: (_users, told) => void own.push(told), missed: () => undefined });
    const told = [
      { kind: "changed", what: "rulebook" },
      { kind: "changed", what: "lists" },
    ] as const;
    for (const each of told) bus.publish([], each);
    await expect.poll(() => heard).toEqual([told, told]);
  });

  test(`[P4] ${backend} keeps the order of what one gateway publishes`, async () => {
    const { bus } = await opened();
    const bob = recorder("bob");
    bus.subscribe(bob.listener);
    const numbers = Array.from({ length: 500 }, (_, index) => String(index));
    for (const number of numbers) bus.publish(Number(number) % 3 === 0 ? ["alice", "bob"] : ["bob"], event(number));
    await bob.until("499");
    expect(bob.heard).toEqual(numbers);
  });

  test(`[P4] ${backend} keeps that order for every gateway when one of them publishes while it is told`, async () => {
    const { bus } = await opened();
    const first = recorder("bob", (conversation) => {
      if (conversation === "1") bus.publish(["bob"], event("answer"));
    });
    const second = recorder("bob");
    bus.subscribe(first.listener);
    bus.subscribe(second.listener);
    bus.publish(["bob"], event("1"));
    bus.publish(["bob"], event("2"));
    await Promise.all([first.until("answer"), second.until("answer"), first.until("2"), second.until("2")]);
    // Whether the answer comes before the second event is the backend's; that both agree is not.
    expect(first.heard[0]).toBe("1");
    expect(second.heard).toEqual(first.heard);
  });

  test(`[P4] ${backend} tells a gateway nothing more once it has ended, also when another ends it while both are told`, async () => {
    const { bus } = await opened();
    const own = recorder("bob", () => {
      endOwn();
      endEnded();
    });
    const [other, ended] = [recorder("bob"), recorder("bob")];
    const endOwn = bus.subscribe(own.listener);
    const endEnded = bus.subscribe(ended.listener);
    bus.subscribe(other.listener);
    bus.publish(["bob"], event("1"));
    bus.publish(["bob"], event("2"));
    await other.until("2");
    expect({ own: own.heard, ended: ended.heard, other: other.heard }).toEqual({
      own: ["1"],
      ended: [],
      other: ["1", "2"],
    });
    // Ending twice takes nothing from who comes later.
    const late = recorder("bob");
    bus.subscribe(late.listener);
    endOwn();
    endEnded();
    bus.publish(["bob"], event("3"));
    await late.until("3");
    expect(late.heard).toEqual(["3"]);
  });

  test(`[P4] ${backend} loses nobody else and no later event by a gateway that throws, and tells of the fault`, async () => {
    const { bus, faults } = await opened();
    const fault = new Error("a listener's own");
    const thrower = recorder("bob", () => {
      throw fault;
    });
    const [before, after, carol] = [recorder("bob"), recorder("bob"), recorder("carol")];
    for (const { listener } of [before, thrower, after, carol]) bus.subscribe(listener);
    expect(() => bus.publish(["bob", "carol"], event("1"))).not.toThrow();
    bus.publish(["bob", "carol"], event("2"));
    await Promise.all([before.until("2"), after.until("2"), carol.until("2")]);
    expect([before, after, carol].map(({ heard }) => heard)).toEqual([
      ["1", "2"],
      ["1", "2"],
      ["1", "2"],
    ]);
    expect(faults).toEqual([fault, fault]);
  });

  test(`[P4] ${backend} tells nobody anything after it was closed`, async () => {
    const { bus } = await opened();
    const bob = recorder("bob");
    bus.subscribe(bob.listener);
    await bus.close();
    expect(() => bus.publish(["bob"], event("1"))).not.toThrow();
    await new Promise(setImmediate);
    expect(bob.heard).toEqual([]);
  });
}
