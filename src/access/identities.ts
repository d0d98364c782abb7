import { USER_ID_FAULTS } from "../chat/user-id.ts";
import { ERRORS, ProtocolError } from "../protocol/errors.ts";
import type { Store } from "../store/store.ts";
import type { Bots } from "./bots.ts";
import { isRevoked } from "./revocations.ts";
import { type TokenKeys, type VerifiedToken, verifyToken } from "./tokens.ts";
import type { UserNames } from "./user-names.ts";

/** Who a token says somebody is, once all of it was checked. */
export type Identity = VerifiedToken;

/**
 * Whose token it is, if they may come in now.
 *
 * @throws {ProtocolError} by rejecting: `token_expired`, `suspended`, or `bad_token`.
 */
export type Identify = (token: string, now: Date, options?: IdentifyOptions) => Promise<Identity>;

interface IdentifyOptions {
  /** Whoever is suspended reads the statement about it, and may appeal. Default false. */
  readonly maySuspended?: boolean;
}

interface IdentifyParts {
  readonly keys: TokenKeys;
  readonly names: UserNames;
  readonly bots: Bots;
  readonly store: Pick<Store, "revokedAt">;
  readonly isSuspended: (user: string) => boolean;
}

const NO_BOT = "The token is a bot's and its user is none: hutong token USER --bot makes one";
const IS_BOT = "The token's user is a bot: expected a token of the role bot";

export function createIdentify({ keys, names, bots, store, isSuspended }: IdentifyParts): Identify {
  return async (token, now, { maySuspended = false } = {}) => {
    const identity = await verifyToken(token, keys, now);
    const { user, by, roles } = identity;
    const fault = await names.faultOf(user);
    // The operator alone can say, with the gateway's own secret, that a program speaks under a reserved name.
    const isReservedBot = fault === "reserved" && names.isReserved(user) && by === "secret" && roles.includes("bot");
    // Only who holds a key made this token, so it may be told what is wrong with it.
    if (fault !== null && !isReservedBot)
      throw new ProtocolError("bad_token", `The token's user: ${USER_ID_FAULTS[fault]}`);
    const isProgram = roles.includes("bot");
    // Somebody may have marked it a moment ago.
    if (isProgram && !bots.isBot(user)) await bots.look();
    if (isProgram !== bots.isBot(user)) throw new ProtocolError("bad_token", isProgram ? NO_BOT : IS_BOT);
    // Last, so that little time is left for a revocation between the question and what follows.
    if (await isRevoked(identity, store)) throw new ProtocolError("bad_token", ERRORS.revoked.message);
    if (!maySuspended && isSuspended(user)) throw new ProtocolError("suspended");
    return identity;
  };
}
