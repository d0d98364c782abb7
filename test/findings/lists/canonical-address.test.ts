import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressText, canonicalAddress } from "../../../src/findings/lists/canonical-address.ts";

const textOf = (address: string) => {
  const canonical = canonicalAddress(address);
  return canonical === null ? null : addressText(canonical);
};

/** Segments as they are meant, in any script and with every sign. */
const segment = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from("ab7-_.~%?#/\\&=+ 你é!'")), minLength: 1, maxLength: 5 }),
  fc.string({ unit: "binary", minLength: 1, maxLength: 3 }),
);
const isDots = (text: string) => text === "." || text === "..";
/** Slashes in a segment part it, as servers take them. */
const segments = fc.array(
  segment.filter((text) => text.isWellFormed() && !isDots(text) && !text.includes("/")),
  { maxLength: 4 },
);
const host = fc.constantFrom("a.example", "www.b.example", "恶意.example", "203.0.113.7", "[2001:db8::1]");

/** One of the writings of a text between delimiters: each character plain where it may be, or escaped in either case. */
const writingOf = (text: string, mustEscape: RegExp, draws: fc.GeneratorValue) =>
  Array.from(text)
    .map((sign) => {
      const bytes = [...Buffer.from(sign)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
      const escaped = draws(fc.boolean) ? bytes.toUpperCase() : bytes;
      return mustEscape.test(sign) || draws(fc.boolean) ? escaped : sign;
    })
    .join("");

describe("the canonical form of an address", () => {
  test("is itself when it is read again", () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.string()), (text) => {
        for (const address of [text, `http://a.example/${text}`, `app://b.example${text}`]) {
          const once = textOf(address);
          if (once !== null) expect(textOf(`http://${once}`)).toBe(once);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test("is one for all writings of a page", () => {
    fc.assert(
      fc.property(host, segments, fc.option(segment), fc.gen(), (name, path, query, draws) => {
        fc.pre(query === null || query.isWellFormed());
        const write = () => {
          const scheme = draws(fc.constantFrom, "http", "https", "HTTPS", "app", "ftp");
          const userinfo = draws(fc.constantFrom, "", "me@", "me:pw@", "a.example:80@");
          const port = draws(fc.constantFrom, "", ":80", ":443");
          const dot = /^\[|\d$/u.test(name) ? "" : draws(fc.constantFrom, "", ".");
          const cased = draws(fc.boolean) ? name.toUpperCase() : name;
          const slash = () => draws(fc.constantFrom, "/", "//", "/./", "/x/../", "/%2e/", "/%2F", "/x/%2E%2e/");
          const written = path.map((text) => slash() + writingOf(text, /[%?#\\\0-\x20]/u, draws)).join("");
          const end = path.length === 0 ? draws(fc.constantFrom, "/", "//") : draws(fc.constantFrom, "", "/");
          const search =
            query === null ? draws(fc.constantFrom, "", "?") : `?${writingOf(query, /[%#&=+\0-\x20]/u, draws)}`;
          const fragment = draws(fc.constantFrom, "", "#", "#top?/..");
          return `${scheme}://${userinfo}${cased}${dot}${port}${written}${end}${search}${fragment}`;
        };
        const [one, other] = [write(), write()];
        expect(textOf(one), `${one}\n${other}`).not.toBeNull();
        expect(textOf(one), `${one}\n${other}`).toBe(textOf(other));
      }),
      { numRuns: 3_000 },
    );
  });

  test("differs for pages that differ", () => {
    fc.assert(
      fc.property(segments, segments, (one, other) => {
        const write = (path: readonly string[]) => `http://a.example/${path.map(encodeURIComponent).join("/")}`;
        fc.pre(one.join("/") !== other.join("/"));
        expect(textOf(write(one))).not.toBe(textOf(write(other)));
      }),
    );
  });

  test.each([
    ["https://A.Example:443/a/./b//c/../?#x", "a.example/a/b"],
    ["http://a.example:8080", "a.example:8080/"],
    ["https://a.example:80/", "a.example/"],
    ["http://u:p@a.example/%7Ea%2fb?q=%41+b%2bc", "a.example/~a/b?q=A%20b%2Bc"],
    ["http://a.example/a%3fb%23c%5Cd?e%26f%3dg", "a.example/a%3Fb%23c%5Cd?e%26f%3Dg"],
    ["http://a.example/%zz%", "a.example/%25zz%25"],
    ["http://a.example/%c4%e3", "a.example/%C4%E3"],
    ["http:a.example\\x", "a.example/x"],
    ["taobao://Item.Taobao.com/Item.htm?id=1", "item.taobao.com/Item.htm?id=1"],
    ["intent://a.example/x#Intent;scheme=https;end", "a.example/x"],
    ["mailto:me@a.example", null],
    ["javascript:alert(1)", null],
    ["app:///x", null],
    ["file:///etc/passwd", null],
    ["a.example/x", null],
    ["https://.../", null],
  ])("of %s is %s", (address, text) => {
    expect(textOf(address)).toBe(text);
  });
});
