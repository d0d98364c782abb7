import { describe, expect, test } from "vitest";
import { compileThreatList } from "../../src/findings/threat-list.ts";

const kindsFor = (entry: string, address: string) =>
  compileThreatList([{ entry, kind: "phishing" }], "test").match(address).length;

describe("a threat list", () => {
  test.each([
    ["a host names itself", "evil.example", "https://evil.example/login", 1],
    ["a host names its sub-domains", "evil.example", "https://a.b.evil.example/", 1],
    ["a host does not name a host that only ends alike", "evil.example", "https://notevil.example/", 0],
    ["a host does not name its parent", "a.evil.example", "https://evil.example/", 0],
    ["a trailing dot changes nothing", "evil.example", "https://evil.example./", 1],
    ["letter case of a host changes nothing", "EVIL.example", "https://Evil.Example/", 1],
    ["a Unicode host is its ASCII form", "恶意.example", "https://xn--5bu4m.example/", 1],
    ["a path prefix names the pages below", "a.example/fes/red", "https://a.example/fes/red?c=8", 1],
    ["a path prefix names deeper pages", "a.example/fes/red", "https://a.example/fes/red/9", 1],
    ["a path prefix ends where a word ends", "a.example/fes/red", "https://a.example/fes/redirect", 0],
    ["a path prefix that ends in punctuation is taken as it stands", "a.example/p-", "https://a.example/p-99", 1],
    ["a path prefix holds for sub-domains", "a.example/x", "https://m.a.example/x", 1],
    ["letter case of a path counts", "a.example/X", "https://a.example/x", 0],
    ["a full address names that page", "https://a.example/x?y=1", "https://a.example/x?y=1#top", 1],
    ["a full address names no other page", "https://a.example/x?y=1", "https://a.example/x?y=2", 0],
    ["a port in the entry must be the port", "a.example:8443", "https://a.example/", 0],
    [
      "an app address can be listed",
      "taobao://item.taobao.com/item.htm?id=1",
      "taobao://item.taobao.com/item.htm?id=1",
      1,
    ],
    ["an address literal can be listed", "[2001:db8::1]", "http://[2001:db8::1]/x", 1],
  ])("%s", (_title, entry, address, count) => {
    expect(kindsFor(entry, address)).toBe(count);
  });

  test("says which list and which entry", () => {
    const list = compileThreatList([{ entry: "a.example/x", kind: "fraud" }], "police");
    expect(list.match("https://a.example/x")).toEqual([
      { kind: "fraud", evidence: "listed: a.example/x", source: "police" },
    ]);
  });

  test("refuses an entry that is no host, naming its place and not its text", () => {
    const entries = [
      { entry: "a.example", kind: "fraud" as const },
      { entry: "http://", kind: "fraud" as const },
    ];
    expect(() => compileThreatList(entries, "test")).toThrow(
      "lists[1].entry: expected a host, a host with a path prefix, or a full address",
    );
  });
});
