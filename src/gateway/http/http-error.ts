import { z } from "zod";

interface HttpErrorEntry {
  readonly status: number;
  readonly summary: string;
}

/** Every code that an HTTP error may carry, each with its one status. Codes are stable; messages are for people and may change. */
export const HTTP_ERRORS = {
  bad_json: { status: 400, summary: "The body is not JSON" },
  bad_request: { status: 400, summary: "A field is not as expected" },
  /** Nobody is left to read it. */
  aborted: { status: 400, summary: "The body ended before its end" },
  forwarding: { status: 400, summary: "Two forwarding headers name two clients" },
  moderators_only: { status: 403, summary: "Expected a moderator's token" },
  roles_only: { status: 403, summary: "Expected a token with a role that may" },
  own_case: { status: 403, summary: "Nobody decides a case that concerns them" },
  same_person: { status: 403, summary: "Another person has to do this" },
  bad_token: { status: 401, summary: "The token is not valid here" },
  token_expired: { status: 401, summary: "The token has expired" },
  tokens_only: { status: 401, summary: "Expected a token: Authorization: Bearer …" },
  no_demo_sign_in: { status: 403, summary: "Nobody signs in by name from there" },
  reserved: { status: 403, summary: "The name is a bot's, or looks like the gateway's own" },
  not_found: { status: 404, summary: "There is nothing at this address" },
  no_image: { status: 404, summary: "There is no picture to be had" },
  no_article: { status: 404, summary: "There is no text to be read here" },
  method_not_allowed: { status: 405, summary: "The address takes other methods, which Allow names" },
  conflict: { status: 409, summary: "The case has changed, or another has it; version says which one it has now" },
  final: { status: 409, summary: "The decision can be appealed no more" },
  too_large: { status: 413, summary: "The body is over maxBodyBytes" },
  bad_content_type: { status: 415, summary: "The body is not said to be application/json" },
  wrong_host: { status: 421, summary: "Host does not name this gateway" },
  version_missing: { status: 428, summary: "Expected If-Match with the version of the case" },
  upgrade_required: { status: 426, summary: "The socket is here: ask for an upgrade to websocket" },
  rate_limited: { status: 429, summary: "Too many requests; wait retryAfterMs" },
  internal: { status: 500, summary: "The gateway failed on this request" },
  /** Nothing is signed, and nothing that was signed is given out as what the log is now. */
  log_unsigned: { status: 503, summary: "The decision log cannot be signed now" },
  token_not_yet: { status: 503, summary: "The token begins after the gateway's time" },
  keys_unavailable: { status: 503, summary: "The keys that verify tokens cannot be read now" },
} as const satisfies Readonly<Record<string, HttpErrorEntry>>;
export type HttpErrorCode = keyof typeof HTTP_ERRORS;

/** A request that is refused. The message goes to the client and repeats nothing private. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly code: HttpErrorCode;
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  /** Methods that the address takes. */
  readonly allow: readonly string[] | undefined;
  /** Of a conflict: the version that a case has now. */
  readonly version: number | undefined;

  constructor(
    code: HttpErrorCode,
    message: string = HTTP_ERRORS[code].summary,
    details: { readonly retryAfterMs?: number; readonly allow?: readonly string[]; readonly version?: number } = {},
  ) {
    super(message);
    this.code = code;
    this.status = HTTP_ERRORS[code].status;
    this.retryAfterMs = details.retryAfterMs;
    this.allow = details.allow;
    this.version = details.version;
  }
}

/** What a refused client is told, where it may be one of these codes. */
export function refusalSchema(codes: readonly HttpErrorCode[]) {
  return z.object({
    error: z.object({
      code: z.enum(codes),
      message: z.string().meta({ description: "For people; may change" }),
      temporary: z.boolean().meta({ description: "Trying the same again later may work" }),
      ...(codes.includes("rate_limited") && {
        retryAfterMs: z.int().min(1).meta({ description: "Milliseconds; Retry-After says seconds" }),
      }),
      ...(codes.includes("conflict") && {
        version: z.int().min(1).optional().meta({ description: "Of a conflict: the version that the case has now" }),
      }),
    }),
  });
}

export function refusalOf({ code, status, message, retryAfterMs, version }: HttpError) {
  const temporary = status === 429 || status >= 500;
  return {
    error: {
      code,
      message,
      temporary,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(version !== undefined && { version }),
    },
  };
}
