import type { Conversation } from "./conversation.ts";

/** What of a conversation one user may see: sequence numbers from … until, both included; null: still a member. */
export interface Window {
  readonly from: number;
  readonly until: number | null;
}

/** Sequence numbers, both ends included. */
export interface SeqRange {
  readonly from: number;
  readonly until: number;
}

/** A conversation with the windows of everyone who is or was in it. */
export interface WindowedConversation extends Conversation {
  readonly windows: ReadonlyMap<string, Window>;
}

/** A number no sequence reaches. */
export const NO_END = Number.MAX_SAFE_INTEGER;

/** From joining until leaving; without an end for a member, null for somebody who was never in. */
export function visibleTo(user: string, { windows }: Pick<WindowedConversation, "windows">): SeqRange | null {
  const window = windows.get(user);
  return window === undefined ? null : { from: window.from, until: window.until ?? NO_END };
}

export function isMember(user: string, { windows }: Pick<WindowedConversation, "windows">): boolean {
  return windows.get(user)?.until === null;
}

/** The conversation as a user sees it. Who left sees the members of that moment, without themselves and without an admin. */
export function viewOf(user: string, conversation: WindowedConversation): Conversation {
  const { id, kind, title, windows } = conversation;
  const left = windows.get(user)?.until;
  if (typeof left !== "number") return conversation;
  const wasIn = ([name, { from, until }]: [string, Window]) =>
    name !== user && from <= left && (until === null || until >= left);
  return { id, kind, title, admin: null, members: [...windows].filter(wasIn).map(([name]) => name) };
}

/** The members now who see this message. */
export function audienceOf(seq: number, conversation: WindowedConversation): readonly string[] {
  return conversation.members.filter((user) => (conversation.windows.get(user)?.from ?? 0) <= seq);
}
