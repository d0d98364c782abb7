import { InputError } from "../input/input-error.ts";
import { keysOf, recordOf } from "../input/words.ts";

interface LimitEntry {
  readonly preset: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Every limit of a gateway, told to clients in `welcome.limits` and set by an operator under the same name.
 * The unit is in the name: `…Ms` milliseconds, `…Bytes` bytes, `…Length` UTF-16 units, otherwise a count.
 */
export const LIMITS = {
  /** One frame from a client. A larger one closes the socket with 1009. */
  maxFrameBytes: { preset: 65_536, least: 1_024, most: 1_048_576 },
  maxTextLength: { preset: 8_000, least: 1, most: 100_000 },
  /** A message with more links is refused, so that its reports fit every reader. */
  maxLinks: { preset: 100, least: 1, most: 1_000 },
  /** Links of one message, or of one text of `/v1/check`, that are followed; one beyond stays unresolved until somebody opens it. */
  maxFollowedLinks: { preset: 5, least: 0, most: 1_000 },
  /** Users that one user may block; the list is told whole in `welcome`. */
  maxBlocks: { preset: 1_000, least: 1, most: 10_000 },
  /** Choices of one user for apps, conversations and classes; the list is told whole in `welcome`. */
  maxChoices: { preset: 200, least: 1, most: 1_000 },
  /** Groups that one user is in. */
  maxGroups: { preset: 1_000, least: 1, most: 100_000 },
  /** Of them those that somebody put the user into whom they had never written to. */
  maxGroupsByStrangers: { preset: 100, least: 0, most: 100_000 },
  maxGroupMembers: { preset: 500, least: 2, most: 5_000 },
  /** Messages; a page also ends when it is as large as `softMarkBytes`. */
  maxHistoryPage: { preset: 100, least: 1, most: 1_000 },
  /** Messages that one `search` looks through; `next` goes on from there. */
  maxSearchedMessages: { preset: 5_000, least: 100, most: 1_000_000 },
  /** Conversations, or members of a group, in one answer; conversations also end where a page does. */
  maxListPage: { preset: 100, least: 1, most: 1_000 },
  /** In `have`, and in `updates`, of all parts of one `sync`. They are remembered until its last one, by each connection. */
  maxSyncConversations: { preset: 20_000, least: 1, most: 1_000_000 },
  /** For so long after `welcome` messages and updates wait for a first `sync`; with its answer they begin. */
  pushHoldMs: { preset: 2_000, least: 0, most: 10_000 },
  /** From the open socket to an accepted `hello`. */
  helloTimeoutMs: { preset: 10_000, least: 10, most: 60_000 },
  /** All bytes, and all frames, before `hello` was accepted. */
  maxHelloBytes: { preset: 16_384, least: 512, most: 65_536 },
  maxHelloFrames: { preset: 3, least: 1, most: 100 },
  /** A connection silent for two of these is closed. */
  heartbeatMs: { preset: 25_000, least: 20, most: 300_000 },
  /** Rates are counted per user in windows of this length. */
  rateWindowMs: { preset: 10_000, least: 100, most: 600_000 },
  maxSendsPerWindow: { preset: 200, least: 1, most: 100_000_000 },
  /** The same of a user who is a bot: it answers many. */
  maxBotSendsPerWindow: { preset: 1_000, least: 1, most: 100_000_000 },
  /** What bots send in one conversation with other bots, all together: two that answer each other end there. */
  maxBotTalkPerWindow: { preset: 20, least: 1, most: 100_000_000 },
  /** Links in what one user sends: each is judged. A bot may send five times as many. */
  maxSentLinksPerWindow: { preset: 4_000, least: 1, most: 100_000_000 },
  /** Groups made, and additions of members to groups. */
  maxGroupsPerWindow: { preset: 20, least: 1, most: 100_000_000 },
  /** Searches: each may look through `maxSearchedMessages`. */
  maxSearchesPerWindow: { preset: 20, least: 1, most: 100_000_000 },
  /** Complaints of one user within an hour. */
  maxComplaintsPerWindow: { preset: 20, least: 0, most: 100_000 },
  /** … and from one client's address (of IPv6 its /64), of all its users. */
  maxComplaintsPerAddress: { preset: 200, least: 0, most: 1_000_000 },
  /** Of one user, that are not decided. */
  maxOpenComplaints: { preset: 50, least: 1, most: 100_000 },
  /** Of a complaint or an appeal. */
  maxNoteLength: { preset: 500, least: 0, most: 4_000 },
  /** Every other frame. */
  maxFramesPerWindow: { preset: 1_000, least: 1, most: 100_000_000 },
  /** Links followed for one user, or over `/v1/check` for one client's address. */
  maxFollowsPerWindow: { preset: 100, least: 0, most: 100_000_000 },
  /**
   * Links judged for one user because the user's devices differ in system, version or language, beyond what is free. A device
   * for which nothing is left is told in order, as soon as there is again.
   */
  maxRejudgedLinksPerWindow: { preset: 1_000, least: 1, most: 100_000_000 },
  /** Refusals within one window after which the connection is closed. */
  maxRefusalsPerWindow: { preset: 200, least: 1, most: 100_000_000 },
  /** HTTP requests that cost work: per address (of IPv6 its /64) for `/v1/check` and sign-in, and again for bogus tokens; with a good token per its user. */
  maxRequestsPerWindow: { preset: 300, least: 1, most: 100_000_000 },
  maxConnections: { preset: 20_000, least: 1, most: 1_000_000 },
  maxConnectionsPerUser: { preset: 50, least: 1, most: 100_000 },
  /** Connections of one client's address (of IPv6 its /64) that have not said hello, also behind a trusted proxy. */
  maxGreetingPerAddress: { preset: 20, least: 1, most: 100_000 },
  /** The same of a loopback peer for whom no trusted proxy speaks: a proxy that nobody named, and all its clients, count as one. */
  maxGreetingLoopback: { preset: 5_000, least: 1, most: 100_000 },
  /** Bytes waiting for one reader: from here typing notices are left out … */
  softMarkBytes: { preset: 262_144, least: 1_024, most: 16_777_216 },
  /** … and from here the reader is closed as slow. */
  hardMarkBytes: { preset: 1_048_576, least: 2_048, most: 67_108_864 },
  maxBodyBytes: { preset: 65_536, least: 1_024, most: 1_048_576 },
  /** From a connection's first byte, or its last answer, to the end of a request's headers. */
  headersTimeoutMs: { preset: 10_000, least: 50, most: 600_000 },
  /** … and to the end of the request; the connection is cut within a tenth of it, or a second, at most. */
  requestTimeoutMs: { preset: 30_000, least: 50, most: 600_000 },
  /** On shutdown clients are told to come back after a random time: the longer, the more there are; up to this. */
  maxRetrySpreadMs: { preset: 5_000, least: 0, most: 600_000 },
} as const satisfies Readonly<Record<string, LimitEntry>>;

export type LimitName = keyof typeof LIMITS;
export type Limits = Readonly<Record<LimitName, number>>;

/** All limits, with those given in the place of their presets. */
export function limitsWith(given: Partial<Limits> = {}): Limits {
  return { ...recordOf(keysOf(LIMITS), (name) => LIMITS[name].preset), ...given };
}

/**
 * Reads `NAME=NUMBER`.
 *
 * @throws {InputError} on an unknown name or a number that is not whole or out of its bounds; the message says what was expected.
 */
export function parseLimit(text: string): Partial<Limits> {
  const [name = "", value = ""] = text.split("=", 2);
  const entry = (LIMITS as Readonly<Record<string, LimitEntry>>)[name];
  if (entry === undefined || !Object.hasOwn(LIMITS, name)) {
    const message = `no limit has this name; expected one of ${Object.keys(LIMITS).join(", ")}`;
    throw new InputError("bad_limit", [{ message }]);
  }
  const number = Number(value);
  if (!/^\d+$/u.test(value) || number < entry.least || number > entry.most) {
    const message = `expected a whole number from ${entry.least} to ${entry.most}`;
    throw new InputError("bad_limit", [{ field: name, message }]);
  }
  return { [name]: number };
}
