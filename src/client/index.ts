export { connect } from "./connect.ts";
export { RequestError } from "./types.ts";
export type { Client, ClientEvents, ClientState, ConnectOptions, Trouble } from "./types.ts";
export { verifyVerdict } from "./verify-verdict.ts";
export type { VerdictCheck, VerdictKeys, VerdictWishes } from "./verify-verdict.ts";
export type { VerdictClaims } from "../protocol/verdict-claims.ts";
export { CLOSE_CODES, nextStep } from "../protocol/close-codes.ts";
