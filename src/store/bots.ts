/**
 * So far an inbox goes on when a store went back in time: a bot that was away says a number of what is lost, and what is written after
 * the restore has to lie behind it. Half of what an inbox keeps, since the other half may still be told.
 */
export const INBOX_LEAP = 50_000;

/** One thing that a bot is to be told: a message, or what became of one. */
export interface InboxEntry {
  /** From 1 for each bot, without gap but for {@link INBOX_LEAP}; the same through restarts and on every gateway. */
  readonly sn: number;
  readonly conversation: string;
  readonly seq: number;
  /** Number of the update of that message; null: the message itself. */
  readonly update: number | null;
}

/** How a bot and somebody else stand to each other. */
export interface BotStanding {
  /** The conversation of the two; null: there is none. */
  readonly conversation: string | null;
  /** Whether the other has written in it. */
  readonly hasWritten: boolean;
  /** Whether both are in one group now. */
  readonly sharesGroup: boolean;
}

/** Users who are programs, and what they are to be told. Part of the contract in store.ts. */
export interface BotStore {
  /** From here on the user is a program for ever, and has an inbox. */
  markBot(user: string): Promise<void>;
  /** Everybody who was marked, by name. */
  bots(): Promise<readonly string[]>;
  /** How a bot stands to another user. */
  botStanding(bot: string, other: string): Promise<BotStanding>;
  /** The last number of a bot's inbox; 0 before the first, and of nobody's. */
  inboxHead(bot: string): Promise<number>;
  /**
   * What a bot is to be told after a number, in order. Written in the transaction of the message or update; a bot's own messages
   * are left out. An inbox keeps the latest 100 000.
   */
  inboxAfter(bot: string, after: number, limit: number): Promise<readonly InboxEntry[]>;
  /** Forgets what is older, of every inbox at most `limit`; how many. */
  expireInboxes(before: Date, limit: number): Promise<number>;
}
