import type { StoredMessage } from "../chat/conversation.ts";
import type { Fence } from "./leases.ts";

export interface Written {
  readonly key: string;
  readonly message: StoredMessage;
}

export interface ErasureStep {
  /** Stands where the name stood. No user id, so that nobody can be who was erased. The same through all steps. */
  readonly pseudonym: string;
  readonly at: Date;
  /** Rows of one step. */
  readonly limit: number;
  /** Whether the store knew the user before the first step: then the log says that somebody was erased, whatever is left of them. */
  readonly isKnown?: boolean;
}

export interface ExpiryStep {
  readonly before: Date;
  readonly at: Date;
  /** `next` of the step before; null: from the beginning. */
  readonly after: string | null;
  /** Messages of one step. */
  readonly limit: number;
  /** Of the lease that the step is done under. Left out: none is asked for. */
  readonly fence?: Fence;
}

export interface ExpiredContent {
  readonly messages: number;
  /** Null: nothing older is left. */
  readonly next: string | null;
}

/** Where a message stands that somebody wrote. */
export type WrittenPlace = Pick<StoredMessage, "conversation" | "seq">;

/** What the operator does to everything: hand out, erase, expire. In bounded steps. Part of the contract in store.ts. */
export interface UpkeepStore {
  /**
   * Everything the user wrote, wherever it is and whether or not they still see it: by conversation's id, there by `seq`.
   *
   * @param after  Begins after this message; null: at the first.
   */
  writtenBy(user: string, after: WrittenPlace | null, limit: number): Promise<readonly Written[]>;
  /**
   * Erases a user, one bounded step. A pseudonym replaces them in their conversations, and they leave groups.
   * Their messages become tombstones of the pseudonym, each sent as an update.
   * Their choice, devices, account, blocks, keys and digests are deleted, and what opens commitments of the log about them.
   * The last step appends an entry that says so, and not whose. Resolves with whether nothing is left.
   */
  erase(user: string, step: ErasureStep): Promise<boolean>;
  /**
   * Takes the content of messages older than an instant, one bounded step; their numbers, senders and times stay. No update is
   * counted for it: a device that has such a message may keep it. Rejects with `lease_lost`, and takes nothing, when another
   * has taken over the lease of its fence.
   */
  expireContent(step: ExpiryStep): Promise<ExpiredContent>;
}
