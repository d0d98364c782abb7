import { expect, test, vi } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { startRetention } from "../../src/store/retention.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { StoreError } from "../../src/store/store-error.ts";

const HOUR_MS = 3_600_000;
const words = { from: "alice", to: "bob", reportsJson: NO_REPORTS, contextJson: null, isPending: false };

test("retention looks again every hour, goes on after a store that could not write, and ends when closed", async ({
  onTestFinished,
}) => {
  // The store's own turns of the event loop stay real.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const store = openSqliteStore(":memory:");
  onTestFinished(() => store.close());
  let nowMs = Date.parse("2021-09-18T12:00:00Z");
  const { id } = (await store.append({ ...words, key: "1", text: "first", at: new Date(nowMs) })).conversation;
  await store.append({ ...words, key: "2", text: "second", at: new Date(nowMs + HOUR_MS) });
  const texts = async () => (await store.messagesAfter("bob", id, 0, 9)).map(({ text }) => text);
  const faults: unknown[] = [];
  let calls = 0;
  const retention = startRetention({
    store: {
      ...store,
      async expireContent(step) {
        calls += 1;
        if (calls === 2) throw new Error("the disk is full");
        return store.expireContent(step);
      },
    },
    days: 1,
    now: () => new Date(nowMs),
    onFault: (error) => faults.push(error),
  });
  /** A pass takes the lease, the content and the lease again: each takes its turn among the writes. */
  const passDone = async () => {
    for (let turn = 0; turn < 4; turn += 1) await store.setChoice("bob", null);
  };
  const anHourLater = async () => {
    nowMs += HOUR_MS;
    vi.advanceTimersByTime(HOUR_MS);
    await passDone();
  };
  await passDone();
  expect([calls, await texts()]).toEqual([1, ["first", "second"]]);
  nowMs += 24 * HOUR_MS;
  await anHourLater();
  expect([calls, faults.length, await texts()]).toEqual([2, 1, ["first", "second"]]);
  await anHourLater();
  expect([calls, faults.length, await texts()]).toEqual([3, 1, ["", ""]]);
  await retention.close();
  await anHourLater();
  expect(calls).toBe(3);
});

test("of two gateways one takes old content, and when it dies in the middle, or holds on for too long, the other goes on", async ({
  onTestFinished,
}) => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const store = openSqliteStore(":memory:");
  onTestFinished(() => store.close());
  const start = Date.parse("2021-09-18T12:00:00Z");
  let nowMs = start;
  const { id } = (await store.append({ ...words, key: "1", text: "first", at: new Date(nowMs) })).conversation;
  const steps: string[] = [];
  const faults: unknown[] = [];
  let wake = () => {};
  const frozen = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const startAs = (name: string, isFrozen: boolean) =>
    startRetention({
      store: {
        ...store,
        async expireContent(step) {
          steps.push(name);
          // Holds the lease from before, and comes to the store long after it has ended.
          if (isFrozen) await frozen;
          return store.expireContent(step).catch((error: unknown) => {
            steps.push(`${name}: ${error instanceof StoreError ? error.code : "fault"}`);
            throw error;
          });
        },
      },
      days: 0,
      now: () => new Date(nowMs),
      onFault: (error) => faults.push(error),
    });
  const settled = async () => {
    for (let turn = 0; turn < 4; turn += 1) await store.setChoice("bob", null);
  };
  const later = async (ms: number) => {
    nowMs += ms;
    vi.advanceTimersByTime(ms);
    await settled();
  };
  const text = async () => (await store.message("bob", id, 1)).text;
  const one = startAs("one", true);
  await settled();
  const other = startAs("other", false);
  await settled();
  await later(59_000);
  expect([steps, await text()]).toEqual([["one"], "first"]);
  await later(2_000);
  expect([steps, await text()]).toEqual([["one", "other"], ""]);
  await store.append({ ...words, key: "2", text: "second", at: new Date(nowMs) });
  wake();
  await settled();
  expect([steps, faults]).toEqual([["one", "other", "one: lease_lost"], []]);
  // One that ends gives the lease back: the other has it with its next look.
  await other.close();
  await later(60_000);
  expect([steps, (await store.message("bob", id, 2)).text]).toEqual([["one", "other", "one: lease_lost", "one"], ""]);
  await one.close();
});
