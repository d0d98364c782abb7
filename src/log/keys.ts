import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isAllowed } from "../input/file-rights.ts";
import { InputError } from "../input/input-error.ts";
import { makeWhole } from "../input/whole-file.ts";
import { signingKey, verifySignature, type SigningKey } from "./notes.ts";

/** The key that signs the log, in the data folder; apart from the secret that signs tokens. */
export const LOG_KEY_FILE = "log-key";
/** What it becomes, while a rotation is under way. */
const NEXT_FILE = "log-key.next";
const SEED_BYTES = 32;

/** Where the log's key is. */
export interface LogKeys {
  /**
   * The key that signs; drawn when there is none. Null: none is here, or may be read, and none may be drawn.
   *
   * @param inForce  The public key that the log names, base64; null: none.
   */
  current(inForce: string | null): Promise<SigningKey | null>;
  /** Draws the next, and keeps it beside until the log names it. @throws {InputError} when keys are given from outside. */
  drawNext(): Promise<SigningKey>;
  /** The next is in force. */
  settle(): Promise<void>;
}

export function drawSeed(): string {
  return randomBytes(SEED_BYTES).toString("base64url");
}

/** @throws {InputError} on what is no seed: 32 bytes as base64url. */
export function readSeed(text: string, where: string): SigningKey {
  const seed = Buffer.from(text.trim(), "base64url");
  if (seed.length === SEED_BYTES && seed.toString("base64url") === text.trim()) return signingKey(seed);
  throw new InputError("bad_secret", [{ field: where, message: "expected 32 bytes as base64url (43 characters)" }]);
}

/** `HUTONG_LOG_KEY`, and `HUTONG_LOG_KEY_NEXT` for a rotation. @throws {InputError} when the key is none. */
export function givenKeys(key: string, next: string | null): LogKeys {
  const given = readSeed(key, "HUTONG_LOG_KEY");
  return {
    current: async () => given,
    async drawNext() {
      if (next !== null) return readSeed(next, "HUTONG_LOG_KEY_NEXT");
      const message = "the key is given as HUTONG_LOG_KEY: give the next one beside it";
      throw new InputError("usage", [{ field: "HUTONG_LOG_KEY_NEXT", message }]);
    },
    settle: async () => {},
  };
}

/**
 * In a data folder, readable by its owner only.
 *
 * @param mayWrite  `false`: nothing is drawn or renamed, and a key that this user may not read is none.
 * @throws {InputError} when a file there is no key, or others can read it.
 */
export function keysInFolder(folder: string, { mayWrite = true } = {}): LogKeys {
  const [file, next] = [join(folder, LOG_KEY_FILE), join(folder, NEXT_FILE)];
  const write = (path: string) => writeFileSync(path, drawSeed(), { flag: "wx", mode: 0o600 });

  function read(path: string): SigningKey {
    if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0)
      throw new InputError("bad_secret", [
        { file: path, message: "expected a file only its owner can read (chmod 600)" },
      ]);
    return readSeed(readFileSync(path, "utf8"), path);
  }

  // Told when a gateway starts, and not each time that it cannot sign.
  const isHere = mayWrite ? existsSync : (path: string) => isAllowed(path, "read");
  for (const path of [file, next]) if (isHere(path)) read(path);

  return {
    async current(inForce) {
      if (!isHere(file)) {
        if (!mayWrite) return null;
        makeWhole(file, write);
      }
      const key = read(file);
      if (inForce === null || publicText(key) === inForce || !isHere(next)) return key;
      const following = read(next);
      if (publicText(following) !== inForce) return key;
      // A rotation that was killed after the log had named the next.
      if (mayWrite) renameSync(next, file);
      return following;
    },
    async drawNext() {
      if (!existsSync(next)) makeWhole(next, write);
      return read(next);
    },
    async settle() {
      if (existsSync(next)) renameSync(next, file);
    },
  };
}

/** A public key as the log names it. */
export function publicText({ publicKey }: Pick<SigningKey, "publicKey">): string {
  return publicKey.toString("base64");
}

/** What both keys sign when one follows the other. Public keys as base64. */
export function keyChangeText(origin: string, before: string, after: string): string {
  return `hutong log key\n${origin}\n${before}\n${after}\n`;
}

/** Whether both keys say that the one follows the other. */
export function isKeyChange(
  origin: string,
  {
    before,
    after,
    signatures,
  }: { readonly before: string; readonly after: string; readonly signatures: readonly string[] },
): boolean {
  const text = keyChangeText(origin, before, after);
  return [before, after].every((key, index) =>
    verifySignature(Buffer.from(key, "base64"), text, Buffer.from(signatures[index] ?? "", "base64")),
  );
}
