import { ERRORS, type ErrorCode, ProtocolError } from "../protocol/errors.ts";
import { StoreError } from "../store/store-error.ts";
import { ContentError } from "./elements.ts";

/** What a bot is answered. */
export interface SatoriAnswer {
  readonly status: number;
  /** Goes out as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal of the door itself. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Status of each code of ours; Satori names 400, 401, 403, 404, 405 and 5xx, and its adapters show the others as they are. */
const STATUSES: Readonly<Partial<Record<ErrorCode, number>>> = {
  bad_token: 401,
  token_expired: 401,
  revoked: 401,
  unknown_conversation: 404,
  unknown_message: 404,
  not_a_group: 404,
  blocked: 403,
  suspended: 403,
  uninvited_bot: 403,
  not_admin: 403,
  not_a_contact: 403,
  key_reused: 409,
  rate_limited: 429,
  storage: 503,
  shutting_down: 503,
  token_not_yet: 503,
  keys_unavailable: 503,
  internal: 500,
};

/** What HTTP asks of a status, as every other door of ours says it. Source: RFC 9110, sections 11.6.1 and 15.5.6. */
const OF_STATUS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { "www-authenticate": "Bearer" },
  405: { allow: "POST" },
};

/** What a failed request is answered: a refusal as it stands, a fault only as `internal`. */
export function refused(error: unknown, onFault: (error: unknown) => void): SatoriAnswer {
  if (error instanceof Refusal) return answer(error.status, error.code, error.message);
  if (error instanceof ContentError) return answer(400, "bad_request", error.message);
  if (error instanceof ProtocolError) return ofCode(error.code, error.message, error.retryAfterMs);
  if (error instanceof StoreError && error.code !== "lease_lost") {
    if (error.code !== "unavailable") return ofCode(error.code);
    onFault(error.cause ?? error);
    return ofCode("storage");
  }
  onFault(error);
  return ofCode("internal");
}

function ofCode(code: ErrorCode, message: string = ERRORS[code].message, retryAfterMs?: number): SatoriAnswer {
  return answer(STATUSES[code] ?? 400, code, message, retryAfterMs);
}

function answer(status: number, code: string, message: string, retryAfterMs?: number): SatoriAnswer {
  const temporary = status === 429 || status >= 500;
  return {
    status,
    body: { error: { code, message, temporary, ...(retryAfterMs !== undefined && { retryAfterMs }) } },
    headers: {
      ...OF_STATUS[status],
      ...(retryAfterMs !== undefined && { "retry-after": String(Math.ceil(retryAfterMs / 1_000)) }),
    },
  };
}
