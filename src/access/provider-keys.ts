import type { JWK, JWTVerifyGetKey } from "jose";
import * as errors from "jose/errors";
import { createLocalJWKSet } from "jose/jwks/local";
import { z } from "zod";
import { reachTroubleOf } from "../input/errno.ts";
import { readFileUpTo } from "../input/file-up-to.ts";
import { InputError } from "../input/input-error.ts";

/** The public keys of an identity provider (JWKS, RFC 7517), as they are now. */
export interface ProviderKeys {
  /** For jose. Throws {@link KeysUnavailable} when no key is known and none can be had. */
  readonly keyFor: JWTVerifyGetKey;
  /** Reads the keys the first time. A file has to hold some; an address that does not answer is asked again later. */
  start(): Promise<void>;
}

/** The keys cannot be read now; trying again later may work. */
export class KeysUnavailable extends Error {
  override readonly name = "KeysUnavailable";
}

/** Between two questions to the source, so that made-up key ids cost nobody anything. */
const REFETCH_EVERY_MS = 5_000;
/** Keys are asked for again when they are older; a key taken out of the set holds no longer than this. */
const FRESH_MS = 600_000;
/** A source that fails leaves the keys as they were for so long. */
const KEEP_MS = 3_600_000;
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 262_144;
const MAX_KEYS = 100;

/** Only what is public of a key that verifies; secrets in a set (`oct`, `d`) are left out. */
const keySchema = z.object({
  kty: z.enum(["RSA", "EC", "OKP"]),
  kid: z.string().optional(),
  // One to encrypt for somebody verifies nothing.
  use: z
    .string()
    .refine((use) => use !== "enc")
    .optional(),
  key_ops: z.array(z.string()).optional(),
  alg: z.string().optional(),
  crv: z.string().optional(),
  x: z.string().optional(),
  y: z.string().optional(),
  n: z.string().optional(),
  e: z.string().optional(),
});
/** What is often named in the place of the keys: it only says where they are. Source: OpenID Connect Discovery 1.0, section 3. */
const discoverySchema = z.object({ jwks_uri: z.string() });
const setSchema = z.object({ keys: z.array(z.unknown()).min(1).max(MAX_KEYS) });

/** Why the keys could not be read, for the log; never what was read. */
export type KeysTrouble = (trouble: { readonly message: string }) => void;

/**
 * Where keys come from: an `https:` address, `http:` on this machine, or a file.
 *
 * @throws {InputError} on another address.
 */
export function keySource(text: string): URL | string {
  if (!/^[a-z][a-z\d+.-]+:\/\//iu.test(text)) return text;
  const url = URL.parse(text);
  const isHere = url !== null && /^(localhost|127(\.\d+){3}|\[::1\])$/u.test(url.hostname);
  if (url === null || !(url.protocol === "https:" || (url.protocol === "http:" && isHere)) || url.username !== "") {
    const message = "expected an https: address, http: on this machine, or a file";
    throw new InputError("bad_jwks", [{ field: "--jwks", message }]);
  }
  return url;
}

/** @param clock  Monotonic. Milliseconds. */
export function openProviderKeys(
  source: URL | string,
  { onTrouble, clock = () => performance.now() }: { readonly onTrouble: KeysTrouble; readonly clock?: () => number },
): ProviderKeys {
  let known: { readonly keyFor: JWTVerifyGetKey; readonly readAtMs: number } | null = null;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;

  async function fetchKeys(): Promise<void> {
    askedAtMs = clock();
    try {
      const keyFor = keysIn(typeof source === "string" ? keyFile(source, known === null) : await fetched(source));
      known = { keyFor, readAtMs: askedAtMs };
    } catch (error) {
      onTrouble({
        message:
          error instanceof KeysUnavailable ? error.message : `the source is not reached (${reachTroubleOf(error)})`,
      });
    }
  }

  /** Joins a question under way; asks none too soon after the last. */
  function refresh(): Promise<void> {
    if (asking === null && clock() - askedAtMs < REFETCH_EVERY_MS) return Promise.resolve();
    asking ??= fetchKeys().finally(() => (asking = null));
    return asking;
  }

  function current(): JWTVerifyGetKey {
    if (known === null || clock() - known.readAtMs > KEEP_MS) throw new KeysUnavailable("no keys are known");
    return known.keyFor;
  }

  return {
    async keyFor(header, token) {
      if (known === null || clock() - known.readAtMs > FRESH_MS) await refresh();
      try {
        return await current()(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        await refresh();
        return current()(header, token);
      }
    },
    async start() {
      const asked = refresh();
      if (typeof source !== "string") return;
      await asked;
      if (known === null) {
        const message = "expected a JSON Web Key Set with at least one public RSA, EC or OKP key";
        throw new InputError("bad_jwks", [{ file: source, message }]);
      }
    },
  };
}

/** @param mayWait  At the start a pipe will do too. */
function keyFile(path: string, mayWait: boolean): string {
  const read = readFileUpTo(path, MAX_BYTES, { mayWait });
  if (read.kind === "read") return new TextDecoder().decode(read.bytes);
  throw new KeysUnavailable(read.kind === "no_file" ? "the keys' file is none" : `the file is over ${MAX_BYTES} bytes`);
}

function keysIn(text: string): JWTVerifyGetKey {
  const found = parsed(text);
  if (discoverySchema.safeParse(found).success)
    throw new KeysUnavailable("the source is an OpenID configuration: expected the address in its jwks_uri");
  const set = setSchema.safeParse(found);
  const keys = (set.data?.keys ?? []).flatMap((each) => keySchema.safeParse(each).data ?? []);
  if (keys.length === 0) throw new KeysUnavailable("the source holds no public key that verifies");
  // What a key lacks is left out rather than undefined, as jose expects.
  return createLocalJWKSet({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same key, read by keySchema above
    keys: keys.map((key) => JSON.parse(JSON.stringify(key)) as JWK),
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new KeysUnavailable("the source holds no JSON");
  }
}

/** Asks exactly this address: a redirect is a failure, and so is an answer that is too long or too late. */
async function fetched(url: URL): Promise<string> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const headers = { accept: "application/jwk-set+json, application/json" };
  const response = await fetch(url, { redirect: "manual", signal, headers });
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    throw new KeysUnavailable(`the source answered with status ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new KeysUnavailable(`the source's answer is over ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
