import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import type { JWTPayload, JWTVerifyOptions } from "jose";
import { decodeProtectedHeader } from "jose/decode/protected_header";
import * as errors from "jose/errors";
import { SignJWT } from "jose/jwt/sign";
import { UnsecuredJWT } from "jose/jwt/unsecured";
import { jwtVerify } from "jose/jwt/verify";
import { z } from "zod";
import { InputError } from "../input/input-error.ts";
import { issuesOf } from "../input/issues.ts";
import { ProtocolError } from "../protocol/errors.ts";
import { userIdSchema } from "../protocol/client-frames.ts";
import { KeysUnavailable, type ProviderKeys } from "./provider-keys.ts";
import { isRole, mayModerate, type Role } from "./roles.ts";

/** Signs with one of the gateway's own secrets. Another never verifies with a secret (RFC 8725, 3.1). */
const ALGORITHM = "HS256";
/** What a provider's public key verifies, and never anything else. EdDSA and Ed25519 are one (RFC 9864). */
const PROVIDER_ALGORITHMS = ["RS256", "ES256", "EdDSA", "Ed25519"];
const MIN_SECRET_BYTES = 32;
/** The issuer's clock may be so far from this one: for `nbf` and `iat`. */
const LEEWAY_S = 10;
/** Of a clock that is wrong for a while, as after a machine slept: such a token is good in a moment. */
const WRONG_CLOCK_S = 600;
/** No token holds longer, from now and from when it was made. */
export const LONGEST_TOKEN_S = 366 * 24 * 3_600;

/** So long after `iat` a token opens what its roles do; a stolen one decides no longer. Seconds. */
export const LONGEST_ROLE_S = 8 * 3_600;

/** What every token has to say besides who it is for. */
export interface TokenRules {
  /** `iss`; null: any or none. */
  readonly issuer: string | null;
  /** Among `aud`; null: any or none. */
  readonly audience: string | null;
  /** The claim that holds the user id. */
  readonly userClaim: string;
}

export const DEFAULT_TOKEN_RULES: TokenRules = { issuer: null, audience: null, userClaim: "sub" };

export interface TokenKeys {
  /** Secrets of 32 bytes or more. The first signs, all verify, so that one can follow another. */
  readonly secrets: readonly Uint8Array[];
  /** Keys of an identity provider; null or left out: there is none. */
  readonly provider?: ProviderKeys | null;
  readonly rules?: TokenRules;
}

/** What a token says, once its signature and its times were checked. */
export interface VerifiedToken {
  readonly user: string;
  readonly expiresAt: Date;
  /** Null when it does not say. */
  readonly issuedAt: Date | null;
  /** `jti`, by which one token can be revoked. */
  readonly tokenId: string | null;
  /** Those that hold still: all but `bot` for {@link LONGEST_ROLE_S}. */
  readonly roles: readonly Role[];
  /** Whether a moderator's routes are open to it. */
  readonly isModerator: boolean;
  /** Who signed: the gateway's own secret, or a key of the identity provider. */
  readonly by: "secret" | "provider";
}

/**
 * A token for a user, with an id of its own.
 *
 * @param secret     32 bytes or more.
 * @param expiresInS  Seconds from `now`; negative for one that has expired already.
 * @throws {InputError} on a short secret or a name that is no user id.
 */
export async function signToken(
  user: string,
  secret: Uint8Array,
  expiresInS: number,
  now: Date,
  { roles = [], isModerator = false, rules = DEFAULT_TOKEN_RULES }: SigningOptions = {},
): Promise<string> {
  if (secret.byteLength < MIN_SECRET_BYTES)
    throw new InputError("bad_secret", [{ message: `the secret must have ${MIN_SECRET_BYTES} bytes or more` }]);
  const parsed = userIdSchema.safeParse(user);
  if (!parsed.success)
    throw new InputError(
      "bad_user",
      issuesOf(parsed.error)
        .slice(0, 1)
        .map(({ message }) => ({ message })),
    );
  const all = [...new Set<Role>([...roles, ...(isModerator ? (["moderator"] as const) : [])])];
  const claims: JWTPayload = {
    [rules.userClaim]: parsed.data,
    jti: crypto.randomUUID(),
    // With its fraction, so that a token made right after a revocation is told from one made right before.
    iat: now.getTime() / 1_000,
    exp: Math.floor(now.getTime() / 1_000) + expiresInS,
    ...(all.length > 0 && { roles: all }),
    ...(rules.issuer !== null && { iss: rules.issuer }),
    ...(rules.audience !== null && { aud: rules.audience }),
  };
  return new SignJWT(claims).setProtectedHeader({ alg: ALGORITHM, typ: "JWT" }).sign(secret);
}

interface SigningOptions {
  readonly roles?: readonly Role[];
  readonly isModerator?: boolean;
  readonly rules?: TokenRules;
}

const A_NUMBER = "expected a number of seconds since 1970, of the next 366 days at most";

/** Numbers of seconds since 1970 (RFC 7519, NumericDate), such as a Date can hold. */
const instant = z.number().min(0).max(8_640_000_000_000);
const claimsSchema = z.object({
  exp: instant,
  iat: instant.optional(),
  jti: z.string().min(1).max(256).optional(),
  role: z.unknown().optional(),
  /** Other words than ours are an identity provider's own. Left out costs no error that is caught. */
  roles: z.array(z.unknown()).optional().catch(undefined),
});

/** A token without what a file, a shell or a header puts around it: nothing of it is white space. */
const asMade = (token: string): string => token.trim().replace(/^bearer\s+/iu, "");

/**
 * Whose token it is and until when.
 *
 * @throws {ProtocolError} `token_expired`, `token_not_yet`, `keys_unavailable`, or `bad_token`: for every other fault alike, but that
 *   whose token is signed is told which claim is wrong.
 */
export async function verifyToken(token: string, keys: TokenKeys, now: Date): Promise<VerifiedToken> {
  try {
    const { rules = DEFAULT_TOKEN_RULES } = keys;
    const { payload, by } = await verifiedPayload(asMade(token), keys, {
      currentDate: now,
      clockTolerance: LEEWAY_S,
      requiredClaims: ["exp", rules.userClaim],
      ...(rules.issuer !== null && { issuer: rules.issuer }),
      ...(rules.audience !== null && { audience: rules.audience }),
    });
    return readClaims(payload, by, rules, now);
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    if (error instanceof KeysUnavailable) throw new ProtocolError("keys_unavailable");
    if (error instanceof errors.JWTExpired) throw new ProtocolError("token_expired");
    // Claims are looked at once the signature is, so only who holds a key is told what is wrong with them.
    if (error instanceof errors.JWTClaimValidationFailed) throw refusedClaim(error, now);
    throw new ProtocolError("bad_token");
  }
}

function refusedClaim({ claim, reason, payload }: errors.JWTClaimValidationFailed, now: Date): ProtocolError {
  if (reason === "missing") return badClaim(claim, "expected one");
  if (reason !== "check_failed") return badClaim(claim, A_NUMBER);
  if (claim === "nbf" && payload.nbf !== undefined) return ahead(claim, payload.nbf - now.getTime() / 1_000);
  return badClaim(claim, "expected what this gateway was told to ask for");
}

/** Whoever has such a token tries again, unless it is further ahead than a clock is wrong. */
function ahead(claim: string, seconds: number): ProtocolError {
  const code = seconds > WRONG_CLOCK_S ? "bad_token" : "token_not_yet";
  return new ProtocolError(code, `The token's ${claim}: it lies ahead of the gateway's clock`);
}

/** @param fault  What was expected; never what the token says. */
function badClaim(claim: string, fault = "expected another"): ProtocolError {
  return new ProtocolError("bad_token", `The token's ${claim}: ${fault}`);
}

async function verifiedPayload(
  token: string,
  { secrets, provider = null }: TokenKeys,
  options: JWTVerifyOptions,
): Promise<{ readonly payload: JWTPayload; readonly by: VerifiedToken["by"] }> {
  // The algorithm chooses between secrets and public keys, so that neither is ever taken for the other.
  const header = decodeProtectedHeader(token);
  if (provider !== null && PROVIDER_ALGORITHMS.includes(header.alg ?? "")) {
    const { payload } = await jwtVerify(token, provider.keyFor, { ...options, algorithms: PROVIDER_ALGORITHMS });
    return { payload, by: "provider" };
  }
  if (header.alg !== ALGORITHM) throw new ProtocolError("bad_token");
  const [protectedHeader = "", claims = "", signature = "", ...more] = token.split(".");
  const isOurs = secrets.some((secret) => isSignedBy(secret, `${protectedHeader}.${claims}`, signature));
  if (!isOurs || more.length > 0) throw new ProtocolError("bad_token");
  // What else a header and claims have to be says jose, of a token that needs no signature any more.
  const rest = Buffer.from(JSON.stringify({ ...header, alg: "none" })).toString("base64url");
  return { payload: UnsecuredJWT.decode(`${rest}.${claims}.`, options).payload, by: "secret" };
}

/** By Node's own HMAC: jose asks WebCrypto, which takes each signature to another thread and takes six times as long. */
function isSignedBy(secret: Uint8Array, text: string, signature: string): boolean {
  const own = Buffer.from(createHmac("sha256", hmacKey(secret)).update(text).digest("base64url"));
  const given = Buffer.from(signature);
  return given.byteLength === own.byteLength && timingSafeEqual(given, own);
}

/** Secrets as node:crypto wants them, each made once: for each token anew it would take longer than the signature. */
const hmacKeys = new WeakMap<Uint8Array, KeyObject>();

function hmacKey(secret: Uint8Array): KeyObject {
  const made = hmacKeys.get(secret) ?? createSecretKey(secret);
  hmacKeys.set(secret, made);
  return made;
}

function readClaims(payload: JWTPayload, by: VerifiedToken["by"], rules: TokenRules, now: Date): VerifiedToken {
  // jose's leeway is for clocks that are slow; what has run out has run out.
  if (typeof payload.exp === "number" && payload.exp * 1_000 <= now.getTime()) throw new ProtocolError("token_expired");
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) {
    const [claim] = claims.error.issues[0]?.path ?? [];
    throw badClaim(String(claim), claim === "jti" ? "expected a text of 1 to 256 characters" : A_NUMBER);
  }
  const { exp, iat, jti, role, roles: given = [] } = claims.data;
  const nowS = now.getTime() / 1_000;
  if (exp - nowS > LONGEST_TOKEN_S || exp - (iat ?? exp) > LONGEST_TOKEN_S) throw badClaim("exp", A_NUMBER);
  if (iat !== undefined && iat > nowS + LEEWAY_S) throw ahead("iat", iat - nowS);
  // An address that its provider has not seen answered may be anybody's.
  if (rules.userClaim === "email" && payload["email_verified"] === false)
    throw badClaim("email_verified", "expected true");
  const user = userIdSchema.safeParse(payload[rules.userClaim]);
  if (!user.success) throw badClaim(rules.userClaim, issuesOf(user.error)[0]?.message);
  // Without `iat` nobody knows how old it is: it has to end soon.
  const roleEndsS = iat === undefined ? exp : iat + LONGEST_ROLE_S;
  const holdsRoles = roleEndsS > nowS && roleEndsS - nowS <= LONGEST_ROLE_S + LEEWAY_S;
  const roles = [...new Set([...given, role].filter(isRole))].filter((each) => holdsRoles || each === "bot");
  return {
    user: user.data,
    expiresAt: new Date(exp * 1_000),
    issuedAt: iat === undefined ? null : new Date(iat * 1_000),
    tokenId: jti ?? null,
    roles,
    isModerator: mayModerate(roles),
    by,
  };
}
