import { createHmac, timingSafeEqual } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { clientSchema, localeSchema } from "../check/context.ts";

/** Which link of which message, and who may open it. */
const openClaims = z.object({
  sub: z.string(),
  conversation: z.string(),
  seq: z.int().min(1),
  index: z.int().min(0),
  client: clientSchema,
  locale: localeSchema,
});
export type OpenClaims = z.output<typeof openClaims>;

/** Seconds in which `/o/…` opens its link. */
export const OPEN_TOKEN_S = 600;

/** Tokens in addresses the gateway gives away. None of them signs anybody in: each kind has a key of its own. */
export interface LinkTokens {
  /** Opens one link for one reader, for {@link OPEN_TOKEN_S} seconds. */
  signOpen(claims: OpenClaims, now: Date): Promise<string>;
  /** Null when it is none of ours, or too old. */
  readOpen(token: string, now: Date): Promise<OpenClaims | null>;
  /** Names a picture; the same for everybody, so that it can be kept by browsers. */
  signImage(url: string): string;
  readImage(token: string): string | null;
}

export function createLinkTokens(secret: Uint8Array): LinkTokens {
  const openKey = derived(secret, "open a link");
  const imageKey = derived(secret, "show a picture");
  const mac = (text: string) => createHmac("sha256", imageKey).update(text).digest().subarray(0, 16);
  return {
    signOpen: ({ sub, ...claims }, now) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: "HS256" })
        .setSubject(sub)
        .setExpirationTime(Math.floor(now.getTime() / 1_000) + OPEN_TOKEN_S)
        .sign(openKey),
    async readOpen(token, now) {
      try {
        const { payload } = await jwtVerify(token, openKey, {
          algorithms: ["HS256"],
          requiredClaims: ["sub", "exp"],
          currentDate: now,
        });
        return openClaims.parse(payload);
      } catch {
        return null;
      }
    },
    signImage: (url) => `${Buffer.from(url).toString("base64url")}.${mac(url).toString("base64url")}`,
    readImage(token) {
      const [name = "", signature = ""] = token.split(".");
      const url = Buffer.from(name, "base64url").toString("utf8");
      const given = Buffer.from(signature, "base64url");
      const own = mac(url);
      return given.byteLength === own.byteLength && timingSafeEqual(given, own) ? url : null;
    },
  };
}

function derived(secret: Uint8Array, purpose: string): Uint8Array {
  return createHmac("sha256", secret).update(purpose).digest();
}
