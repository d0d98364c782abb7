import type { ChatKind } from "../policy/types.ts";

/** People who read the same messages under the same sequence numbers. */
export interface Conversation {
  readonly id: string;
  readonly kind: ChatKind;
  /** Of a group; null for two people. */
  readonly title: string | null;
  /** Each once. A one-to-one conversation has two, or one when somebody writes to themselves. */
  readonly members: readonly string[];
}

/** A message as it is kept. */
export interface StoredMessage {
  readonly conversation: string;
  readonly kind: ChatKind;
  /** From 1, without gap, the same for everyone. */
  readonly seq: number;
  readonly from: string;
  readonly text: string;
  /** When the gateway received it. Never earlier than the message before it. */
  readonly at: Date;
  /** JSON array of the link reports made at receipt for the sender; `[]` without links. */
  readonly evidence: string;
}

/** The two of a one-to-one conversation in the one order both of them lead to. */
export function pairOf(one: string, other: string): readonly [string, string] {
  return one < other ? [one, other] : [other, one];
}

/** Members of a new group: its creator first, each once. */
export function groupMembers(creator: string, others: readonly string[]): readonly string[] {
  return [...new Set([creator, ...others])];
}

/** Everyone but the one it comes from, who knows already. */
export function othersIn(conversation: Pick<Conversation, "members">, user: string): readonly string[] {
  return conversation.members.filter((member) => member !== user);
}
