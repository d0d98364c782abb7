import { RequestError } from "../client/types.ts";

/** Why something was not done: the gateway's code, or `unknown` where the page itself failed. */
export type FailureCode = RequestError["code"] | "unknown";

export function failureCodeOf(error: unknown): FailureCode {
  return error instanceof RequestError ? error.code : "unknown";
}
