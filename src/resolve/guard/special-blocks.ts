/** A block of addresses that no link may lead to. */
export interface SpecialBlock {
  /** CIDR notation. */
  readonly block: string;
  readonly name: string;
}

/**
 * IPv4 blocks that are not ordinary unicast.
 * Source: IANA IPv4 Special-Purpose Address Registry, all its 26 blocks, the globally reachable anycast ones too;
 * https://www.iana.org/assignments/iana-ipv4-special-registry/, compared row by row with the copy of its CSV in
 * https://github.com/plausible/analytics/blob/c8e10cc2d5700af2395ca1297c52d12e7fe525e6/priv/ip/iana-ipv4-special-registry.csv.
 * Multicast: RFC 5771.
 */
export const SPECIAL_IPV4: readonly SpecialBlock[] = [
  { block: "0.0.0.0/8", name: "this network" },
  { block: "10.0.0.0/8", name: "private use" },
  { block: "100.64.0.0/10", name: "shared address space" },
  { block: "127.0.0.0/8", name: "loopback" },
  { block: "169.254.0.0/16", name: "link local" },
  { block: "172.16.0.0/12", name: "private use" },
  { block: "192.0.0.0/24", name: "IETF protocol assignments" },
  { block: "192.0.2.0/24", name: "documentation" },
  { block: "192.31.196.0/24", name: "AS112" },
  { block: "192.52.193.0/24", name: "AMT" },
  { block: "192.88.99.0/24", name: "6to4 relay anycast" },
  { block: "192.168.0.0/16", name: "private use" },
  { block: "192.175.48.0/24", name: "AS112" },
  { block: "198.18.0.0/15", name: "benchmarking" },
  { block: "198.51.100.0/24", name: "documentation" },
  { block: "203.0.113.0/24", name: "documentation" },
  { block: "224.0.0.0/4", name: "multicast" },
  { block: "240.0.0.0/4", name: "reserved" },
];

/**
 * The one IPv6 block that may be public. Everything else is refused, so that a block put to use later is closed until it is read here.
 * Mapped (::ffff:0:0/96), compatible (::/96), translated (64:ff9b::/96, 64:ff9b:1::/48), unique local and link-local addresses lie outside it.
 * Source: IANA Internet Protocol Version 6 Address Space; https://www.iana.org/assignments/ipv6-address-space/.
 */
export const GLOBAL_UNICAST_IPV6 = "2000::/3";

/**
 * Blocks inside 2000::/3 that are not ordinary unicast.
 * Source: IANA IPv6 Special-Purpose Address Registry, last update known here: 2025-10-09, all its 25 blocks;
 * https://www.iana.org/assignments/iana-ipv6-special-registry/, compared row by row with the copy of its CSV in
 * https://github.com/plausible/analytics/blob/c8e10cc2d5700af2395ca1297c52d12e7fe525e6/priv/ip/iana-ipv6-special-registry.csv.
 * 2001::/23 covers Teredo, benchmarking, ORCHID and the anycast assignments. 3ffe::/16 was the 6bone (RFC 3701).
 */
export const SPECIAL_IPV6: readonly SpecialBlock[] = [
  { block: "2001::/23", name: "IETF protocol assignments" },
  { block: "2001:db8::/32", name: "documentation" },
  { block: "2002::/16", name: "6to4" },
  { block: "2620:4f:8000::/48", name: "AS112" },
  { block: "3ffe::/16", name: "6bone" },
  { block: "3fff::/20", name: "documentation" },
];

/**
 * Where clouds answer a machine about itself. Most lie in the blocks above and stand here so that they stay refused whatever becomes of
 * those; Azure's is a public address of no registry.
 * Sources: Alibaba Cloud ECS "Instance metadata" (100.100.100.200); Tencent Cloud CVM "Querying Instance Metadata" (169.254.0.23);
 * Oracle Cloud Infrastructure classic "Retrieving Instance Metadata" (192.0.0.192); Microsoft Learn "What is IP address 168.63.129.16?";
 * AWS EC2 "Use the Instance Metadata Service" (169.254.169.254, fd00:ec2::254); Google Cloud "About VM metadata" (fd20:ce::254).
 */
export const METADATA_ADDRESSES: readonly string[] = [
  "100.100.100.200",
  "168.63.129.16",
  "169.254.0.23",
  "169.254.169.254",
  "192.0.0.192",
  "fd00:ec2::254",
  "fd20:ce::254",
];

/**
 * Last labels of names that are private by meaning or lead to no host of the public internet.
 * Sources: RFC 6761 (localhost, test), RFC 6762 (local), RFC 7686 (onion), RFC 9476 (alt);
 * ICANN board resolution 2024-07-29 (internal); RFC 3172 and RFC 8375 (arpa, with home.arpa and ipv4only.arpa).
 */
export const PRIVATE_TOP_LABELS: ReadonlySet<string> = new Set([
  "localhost",
  "local",
  "internal",
  "onion",
  "alt",
  "arpa",
  "test",
]);

/** Top labels that exist in texts only. Source: RFC 6761, sections 6.4 and 6.5. */
export const DOCUMENTATION_TOP_LABELS: ReadonlySet<string> = new Set(["example", "invalid"]);
