import type { TreeHash } from "./merkle.ts";

const HASH_BYTES = 32;

/** A tree of 2^63 leaves has no longer a proof. */
export const HASH_LINE = { maxProof: 63 } as const;

/** A hash as base64; null on anything else, also on a second spelling. */
export function readHashLine(line: string): TreeHash | null {
  const hash = Buffer.from(line, "base64");
  return hash.length === HASH_BYTES && hash.toString("base64") === line ? hash : null;
}
