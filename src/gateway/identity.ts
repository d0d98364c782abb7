import { type Bots, createBots } from "../access/bots.ts";
import { createIdentify, type Identify } from "../access/identities.ts";
import { createLinkTokens, type LinkTokens } from "../access/link-tokens.ts";
import { createSignInCodes, type SignInCodes } from "../access/sign-in-codes.ts";
import { DEFAULT_TOKEN_RULES, signToken } from "../access/tokens.ts";
import { createUserNames, type UserNames } from "../access/user-names.ts";
import { BOT_USER } from "../chat/ids.ts";
import type { Limits } from "../protocol/limits.ts";
import type { Store } from "../store/store.ts";
import type { IdentityParts } from "./parts.ts";

/** How long sign-in by name holds. */
const DEMO_TOKEN_S = 3_600;

/** Who somebody is, and what the gateway signs. */
export interface Identity {
  readonly identify: Identify;
  /** Whether a decision keeps somebody out now. */
  readonly isSuspended: (user: string) => boolean;
  readonly names: UserNames;
  readonly bots: Bots;
  readonly tokens: LinkTokens;
  readonly signDemoToken: (user: string) => Promise<string>;
  readonly signInCodes: SignInCodes;
}

export function createIdentity(
  { secret, previousSecret, providerKeys, tokenRules = DEFAULT_TOKEN_RULES, signInCodes }: IdentityParts,
  parts: {
    readonly store: Store;
    readonly limits: Limits;
    readonly clock: () => Date;
    readonly bot: string;
    readonly isSuspended: (user: string) => boolean;
  },
): Identity {
  const { store, limits, clock, bot, isSuspended } = parts;
  const secrets = previousSecret === undefined ? [secret] : [secret, previousSecret];
  const names = createUserNames(store, {
    reserved: [...new Set([BOT_USER, bot])],
    maxNames: limits.maxGroupMembers,
  });
  const bots = createBots(store, [bot]);
  const keys = { secrets, provider: providerKeys ?? null, rules: tokenRules };
  return {
    identify: createIdentify({ keys, names, bots, store, isSuspended }),
    isSuspended,
    names,
    bots,
    tokens: createLinkTokens(secrets),
    signInCodes: signInCodes ?? createSignInCodes(() => performance.now()),
    signDemoToken: (user) => signToken(user, secret, DEMO_TOKEN_S, clock(), { rules: tokenRules }),
  };
}
