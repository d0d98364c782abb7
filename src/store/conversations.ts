import type { GroupRules } from "../chat/membership.ts";
import type { Conversation, StoredMessage } from "../chat/conversation.ts";
import type { Accepted } from "./messages.ts";

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

/** How far a conversation has come. */
export interface Head {
  /** Last sequence number; 0 before the first. */
  readonly seq: number;
  /** Last update number; 0 before the first. */
  readonly update: number;
  /** How far a device of the user has confirmed to have received. */
  readonly delivered: number;
  /** The first sequence number that the user sees. */
  readonly from: number;
  /** False of a group the user has left. */
  readonly isMember: boolean;
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
  /** Messages of others after the user's own mark, without those that were taken back, counted up to 1 000. */
  readonly unread: number;
}

/** How far a device of a member has received, and how far they have read; 0 for nothing, and where one of them and who asks blocks the other. */
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

/** Conversations: who is in them, what a user sees of them, how far they have come. Part of the contract in store.ts. */
export interface ConversationStore {
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
   * The user's conversations, the one with the latest message first. Each page starts
   * after the last place of the one before. Paging then repeats no conversation,
   * and misses none but those with a new message meanwhile.
   *
   * @param page  Left out: the first 100. Rejects with `unknown_conversation` when `after` names none of the user's.
   */
  conversations(user: string, page?: ListPage<ConversationPlace>): Promise<readonly ConversationSummary[]>;
  /** Who is in a conversation, by name; of a group the user has left, who was in it then. `after` is a name. */
  members(user: string, id: string, page: ListPage<string>): Promise<MembersPage>;
  /** How far each of the user's conversations has come. */
  heads(user: string): Promise<ReadonlyMap<string, Head>>;
}
