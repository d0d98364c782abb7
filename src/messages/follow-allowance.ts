import type { Take } from "../access/rates.ts";
import type { Resolver } from "../resolve/resolver.ts";
import type { Resolution } from "../resolve/types.ts";
import type { LinkResolver } from "./judge.ts";

/** How many links may be followed for whom. */
export interface FollowAllowance {
  /** Whose turn at the network it is: a user, or the address of one who is none. */
  readonly requester: string;
  /** Links of one text. */
  readonly maxLinks: number;
  /** Takes one from the requester's window. */
  readonly take: Take;
}

/** This machine was too busy for the link; asking again later may succeed. */
const BUSY: Omit<Resolution, "finalUrl" | "failure"> = {
  status: "failed",
  hops: [],
  httpStatus: null,
  skipped: null,
  page: null,
  requests: [],
};

/**
 * The resolver for the links of one text. One link beyond the allowance is `busy`, without a request; one that needs no request
 * costs nothing.
 */
export function followWithin(
  resolver: LinkResolver,
  { requester, maxLinks, take }: FollowAllowance,
): Pick<Resolver, "resolve"> {
  let followed = 0;
  return {
    async resolve(address, { maxAgeMs } = {}) {
      const offline = resolver.resolveOffline(address);
      if (offline !== null) return offline;
      followed += 1;
      if (followed > maxLinks || take(requester) !== null) {
        return { ...BUSY, finalUrl: address, failure: { code: "busy", at: address } };
      }
      return resolver.resolve(address, { ...(maxAgeMs === undefined ? {} : { maxAgeMs }), requester: requester });
    },
  };
}
