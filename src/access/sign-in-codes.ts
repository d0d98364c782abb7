import { createHash, randomBytes } from "node:crypto";

/** Codes that sign in once each: what a printed link holds where sign-in by name is on. */
export interface SignInCodes {
  /** A code of 22 characters. It is kept as its hash alone, in this process. */
  make(): string;
  /** Whether the code is good, which it is once. */
  take(code: string): boolean;
}

/** 128 bits: nobody guesses one. */
const CODE_BYTES = 16;
/** How long somebody may take to reach for a phone. */
export const CODE_LASTS_MS = 600_000;

const hashOf = (code: string): string => createHash("sha256").update(code).digest("base64");

/** @param nowMs  Monotonic. Milliseconds. */
export function createSignInCodes(nowMs: () => number): SignInCodes {
  const endsAtMs = new Map<string, number>();
  return {
    make() {
      const code = randomBytes(CODE_BYTES).toString("base64url");
      endsAtMs.set(hashOf(code), nowMs() + CODE_LASTS_MS);
      return code;
    },
    take(code) {
      const hash = hashOf(code);
      const endMs = endsAtMs.get(hash);
      endsAtMs.delete(hash);
      return endMs !== undefined && nowMs() < endMs;
    },
  };
}
