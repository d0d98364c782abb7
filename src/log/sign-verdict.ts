import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { VERDICT_TYPE, type VerdictClaims } from "../protocol/verdict-claims.ts";
import type { LinkReport } from "../report/report.ts";
import { readCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { keyThumbprint, type SigningKey } from "./notes.ts";
import { UnsignableLogError, type Publisher } from "./publish.ts";

/** Seconds for which a signed verdict holds. */
const VERDICT_S = 3_600;
const SALT_BYTES = 16;
/** Key and checkpoint are looked up so often, and not for each verdict. Milliseconds. */
const LOOK_EVERY_MS = 5_000;

export interface SignedVerdict {
  /** A compact JWS. */
  readonly signature: string;
  /** Shows that `aud` is the reader; null where it is anyone. */
  readonly salt: string | null;
}

/** Signs what was decided about a link, for one reader or for anyone. Null: the log cannot be signed now, so nothing is. */
export type SignVerdict = (report: LinkReport, reader: string | null) => Promise<SignedVerdict | null>;

interface SignerParts {
  readonly publisher: Pick<Publisher, "checkpoint" | "key">;
  readonly now: () => Date;
}

export function createVerdictSigner({ publisher, now }: SignerParts): SignVerdict {
  let known: { readonly by: Promise<Signer | null>; readonly atMs: number } | null = null;

  async function look(): Promise<Signer | null> {
    try {
      const checkpoint = readCheckpoint(await publisher.checkpoint());
      return checkpoint === null ? null : { key: await publisher.key(), checkpoint };
    } catch (error) {
      // Its keeper says why.
      if (error instanceof UnsignableLogError) return null;
      known = null;
      throw error;
    }
  }

  return async (report, reader) => {
    const nowMs = performance.now();
    if (known === null || nowMs - known.atMs > LOOK_EVERY_MS) known = { by: look(), atMs: nowMs };
    const signer = await known.by;
    if (signer === null) return null;
    const salt = reader === null ? null : randomBytes(SALT_BYTES).toString("base64url");
    const aud =
      reader === null || salt === null ? "anyone" : createHmac("sha256", salt).update(reader).digest("base64url");
    return { signature: jws(claimsOf(report, aud, signer.checkpoint, now()), signer.key), salt };
  };
}

interface Signer {
  readonly key: SigningKey;
  readonly checkpoint: Checkpoint;
}

function claimsOf(
  { url, resolution, verdict, findings }: LinkReport,
  aud: string,
  at: Checkpoint,
  now: Date,
): VerdictClaims {
  const iat = Math.floor(now.getTime() / 1_000);
  const { action, notice, rulebook, edition, rule, decidedBy, hash } = verdict;
  return {
    iss: at.origin,
    iat,
    exp: iat + VERDICT_S,
    jti: randomUUID(),
    aud,
    url,
    final: resolution.finalUrl,
    action,
    notice,
    rulebook,
    edition,
    rule,
    decidedBy,
    hash,
    findings: findings.map(({ kind, list }) => ({ kind, list: list?.name ?? null, version: list?.version ?? null })),
    cp: { size: at.size, root: at.root.toString("base64") },
  };
}

/** Source: RFC 7515, section 7.1, with the algorithm of RFC 8037. */
function jws(claims: VerdictClaims, key: SigningKey): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const header = { alg: "EdDSA", typ: VERDICT_TYPE, kid: keyThumbprint(key.publicKey) };
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${key.sign(signed).toString("base64url")}`;
}
