import { expect, onTestFinished, test } from "vitest";
import type { Bus, BusEvent, BusParts } from "../../src/bus/bus.ts";

type Typing = Extract<BusEvent, { kind: "typing" }>;

function event(conversation: string): Typing {
  return { kind: "typing", conversation, from: "alice", except: null };
}

/** What a listener was told, by conversation, and a wait until it was told of one. */
function recorder() {
  const heard: string[] = [];
  const waiting = new Map<string, () => void>();
  return {
    heard,
    listener: (told: BusEvent): void => {
      if (told.kind !== "typing") return;
      heard.push(told.conversation);
      waiting.get(told.conversation)?.();
    },
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

  test(`[P4] ${backend} tells every listener of every named user each event once, and nobody else`, async () => {
    const { bus } = await opened();
    const [alice, phone, desk, carol] = [recorder(), recorder(), recorder(), recorder()];
    bus.subscribe("alice", alice.listener);
    bus.subscribe("bob", phone.listener);
    bus.subscribe("bob", desk.listener);
    bus.subscribe("carol", carol.listener);
    bus.publish(["alice", "bob", "nobody"], event("1"));
    bus.publish(["carol"], event("2"));
    await Promise.all([alice.until("1"), phone.until("1"), desk.until("1"), carol.until("2")]);
    expect([alice, phone, desk, carol].map(({ heard }) => heard)).toEqual([["1"], ["1"], ["1"], ["2"]]);
  });

  test(`[P4] ${backend} keeps the order of what one gateway publishes for one user`, async () => {
    const { bus } = await opened();
    const bob = recorder();
    bus.subscribe("bob", bob.listener);
    const numbers = Array.from({ length: 500 }, (_, index) => String(index));
    for (const number of numbers) bus.publish(Number(number) % 3 === 0 ? ["alice", "bob"] : ["bob"], event(number));
    await bob.until("499");
    expect(bob.heard).toEqual(numbers);
  });

  test(`[P4] ${backend} keeps that order for every listener when one of them publishes while it is told`, async () => {
    const { bus } = await opened();
    const [first, second] = [recorder(), recorder()];
    bus.subscribe("bob", (told) => {
      first.listener(told);
      if (told.kind === "typing" && told.conversation === "1") bus.publish(["bob"], event("answer"));
    });
    bus.subscribe("bob", second.listener);
    bus.publish(["bob"], event("1"));
    bus.publish(["bob"], event("2"));
    await Promise.all([first.until("answer"), second.until("answer"), first.until("2"), second.until("2")]);
    // Whether the answer comes before the second event is the backend's; that both listeners agree is not.
    expect(first.heard[0]).toBe("1");
    expect(second.heard).toEqual(first.heard);
  });

  test(`[P4] ${backend} tells a listener nothing more once it has ended, also when another ends it while both are told`, async () => {
    const { bus } = await opened();
    const [other, ended, own] = [recorder(), recorder(), recorder()];
    const endOwn = bus.subscribe("bob", (told) => {
      own.listener(told);
      endOwn();
      endEnded();
    });
    const endEnded = bus.subscribe("bob", ended.listener);
    bus.subscribe("bob", other.listener);
    bus.publish(["bob"], event("1"));
    bus.publish(["bob"], event("2"));
    await other.until("2");
    expect({ own: own.heard, ended: ended.heard, other: other.heard }).toEqual({
      own: ["1"],
      ended: [],
      other: ["1", "2"],
    });
    // Ending twice takes nothing from a later listener of the user.
    const late = recorder();
    bus.subscribe("bob", late.listener);
    endOwn();
    endEnded();
    bus.publish(["bob"], event("3"));
    await late.until("3");
    expect(late.heard).toEqual(["3"]);
  });

  test(`[P4] ${backend} has one function as a listener as often as it was given`, async () => {
    const { bus } = await opened();
    const bob = recorder();
    const endFirst = bus.subscribe("bob", bob.listener);
    bus.subscribe("bob", bob.listener);
    bus.publish(["bob"], event("1"));
    await bob.until("1");
    endFirst();
    bus.publish(["bob"], event("2"));
    await bob.until("2");
    expect(bob.heard).toEqual(["1", "1", "2"]);
  });

  test(`[P4] ${backend} loses nobody else and no later event by a listener that throws, and tells of the fault`, async () => {
    const { bus, faults } = await opened();
    const [before, after, carol] = [recorder(), recorder(), recorder()];
    const fault = new Error("a listener's own");
    bus.subscribe("bob", before.listener);
    bus.subscribe("bob", () => {
      throw fault;
    });
    bus.subscribe("bob", after.listener);
    bus.subscribe("carol", carol.listener);
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
    const bob = recorder();
    bus.subscribe("bob", bob.listener);
    await bus.close();
    expect(() => bus.publish(["bob"], event("1"))).not.toThrow();
    await new Promise(setImmediate);
    expect(bob.heard).toEqual([]);
  });
}
