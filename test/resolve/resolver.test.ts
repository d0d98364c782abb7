import { expect, test } from "vitest";
import type { Answer, FetchHead } from "../../src/resolve/fetch/fetch-head.ts";
import { refuseUnfilteredProxy, UnfilteredProxyError } from "../../src/resolve/guard/proxy-check.ts";
import { recordedAnswers } from "../../src/resolve/fetch/recorded-answers.ts";
import { createMemoryCache } from "../../src/resolve/cache/resolution-cache.ts";
import { createResolver, type ResolverOptions } from "../../src/resolve/resolver.ts";
import { FetchFailure, type Resolution } from "../../src/resolve/types.ts";
import { NOTHING_KNOWN } from "../support/doubles/resolve-options.ts";

const OPTIONS: ResolverOptions = { mode: "all", known: NOTHING_KNOWN, userAgent: "Hutong/test" };

/** Counts what is asked and answers when `release` is called. */
function heldNetwork() {
  const asked: string[] = [];
  const gate = Promise.withResolvers<void>();
  const page = recordedAnswers([{ url: "https://a.example.net/", status: 200 }]);
  const fetchHead: FetchHead = async (url, limits): Promise<Answer> => {
    asked.push(url.href);
    await gate.promise;
    return page(new URL("https://a.example.net/"), limits);
  };
  return { asked, fetchHead, release: () => gate.resolve() };
}

test("a hundred requesters of one address, with whatever fragments, are one request", async () => {
  const { asked, fetchHead, release } = heldNetwork();
  const resolver = createResolver({ ...OPTIONS, fetchHead });
  const answers = Array.from({ length: 100 }, (_, index) => resolver.resolve(`https://a.example.net/x#${index}`));
  release();
  const finals = (await Promise.all(answers)).map(({ finalUrl }) => finalUrl);
  expect(asked).toEqual(["https://a.example.net/x"]);
  expect(finals[7]).toBe("https://a.example.net/x#7");
  await resolver.close();
});

test("a site is asked twice at once, however many names it has, and others need not wait for it", async () => {
  const { asked, fetchHead, release } = heldNetwork();
  const resolver = createResolver({ ...OPTIONS, fetchHead });
  const answers = ["1.slow.net", "2.slow.net", "3.slow.net", "other.org"].map((host) =>
    resolver.resolve(`https://${host}/`),
  );
  await expect.poll(() => asked.length).toBe(3);
  expect(asked).toEqual(["https://1.slow.net/", "https://2.slow.net/", "https://other.org/"]);
  release();
  await Promise.all(answers);
  expect(asked).toContain("https://3.slow.net/");
  await resolver.close();
});

test("answers are kept ten minutes, failures and error pages one, and a caller may ask for fresher ones", async () => {
  let nowMs = 0;
  const asked: string[] = [];
  const network = recordedAnswers([
    { url: "https://good.net/", status: 200 },
    { url: "https://busy.net/", status: 503 },
  ]);
  const fetchHead: FetchHead = (url, limits) => {
    asked.push(url.hostname);
    return network(url, limits);
  };
  const resolver = createResolver({ ...OPTIONS, fetchHead, now: () => nowMs });
  const ask = async (host: string, maxAgeMs?: number) => {
    asked.length = 0;
    await resolver.resolve(`https://${host}/`, maxAgeMs === undefined ? {} : { maxAgeMs });
    return asked.length;
  };
  expect([await ask("good.net"), await ask("bad.net"), await ask("busy.net")]).toEqual([1, 1, 1]);
  nowMs = 59_999;
  expect(await ask("busy.net")).toBe(0);
  expect([await ask("good.net"), await ask("bad.net"), await ask("good.net", 60_000)]).toEqual([0, 0, 0]);
  nowMs = 60_000;
  expect(await ask("busy.net")).toBe(1);
  expect([await ask("good.net"), await ask("bad.net"), await ask("good.net", 60_000)]).toEqual([0, 1, 1]);
  nowMs = 660_000;
  expect(await ask("good.net")).toBe(1);
});

test("long chains push each other out of memory before they fill it", async () => {
  const cache = createMemoryCache();
  const long = `https://a.net/${"x".repeat(8_000)}`;
  const resolution: Resolution = {
    status: "failed",
    hops: Array.from({ length: 8 }, () => ({ url: long, status: 302, by: "redirect" })),
    finalUrl: long,
    httpStatus: null,
    skipped: null,
    page: null,
    failure: null,
    requests: Array.from({ length: 8 }, () => ({ url: long, status: 302, address: null })),
  };
  for (let index = 0; index < 1_000; index++) {
    await cache.set(String(index), { resolution, resolvedAtMs: 0, expiresAtMs: 1 });
  }
  expect([(await cache.get("999")) !== undefined, await cache.get("0")]).toEqual([true, undefined]);
});

test("whoever gets no turn in time is told busy, and that is not kept", async () => {
  const { fetchHead, release } = heldNetwork();
  const cache = createMemoryCache();
  const resolver = createResolver({ ...OPTIONS, fetchHead, cache, maxAtOnce: 1, totalTimeoutMs: 50 });
  const first = resolver.resolve("https://a.net/");
  const second = await resolver.resolve("https://b.net/");
  expect(second.failure).toEqual({ code: "busy", at: "https://b.net/" });
  expect(await cache.get("https://b.net/")).toBeUndefined();
  release();
  await first;
});

test("the cache forgets what was longest unused", async () => {
  const cache = createMemoryCache(2);
  const resolver = createResolver({ ...OPTIONS, cache, fetchHead: recordedAnswers([]) });
  await resolver.resolve("https://a.net/");
  await resolver.resolve("https://b.net/");
  await resolver.resolve("https://a.net/");
  await resolver.resolve("https://c.net/");
  expect(["a", "b", "c"].map((name) => cache.get(`https://${name}.net/`) !== undefined)).toEqual([true, false, true]);
});

test("close ends what is under way as a timeout and refuses what comes later", async () => {
  const asked: string[] = [];
  const fetchHead: FetchHead = (url, { signal }) => {
    asked.push(url.href);
    const { promise, reject } = Promise.withResolvers<Answer>();
    signal.addEventListener("abort", () => reject(new FetchFailure("timeout", "cut")), { once: true });
    return promise;
  };
  const cache = createMemoryCache();
  const resolver = createResolver({ ...OPTIONS, fetchHead, cache });
  const running = resolver.resolve("https://a.net/");
  await expect.poll(() => asked.length).toBe(1);
  await resolver.close();
  expect((await running).failure?.code).toBe("timeout");
  expect(await cache.get("https://a.net/")).toBeUndefined();
  await expect(resolver.resolve("https://a.net/")).rejects.toThrow("closed");
});

test("behind a proxy of which nobody said that it filters, the start is refused without repeating the proxy's address", () => {
  const env = { HTTPS_PROXY: "http://user:pw@proxy:3128" };
  expect(() => refuseUnfilteredProxy(env, false)).toThrow(UnfilteredProxyError);
  expect(() => refuseUnfilteredProxy(env, false)).not.toThrow("user:pw");
  expect(() => refuseUnfilteredProxy(env, true)).not.toThrow();
  expect(() => refuseUnfilteredProxy({ HTTP_PROXY: "" }, false)).not.toThrow();
});
