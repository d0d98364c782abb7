import { expect, test, vi } from "vitest";
import { NO_REPORTS } from "../../src/chat/kept-json.ts";
import { startRetention } from "../../src/store/retention.ts";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";

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
  const anHourLater = async () => {
    nowMs += HOUR_MS;
    vi.advanceTimersByTime(HOUR_MS);
    // Takes its turn behind the step, which the store wrote before.
    await store.setChoice("bob", null);
    await Promise.resolve();
  };
  await store.setChoice("bob", null);
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
