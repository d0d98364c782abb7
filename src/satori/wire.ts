import type { Conversation, StoredMessage } from "../chat/conversation.ts";
import { contentFor, contentOf } from "./elements.ts";

/** Frames of the events socket. Source: https://satori.chat/en-US/protocol/events.html, read 2026-11-27. */
export const OPCODES = { event: 0, ping: 1, pong: 2, identify: 3, ready: 4 } as const;

export const PLATFORM = "hutong";
const ADAPTER = "hutong";
const TEXT_CHANNEL = 0;
const DIRECT_CHANNEL = 1;
const ONLINE = 1;

export interface SatoriUser {
  readonly id: string;
  readonly name: string;
  readonly is_bot: boolean;
}

export interface SatoriLogin {
  readonly sn: number;
  readonly adapter: string;
  readonly platform: string;
  /** NoneBot's adapter knows a login by it. */
  readonly self_id: string;
  readonly user: SatoriUser;
  readonly status: number;
  readonly features: readonly string[];
}

export function userOf(user: string, isBot: (user: string) => boolean): SatoriUser {
  return { id: user, name: user, is_bot: isBot(user) };
}

export function loginOf(bot: string, features: readonly string[]): SatoriLogin {
  const user = userOf(bot, () => true);
  return { sn: 1, adapter: ADAPTER, platform: PLATFORM, self_id: bot, user, status: ONLINE, features };
}

/** A chat of two is a channel by itself, a group is a guild with one channel of the same id. */
export function placeOf({ id, kind, title, members }: Conversation, bot: string) {
  const name = title ?? members.filter((member) => member !== bot).join(", ");
  if (kind === "one_to_one") return { channel: { id, type: DIRECT_CHANNEL, name } };
  return { channel: { id, type: TEXT_CHANNEL, name }, guild: { id, name } };
}

/** A channel that a message to this user makes. */
export function directChannelTo(user: string) {
  return { id: user, type: DIRECT_CHANNEL, name: user };
}

export function messageIdOf({ conversation, seq }: Pick<StoredMessage, "conversation" | "seq">): string {
  return `${conversation}:${seq}`;
}

const MESSAGE_ID = /^(c:[\w-]{22}):(\d{1,15})$/u;

/** Where a message is; null of an id that names none. */
export function placeOfMessage(id: string): { readonly conversation: string; readonly seq: number } | null {
  const [, conversation, seq] = MESSAGE_ID.exec(id) ?? [];
  return conversation === undefined || Number(seq) < 1 ? null : { conversation, seq: Number(seq) };
}

export function messageOf(message: StoredMessage, bot: string) {
  const { text, kind, at } = message;
  const content = kind === "group" ? contentFor(bot, text) : contentOf(text);
  return { id: messageIdOf(message), content, created_at: at.getTime() };
}
