/** What the other side does after a close: come back (with backoff, or after the time told), or stay away until a person changes something. */
export type NextStep = "come_back" | "stay_away";

/**
 * Every code the gateway closes a socket with. 4000–4499 mean "come back", 4500–4999 "stay away";
 * a client that knows no single code needs only the range.
 */
export const CLOSE_CODES = {
  /** The gateway shuts down or restarts; `going_away {retryAfterMs}` came first. */
  going_away: 4000,
  /** No `hello` within `helloTimeoutMs`. */
  hello_timeout: 4001,
  /** Nothing was heard for two heartbeats. */
  heartbeat_lost: 4002,
  /** The token ran out: come back with a fresh one. */
  token_expired: 4003,
  /** A fault of the gateway ended this session. */
  internal: 4011,
  /** The reader took too little of what was waiting for it. Nothing is lost: `sync` brings it. */
  slow_reader: 4408,
  /** Refused for its rate again and again. */
  rate_limited: 4429,
  /** The user, the address or the gateway has as many connections as allowed; of a device that comes anew its longest silent one ends. */
  too_many_connections: 4430,
  /** The token is not one of this gateway's. */
  bad_token: 4500,
  /** More bytes or frames before `hello` than allowed, or something else than `hello`. */
  hello_first: 4501,
  /** The subprotocol `hutong.v1` was not asked for. */
  bad_subprotocol: 4502,
  /** The token was revoked while it was in use. */
  revoked: 4503,
  /** A decision suspends the account for a while; its statement of reasons says until when. */
  suspended: 4504,
} as const;
export type CloseReason = keyof typeof CLOSE_CODES;

/**
 * What a client does after a socket closed with this code. Every code below 4500 means "come back", those of RFC 6455, section 7.4.1,
 * too: proxies close with 1000, 1002 or 1008 where they drain or were idle, which says nothing of the user.
 */
export function nextStep(code: number): NextStep {
  return code >= 4500 && code <= 4999 ? "stay_away" : "come_back";
}
