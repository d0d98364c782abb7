import type { Conversation, StoredMessage } from "../chat/conversation.ts";
import type { JsonPieces } from "../input/json.ts";
import type { Search, SearchPage } from "../chat/search.ts";
import type { Questioned } from "./leases.ts";
import type { Lease } from "./updates.ts";

/** A message to be stored. */
export interface NewMessage {
  readonly from: string;
  /** With `from` unique for ever: the same again is the same message. Well-formed text. */
  readonly key: string;
  /** A user id or a conversation id. */
  readonly to: string;
  readonly text: string;
  readonly at: Date;
  readonly reportsJson: StoredMessage["reportsJson"];
  /** `reportsJson` in pieces: of those that other messages have too a store may keep each once. Default: it shares nothing. */
  readonly reportPieces?: JsonPieces;
  /** JSON of the context that `reportsJson` was made in; null without links. */
  readonly contextJson: StoredMessage["contextJson"];
  /** Hosts on the way of its links, by which link-hosts.ts finds it; without a last dot. Default none. */
  readonly linkHosts?: readonly string[];
  /** Not all of its links are settled: {@link UpdateStore.claimPending} hands it out until they are. */
  readonly isPending: boolean;
  /** Who follows the links from the start, while some are not settled. Left out: whoever claims it. */
  readonly lease?: Lease | null;
  /** Where the conversation is one of two with its answerer, the message is a question until it is settled. */
  readonly question?: Questioned | null;
}

export interface Accepted {
  readonly message: StoredMessage;
  readonly conversation: Conversation;
  /** The key was known, and `message` is the first one sent under it. */
  readonly isRepeat: boolean;
}

/** Messages, as they are sent and read, and how far each member has come. Part of the contract in store.ts. */
export interface MessageStore {
  /**
   * Stores a message under the next sequence number. Promises of one conversation resolve in the order of its numbers.
   * Two users' conversation is made by the first message between them. Rejects with `blocked` when the one blocks the sender;
   * what was accepted before is answered all the same. Rejects with `key_reused` when another text or another addressee
   * was sent under the key. That holds also after the message was deleted or its content expired.
   * An addressee may be named as a user or as the conversation with them.
   * For an addressee erased since, only the text is compared.
   */
  append(message: NewMessage): Promise<Accepted>;
  /** Rejects with `unknown_message` where there is none. */
  message(user: string, id: string, seq: number): Promise<StoredMessage>;
  /** Messages with `seq` > `after`, oldest first. */
  messagesAfter(user: string, id: string, after: number, limit: number): Promise<readonly StoredMessage[]>;
  /** The latest messages with `seq` < `before` (null: of all), oldest first. */
  messagesBefore(user: string, id: string, before: number | null, limit: number): Promise<readonly StoredMessage[]>;
  /**
   * Looks through what the user may read, newest first. What was deleted, erased or expired says nothing and is never found. Like
   * `conversations`, it misses what moves to the top while it is paged through. Rejects with `unknown_conversation`.
   */
  search(user: string, search: Search): Promise<SearchPage>;
  /** A message as it is stored. The operator's own: asks for no member. Rejects with `unknown_message` where there is none. */
  storedMessage(id: string, seq: number): Promise<StoredMessage>;
  /** Messages as they are stored with `seq` > `after`, oldest first. The gateway's own: asks for no member; empty where there is no conversation. */
  storedMessagesAfter(id: string, after: number, limit: number): Promise<readonly StoredMessage[]>;
  /** Moves the mark of what reached a device of the user forward, as `markRead` does. */
  markDelivered(user: string, id: string, seq: number): Promise<boolean>;
  /** Moves the user's mark forward, never back; what was read was delivered. Resolves with whether it moved; rejects with `unknown_message` beyond the last. */
  markRead(user: string, id: string, seq: number): Promise<boolean>;
}
