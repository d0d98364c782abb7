import { createHash, createPublicKey, verify, type KeyObject } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { ListRefused } from "../formats/read.ts";

/** Largest file whose signature is over the file itself, not over its hash: it is read whole. */
const MAX_LEGACY_BYTES = 64 * 1_024 * 1_024;

/** @throws {ListRefused} `checksum` when the file is not the one that the hexadecimal SHA-256 names. */
export async function checkSha256(file: string, expected: string): Promise<void> {
  if ((await hashOf(file, "sha256")).toString("hex") !== expected.toLowerCase()) {
    throw new ListRefused("checksum", "its SHA-256 is not the one that was promised");
  }
}

/** The checksum in a text such as `sha256sum` writes; null when it holds none. */
export function sha256In(text: string): string | null {
  return /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/iu.exec(text)?.[0]?.toLowerCase() ?? null;
}

/**
 * Checks a signature of minisign. Source: https://jedisct1.github.io/minisign/, "Signature format", read 2026-11-28.
 *
 * @param signature  The text of the `.minisig` file.
 * @param publicKey  In base64, as minisign prints it.
 * @throws {ListRefused} `signature` when it is not that key's signature of that file.
 */
export async function checkMinisign(file: string, signature: string, publicKey: string): Promise<void> {
  const refuse = (why: string): never => {
    throw new ListRefused("signature", why);
  };
  const key = minisignKey(publicKey);
  if (key === null) return refuse("the public key is none of minisign");
  const [, signed = "", trusted = "", global = ""] = signature.split("\n").map((line) => line.trimEnd());
  const bytes = Buffer.from(signed, "base64");
  const algorithm = bytes.subarray(0, 2).toString("latin1");
  if (bytes.length !== 74 || !(algorithm === "Ed" || algorithm === "ED"))
    return refuse("its signature is none of minisign");
  if (!bytes.subarray(2, 10).equals(key.id)) return refuse("it is signed by another key");
  if (algorithm === "Ed" && (await stat(file)).size > MAX_LEGACY_BYTES) {
    return refuse("a file of more than 64 MiB has to be signed over its hash");
  }
  const message = algorithm === "ED" ? await hashOf(file, "blake2b512") : await readFile(file);
  if (!verify(null, message, key.key, bytes.subarray(10))) return refuse("its signature does not fit");
  const comment = Buffer.from(trusted.replace(/^trusted comment: /u, ""));
  if (!verify(null, Buffer.concat([bytes.subarray(10), comment]), key.key, Buffer.from(global, "base64"))) {
    return refuse("the signature of its trusted comment does not fit");
  }
}

/** A public key of minisign; null when the text is none. */
export function minisignKey(text: string): { readonly id: Buffer; readonly key: KeyObject } | null {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== 42 || bytes.subarray(0, 2).toString("latin1") !== "Ed") return null;
  const x = bytes.subarray(10).toString("base64url");
  return {
    id: bytes.subarray(2, 10),
    key: createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" }),
  };
}

async function hashOf(file: string, algorithm: "sha256" | "blake2b512"): Promise<Buffer> {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest();
}
