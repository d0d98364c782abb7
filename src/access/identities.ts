import { USER_ID_FAULTS } from "../chat/user-id.ts";
import { ProtocolError } from "../protocol/errors.ts";
import { verifyToken } from "./tokens.ts";
import type { UserNames } from "./user-names.ts";

/** Who a token says somebody is, once all of it was checked. */
export type Identity = Awaited<ReturnType<typeof verifyToken>>;

/**
 * Whose token it is, if they may come in now.
 *
 * @throws {ProtocolError} by rejecting: `token_expired`, or `bad_token`.
 */
export type Identify = (token: string, now: Date) => Promise<Identity>;

export function createIdentify({ secret, names }: { readonly secret: Uint8Array; names: UserNames }): Identify {
  return async (token, now) => {
    const identity = await verifyToken(token, secret, now);
    const fault = await names.faultOf(identity.user);
    // Only who holds a key made this token, so it may be told what is wrong with it.
    if (fault !== null) throw new ProtocolError("bad_token", `The token's user: ${USER_ID_FAULTS[fault]}`);
    return identity;
  };
}
