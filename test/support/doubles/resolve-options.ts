import type { Guard } from "../../../src/resolve/guard/guard.ts";
import type { KnownAddresses, ResolveOptions } from "../../../src/resolve/resolve-link.ts";

/** Knows no app: nothing is unwrapped, every host may be asked. */
export const NOTHING_KNOWN: KnownAddresses = {
  unwrap: () => null,
  isKnownHost: () => true,
  scriptVariable: () => null,
  leadsOn: () => false,
};

/** Lets this machine's loopback through on any port, which the guard of the product never does. */
export const LOOPBACK_GUARD: Guard = {
  check: ({ protocol }) => (/^https?:$/u.test(protocol) ? null : "scheme"),
  isAllowedAddress: (address) => address === "127.0.0.1",
};

/** Resolves every name to loopback. */
export const LOOPBACK_OPTIONS: ResolveOptions = {
  guard: LOOPBACK_GUARD,
  mode: "all",
  known: NOTHING_KNOWN,
  userAgent: "Hutong/test (contact: test@example.com)",
  lookup: () => Promise.resolve(["127.0.0.1"]),
};
