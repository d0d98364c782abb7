import type { FindingKind } from "../findings/types.ts";
import type { Decision } from "../policy/types.ts";

/** `typ` of the header of a signed verdict. Source: RFC 8725, section 3.11. */
export const VERDICT_TYPE = "hutong-verdict+jwt";

/** What a signed verdict says, as claims of a JWT (RFC 7519). Times are seconds since 1970. */
export interface VerdictClaims extends Pick<
  Decision,
  "action" | "notice" | "rulebook" | "edition" | "rule" | "decidedBy" | "hash"
> {
  /** The decision log whose key signed: `hutong/log/` and its epoch. */
  readonly iss: string;
  readonly iat: number;
  /** At most an hour later. */
  readonly exp: number;
  readonly jti: string;
  /** HMAC-SHA-256 of the reader's user id under the salt that came beside, base64url; `anyone` for a check. */
  readonly aud: string;
  /** The link; null: it has no address. */
  readonly url: string | null;
  /** Where it leads as far as it was followed; null: nobody followed it. */
  readonly final: string | null;
  readonly findings: readonly {
    readonly kind: FindingKind;
    /** The list that says so; null: the gateway saw it itself. */
    readonly list: string | null;
    readonly version: string | null;
  }[];
  /** The decision log's head then. */
  readonly cp: { readonly size: number; readonly root: string };
}
