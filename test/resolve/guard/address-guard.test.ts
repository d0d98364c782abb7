import { BlockList } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressClass, isPublicAddress, ownAddresses } from "../../../src/resolve/guard/address-guard.ts";
import { createGuard } from "../../../src/resolve/guard/guard.ts";
import { METADATA_ADDRESSES } from "../../../src/resolve/guard/special-blocks.ts";
import { FORBIDDEN_IPV4, FORBIDDEN_IPV6, PUBLIC_ADDRESSES } from "../../support/doubles/hostile-addresses.ts";

test("addresses of special-purpose blocks are not public, their neighbours are", () => {
  expect([...FORBIDDEN_IPV4, ...FORBIDDEN_IPV6, ...METADATA_ADDRESSES].filter(isPublicAddress)).toEqual([]);
  expect(PUBLIC_ADDRESSES.filter((address) => !isPublicAddress(address))).toEqual([]);
});

test("no IPv6 address outside 2000::/3 is public", () => {
  const unicast = new BlockList();
  unicast.addSubnet("2000::", 3, "ipv6");
  fc.assert(fc.property(fc.ipV6(), (address) => !isPublicAddress(address) || unicast.check(address, "ipv6")));
});

test("what is no address, or names an interface, is not public", () => {
  expect(
    ["", "example.com", "8.8.8", "010.1.1.1", "2606:4700::1%eth0", "[2606:4700::1]"].filter(isPublicAddress),
  ).toEqual([]);
});

test("evidence names the class of an address", () => {
  expect(["8.8.8.8", "10.1.2.3", "100.100.100.200", "fe80::1", "x"].map(addressClass)).toEqual([
    "public",
    "private use",
    "cloud metadata",
    "outside global unicast",
    "no address",
  ]);
});

test("the machine's own addresses are known again when its interfaces change", () => {
  let address = "9.9.9.9";
  let nowMs = 0;
  const entry = { netmask: "", mac: "", internal: false, cidr: null, family: "IPv4" as const };
  const isOwn = ownAddresses(
    ["5.5.5.5"],
    () => ({ eth0: [{ ...entry, address }] }),
    () => nowMs,
  );
  expect(["9.9.9.9", "5.5.5.5", "8.8.8.8"].map(isOwn)).toEqual([true, true, false]);
  address = "8.8.8.8";
  nowMs = 10_001;
  expect(["9.9.9.9", "5.5.5.5", "8.8.8.8"].map(isOwn)).toEqual([false, true, true]);
});

test.each([
  ["https://example.com/", null],
  ["https://例子.中国/", null],
  ["http://a.github.io/", null],
  ["http://example.com:443/", null],
  ["http://example.com:8080/", "port"],
  ["ftp://example.com/", "scheme"],
  ["http://me@example.com/", "userinfo"],
  ["http://:pw@example.com/", "userinfo"],
  ["http://localhost/", "private_address"],
  ["http://box.local/", "private_address"],
  ["http://x.home.arpa./", "private_address"],
  ["http://intranet/", "private_address"],
  ["http://a..example.com/", "dns"],
  ["http://a!b.example.com/", "dns"],
  [`http://${"a".repeat(64)}.example.com/`, "dns"],
])("%s is judged %s", (address, fault) => {
  expect(createGuard().check(new URL(address))).toBe(fault);
});

test("8080 and 8443 open by setting, and nothing else does", () => {
  const guard = createGuard({ alternativePorts: true });
  const portsOpen = [8080, 8443, 8081, 22].filter(
    (port) => guard.check(new URL(`http://example.com:${port}/`)) === null,
  );
  expect(portsOpen).toEqual([8080, 8443]);
});
