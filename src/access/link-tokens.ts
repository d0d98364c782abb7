import { createHmac, timingSafeEqual } from "node:crypto";
import { SignJWT } from "jose/jwt/sign";
import { jwtVerify } from "jose/jwt/verify";
import { z } from "zod";
import { clientSchema, localeTagSchema } from "../report/context.ts";

/** Which link of which message, and who may open it. */
const openClaims = z.object({
  sub: z.string(),
  conversation: z.string(),
  seq: z.int().min(1),
  index: z.int().min(0),
  client: clientSchema,
  locale: localeTagSchema,
});
export type OpenClaims = z.output<typeof openClaims>;
const timedClaims = openClaims.extend({ exp: z.int() });

/** What an address of ours says, and when it was made. */
export type ReadClaims = OpenClaims & { readonly issuedAt: Date };

/** Seconds in which `/o/…` opens its link. */
export const OPEN_TOKEN_S = 600;

/** Tokens in addresses the gateway gives away. None of them signs anybody in: each kind has a key of its own. */
export interface LinkTokens {
  /** Opens one link for one reader, for {@link OPEN_TOKEN_S} seconds. */
  signOpen(claims: OpenClaims, now: Date): Promise<string>;
  /** Null when it is none of ours, or too old. */
  readOpen(token: string, now: Date): Promise<ReadClaims | null>;
  /** Names a picture; the same for everybody, so that it can be kept by browsers. */
  signImage(url: string): string;
  readImage(token: string): string | null;
}

/** @param secrets  The first signs, all verify. */
export function createLinkTokens(secrets: readonly Uint8Array[]): LinkTokens {
  const openKeys = secrets.map((secret) => derived(secret, "open a link"));
  const imageKeys = secrets.map((secret) => derived(secret, "show a picture"));
  const [openKey] = openKeys;
  const [imageKey] = imageKeys;
  if (openKey === undefined || imageKey === undefined) throw new RangeError("expected a secret");
  const mac = (text: string, key: Uint8Array) => createHmac("sha256", key).update(text).digest().subarray(0, 16);
  return {
    signOpen: ({ sub, ...claims }, now) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: "HS256" })
        .setSubject(sub)
        .setExpirationTime(Math.floor(now.getTime() / 1_000) + OPEN_TOKEN_S)
        .sign(openKey),
    async readOpen(token, now) {
      for (const key of openKeys) {
        try {
          const { payload } = await jwtVerify(token, key, {
            algorithms: ["HS256"],
            requiredClaims: ["sub", "exp"],
            currentDate: now,
          });
          const { exp, ...claims } = timedClaims.parse(payload);
          return { ...claims, issuedAt: new Date((exp - OPEN_TOKEN_S) * 1_000) };
        } catch {
          // Another secret may have signed it.
        }
      }
      return null;
    },
    signImage: (url) => `${Buffer.from(url).toString("base64url")}.${mac(url, imageKey).toString("base64url")}`,
    readImage(token) {
      const [name = "", signature = ""] = token.split(".");
      const url = Buffer.from(name, "base64url").toString("utf8");
      const given = Buffer.from(signature, "base64url");
      const isOurs = imageKeys.some((key) => {
        const own = mac(url, key);
        return given.byteLength === own.byteLength && timingSafeEqual(given, own);
      });
      return isOurs ? url : null;
    },
  };
}

function derived(secret: Uint8Array, purpose: string): Uint8Array {
  return createHmac("sha256", secret).update(purpose).digest();
}
