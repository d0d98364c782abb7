import { afterAll, beforeAll, expect, test } from "vitest";
import { resolveLink } from "../../src/resolve/resolve-link.ts";
import { BEHAVIOURS, openHostileUpstream, type HostileUpstream } from "../support/hostile-upstream.ts";
import { LOOPBACK_OPTIONS } from "../support/resolve-options.ts";

const MAX_GROWTH_BYTES = 64 * 1024 * 1024;
const OPTIONS = { ...LOOPBACK_OPTIONS, totalTimeoutMs: 2_000 };

let upstream: HostileUpstream;
beforeAll(async () => {
  upstream = await openHostileUpstream();
});
afterAll(() => upstream.close());

const addressOf = (name: string) => `http://hostile.example.com:${upstream.port}/${name}`;

test("there are at least forty hostile behaviours", () => {
  expect(Object.keys(BEHAVIOURS).length).toBeGreaterThanOrEqual(40);
});

test.concurrent.for(Object.entries(BEHAVIOURS))(
  "a server that does %s gets a stated outcome",
  async ([name, behaviour], { expect }) => {
    const resolution = await resolveLink(addressOf(name), OPTIONS);
    expect(resolution.failure?.code ?? resolution.httpStatus).toBe(behaviour.outcome);
    expect(resolution.page?.title).toBe(behaviour.title);
  },
);

test("all of them at once leave no connection open and no more than 64 MB of memory", async () => {
  // The bombs of the upstream itself are made by now.
  await Promise.all(Object.keys(BEHAVIOURS).map((name) => resolveLink(addressOf(name), OPTIONS)));
  const before = process.memoryUsage.rss();
  for (let round = 0; round < 3; round++) {
    await Promise.all(Object.keys(BEHAVIOURS).map((name) => resolveLink(addressOf(name), OPTIONS)));
  }
  expect(process.memoryUsage.rss() - before).toBeLessThan(MAX_GROWTH_BYTES);
  await expect.poll(() => upstream.open()).toBe(0);
});
