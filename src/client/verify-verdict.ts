import { VERDICT_TYPE, type VerdictClaims } from "../protocol/verdict-claims.ts";

/** Keys as `/.well-known/hutong-keys.json` has them, a JWK Set. Keep those that you trust; who serves them can change them. */
export interface VerdictKeys {
  readonly keys: readonly { readonly kty: string; readonly crv?: string; readonly x?: string; readonly kid?: string }[];
}

export interface VerdictWishes {
  /** The link that it has to be about; left out: any. */
  readonly url?: string;
  /** For whom it has to be, with the salt that came beside it; left out: whoever has it. */
  readonly reader?: { readonly user: string; readonly salt: string };
  /** Default: now. */
  readonly now?: Date;
}

export type VerdictCheck =
  | { readonly kind: "proved"; readonly verdict: VerdictClaims }
  /** `unknown_key`: none of the keys is named; `expired`: or it is from the future. */
  | { readonly kind: "malformed" | "unknown_key" | "bad_signature" | "expired" | "other_url" | "other_reader" };

/** The clocks of two machines may be so far apart. Seconds. */
const LEEWAY_S = 60;
/** No gateway signs for longer. */
const LONGEST_S = 3_600;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
/** A longer one is none of a gateway's. */
const MAX_LENGTH = 65_536;

/**
 * Whether a signed verdict is a gateway's, holds now, and is about what is asked. Needs no network: WebCrypto alone.
 *
 * @param jws  `opened.signature`, or one of `signatures` of a check.
 */
export async function verifyVerdict(
  jws: string,
  { keys }: VerdictKeys,
  { url, reader, now = new Date() }: VerdictWishes = {},
): Promise<VerdictCheck> {
  const parts = jws.length > MAX_LENGTH ? [] : jws.split(".");
  const [head = "", body = "", tail = ""] = parts;
  const header = objectIn(head);
  const claims = objectIn(body);
  const signature = bytesIn(tail);
  if (parts.length !== 3 || header === null || claims === null || signature?.length !== SIGNATURE_BYTES)
    return { kind: "malformed" };
  // What the header says chooses nothing: one algorithm, one type, no extension. Source: RFC 8725, sections 3.1 and 3.11.
  const isOurs = header["alg"] === "EdDSA" && header["typ"] === VERDICT_TYPE && typeof header["kid"] === "string";
  if (!isOurs || Object.keys(header).length !== 3 || !isVerdict(claims)) return { kind: "malformed" };
  const key = keys.find(({ kty, crv, kid }) => kty === "OKP" && crv === "Ed25519" && kid === header["kid"]);
  const x = bytesIn(key?.x ?? "");
  if (x?.length !== KEY_BYTES) return { kind: "unknown_key" };
  const imported = await crypto.subtle.importKey("raw", x, "Ed25519", false, ["verify"]);
  const signed = new TextEncoder().encode(`${head}.${body}`);
  if (!(await crypto.subtle.verify("Ed25519", imported, signature, signed))) return { kind: "bad_signature" };
  const nowS = now.getTime() / 1_000;
  const { iat, exp } = claims;
  if (nowS >= exp || iat > nowS + LEEWAY_S || exp - iat > LONGEST_S) return { kind: "expired" };
  if (url !== undefined && claims.url !== url) return { kind: "other_url" };
  if (reader !== undefined && claims.aud !== (await audienceOf(reader))) return { kind: "other_reader" };
  return { kind: "proved", verdict: claims };
}

async function audienceOf({ user, salt }: { readonly user: string; readonly salt: string }): Promise<string> {
  const encoder = new TextEncoder();
  if (salt === "") return "";
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(salt), hmac, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(user)));
  return base64url(mac);
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Null on what is no base64url, also on a second spelling of the same bytes. */
function bytesIn(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]+$/u.test(text)) return null;
  try {
    const decoded = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(decoded, (character) => character.charCodeAt(0));
    return spelledAs(bytes, text) ? bytes : null;
  } catch {
    return null;
  }
}

/** In pieces: a call takes no more arguments than its stack. */
function spelledAs(bytes: Uint8Array, text: string): boolean {
  const step = 3_072;
  let spelled = "";
  for (let at = 0; at < bytes.length; at += step) spelled += base64url(bytes.subarray(at, at + step));
  return spelled === text;
}

function objectIn(part: string): Readonly<Record<string, unknown>> | null {
  const bytes = bytesIn(part);
  if (bytes === null) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object has members of unknown types
    return isObject ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

/** What is signed is the gateway's word; here only what this file relies on is looked at. */
function isVerdict(
  claims: Readonly<Record<string, unknown>>,
): claims is Readonly<Record<string, unknown>> & VerdictClaims {
  const { iss, iat, exp, aud, url, action, findings } = claims;
  const isAddress = url === null || typeof url === "string";
  const isTimed = Number.isSafeInteger(iat) && Number.isSafeInteger(exp);
  return (
    [iss, aud, action].every((claim) => typeof claim === "string") && isAddress && isTimed && Array.isArray(findings)
  );
}
