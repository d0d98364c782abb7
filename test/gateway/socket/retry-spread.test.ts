import { expect, test } from "vitest";
import { retrySpreadMs } from "../../../src/gateway/socket/admission.ts";
import { limitsWith } from "../../../src/protocol/limits.ts";
import { startGateway } from "../../support/gateway.ts";
import { enter } from "../../support/raw-socket.ts";

test.for([
  [50, 1, 25],
  [3_000, 2, 1_500],
  [10_000, 1, 5_000],
  [60_000, 1, 5_000],
  // Behind one router they would be too many who say hello at once.
  [50, 50, 500],
  [3_000, 400, 4_000],
] as const)("of %d connections, %d of one address, clients come back over %d ms", ([all, ofAddress, ms]) => {
  expect(retrySpreadMs({ all, ofAddress }, limitsWith())).toBe(ms);
});

test("a few who are sent away are told to come back at once", async () => {
  const gateway = await startGateway();
  const sockets = await Promise.all(["alice", "bob", "carol", "dan"].map((user) => enter(gateway, user)));
  await gateway.close();
  for (const socket of sockets) expect((await socket.next("going_away")).retryAfterMs).toBeLessThanOrEqual(40);
});
