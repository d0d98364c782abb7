import { BlockList, isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { GLOBAL_UNICAST_IPV6, METADATA_ADDRESSES, SPECIAL_IPV4, SPECIAL_IPV6 } from "./special-blocks.ts";

const INTERFACES_MAX_AGE_MS = 10_000;

function blockListOf(blocks: readonly string[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [network = "", prefix = ""] = block.split("/");
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
}

function blocksOfTheInternet() {
  return {
    special4: blockListOf(
      SPECIAL_IPV4.map(({ block }) => block),
      "ipv4",
    ),
    special6: blockListOf(
      SPECIAL_IPV6.map(({ block }) => block),
      "ipv6",
    ),
    globalUnicast6: blockListOf([GLOBAL_UNICAST_IPV6], "ipv6"),
    metadata: listOf(METADATA_ADDRESSES),
  };
}

let made: ReturnType<typeof blocksOfTheInternet> | undefined;

/** Made at the first address that is looked at: a command that asks no network pays nothing. */
const blocks = () => (made ??= blocksOfTheInternet());

function listOf(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const address of addresses) list.addAddress(address, isIP(address) === 6 ? "ipv6" : "ipv4");
  return list;
}

/**
 * Whether an address is ordinary public unicast: IPv4 outside every special-purpose block, IPv6 inside 2000::/3 and outside its special
 * blocks, and no cloud's metadata address. IPv4 written inside IPv6 is refused whatever the inner address is.
 *
 * @param address  As a resolver or `URL` writes it, without brackets. Anything else, zone ids too, is not public.
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4: {
      const { special4, metadata } = blocks();
      return !special4.check(address, "ipv4") && !metadata.check(address, "ipv4");
    }
    case 6: {
      const { special6, globalUnicast6, metadata } = blocks();
      return (
        !address.includes("%") &&
        globalUnicast6.check(address, "ipv6") &&
        !special6.check(address, "ipv6") &&
        !metadata.check(address, "ipv6")
      );
    }
    default:
      return false;
  }
}

/** What a block is called for people; null for a public address. Goes into the evidence of a verdict. */
export function addressClass(address: string): string {
  if (isPublicAddress(address)) return "public";
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  if (isIP(address) === 0) return "no address";
  if (blocks().metadata.check(address, family)) return "cloud metadata";
  const named = (family === "ipv4" ? SPECIAL_IPV4 : SPECIAL_IPV6).find(({ block }) =>
    blockListOf([block], family).check(address, family),
  );
  return named?.name ?? "outside global unicast";
}

/**
 * The addresses of this machine, which it would reach without passing its firewall: those of its interfaces, read again every ten seconds,
 * and those the operator names because a router translates them.
 *
 * @param named  Further public addresses of this machine.
 */
export function ownAddresses(
  named: readonly string[] = [],
  interfaces: typeof networkInterfaces = networkInterfaces,
  now: () => number = Date.now,
): (address: string) => boolean {
  let own = listOf(named);
  let readAtMs = Number.NEGATIVE_INFINITY;
  return (address) => {
    if (now() - readAtMs > INTERFACES_MAX_AGE_MS) {
      readAtMs = now();
      const found = Object.values(interfaces()).flatMap((entries) => (entries ?? []).map((entry) => entry.address));
      own = listOf([
        ...named,
        ...found.map((address) => address.split("%")[0] ?? "").filter((address) => isIP(address) !== 0),
      ]);
    }
    return own.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
  };
}
