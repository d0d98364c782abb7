export { connect } from "./connect.ts";
export { RequestError } from "./types.ts";
export type { Client, ClientEvents, ClientState, ConnectOptions, Trouble } from "./types.ts";
export { CLOSE_CODES, nextStep } from "../protocol/close-codes.ts";
