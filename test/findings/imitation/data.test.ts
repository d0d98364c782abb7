import { expect, test } from "vitest";
import { catalogue, MIN_SLIP_LENGTH } from "../../../src/findings/imitation/catalogue.ts";
import { BRANDS } from "../../../src/findings/imitation/data/brands.ts";
import { DOMAINS } from "../../../src/findings/imitation/data/domains.ts";
import { seedBrands } from "../../generators/imitation.ts";

test("the brands that are read are those written by hand and the registry's; write them anew: test/generators/imitation.ts", () => {
  const { brands } = catalogue();
  const differing = seedBrands().filter(({ label, weight, region, site, zh = [] }) => {
    const read = brands.get(label);
    return (
      read?.weight !== weight ||
      read.site !== site ||
      (read.country ?? "global") !== region ||
      read.chinese.join() !== zh.join()
    );
  });
  expect(differing.map(({ label }) => label)).toEqual([]);
  expect(BRANDS.trim().split("\n").length).toBe(brands.size);
  expect(seedBrands().length).toBeGreaterThan(300);
});

test("every domain stands below its source, once", () => {
  const lines = DOMAINS.trim().split("\n");
  expect(lines[0]).toMatch(/^@ /u);
  const sources = lines.filter((line) => line.startsWith("@ "));
  expect(
    sources.filter((line) => !/@ .*(?: @ [0-9a-f]{40}|src\/apps\/data|data\/brands| \d+\.\d+\.\d+)/u.test(line)),
  ).toEqual([]);
  const domains = lines.filter((line) => !line.startsWith("@ ")).flatMap((line) => line.split(" "));
  expect(domains.filter((domain) => !/^[a-z0-9.-]+\.[a-z0-9-]+$/u.test(domain))).toEqual([]);
  expect(new Set(domains).size).toBe(domains.length);
});

test("an everyday word is no brand, and words of trust are one word each", () => {
  const { everyday, brands, strongWords, plainWords } = catalogue();
  expect([...everyday].filter((word) => brands.has(word))).toEqual([]);
  expect([...strongWords, ...plainWords].filter((word) => !/^[a-z0-9]+$/u.test(word))).toEqual([]);
  expect(MIN_SLIP_LENGTH).toBe(6);
});
