import fc from "fast-check";
import { expect, test } from "vitest";
import { connectIn } from "../../src/client/connect.ts";
import { createFakeWorld, type Way } from "../support/doubles/fake-world.ts";
import { createSmallGateway } from "../support/doubles/small-gateway.ts";
import { randomRuns } from "../support/random-runs.ts";

/** Faults happen until then; from there on the network is whole. */
const FAULTS_END_MS = 120_000;
/** Longer than any wait: twice a silence that is noticed, and the longest backoff. */
const SETTLED_MS = FAULTS_END_MS + 120_000;

const fault = fc.record({
  atMs: fc.integer({ min: 0, max: FAULTS_END_MS }),
  /** Of the connections so far, counted from the latest. */
  back: fc.integer({ min: 0, max: 2 }),
  kind: fc.constantFrom("cut", "stall", "half_open"),
});
const plan = fc.record({
  faults: fc.array(fault, { maxLength: 25 }),
  ways: fc.array(fc.constantFrom<Way>("open", "open", "open", "refused", "silent"), { maxLength: 12 }),
  sends: fc.array(fc.integer({ min: 0, max: FAULTS_END_MS }), { minLength: 1, maxLength: 40 }),
  /** Of the sends that reach the gateway: how long each is refused, 0 for taken. */
  refusals: fc.array(fc.constantFrom(0, 0, 0, 50, 4_000), { maxLength: 40 }),
  delayMs: fc.constantFrom(1, 20, 300),
});

test("[P3] [P4] over whatever network every promise settles, and every message arrives once and in order", async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ faults, ways, sends, refusals, delayMs }) => {
      const gateway = createSmallGateway();
      let asked = 0;
      gateway.refuses = () => refusals[asked++] || null;
      const wayOf = (index: number): Way => ways[index] ?? "open";
      const world = createFakeWorld(gateway.server, { delayMs, wayOf });
      const alice = connectIn(world, "ws://x", "alice", { device: "a", from: "start" });
      const bob = connectIn(world, "ws://x", () => "bob", { device: "b", from: "start" });
      const heard = { alice: [] as number[], bob: [] as number[] };
      const texts: string[] = [];
      alice.on("message", ({ seq }) => heard.alice.push(seq));
      alice.on("sent", ({ seq }) => heard.alice.push(seq));
      bob.on("message", ({ seq, from, text }) => {
        heard.bob.push(seq);
        if (from === "alice") texts.push(text);
      });
      bob.on("sent", ({ seq }) => heard.bob.push(seq));
      let waiting = 0;
      const outcomes: (number | string)[] = [];
      const settle = (promise: Promise<unknown>, place: number | null = null) => {
        waiting += 1;
        promise.then(
          (value) => {
            waiting -= 1;
            if (place !== null) outcomes[place] = (value as { seq: number }).seq;
          },
          (error: unknown) => {
            waiting -= 1;
            if (place !== null) outcomes[place] = String(error);
          },
        );
      };
      settle(alice.ready());
      settle(bob.ready());
      const due = sends.toSorted((one, other) => one - other);
      for (const [index, atMs] of due.entries()) {
        world.at(atMs, () => {
          if (index % 5 === 4) settle(bob.send("alice", `b${index}`));
          settle(alice.send("bob", `${index}`), index);
          if (index % 7 === 3) settle(alice.history(`c:${"A".repeat(22)}`));
        });
      }
      for (const { atMs, back, kind } of faults) {
        world.at(atMs, () => {
          const connection = world.connections.at(-1 - back);
          if (kind === "cut") connection?.cut();
          else if (kind === "stall") connection?.stall(6_000);
          else connection?.halfOpen();
        });
      }
      await world.runUntil(SETTLED_MS);
      const all = gateway.messages.map(({ seq }) => seq);
      expect(waiting).toBe(0);
      expect([alice.state, bob.state]).toEqual(["open", "open"]);
      // In the order in which they were asked for, whatever was refused or cut between.
      expect(texts).toEqual(due.map((_, index) => `${index}`));
      expect(outcomes).toEqual(gateway.messages.filter(({ from }) => from === "alice").map(({ seq }) => seq));
      for (const each of [heard.alice, heard.bob]) expect(each.toSorted((one, other) => one - other)).toEqual(all);
      expect([alice.have, bob.have].map((have) => Object.values(have)[0])).toEqual([all.length, all.length]);
      alice.close();
      bob.close();
    }),
    { numRuns: randomRuns(400) },
  );
});
