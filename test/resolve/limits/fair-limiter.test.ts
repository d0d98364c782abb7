import fc from "fast-check";
import { expect, test } from "vitest";
import { createResolver } from "../../../src/resolve/resolver.ts";
import { createFairLimiter, type Requester, type FairLimits } from "../../../src/resolve/limits/fair-limiter.ts";
import { FetchFailure } from "../../../src/resolve/types.ts";
import type { Answer, FetchHead } from "../../../src/resolve/fetch/fetch-head.ts";
import { NOTHING_KNOWN } from "../../support/doubles/resolve-options.ts";

const NEVER = new AbortController().signal;
const LIMITS: FairLimits = { perHost: 2, perRequester: 8, total: 64 };

/** Takes slots by name and tells in which order they come. */
function orderOf(limits: Partial<FairLimits>) {
  const limiter = createFairLimiter({ ...LIMITS, ...limits });
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const take = (name: string, requester: Requester, host = name, signal = NEVER) => {
    const request = limiter.request(requester);
    const come = request.acquire(host, signal).then((end) => {
      started.push(name);
      ends.set(name, end);
    });
    return { request, come };
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    // Whoever is next comes with the next round of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { limiter, started, take, end };
}

test("an requester with a thousand waiting lets the one with a single link come next", async () => {
  const { started, take, end } = orderOf({ total: 2, perRequester: 2 });
  for (let index = 0; index < 1_000; index++) void take(`a${index}`, "a");
  void take("b0", "b");
  void take("c0", "c");
  await end("");
  await end("a0");
  await end("a1");
  expect(started).toEqual(["a0", "a1", "b0", "c0"]);
  await end("b0");
  await end("a2");
  expect(started.slice(4)).toEqual(["a2", "a3"]);
});

test("nobody holds more than a share, so that others need not wait; the machine itself has no such limit", async () => {
  const { started, take, end } = orderOf({ total: 20, perRequester: 2 });
  for (let index = 0; index < 5; index++) void take(`a${index}`, "a");
  for (let index = 0; index < 5; index++) void take(`m${index}`, null);
  void take("b0", "b");
  await end("");
  expect(started).toEqual(["a0", "a1", "m0", "m1", "m2", "m3", "m4", "b0"]);
});

test("one slow host keeps nobody waiting for another host", async () => {
  const { started, take, end } = orderOf({ perHost: 1 });
  for (let index = 0; index < 3; index++) void take(`slow${index}`, "a", "slow");
  void take("fast", "a", "fast");
  await end("");
  expect(started).toEqual(["slow0", "fast"]);
  await end("slow0");
  await end("fast");
  expect(started).toEqual(["slow0", "fast", "slow1"]);
});

test("an requester's hosts come in turn too", async () => {
  const { started, take, end } = orderOf({ perRequester: 1 });
  void take("first", "a");
  for (const [name, host] of [
    ["x0", "x"],
    ["x1", "x"],
    ["y0", "y"],
  ] as const)
    void take(name, "a", host);
  await end("");
  await end("first");
  await end("x0");
  await end("y0");
  expect(started).toEqual(["first", "x0", "y0", "x1"]);
});

test("who joins a request that waits brings its own turn along", async () => {
  const { started, take, end, limiter } = orderOf({ total: 1, perRequester: 1 });
  for (let index = 0; index < 10; index++) void take(`a${index}`, "a");
  const last = take("wanted", "a");
  await end("");
  last.request.join("b");
  await end("a0");
  expect(started).toEqual(["a0", "wanted"]);
  await end("wanted");
  expect(started).toEqual(["a0", "wanted", "a1"]);
  expect(limiter.inFlight).toBe(1);
});

test("who joins a request at a moment with room for it starts at once", async () => {
  const { started, take, end } = orderOf({ perRequester: 1 });
  void take("first", "a");
  const second = take("second", "a");
  await end("");
  expect(started).toEqual(["first"]);
  second.request.join("b");
  await end("");
  expect(started).toEqual(["first", "second"]);
});

test("slots end once, however often they are ended, and who has gone is not waited for", async () => {
  const { started, take, end, limiter } = orderOf({ total: 1 });
  const gone = new AbortController();
  void take("a", "a");
  const left = take("b", "b", "b", gone.signal).come;
  void take("c", "c");
  await end("");
  gone.abort();
  await expect(left).rejects.toThrow("no slot");
  await end("a");
  await end("a");
  expect([started, limiter.inFlight]).toEqual([["a", "c"], 1]);
  await expect(take("d", "d", "d", gone.signal).come).rejects.toThrow("no time");
});

test("no limit is ever passed, everybody comes, and nothing is left behind", async () => {
  const wish = fc.record({
    requester: fc.constantFrom<Requester[]>("a", "b", "c", null),
    joins: fc.array(fc.constantFrom<Requester[]>("a", "b", "c", null), { maxLength: 2 }),
    host: fc.constantFrom("x", "y", "z"),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(wish, { maxLength: 40 }),
      fc.record({
        perHost: fc.integer({ min: 1, max: 3 }),
        perRequester: fc.integer({ min: 1, max: 3 }),
        total: fc.integer({ min: 1, max: 5 }),
      }),
      fc.scheduler(),
      async (wishes, limits, scheduler) => {
        const limiter = createFairLimiter(limits);
        const hosts = new Map<string, number>();
        let done = 0;
        const all = wishes.map(async ({ requester, joins, host }) => {
          const request = limiter.request(requester);
          const turn = request.acquire(host, NEVER);
          for (const other of joins) request.join(other);
          const end = await turn;
          hosts.set(host, (hosts.get(host) ?? 0) + 1);
          expect(limiter.inFlight).toBeLessThanOrEqual(limits.total);
          expect(hosts.get(host)).toBeLessThanOrEqual(limits.perHost);
          await scheduler.schedule(Promise.resolve());
          hosts.set(host, (hosts.get(host) ?? 0) - 1);
          end();
          done += 1;
        });
        await scheduler.waitFor(Promise.all(all));
        expect([done, limiter.inFlight]).toEqual([wishes.length, 0]);
      },
    ),
    { numRuns: 200, seed: 5 },
  );
});

/** Hosts named slow answer when the chain is cut; all others at once. */
const halfSlow: FetchHead = (url, { signal }) => {
  if (!url.hostname.startsWith("slow")) {
    const answer: Answer = {
      status: 200,
      headers: new Map(),
      body: (async function* () {})(),
      address: null,
      wireBytes: () => 0,
      close: () => undefined,
    };
    return Promise.resolve(answer);
  }
  const { promise, reject } = Promise.withResolvers<Answer>();
  signal.addEventListener("abort", () => reject(new FetchFailure("timeout", "cut")), { once: true });
  return promise;
};

test("a thousand slow links of one user take nothing from another's", async () => {
  const resolver = createResolver({
    mode: "all",
    known: NOTHING_KNOWN,
    userAgent: "Hutong/test",
    fetchHead: halfSlow,
    totalTimeoutMs: 30_000,
  });
  const slow = Array.from({ length: 1_000 }, (_, index) =>
    resolver.resolve(`https://slow${index}.example${index}.net/`, { requester: "a" }),
  );
  const quick = await Promise.all(
    Array.from({ length: 100 }, (_, index) => resolver.resolve(`https://quick${index}.org/`, { requester: "b" })),
  );
  expect(quick.map(({ httpStatus }) => httpStatus)).toEqual(quick.map(() => 200));
  // An address that waits far behind among the slow user's comes with the other's turn.
  void resolver.resolve("https://wanted.org/", { requester: "a" });
  expect((await resolver.resolve("https://wanted.org/", { requester: "b" })).httpStatus).toBe(200);
  await resolver.close();
  await Promise.all(slow);
});

test("who came later is not told busy because the first one's time is over", async () => {
  let nowMs = 0;
  const gate = Promise.withResolvers<void>();
  const fetchHead: FetchHead = async (url, limits) => {
    if (url.hostname === "held.net") await gate.promise;
    return halfSlow(url, limits);
  };
  const options = { mode: "all", known: NOTHING_KNOWN, userAgent: "Hutong/test", maxAtOnce: 1 } as const;
  const resolver = createResolver({ ...options, fetchHead, totalTimeoutMs: 2_000, now: () => nowMs });
  const held = resolver.resolve("https://held.net/", { requester: "a" });
  const first = resolver.resolve("https://wanted.org/", { requester: "b" });
  nowMs = 1_000;
  const later = resolver.resolve("https://wanted.org/", { requester: "c" });
  nowMs = 2_000;
  expect((await first).failure?.code).toBe("busy");
  gate.resolve();
  expect((await later).httpStatus).toBe(200);
  await held;
  await resolver.close();
});
