import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from "node:crypto";

/** Signature type of Ed25519. Source: C2SP signed-note, "Signature types". */
const ED25519 = 1;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const ID_BYTES = 4;
/** A note with more is refused. Source: C2SP signed-note, which asks for 16 at least. */
const MAX_SIGNATURES = 64;
/** Before the seed, and before the public key, in their DER. Source: RFC 8410. */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

export interface SigningKey {
  /** 32 bytes. */
  readonly publicKey: Buffer;
  readonly sign: (text: string | Uint8Array) => Buffer;
  readonly privateKey: KeyObject;
}

/** @param seed  32 random bytes: the private key of RFC 8032. */
export function signingKey(seed: Uint8Array): SigningKey {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(SPKI.length);
  return { publicKey, privateKey, sign: (text) => sign(null, Buffer.from(text), privateKey) };
}

export function verifySignature(publicKey: Buffer, text: string | Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: "der", type: "spki" });
  return verify(null, Buffer.from(text), key, signature);
}

/** Source: C2SP signed-note, "Signatures". */
function keyId(name: string, publicKey: Buffer): Buffer {
  const hash = createHash("sha256")
    .update(`${name}\n`)
    .update(Buffer.from([ED25519]))
    .update(publicKey);
  return hash.digest().subarray(0, ID_BYTES);
}

/** Names a public key. Source: RFC 7638, by the members that RFC 8037, section 2, names. */
export function keyThumbprint(publicKey: Buffer): string {
  const members = `{"crv":"Ed25519","kty":"OKP","x":"${publicKey.toString("base64url")}"}`;
  return createHash("sha256").update(members).digest("base64url");
}

export interface VerifierKey {
  readonly name: string;
  readonly publicKey: Buffer;
}

/** Source: C2SP signed-note, "Verifier keys". */
export function verifierKeyText({ name, publicKey }: VerifierKey): string {
  const material = Buffer.concat([Buffer.from([ED25519]), publicKey]).toString("base64");
  return `${name}+${keyId(name, publicKey).toString("hex")}+${material}`;
}

/** Null on what is no verifier key of Ed25519. */
export function readVerifierKey(text: string): VerifierKey | null {
  const [, name = "", id = "", material = ""] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(text) ?? [];
  const bytes = exactBase64(material);
  if (bytes === null || bytes.length !== KEY_BYTES + 1 || bytes[0] !== ED25519) return null;
  const publicKey = bytes.subarray(1);
  return keyId(name, publicKey).toString("hex") === id ? { name, publicKey } : null;
}

/** A second spelling of the same bytes is none. */
function exactBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return text !== "" && bytes.toString("base64") === text ? bytes : null;
}

/** @param text  Ends with a newline. */
export function signNote(text: string, name: string, keys: readonly SigningKey[]): string {
  const lines = keys.map((key) => {
    const signature = Buffer.concat([keyId(name, key.publicKey), key.sign(text)]);
    return `— ${name} ${signature.toString("base64")}\n`;
  });
  return `${text}\n${lines.join("")}`;
}

export type OpenedNote =
  | { readonly kind: "opened"; readonly text: string; readonly signedBy: readonly VerifierKey[] }
  /** `malformed`: it is no note; `bad_signature`: of a known key; `unknown_keys`: nobody known signed it. */
  | { readonly kind: "malformed" | "bad_signature" | "unknown_keys" };

/** The text of a note without a look at its signatures; null when it is none. */
export function noteText(note: string): string | null {
  const split = note.lastIndexOf("\n\n");
  return split === -1 ? null : note.slice(0, split + 1);
}

/** Source: C2SP signed-note, "Format" and "Signatures". Signatures of unknown keys are passed over. */
export function openNote(note: string, known: readonly VerifierKey[]): OpenedNote {
  const text = noteText(note);
  // oxlint-disable-next-line no-control-regex -- the specification names them
  if (text === null || /[\u0000-\u0009\u000B-\u001F]/u.test(note) || !note.isWellFormed()) return { kind: "malformed" };
  const rest = note.slice(text.length + 1);
  if (!rest.endsWith("\n")) return { kind: "malformed" };
  const lines = rest.slice(0, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) return { kind: "malformed" };
  const signedBy: VerifierKey[] = [];
  for (const line of lines) {
    const [, name = "", encoded = ""] = /^— ([^\s+]+) (\S+)$/u.exec(line) ?? [];
    const bytes = exactBase64(encoded);
    if (name === "" || bytes === null || bytes.length <= ID_BYTES) return { kind: "malformed" };
    const id = bytes.subarray(0, ID_BYTES);
    const key = known.find((each) => each.name === name && keyId(name, each.publicKey).equals(id));
    if (key === undefined || signedBy.includes(key)) continue;
    if (!verifySignature(key.publicKey, text, bytes.subarray(ID_BYTES))) return { kind: "bad_signature" };
    signedBy.push(key);
  }
  return signedBy.length === 0 ? { kind: "unknown_keys" } : { kind: "opened", text, signedBy };
}
