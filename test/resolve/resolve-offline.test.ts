import fc from "fast-check";
import { expect, test } from "vitest";
import type { FetchHead } from "../../src/resolve/fetch/fetch-head.ts";
import { createResolver } from "../../src/resolve/resolver.ts";
import type { KnownAddresses } from "../../src/resolve/resolve-offline.ts";
import { FetchFailure, type ResolveMode } from "../../src/resolve/types.ts";

/** `?to=` is a wrapper, `app.example.com` an app, nothing else is known. */
const KNOWN: KnownAddresses = {
  unwrap(url) {
    const inner = URL.parse(url.searchParams.get("to") ?? new URLSearchParams(url.hash.slice(1)).get("to") ?? "");
    return inner === null ? null : { url: inner, by: "wrapper" };
  },
  isKnownHost: ({ hostname }) => hostname === "app.example.com",
  scriptVariable: () => null,
  leadsOn: () => false,
};

function countingResolver(mode: ResolveMode) {
  const asked: string[] = [];
  const fetchHead: FetchHead = (url) => {
    asked.push(url.href);
    return Promise.reject(new FetchFailure("network", "this network answers nothing"));
  };
  return { asked, resolver: createResolver({ mode, known: KNOWN, userAgent: "Hutong/test", fetchHead }) };
}

const host = fc.constantFrom(
  ...Array.from({ length: 8 }, () => "app.example.com"),
  "strange.net",
  "127.0.0.1",
  "0x7f.1",
  "[::1]",
  "10.1.2.3",
  "8.8.8.8",
  "localhost",
  "me@strange.net",
  "app.example.com:8080",
  "app.example.com:443",
);
const scheme = fc.constantFrom("http", "https", "https", "https", "ftp", "javascript");
const path = fc.constantFrom(
  "",
  "/",
  "/item?id=1",
  "/item?id=2",
  "/a",
  "/unsubscribe",
  "/login",
  "/welcome?token=abcd1234",
);
const hash = fc.constantFrom("", "", "", "#", "#part", "#access_token=abcd1234");
const plainAddress = fc.tuple(scheme, host, path, hash).map(([a, b, c, d]) => `${a}://${b}${c}${d}`);
const { address } = fc.letrec<{ address: string; wrapped: string }>((tie) => ({
  wrapped: fc
    .tuple(fc.constantFrom("?", "#"), tie("address"))
    .map(([by, inner]) => `https://link.example.com/${by}to=${encodeURIComponent(inner)}`),
  address: fc.oneof({ maxDepth: 12 }, plainAddress, tie("wrapped")),
}));
const anything = fc.oneof(
  { arbitrary: address, weight: 8 },
  { arbitrary: fc.webUrl({ withFragments: true, withQueryParameters: true }), weight: 2 },
  { arbitrary: fc.string(), weight: 1 },
);

test("what resolveOffline answers is what resolve answers, without a request; where it answers nothing, a request is made", async () => {
  let settledCount = 0;
  let askedCount = 0;
  await fc.assert(
    fc.asyncProperty(anything, fc.constantFrom("off", "known", "all"), async (text, mode) => {
      const { asked, resolver } = countingResolver(mode);
      const offline = resolver.resolveOffline(text);
      const resolved = await resolver.resolve(text);
      expect(asked.length).toBe(offline === null ? 1 : 0);
      if (offline === null) askedCount += 1;
      else {
        settledCount += 1;
        expect(resolved).toEqual(offline);
      }
    }),
    { numRuns: 1_000, seed: 5 },
  );
  expect(Math.min(settledCount, askedCount)).toBeGreaterThan(100);
});

test.each([
  ["https://strange.net/", { skipped: "unknown_host", finalUrl: "https://strange.net/" }],
  ["http://[::ffff:8.8.8.8]/", { failure: { code: "private_address", at: "http://[::ffff:808:808]/" } }],
  ["https://app.example.com/#access_token=abcd1234", { skipped: "one_time_link" }],
  ["https://l.example.com/#to=http%3A%2F%2F10.0.0.1%2F", { failure: { code: "private_address" }, hops: [{}] }],
  ["https://l.example.com/?to=https%3A%2F%2Fstrange.net%2F", { skipped: "unknown_host", hops: [{ by: "wrapper" }] }],
])("%s is known at once", (text, answer) => {
  expect(countingResolver("known").resolver.resolveOffline(text)).toMatchObject({ requests: [], ...answer });
});

test("a name that exists in texts only is as good as any where nobody would be asked, and nobody where all are", () => {
  const told = (mode: ResolveMode, url: string) => {
    const offline = countingResolver(mode).resolver.resolveOffline(url);
    return offline?.failure?.code ?? offline?.skipped;
  };
  expect(told("known", "https://shop.example/")).toBe("unknown_host");
  expect(told("all", "https://shop.example/")).toBe("dns");
  expect(told("known", "http://10.1.2.3/")).toBe("private_address");
  expect(told("off", "http://10.1.2.3/")).toBe("off");
});
