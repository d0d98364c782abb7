import { hash } from "node:crypto";

/** Whose tokens are revoked: all of a user until an instant, or one by its id (`jti`). */
export interface Revoked {
  readonly kind: "user" | "token";
  /** A user id, or a `jti`. */
  readonly id: string;
}

export interface Revocation {
  /** Grows with every revocation, also a repeated one. */
  readonly number: number;
  readonly kind: Revoked["kind"];
  /** {@link digestOf} the id. */
  readonly digest: string;
  readonly at: Date;
}

/** Revoked tokens. A store keeps digests and no names, so erasing a user leaves them. */
export interface RevocationStore {
  /** The same again counts from the later instant. Those whose tokens have expired by then are dropped. */
  revoke(revoked: Revoked, at: Date): Promise<void>;
  /** Until when tokens are revoked; null: none is. */
  revokedAt(revoked: Revoked): Promise<Date | null>;
  /** The number of the last one; 0: there is none. */
  lastRevocation(): Promise<number>;
  /** Those with a number > `after`, in order, also of other processes. */
  revocationsAfter(after: number, limit: number): Promise<readonly Revocation[]>;
}

/**
 * A revocation is kept for so long: longer than any token holds, from when it was made or from now, so that what it revoked has
 * expired. Milliseconds.
 */
export const REVOCATION_KEPT_MS = 367 * 86_400_000;

/** SHA-256 of an id, as base64url. */
export function digestOf(id: string): string {
  return hash("sha256", id, "base64url");
}
