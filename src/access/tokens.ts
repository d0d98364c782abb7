import { errors, jwtVerify, SignJWT } from "jose";
import { InputError } from "../input/input-error.ts";
import { issuesOf } from "../input/issues.ts";
import { userIdSchema } from "../protocol/frames.ts";
import { ProtocolError } from "../protocol/errors.ts";

const ALGORITHM = "HS256";
const MIN_SECRET_BYTES = 32;
const MODERATOR = "moderator";

/**
 * A token for a user.
 *
 * @param secret     32 bytes or more.
 * @param expiresInS  Seconds from `now`; negative for one that has expired already.
 * @param isModerator  Whether it also opens what only moderators may ask.
 * @throws {InputError} on a short secret or a name that is no user id.
 */
export async function signToken(
  user: string,
  secret: Uint8Array,
  expiresInS: number,
  now: Date,
  { isModerator = false } = {},
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
  const nowS = Math.floor(now.getTime() / 1_000);
  return new SignJWT(isModerator ? { role: MODERATOR } : {})
    .setProtectedHeader({ alg: ALGORITHM, typ: "JWT" })
    .setSubject(parsed.data)
    .setIssuedAt(nowS)
    .setExpirationTime(nowS + expiresInS)
    .sign(secret);
}

/**
 * Whose token it is and until when.
 *
 * @throws {ProtocolError} `token_expired`, or `bad_token` for every other fault alike.
 */
export async function verifyToken(
  token: string,
  secret: Uint8Array,
  now: Date,
): Promise<{ readonly user: string; readonly expiresAt: Date; readonly isModerator: boolean }> {
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: [ALGORITHM],
      requiredClaims: ["sub", "exp"],
      currentDate: now,
    });
    return {
      user: userIdSchema.parse(payload.sub),
      expiresAt: new Date((payload.exp ?? 0) * 1_000),
      isModerator: payload["role"] === MODERATOR,
    };
  } catch (error) {
    throw new ProtocolError(error instanceof errors.JWTExpired ? "token_expired" : "bad_token");
  }
}
