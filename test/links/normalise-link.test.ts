import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { unescapeAddress } from "../../src/links/escapes.ts";
import { normaliseLink } from "../../src/links/normalise-link.ts";
import { randomRuns } from "../support/random-runs.ts";

const found = readFileSync(new URL("../../fixtures/links/chat.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .flatMap((line) => (JSON.parse(line) as { expected: string[] }).expected)
  .filter((value) => /^https?:/iu.test(value));

/** Addresses of the pieces that make parsers change one. */
const piece = fc.constantFrom(
  ..."/ ? # . .. %2e %2E%2e %41 % & = : @ ; ' \" < > ` { } | ^ \\ ~ ! $ ( ) * + , _ - é a Z 9 0x7f 例 xn-- //".split(
    " ",
  ),
);
const host = fc.oneof(
  fc.constantFrom(
    "a.com",
    "item.taobao.com",
    "1.2",
    "1.2.3.4",
    "0x7f.1",
    "a.c0m",
    "A.com",
    "xn--a.com",
    "xn--fiqs8s.com",
  ),
  fc.constantFrom("a.com:443", "a.com:80", "a.com:8080", "u@a.com", "a_b.com", "a..com", "a.com.", "-a-.com", "例.com"),
  fc.domain(),
);
const path = fc.array(fc.oneof(fc.constantFrom("a", "b1", ".well-known"), piece), { maxLength: 3 });
const rest = fc
  .tuple(path, fc.array(piece, { maxLength: 2 }))
  .map(([segments, pieces]) => `/${segments.join("/")}${pieces.join("")}`);
const address = fc
  .tuple(fc.constantFrom("https://", "http://", "HTTPS://", "ftp://"), host, fc.oneof(fc.constant(""), rest))
  .map((parts) => parts.join(""));

test("an address is normalised as the WHATWG parser normalises it, whether or not it is asked", () => {
  let unchanged = 0;
  fc.assert(
    fc.property(
      fc.oneof(address, fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.constantFrom(...found)),
      (value) => {
        // A backslash before a slash is an escape of the text around it (escapes.test.ts).
        fc.pre(unescapeAddress(value) === value);
        const { url } = normaliseLink({ value, kind: "web" });
        const parsed = URL.parse(value)?.href ?? null;
        if (parsed === value) unchanged += 1;
        expect({ value, url }).toEqual({ value, url: parsed });
      },
    ),
    { numRuns: randomRuns(600) },
  );
  expect(unchanged).toBeGreaterThan(randomRuns(50));
});

test.each([
  "https://a.com/a/%2E%2e/b",
  "https://a.com/a/%2e./b",
  "https://a.com/./b",
  "https://1.2.3/",
  "https://a.com/x?y='",
  "https://a.com/x y",
  "https://a.com",
])("what only looks normal is not taken for it: %s", (value) => {
  const { url } = normaliseLink({ value, kind: "web" });
  expect(url).not.toBe(value);
  expect(url).toBe(URL.parse(value)?.href ?? null);
});

test("an address of any length is normalised", () => {
  const value = `https://a.com${"/".repeat(5_000_000)}`;
  expect(normaliseLink({ value, kind: "web" }).url).toBe(value);
});
