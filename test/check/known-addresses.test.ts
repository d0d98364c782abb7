import { expect, test } from "vitest";
import { openRegistry } from "../../src/apps/registry.ts";
import { knownAddresses } from "../../src/check/known-addresses.ts";
import { createGuard } from "../../src/resolve/guard/guard.ts";
import { createResolver } from "../../src/resolve/resolver.ts";
import { FetchFailure } from "../../src/resolve/types.ts";

const registry = openRegistry();

/** The resolver of the real registry on a network that answers nothing, and the addresses that were identified for it. */
function countedResolver() {
  const identified: string[] = [];
  const known = knownAddresses({
    scriptVariables: registry.scriptVariables,
    identify(link) {
      identified.push(link.value);
      return registry.identify(link);
    },
  });
  const resolver = createResolver({
    mode: "known",
    known,
    userAgent: "",
    guard: createGuard({}),
    fetchHead: () => Promise.reject(new FetchFailure("network", "this network answers nothing")),
  });
  return { identified, known, resolver };
}

test("an address is identified once, whatever a resolver asks of it", async () => {
  const { identified, resolver } = countedResolver();
  const short = "https://t.cn/A6x7zzzz";
  expect(resolver.resolveOffline(short)).toBeNull();
  expect(await resolver.resolve(short)).toMatchObject({ failure: { code: "network", at: short } });
  expect(identified).toEqual([short]);
});

test("what is asked of two addresses in turn is answered for each", () => {
  const { known } = countedResolver();
  const [short, strange] = [new URL("https://t.cn/A6x7zzzz"), new URL("https://strange.example/")];
  for (const _ of [1, 2]) {
    expect([known.isKnownHost(short), known.leadsOn(short)]).toEqual([true, true]);
    expect([known.isKnownHost(strange), known.leadsOn(strange)]).toEqual([false, false]);
  }
});
