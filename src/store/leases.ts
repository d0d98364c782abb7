import type { JudgedIn, StoredMessage } from "../chat/conversation.ts";
import type { Json } from "../input/json.ts";
import type { Lease, MessagePlace } from "./updates.ts";

/** Says who holds a lease by name: it grows whenever another takes it over, so what an earlier holder still does is told apart. */
export interface Fence {
  /** Of the lease. */
  readonly name: string;
  readonly number: number;
}

/** That a message may be a question, said by a gateway that does not know yet with whom its conversation is. */
export interface Questioned {
  /** Who answers by program. */
  readonly answerer: string;
  /** What is kept of a question until it is settled. Asked for a question alone. */
  readonly terms: () => Pick<Question, "contextJson"> & { readonly lease: Lease };
}

export interface Question {
  readonly message: StoredMessage;
  /** JSON of the context that the answer is made in. */
  readonly contextJson: Json<JudgedIn>;
}

/** What is done once, by whichever gateway. Part of the contract in store.ts. */
export interface LeaseStore {
  /**
   * Takes a lease that nobody holds at `now`, or puts the end of one's own later. Resolves with its fence; null while another
   * holds it.
   */
  takeLease(name: string, lease: Lease, now: Date): Promise<Fence | null>;
  /**
   * Gives back the leases that are held by name, so that the next who asks gets them at once.
   *
   * @param holder  Null: whoever it is. Only for one that knows that no other runs.
   */
  endLeases(holder: string | null): Promise<void>;
  /**
   * Questions to `answerer` that nobody holds at `now`, oldest first, each with its links settled and its text still there.
   * Each is leased to one caller at a time, and renewed and released with the leases of its message in updates.ts.
   */
  claimQuestions(answerer: string, limit: number, lease: Lease, now: Date): Promise<readonly Question[]>;
  /** A question was answered, or needs no answer. */
  settleQuestion(place: MessagePlace): Promise<void>;
}
