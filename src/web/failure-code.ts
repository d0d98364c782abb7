import { RequestError } from "../client/types.ts";
import { ERRORS } from "../protocol/errors.ts";

/** Why something was not done: the gateway's code, or `unknown` where the page itself failed. */
export type FailureCode = RequestError["code"] | "unknown";

export function failureCodeOf(error: unknown): FailureCode {
  return error instanceof RequestError ? error.code : "unknown";
}

export function isFailureCode(value: unknown): value is FailureCode {
  return typeof value === "string" && (value === "unknown" || value === "closed" || Object.hasOwn(ERRORS, value));
}

/** The connection ended before the gateway judged what was said: it is said again by who signs in anew. */
export function isUnjudged(failure: FailureCode): boolean {
  return failure === "closed" || failure === "bad_token" || failure === "token_expired" || failure === "revoked";
}
