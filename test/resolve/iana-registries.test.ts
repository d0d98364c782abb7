import { BlockList, isIP } from "node:net";
import { expect, test } from "vitest";
import { isPublicAddress } from "../../src/resolve/guard/address-guard.ts";
import { SPECIAL_IPV4, SPECIAL_IPV6 } from "../../src/resolve/guard/special-blocks.ts";

/**
 * "Address Block" of every row of the IANA special-purpose registries, globally reachable or not.
 * Source: https://www.iana.org/assignments/iana-ipv4-special-registry/ and https://www.iana.org/assignments/iana-ipv6-special-registry/,
 * by the copies of their CSV files in https://github.com/plausible/analytics/tree/c8e10cc2d5700af2395ca1297c52d12e7fe525e6/priv/ip.
 */
const REGISTRY_IPV4 = [
  "0.0.0.0/8",
  "0.0.0.0/32",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.0.0/29",
  "192.0.0.8/32",
  "192.0.0.9/32",
  "192.0.0.10/32",
  "192.0.0.170/32",
  "192.0.0.171/32",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.88.99.2/32",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "240.0.0.0/4",
  "255.255.255.255/32",
];

const REGISTRY_IPV6 = [
  "::1/128",
  "::/128",
  "::ffff:0:0/96",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "100::/64",
  "100:0:0:1::/64",
  "2001::/23",
  "2001::/32",
  "2001:1::1/128",
  "2001:1::2/128",
  "2001:1::3/128",
  "2001:2::/48",
  "2001:3::/32",
  "2001:4:112::/48",
  "2001:10::/28",
  "2001:20::/28",
  "2001:30::/28",
  "2001:db8::/32",
  "2002::/16",
  "2620:4f:8000::/48",
  "3fff::/20",
  "5f00::/16",
  "fc00::/7",
  "fe80::/10",
];

const bitsOf = (address: string): bigint => {
  if (isIP(address) === 4) return address.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const [head = "", tail = ""] = address.split("::");
  const groups = (text: string) => text.split(":").filter((group) => group !== "");
  const missing = address.includes("::") ? 8 - groups(head).length - groups(tail).length : 0;
  return [...groups(head), ...Array.from({ length: missing }, () => "0"), ...groups(tail)].reduce(
    (sum, group) => sum * 65_536n + BigInt(`0x${group}`),
    0n,
  );
};

const addressOf = (bits: bigint, family: 4 | 6): string =>
  family === 4
    ? [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join(".")
    : [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((bits >> shift) & 65_535n).toString(16)).join(":");

/** First, middle and last address of a block, and the ones right before and after it. */
function placesOf(block: string) {
  const [network = "", prefix = ""] = block.split("/");
  const family = isIP(network) === 4 ? 4 : 6;
  const first = bitsOf(network);
  const width = family === 4 ? 32n : 128n;
  const last = first + 2n ** (width - BigInt(prefix)) - 1n;
  const inside = [first, (first + last) / 2n, last].map((bits) => addressOf(bits, family));
  const around = [first - 1n, last + 1n].filter((bits) => bits >= 0n && bits < 2n ** width);
  return { inside, around: around.map((bits) => addressOf(bits, family)) };
}

test.each([...REGISTRY_IPV4, ...REGISTRY_IPV6])("no address of %s is public", (block) => {
  expect(placesOf(block).inside.filter(isPublicAddress)).toEqual([]);
});

test("no block is refused that neither the registries nor another named source lists", () => {
  // One list for each family: Node takes ::ffff:0:0/96 for every IPv4 address.
  const listed = { 4: new BlockList(), 6: new BlockList() };
  // RFC 5771 (multicast), RFC 3701 (the 6bone).
  for (const block of [...REGISTRY_IPV4, "224.0.0.0/4", ...REGISTRY_IPV6, "3ffe::/16"]) {
    const [network = "", prefix = ""] = block.split("/");
    const family = isIP(network) === 4 ? 4 : 6;
    listed[family].addSubnet(network, Number(prefix), `ipv${family}`);
  }
  const isListed = (address: string) => {
    const family = isIP(address) === 4 ? 4 : 6;
    return listed[family].check(address, `ipv${family}`);
  };
  const blocks = [...SPECIAL_IPV4, ...SPECIAL_IPV6].map(({ block }) => block);
  expect(blocks.filter((block) => !placesOf(block).inside.every(isListed))).toEqual([]);
  const neighbours = blocks.flatMap((block) => placesOf(block).around).filter((address) => !isListed(address));
  expect(neighbours.length).toBeGreaterThan(20);
  expect(neighbours.filter((address) => !isPublicAddress(address))).toEqual([]);
});
