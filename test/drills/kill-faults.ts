import type { ChatMessage } from "../../src/protocol/client-frames.ts";

/** What one device was told: messages pushed or synced, and its own by their acknowledgement. */
export interface Device {
  readonly user: string;
  readonly heard: readonly ChatMessage[];
  readonly own: readonly { readonly conversation: string; readonly seq: number; readonly text: string }[];
}

export interface KillFaults {
  readonly stored: number;
  /** Acknowledged, and not kept under the number and in the conversation of the acknowledgement. */
  readonly missing: number;
  readonly duplicates: number;
  /** Numbers without a message, and messages that one member sees otherwise than another. */
  readonly gaps: number;
  /** Messages of one writer in another order than written, and times that go back. */
  readonly orderErrors: number;
  /** Messages that devices were told, all devices together. */
  readonly told: number;
  readonly missedOrTwice: number;
  /** Messages of others that a device was told in another order than they are numbered. */
  readonly deviceOrderErrors: number;
}

/**
 * Compares what was promised with what is kept. Every text must be sent once only, and begin with its writer, its lane and its
 * number in the lane.
 *
 * @param kept  What each user's fresh device reads.
 */
export function faultsOf(
  kept: readonly (readonly ChatMessage[])[],
  acknowledged: ReadonlyMap<string, { readonly conversation: string; readonly seq: number }>,
  devices: readonly Device[],
): KillFaults {
  const truth = new Map<string, Map<number, ChatMessage>>();
  let gaps = 0;
  for (const messages of kept) {
    for (const message of messages) {
      const ofConversation = truth.get(message.conversation) ?? new Map<number, ChatMessage>();
      truth.set(message.conversation, ofConversation);
      const known = ofConversation.get(message.seq);
      if (known !== undefined && known.text !== message.text) gaps += 1;
      ofConversation.set(message.seq, message);
    }
  }

  let stored = 0;
  let duplicates = 0;
  let orderErrors = 0;
  for (const ofConversation of truth.values()) {
    const texts = new Set<string>();
    const lanes = new Map<string, number>();
    let lastAt = "";
    for (let seq = 1; seq <= Math.max(...ofConversation.keys()); seq += 1) {
      const message = ofConversation.get(seq);
      if (message === undefined) {
        gaps += 1;
        continue;
      }
      stored += 1;
      if (texts.has(message.text)) duplicates += 1;
      texts.add(message.text);
      const [writer, lane, count] = message.text.split(" ");
      const before = lanes.get(`${writer} ${lane}`) ?? -1;
      if (Number(count) <= before || message.at < lastAt) orderErrors += 1;
      lanes.set(`${writer} ${lane}`, Number(count));
      lastAt = message.at;
    }
  }

  let missing = 0;
  for (const [text, { conversation, seq }] of acknowledged) {
    if (truth.get(conversation)?.get(seq)?.text !== text) missing += 1;
  }

  let told = 0;
  let missedOrTwice = 0;
  let deviceOrderErrors = 0;
  const readable = new Map<string, number>();
  for (const [index, messages] of kept.entries()) readable.set(`user${index}`, messages.length);
  for (const { user, heard, own } of devices) {
    told += heard.length + own.length;
    const distinct = new Set([...heard, ...own].map(({ conversation, seq }) => `${conversation} ${seq}`));
    missedOrTwice += Math.abs((readable.get(user) ?? 0) - distinct.size) + heard.length + own.length - distinct.size;
    const last = new Map<string, number>();
    for (const { conversation, seq, from } of heard) {
      if (from !== user && seq <= (last.get(conversation) ?? 0)) deviceOrderErrors += 1;
      if (from !== user) last.set(conversation, seq);
    }
  }
  return { stored, missing, duplicates, gaps, orderErrors, told, missedOrTwice, deviceOrderErrors };
}
