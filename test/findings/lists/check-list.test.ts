import { describe, expect, test } from "vitest";
import type { WrittenEntry } from "../../../src/findings/types.ts";
import { compileCheckList } from "../../../src/findings/lists/check-list.ts";

const AT = new Date("2021-09-17T00:00:00Z");
const kindsFor = (entry: string, address: string) =>
  compileCheckList([{ entry, kind: "phishing" }], AT).match(address).length;

describe("an entry of a check's own list", () => {
  test.each([
    ["a host names itself", "evil.example", "https://evil.example/login", 1],
    ["a host names its sub-domains", "evil.example", "https://a.b.evil.example/", 1],
    ["a host names every port", "evil.example", "https://evil.example:8443/", 1],
    ["a host does not name a host that only ends alike", "evil.example", "https://notevil.example/", 0],
    ["a host does not name its parent", "a.evil.example", "https://evil.example/", 0],
    ["a trailing dot changes nothing", "evil.example", "https://evil.example./", 1],
    ["a trailing dot of the entry changes nothing", "evil.example.", "https://evil.example/", 1],
    ["letter case of a host changes nothing", "EVIL.example", "https://Evil.Example/", 1],
    ["a Unicode host is its ASCII form", "恶意.example", "https://xn--5bu4m.example/", 1],
    ["a name before the host changes nothing", "user:word@evil.example", "https://evil.example/", 1],
    ["a port in the entry must be the port", "a.example:8443", "https://a.example/", 0],
    ["a port in the entry is the port", "a.example:8443", "https://a.example:8443/x", 1],
    ["port 443 in the entry is no port of its own", "a.example:443", "http://a.example/", 1],
    ["port 80 in the entry leaves other ports out", "a.example:80", "http://a.example:8080/", 0],
    ["an address literal can be listed", "[2001:db8::1]", "http://[2001:0db8::0:1]/x", 1],
    ["a number is an address too", "203.0.113.7", "http://3405803783/", 1],

    ["a path prefix names the pages below", "a.example/fes/red", "https://a.example/fes/red?c=8", 1],
    ["a path prefix names deeper pages", "a.example/fes/red", "https://a.example/fes/red/9", 1],
    ["a path prefix ends where a word ends", "a.example/fes/red", "https://a.example/fes/redirect", 0],
    ["a word in another script goes on too", "a.example/红", "https://a.example/%E7%BA%A2%E5%8C%85", 0],
    ["a word in another script ends", "a.example/红", "https://a.example/%e7%ba%a2-1", 1],
    ["a path prefix that ends in punctuation is taken as it stands", "a.example/p-", "https://a.example/p-99", 1],
    ["a path prefix that ends in a slash names no other word", "a.example/p/", "https://a.example/p-99", 0],
    ["a path prefix that ends in a slash names what is below", "a.example/p/", "https://a.example/p/9", 1],
    ["a path prefix that ends in a slash names the page itself", "a.example/p/", "https://a.example/p?x=1", 1],
    ["a path prefix holds for sub-domains", "a.example/x", "https://m.a.example/x", 1],
    ["a path prefix holds for every port", "a.example/x", "https://a.example:8443/x", 1],
    ["a path prefix reaches into the query", "a.example/x?id=1", "https://a.example/x?id=1&b=2", 1],
    ["a path prefix in the query ends where a word ends", "a.example/x?id=1", "https://a.example/x?id=12", 0],
    ["letter case of a path counts", "a.example/X", "https://a.example/x", 0],

    ["a full address names that page", "https://a.example/x?y=1", "https://a.example/x?y=1#top", 1],
    ["a full address names no other query", "https://a.example/x?y=1", "https://a.example/x?y=2", 0],
    ["a full address with a query names none without", "https://a.example/x?y=1", "https://a.example/x", 0],
    ["a page without a query is that page with any query", "https://a.example/x", "https://a.example/x?x=1", 1],
    ["a page names nothing deeper", "https://a.example/x", "https://a.example/x/y", 0],
    ["a page names no sub-domain", "https://a.example/x", "https://m.a.example/x", 0],
    ["a listed root names its host's pages", "https://a.example/", "https://a.example/any/page?x=1", 1],
    ["a listed root without its slash does too", "https://a.example", "https://a.example/any", 1],
    ["a listed root names no sub-domain", "https://a.example/", "https://m.a.example/", 0],
    ["a listed root with a query names that query", "https://a.example/?x=1", "https://a.example/", 0],
    ["the scheme changes nothing", "http://a.example/x", "https://a.example/x", 1],
    ["a name before the host of a full address changes nothing", "https://me@a.example/x", "https://a.example/x", 1],
    ["a name before the visited host changes nothing", "https://a.example/x", "https://you:pw@a.example/x", 1],
    ["a default port changes nothing", "https://a.example:443/x", "http://a.example:80/x", 1],
    ["another port is another page", "https://a.example:8443/x", "https://a.example/x", 0],
    ["a fragment changes nothing", "https://a.example/x#a", "https://a.example/x#b", 1],
    ["escape spelling changes nothing", "https://a.example/%7euser/%e4%bd%a0", "https://a.example/~user/你", 1],
    ["an escaped letter is the letter", "https://a.example/x", "https://a.example/%78", 1],
    ["dot segments change nothing", "https://a.example/x", "https://a.example/b/../%2e/x", 1],
    ["doubled slashes change nothing", "https://a.example/b/x", "https://a.example//b///x", 1],
    ["a last slash changes nothing", "https://a.example/x", "https://a.example/x/", 1],
    ["a last slash of the entry changes nothing", "https://a.example/x/", "https://a.example/x", 1],
    ["letter case of a page counts", "https://a.example/X", "https://a.example/x", 0],
    [
      "an app address can be listed",
      "taobao://item.taobao.com/item.htm?id=1",
      "taobao://item.taobao.com/item.htm?id=1",
      1,
    ],
  ])("%s", (_title, entry, address, count) => {
    expect(kindsFor(entry, address)).toBe(count);
  });

  test("is named in what it finds, and has neither version nor age", () => {
    const list = compileCheckList([{ entry: "http://you@a.example/x/", kind: "fraud" }], AT);
    expect(list.match("https://a.example/x?y=2")).toEqual([
      { kind: "fraud", evidence: "listed: a.example/x", source: "check" },
    ]);
  });

  test("finds until its end, and an exception takes back what the others say of what it covers", () => {
    const kind = "fraud";
    const found = (...entries: readonly Omit<WrittenEntry, "kind">[]) =>
      compileCheckList(
        entries.map((each) => ({ ...each, kind })),
        AT,
      )
        .match("https://shop.a.example/x")
        .map(({ excepted }) => excepted?.by ?? "counts");
    const [later, earlier] = [new Date(AT.getTime() + 1), AT];
    expect(found({ entry: "a.example", until: later })).toEqual(["counts"]);
    expect(found({ entry: "a.example", until: earlier })).toEqual([]);
    expect(found({ entry: "shop.a.example", exception: true })).toEqual([]);
    const whole = { entry: "a.example" };
    expect(found(whole, { entry: "shop.a.example", exception: true })).toEqual(["check"]);
    expect(found(whole, { entry: "shop.a.example", exception: true, until: later })).toEqual(["check"]);
    expect(found(whole, { entry: "shop.a.example", exception: true, until: earlier })).toEqual(["counts"]);
    expect(found(whole, { entry: "other.a.example", exception: true })).toEqual(["counts"]);
    expect(found(whole, { entry: "shop.a.example", exception: false })).toEqual(["counts", "counts"]);
  });

  test("is refused when it is no host, by its place and not by its text", () => {
    const entries = [
      { entry: "a.example", kind: "fraud" as const },
      { entry: "http://", kind: "fraud" as const },
    ];
    expect(() => compileCheckList(entries, AT)).toThrow(
      "lists[1].entry: expected a host, a host with a path prefix, or a full address",
    );
  });
});

test.each([
  ["*.evil.example", "a host without a star or a dot before it: it covers its sub-domains"],
  [".evil.example", "a host without a star or a dot before it: it covers its sub-domains"],
  ["https://*.evil.example/x", "a host without a star or a dot before it: it covers its sub-domains"],
  ["evil.example/*", "a path without a star: it covers what begins so"],
  ["203.0.113.0/24", "one address: a range covers none"],
  ["2001:db8::/32", "one address: a range covers none"],
  ["203.0.113.1-203.0.113.9", "one address: a range covers none"],
  ["me@mail.example", "a host: an e-mail address names none"],
  ["@mail.example", "a host: an e-mail address names none"],
  ["a.example=phishing,b.example", "a host, a host with a path prefix, or a full address"],
  ['"a.example"', "a host, a host with a path prefix, or a full address"],
])("%s, which would cover nothing, is refused", (entry, told) => {
  expect(() => compileCheckList([{ entry, kind: "phishing" }], AT)).toThrow(`lists[0].entry: expected ${told}`);
});

test("a star amid a path and a path of digits are themselves", () => {
  expect(kindsFor("web.example/web/*/https:/a.example", "https://web.example/web/*/https:/a.example")).toBe(1);
  expect(kindsFor("203.0.113.7/2026", "http://203.0.113.7/2026")).toBe(1);
});
