import { expect } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite/store.ts";
import { startGateway } from "../support/gateway.ts";
import { enter } from "../support/raw-socket.ts";
import { test } from "../support/test.ts";

const HOUR_MS = 3_600_000;

/** A wall clock that can be set, as an administrator or NTP sets it. */
function settableClock() {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    jump: (byMs: number) => {
      aheadMs += byMs;
    },
  };
}

test("[P2] a clock that jumps an hour either way changes no order, no time goes back and no connection ends", async ({
  start,
}) => {
  const clock = settableClock();
  const gateway = await start({ clock: clock.now });
  const [alice, bob] = [await enter(gateway, "alice"), await enter(gateway, "bob")];
  let sent = 0;
  for (const byMs of [0, HOUR_MS, -HOUR_MS, -HOUR_MS, 2 * HOUR_MS, -3 * HOUR_MS, 3 * HOUR_MS]) {
    clock.jump(byMs);
    for (let index = 0; index < 20; index += 1) {
      sent += 1;
      const [from, to] = index % 2 === 0 ? [alice, "bob"] : [bob, "alice"];
      from.say({ type: "send", id: `${sent}`, key: `k${sent}`, to, text: `${sent}` });
      expect((await from.next("sent")).seq).toBe(sent);
    }
    await alice.untilQuiet();
    await bob.untilQuiet();
  }
  // Told as it happened and read afterwards: the same order, and the same times.
  bob.say({ type: "sync", id: "s", have: {} });
  await bob.next("synced");
  const all = bob.heard.flatMap((frame) => (frame.type === "message" ? [frame] : []));
  const [live, read] = [all.slice(0, sent / 2), all.slice(sent / 2)];
  expect(read.map(({ text }) => text)).toEqual(Array.from({ length: sent }, (_, index) => `${index + 1}`));
  const times = read.map(({ at }) => at);
  expect(times).toEqual([...times].sort());
  expect(live.map(({ seq, at }) => [seq, at])).toEqual(
    read.filter(({ from }) => from === "alice").map(({ seq, at }) => [seq, at]),
  );
});

test("[P2] a gateway that is started again with its clock set back writes no time before the last one", async () => {
  const clock = settableClock();
  const store = openSqliteStore(":memory:");
  const first = await startGateway({ store, clock: clock.now });
  const before = await enter(first, "alice");
  before.say({ type: "send", id: "1", key: "1", to: "bob", text: "before" });
  const { at } = await before.next("sent");
  await first.close();
  clock.jump(-HOUR_MS);
  const second = await startGateway({ store, clock: clock.now });
  const after = await enter(second, "alice");
  after.say({ type: "send", id: "2", key: "2", to: "bob", text: "after" });
  expect(await after.next("sent")).toMatchObject({ seq: 2, at });
  await second.close();
  await store.close();
});

test("[P8] an open session outlives a clock set an hour ahead; a token is judged by the clock of its hello", async ({
  start,
}) => {
  const clock = settableClock();
  const gateway = await start({ clock: clock.now, limits: { heartbeatMs: 400 } });
  const token = await gateway.token("alice", 600);
  const alice = await enter(gateway, "alice", { token });
  const heartbeat = () =>
    new Promise<void>((resolve) => {
      alice.ws.once("ping", () => resolve());
    });
  clock.jump(HOUR_MS);
  // The sweep that pings is the one that would close for an expired token.
  await heartbeat();
  await heartbeat();
  await alice.untilQuiet();
  // A hello, however, brings a token that by now has run out, and a fresh one is taken.
  await expect(enter(gateway, "alice", { token })).rejects.toThrow("closed before");
  alice.say({ type: "refresh", id: "r", token: await gateway.token("alice", 600) });
  const { expiresAt } = await alice.next("refreshed");
  clock.jump(-HOUR_MS);
  await heartbeat();
  await alice.untilQuiet();
  expect(Date.parse(expiresAt)).toBeGreaterThan(clock.now().getTime());
  const back = await enter(gateway, "alice", { token });
  await back.untilQuiet();
});
