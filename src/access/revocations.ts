import { digestOf, type Revocation } from "../store/revocations.ts";
import type { Store } from "../store/store.ts";
import type { VerifiedToken } from "./tokens.ts";

/** What of a token its revocation is found by. */
export type RevocableToken = Pick<VerifiedToken, "user" | "issuedAt" | "tokenId">;

/** Whether somebody revoked the token. One that does not say when it was made is as old as any revocation of its user. */
export async function isRevoked(
  { user, issuedAt, tokenId }: RevocableToken,
  store: Pick<Store, "revokedAt">,
): Promise<boolean> {
  if (tokenId !== null && (await store.revokedAt({ kind: "token", id: tokenId })) !== null) return true;
  const at = await store.revokedAt({ kind: "user", id: user });
  return at !== null && isOfThen(issuedAt, at);
}

function isOfThen(issuedAt: Date | null, at: Date): boolean {
  return issuedAt === null || issuedAt.getTime() <= at.getTime();
}

/** Tells of tokens that were let in, whether they were revoked since, also by another process. */
export interface RevocationWatch {
  /** Notes what was revoked before: those tokens are refused at the door. */
  start(): Promise<void>;
  /** Null when nothing was revoked of late. Otherwise says of a token whether it was. */
  look(): Promise<((token: RevocableToken) => boolean) | null>;
}

/**
 * A revocation is applied again for this long. That catches a race: a sign-in may check just before the revocation
 * exists and be let in just after it was applied.
 */
const LATE_MS = 10_000;
/** Of one look, so that many at once stop nobody. */
const MOST = 1_000;

/** @param clock  Monotonic. Milliseconds. */
export function createRevocationWatch(
  store: Pick<Store, "lastRevocation" | "revocationsAfter">,
  clock: () => number = () => performance.now(),
): RevocationWatch {
  let seen = 0;
  let late: readonly { readonly revocation: Revocation; readonly seenAtMs: number }[] = [];
  return {
    async start() {
      seen = await store.lastRevocation();
    },
    async look() {
      const found = await store.revocationsAfter(seen, MOST);
      const nowMs = clock();
      late = [
        ...late.filter(({ seenAtMs }) => nowMs - seenAtMs <= LATE_MS),
        ...found.map((revocation) => ({ revocation, seenAtMs: nowMs })),
      ];
      seen = found.at(-1)?.number ?? seen;
      if (late.length === 0) return null;
      const of = (kind: Revocation["kind"]) =>
        new Map(
          late.flatMap(({ revocation }) => (revocation.kind === kind ? [[revocation.digest, revocation.at]] : [])),
        );
      const [users, tokens] = [of("user"), of("token")];
      return ({ user, issuedAt, tokenId }) => {
        if (tokens.size > 0 && tokenId !== null && tokens.has(digestOf(tokenId))) return true;
        const at = users.size > 0 ? users.get(digestOf(user)) : undefined;
        return at !== undefined && isOfThen(issuedAt, at);
      };
    },
  };
}
