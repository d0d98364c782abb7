import type { CloseReason } from "./close-codes.ts";

interface ErrorEntry {
  /** Said when the place that throws has nothing more exact to say. */
  readonly message: string;
  /** Trying the same again later may work. */
  readonly temporary: boolean;
  /** The connection is closed with this after the error was sent; null: it goes on. */
  readonly closes: CloseReason | null;
}

/** Every code an `error` frame may carry. Codes are stable; messages are for people and may change. */
export const ERRORS = {
  bad_json: { message: "The frame is not JSON", temporary: false, closes: null },
  bad_frame: { message: "The frame does not have the fields its type needs", temporary: false, closes: null },
  binary_frame: { message: "Frames are text; a binary one was ignored", temporary: false, closes: null },
  unknown_type: { message: "No frame has this type", temporary: false, closes: null },
  text_too_long: { message: "The text is longer than maxTextLength", temporary: false, closes: null },
  too_many_links: { message: "The text has more links than maxLinks", temporary: false, closes: null },
  hello_first: { message: "The first frame must be hello", temporary: false, closes: "hello_first" },
  hello_again: { message: "This connection has said hello already", temporary: false, closes: null },
  replay_refused: {
    message: "Only a gateway with demo sign-in reads as of another day",
    temporary: false,
    closes: null,
  },
  bad_token: { message: "The token is not valid here", temporary: false, closes: "bad_token" },
  token_expired: { message: "The token has expired", temporary: false, closes: "token_expired" },
  revoked: { message: "The token was revoked", temporary: false, closes: "revoked" },
  suspended: { message: "This account is suspended", temporary: false, closes: "suspended" },
  token_not_yet: { message: "The token begins after the gateway's time", temporary: true, closes: null },
  keys_unavailable: { message: "The keys that verify tokens cannot be read now", temporary: true, closes: null },
  // "Not yours" and "not there" must look alike, or ids of others could be tried out.
  unknown_conversation: { message: "You have no conversation with this id", temporary: false, closes: null },
  unknown_message: { message: "The conversation has no message or link there", temporary: false, closes: null },
  group_too_large: { message: "A group has at most maxGroupMembers members", temporary: false, closes: null },
  not_a_contact: {
    message: "One of them is added to groups only by people they have written to",
    temporary: false,
    closes: null,
  },
  too_many_groups: { message: "One of them is in as many groups as allowed", temporary: false, closes: null },
  not_a_group: { message: "Two people are no group", temporary: false, closes: null },
  not_admin: { message: "Only the group's admin removes others", temporary: false, closes: null },
  key_reused: { message: "This key was used for another message", temporary: false, closes: null },
  blocked: { message: "This user takes no messages from you", temporary: false, closes: null },
  uninvited_bot: {
    message: "A bot writes only to people who wrote to it or share a group with it",
    temporary: false,
    closes: null,
  },
  too_many_blocks: { message: "A user blocks at most maxBlocks others", temporary: false, closes: null },
  too_many_choices: { message: "A user chooses for at most maxChoices things", temporary: false, closes: null },
  note_too_long: { message: "The note is longer than maxNoteLength", temporary: false, closes: null },
  not_blocked: { message: "This link is not blocked for you", temporary: false, closes: null },
  too_many_complaints: {
    message: "Too many complaints within an hour, or too many that are not decided",
    temporary: false,
    closes: null,
  },
  // Somebody whom one never met and nobody at all look alike.
  unknown_user: { message: "You have met nobody of this name in a conversation", temporary: false, closes: null },
  withdrawn: {
    message: "You took back your complaint about this; there is one of each person about one thing, for ever",
    temporary: false,
    closes: null,
  },
  unknown_complaint: { message: "You have no complaint with this id", temporary: false, closes: null },
  not_decided: { message: "Nothing is decided yet, or it is looked at anew", temporary: false, closes: null },
  already_decided: { message: "It is decided already", temporary: false, closes: null },
  final: { message: "The decision can be appealed no more", temporary: false, closes: null },
  sync_too_large: {
    message: "The parts of a sync name at most maxSyncConversations conversations",
    temporary: false,
    closes: null,
  },
  rate_limited: { message: "Too many frames; wait retryAfterMs", temporary: true, closes: null },
  too_many_connections: { message: "Too many connections", temporary: true, closes: "too_many_connections" },
  storage: { message: "The message could not be stored; nothing of it was kept", temporary: true, closes: null },
  shutting_down: { message: "The gateway is shutting down", temporary: true, closes: null },
  internal: { message: "The gateway failed on this frame", temporary: true, closes: null },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
export type ErrorCode = keyof typeof ERRORS;

/** A peer's mistake, or a refusal told to it. The message repeats nothing that the peer wrote. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  readonly code: ErrorCode;
  /** The `id` of the request that failed, when it had a readable one. */
  readonly re: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message?: string, details: { re?: string | undefined; retryAfterMs?: number } = {}) {
    super(message ?? ERRORS[code].message);
    this.code = code;
    this.re = details.re;
    this.retryAfterMs = details.retryAfterMs;
  }
}
