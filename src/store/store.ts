import type { Conversation, MessageUpdate, StoredMessage, UpdateCause } from "../chat/conversation.ts";
import type { ReaderOs } from "../apps/types.ts";
import type { Choice, Locale } from "../policy/types.ts";
import type { Accounts } from "./accounts.ts";

/** A message to be kept. */
export interface NewMessage {
  readonly from: string;
  /** With `from` unique for ever: the same again is the same message. Well-formed text. */
  readonly key: string;
  /** A user id or a conversation id. */
  readonly to: string;
  readonly text: string;
  readonly at: Date;
  readonly evidence: string;
  /** JSON of the context that `evidence` was made in; null without links. */
  readonly context: string | null;
  /** Not all of its links are settled: it is among {@link Store.pending} until they are. */
  readonly isPending: boolean;
}

/** What was learned of a link of an accepted message. */
export interface NewResolutions {
  readonly conversation: string;
  readonly seq: number;
  /** The link whose verdict changed, from 0. */
  readonly index: number;
  readonly cause: UpdateCause;
  /** JSON array, one entry or null for each link; stands in the place of what was there. */
  readonly resolutions: string;
  /** Nothing more is awaited for this message. */
  readonly isSettled: boolean;
  readonly at: Date;
}

/** How far a conversation has come. */
export interface Head {
  /** Last sequence number; 0 before the first. */
  readonly seq: number;
  /** Last update number; 0 before the first. */
  readonly update: number;
  /** How far a device of the user has confirmed to have received. */
  readonly delivered: number;
}

/** Who may put whom into groups, and into how many. */
export interface GroupRules {
  /** `contacts`: only somebody the added user has written to, one to one. */
  readonly whoAdds: "anyone" | "contacts";
  /** Groups that one user is in, own ones too. */
  readonly maxGroups: number;
  /** Of them those that somebody put the user into whom they had not written to. */
  readonly maxGroupsByStrangers: number;
}

export interface NewGroup {
  /** Each once, its creator first. */
  readonly members: readonly string[];
  readonly title: string | null;
  /** With the creator unique for ever, among the keys of messages. */
  readonly key: string;
  readonly at: Date;
  /** Left out: anyone, into as many as they like. */
  readonly rules?: GroupRules;
}

export interface MemberChange {
  readonly by: string;
  readonly conversation: string;
  readonly add: readonly string[];
  /** May hold `by`, who leaves. */
  readonly remove: readonly string[];
  readonly maxMembers: number;
  readonly at: Date;
  /** For those who are added. Left out: anyone, into as many as they like. */
  readonly rules?: GroupRules;
}

export interface MembersChanged {
  /** After the change. */
  readonly conversation: Conversation;
  /** In order; empty when nothing changed. */
  readonly events: readonly StoredMessage[];
  /** Everyone who was a member before or is one now. */
  readonly audience: readonly string[];
}

export interface ErasureStep {
  /** Stands where the name stood. No user id, so that nobody can be who was erased. The same through all steps. */
  readonly pseudonym: string;
  readonly at: Date;
  /** Rows of one step. */
  readonly limit: number;
}

export interface ForgetStep {
  readonly before: Date;
  readonly at: Date;
  /** `next` of the step before; null: from the beginning. */
  readonly after: string | null;
  /** Messages of one step. */
  readonly limit: number;
}

export interface Forgotten {
  readonly messages: number;
  /** Null: nothing older is left. */
  readonly next: string | null;
}

export interface Written {
  readonly key: string;
  readonly message: StoredMessage;
}

export interface Accepted {
  readonly message: StoredMessage;
  readonly conversation: Conversation;
  /** The key was known, and `message` is the first one sent under it. */
  readonly isRepeat: boolean;
}

export interface Device {
  readonly user: string;
  readonly device: string;
  readonly os: ReaderOs;
  readonly version: string | null;
  readonly locale: Locale;
}

export interface ListPage<Place> {
  /** Begins after it; null: at the first. */
  readonly after: Place | null;
  readonly limit: number;
}

export interface ConversationPlace {
  readonly id: string;
  /** As it was when its page was read; null: where it stands now. */
  readonly activeAt: Date | null;
}

/** How far a device of a member has received, and how far they have read; 0 for nothing. */
export interface MemberMarks {
  readonly user: string;
  readonly delivered: number;
  readonly read: number;
}

export interface MembersPage {
  readonly members: readonly MemberMarks[];
  /** On all pages. */
  readonly memberCount: number;
  readonly admin: string | null;
}

export interface ConversationSummary {
  /** As the user may see it; of the members at most `MEMBERS_SHOWN`. */
  readonly conversation: Conversation;
  /** All of them. */
  readonly memberCount: number;
  /** Of the last message that the user may see. */
  readonly activeAt: Date;
  /** False of a group the user has left. */
  readonly isMember: boolean;
  readonly lastSeq: number;
  readonly last: StoredMessage | null;
  /** How far a device of each member shown, and of the user, has received; 0 for nothing. */
  readonly delivered: Readonly<Record<string, number>>;
  /** How far each of them has read; 0 for nothing. */
  readonly read: Readonly<Record<string, number>>;
  /** Messages of others after the user's own mark, counted up to 1 000. */
  readonly unread: number;
}

/** `unavailable`: nothing was written and nothing may be acknowledged; reading goes on, and trying again later may work. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code:
    | "unknown_conversation"
    | "unknown_message"
    | "not_a_group"
    | "not_admin"
    | "group_too_large"
    | "blocked"
    | "key_reused"
    | "not_a_contact"
    | "too_many_groups"
    | "too_many_blocks"
    | "unavailable";

  constructor(code: StoreError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Where conversations live. One page of contract, one suite of tests, several backends.
 *
 * A write is on disk when its promise resolves. Every read and write that names a user and a conversation checks that the
 * one is a member of the other; otherwise it rejects with `unknown_conversation`, the same whether the conversation exists or not.
 * A member of a group sees it from the message of their joining on. Who left keeps reading what was until then, and no more;
 * who comes back sees it from coming back on.
 */
export interface Store extends Accounts {
  /** Drawn when the store was made, and again when it was restored from a backup. */
  readonly epoch: string;
  /**
   * Keeps a message under the next sequence number. Promises of one conversation resolve in the order of its numbers.
   * Two users' conversation is made by the first message between them. Rejects with `blocked` when the one blocks the sender;
   * what was accepted before is answered all the same. Rejects with `key_reused` when another text or another addressee
   * was sent under the key, also when that message was deleted or its content forgotten since. An addressee may be named as
   * a user or as the conversation with them; whether one who was erased since is meant is told by the text alone.
   */
  append(message: NewMessage): Promise<Accepted>;
  /** Its first message is the event `created`, from the first member, who is admin. The same key again gives the same group, with other members or another title `key_reused`. `not_a_contact`, `blocked` and `too_many_groups` as for `changeMembers`. */
  createGroup(group: NewGroup): Promise<Accepted>;
  /**
   * Adds and removes members of a group, each kind of change as one message in its sequence. Who is in already is not added
   * again, who is not in is not removed. When the admin leaves, who has been in longest follows.
   *
   * Rejects with `not_a_group`, with `not_admin` when somebody else is removed by another than the admin, with
   * `group_too_large`; by its rules with `not_a_contact` or `too_many_groups`; and with `blocked` when one of the added blocks the
   * one who adds.
   */
  changeMembers(change: MemberChange): Promise<MembersChanged>;
  /** As the user may see it: who left a group still sees the members of that moment, without themselves. */
  conversation(user: string, id: string): Promise<Conversation>;
  /** The members now who see this message and are told what becomes of it. The gateway's own: asks for no member. */
  audience(id: string, seq: number): Promise<readonly string[]>;
  /**
   * The user's conversations, the one with the latest message first. Whoever reads page after page, each after the last place
   * of the one before, misses none that had no new message meanwhile and gets none twice.
   *
   * @param page  Left out: the first 100. Rejects with `unknown_conversation` when `after` names none of the user's.
   */
  conversations(user: string, page?: ListPage<ConversationPlace>): Promise<readonly ConversationSummary[]>;
  /** Who is in a conversation, by name; of a group the user has left, who was in it then. `after` is a name. */
  members(user: string, id: string, page: ListPage<string>): Promise<MembersPage>;
  /** How far each of the user's conversations has come. */
  heads(user: string): Promise<ReadonlyMap<string, Head>>;
  /** Messages with `seq` > `after`, oldest first. */
  messagesAfter(user: string, id: string, after: number, limit: number): Promise<readonly StoredMessage[]>;
  /** The latest messages with `seq` < `before` (null: of all), oldest first. */
  messagesBefore(user: string, id: string, before: number | null, limit: number): Promise<readonly StoredMessage[]>;
  /** A message as it is kept. The operator's own: asks for no member. Rejects with `unknown_message` where there is none. */
  kept(id: string, seq: number): Promise<StoredMessage>;
  /** Rejects with `unknown_message` where there is none. */
  message(user: string, id: string, seq: number): Promise<StoredMessage>;
  /**
   * Keeps what was learned of a message's links, as the next update of its conversation. The gateway's own: asks for no member.
   * Promises of one conversation resolve in the order of its update numbers. Null when the message is not there or was deleted.
   */
  keepResolutions(learned: NewResolutions): Promise<MessageUpdate | null>;
  /**
   * Updates with a number > `after`, oldest first. One about a message that was deleted since is told as `deleted`.
   */
  updatesAfter(user: string, id: string, after: number, limit: number): Promise<readonly MessageUpdate[]>;
  /**
   * Wipes text, evidence and resolutions of a message of the user's own; its number stays, and of the text what tells a retry
   * under its key from another message: a digest under a secret of the store, against which a guess can be tested. The same again gives the first update.
   * Rejects with `unknown_message` when it is not there, another's, or about the conversation itself.
   */
  deleteMessage(user: string, id: string, seq: number, at: Date): Promise<MessageUpdate>;
  /** Messages whose links are not all settled, oldest first. The gateway's own: asks for no member. */
  pending(limit: number): Promise<readonly StoredMessage[]>;
  /** Moves the mark of what reached a device of the user forward, as `markRead` does. */
  markDelivered(user: string, id: string, seq: number): Promise<boolean>;
  /** Moves the user's mark forward, never back; what was read was delivered. Resolves with whether it moved; rejects with `unknown_message` beyond the last. */
  markRead(user: string, id: string, seq: number): Promise<boolean>;
  /** How this user wants links opened; null: as the rules say. */
  choice(user: string): Promise<Choice | null>;
  setChoice(user: string, choice: Choice | null): Promise<void>;
  /** Whom this user blocks, in code unit order. */
  blocks(user: string): Promise<readonly string[]>;
  /**
   * Resolves with whether anything changed; rejects with `too_many_blocks` when there are `maxBlocks`. Only one-to-one
   * messages of the blocked are refused; in groups both still read each other.
   */
  setBlocked(user: string, other: string, isBlocked: boolean, maxBlocks: number): Promise<boolean>;
  /**
   * Everything the user wrote, by key, wherever it is and whether or not they still see it.
   *
   * @param after  Begins after this key; null: at the first.
   */
  writtenBy(user: string, after: string | null, limit: number): Promise<readonly Written[]>;
  /**
   * Takes a user out, one bounded step: their conversations get the pseudonym in their place and they leave groups, what they wrote
   * becomes tombstones of the pseudonym, each told as an update, and choice, devices, blocks, keys and digests go. Resolves with whether
   * nothing is left.
   */
  erase(user: string, step: ErasureStep): Promise<boolean>;
  /**
   * Takes the content of messages older than an instant, one bounded step; their numbers, senders and times stay. No update is
   * counted for it: a device that has such a message may keep it.
   */
  forget(step: ForgetStep): Promise<Forgotten>;
  rememberDevice(device: Device, at: Date): Promise<void>;
  devices(user: string): Promise<readonly Device[]>;
  /** Whether messages can be kept now; what keeps them from it otherwise. */
  health(): { readonly writable: boolean; readonly because: string | null };
  /** Ends after what was handed in is on disk. */
  close(): Promise<void>;
}
