import type { MessageUpdate, StoredMessage, UpdateCause } from "../chat/conversation.ts";

/** What was learned of a link of an accepted message. */
export interface NewResolutions {
  readonly conversation: string;
  readonly seq: number;
  /** The link whose verdict changed, from 0. */
  readonly index: number;
  readonly cause: UpdateCause;
  /** JSON array, one entry or null for each link; stands in the place of what was there. Null: nothing was asked yet. */
  readonly resolutions: StoredMessage["resolutions"];
  /** JSON array of what lists say of each link; stands in the place of what was there. Null, or left out: it stays. */
  readonly listed?: StoredMessage["listed"];
  /** Hosts on the way of the links, besides those that are known of the message. Default none. */
  readonly linkHosts?: readonly string[];
  /** What it was learned from. Where the message says something else by now, nothing is recorded. Left out: recorded anyway. */
  readonly from?: Pick<StoredMessage, "resolutions" | "listed">;
  /** Nothing more is awaited for this message. */
  readonly isSettled: boolean;
  readonly at: Date;
}

/**
 * Who follows a message's links, alone for so long. By the clock of the holder: those of several gateways differ by less than
 * a lease.
 */
export interface Lease {
  /** Names one run of one gateway. */
  readonly holder: string;
  readonly until: Date;
}

/** Where a message is. */
export type MessagePlace = Pick<StoredMessage, "conversation" | "seq">;

/** What becomes of a message after it was accepted, numbered in each conversation. Part of the contract in store.ts. */
export interface UpdateStore {
  /**
   * Records what was learned of a message's links, as the next update of its conversation. The gateway's own: asks for no member.
   * Promises of one conversation resolve in the order of its update numbers. Null when the message is not there, was deleted or
   * says something else than {@link NewResolutions.from}.
   */
  recordResolutions(learned: NewResolutions): Promise<MessageUpdate | null>;
  /**
   * Updates with a number > `after`, oldest first. One about a message that was deleted since is told as `deleted`.
   */
  updatesAfter(user: string, id: string, after: number, limit: number): Promise<readonly MessageUpdate[]>;
  /**
   * As `updatesAfter`, of messages from `fromSeq` on, whoever sees them. The gateway's own: asks for no member; empty where there
   * is no conversation.
   */
  storedUpdatesAfter(id: string, after: number, fromSeq: number, limit: number): Promise<readonly MessageUpdate[]>;
  /**
   * Wipes text, reports and resolutions of a message of the user's own; its number stays, and of the text what tells a retry
   * under its key from another message: a digest under a secret of the store, against which a guess can be tested. The same again gives the first update.
   * Rejects with `unknown_message` when it is not there, another's, or about the conversation itself.
   */
  deleteMessage(user: string, id: string, seq: number, at: Date): Promise<MessageUpdate>;
  /**
   * Messages with pending links that nobody holds at `now`, oldest first. Each is leased to one caller at a time.
   * A holder that settles a message releases it. After a lease has ended, the next caller claims the message.
   * The gateway's own: asks for no member.
   */
  claimPending(limit: number, lease: Lease, now: Date): Promise<readonly StoredMessage[]>;
  /** Puts the end of the leases of these messages later, links and questions. What is settled, or somebody else's by now, stays as it is. */
  renewLeases(lease: Lease, of: readonly MessagePlace[]): Promise<void>;
  /**
   * Gives back what is held of messages, links and questions, so that the next claim gets it at once.
   *
   * @param holder  Null: whoever it is. Only for one that knows that no other runs.
   * @param of      Left out: everything.
   */
  releaseLeases(holder: string | null, of?: readonly MessagePlace[]): Promise<void>;
}
