import { expect, test } from "vitest";
import { createImageFetcher, createResolver } from "../src/index.ts";
import type { FetchHead } from "../src/resolve/fetch/fetch-head.ts";
import { recordedAnswers } from "../src/resolve/fetch/recorded-answers.ts";
import { NOTHING_KNOWN } from "./support/doubles/resolve-options.ts";

/** As it was written before anybody was asked whether an address leads on. */
const EARLIER_KNOWN = { unwrap: () => null, isKnownHost: () => true, scriptVariable: () => null };
const SITES = ["https://one.example.com/", "https://two.example.net/"];

/** Notes what is asked and answers when `release` is called. */
function heldNetwork() {
  const asked: string[] = [];
  const gate = Promise.withResolvers<void>();
  const answer = recordedAnswers(SITES.map((url) => ({ url, status: 200 })));
  const fetchHead: FetchHead = async (url, limits) => {
    asked.push(url.href);
    await gate.promise;
    return answer(url, limits);
  };
  return { asked, fetchHead, release: () => gate.resolve() };
}

/** What had been asked before any answer came, once every site was. */
async function askedAtOnce(
  { asked, release }: ReturnType<typeof heldNetwork>,
  ask: (url: string) => Promise<unknown>,
): Promise<readonly string[]> {
  const answers = SITES.map(ask);
  // What asks is loaded with the first request.
  await expect.poll(() => asked.length, { interval: 1 }).toBeGreaterThan(0);
  await new Promise(setImmediate);
  const atOnce = [...asked];
  release();
  await Promise.all(answers);
  expect(asked).toEqual(SITES);
  return atOnce;
}

test("the library's resolver takes the names that its first users wrote, and the new ones before them", async () => {
  for (const [options, asks, most] of [
    [{ maxPerAsker: 1 }, { asker: "a" }, 1],
    [{ maxPerAsker: 1 }, { asker: "a", requester: null }, 2],
    [{ maxPerAsker: 1, maxPerRequester: 2 }, { requester: "a" }, 2],
    [{ maxPerRequester: 1 }, { requester: "a" }, 1],
  ] as const) {
    const network = heldNetwork();
    const { fetchHead } = network;
    const resolver = createResolver({
      mode: "all",
      known: EARLIER_KNOWN,
      userAgent: "Hutong/test",
      fetchHead,
      ...options,
    });
    expect(await askedAtOnce(network, (url) => resolver.resolve(url, asks))).toHaveLength(most);
    await resolver.close();
  }
});

test("the library's image fetcher takes them too", async () => {
  for (const [options, asks] of [
    [{ maxPerAsker: 1 }, { asker: "a" }],
    [{ maxPerRequester: 1 }, { requester: "a" }],
  ] as const) {
    const network = heldNetwork();
    const images = createImageFetcher({ userAgent: "Hutong/test", fetchHead: network.fetchHead, ...options });
    expect(await askedAtOnce(network, (url) => images.fetch(url, asks))).toHaveLength(1);
    await images.close();
  }
});

test("settle says what resolveOffline says, and a guard may be asked as it was: by judgeUrl", async () => {
  const judged: string[] = [];
  const guard = {
    isAllowedAddress: () => true,
    judgeUrl(url: URL) {
      judged.push(url.href);
      return "port" as const;
    },
  };
  const resolver = createResolver({ mode: "all", known: NOTHING_KNOWN, userAgent: "Hutong/test", guard });
  expect(resolver.settle("https://a.example.net/")).toMatchObject({ failure: { code: "port" } });
  expect(resolver.resolveOffline("https://a.example.net/")).toEqual(resolver.settle("https://a.example.net/"));
  expect(new Set(judged)).toEqual(new Set(["https://a.example.net/"]));
  await resolver.close();
});
