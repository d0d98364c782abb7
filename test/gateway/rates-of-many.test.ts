import { expect } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { enter } from "../support/raw-socket.ts";
import { test } from "../support/test.ts";

test("[C10] over several gateways a rate is reached once at each of them, and no more", async ({ start }) => {
  const store = openSqliteStore(":memory:");
  const limits = { maxSendsPerWindow: 5, rateWindowMs: 60_000 };
  const gateways = [await start({ store, limits }), await start({ store, limits }), await start({ store, limits })];
  const outcomes = await Promise.all(
    gateways.map(async (gateway, index) => {
      const alice = await enter(gateway, "alice", { device: `d${index}` });
      for (let each = 0; each < 12; each += 1)
        alice.say({ type: "send", id: `${each}`, key: `${index} ${each}`, to: "bob", text: "words" });
      await alice.untilQuiet();
      const refused = alice.heard.filter((frame) => frame.type === "error");
      expect(refused.map(({ code }) => code)).toEqual(Array.from({ length: 7 }, () => "rate_limited"));
      return 12 - refused.length;
    }),
  );
  expect(outcomes).toEqual([5, 5, 5]);
});
