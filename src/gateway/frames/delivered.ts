import type { Bus } from "../../bus/bus.ts";
import type { ConversationStore } from "../../store/conversations.ts";
import type { MessageStore } from "../../store/messages.ts";
import type { Chatting, Connection } from "../socket/connection.ts";
import type { Handler } from "./request.ts";

interface ReceiptParts {
  readonly store: MessageStore & ConversationStore;
  readonly bus: Bus;
}

/**
 * Keeps that a device of this user has everything up to a message, and tells the other side of two, unless the user blocks them.
 * A group of many would tell many each time, so there it is only kept.
 */
export async function confirmReceipt(
  connection: Connection,
  { user, blocks }: Chatting,
  { conversation, seq }: { readonly conversation: string; readonly seq: number },
  { store, bus }: ReceiptParts,
): Promise<void> {
  // First, so that nothing is left to fail once it is written.
  const { kind, members } = await store.conversation(user, conversation);
  if (!(await store.markDelivered(user, conversation, seq)) || kind === "group") return;
  const told = members.filter((member) => !blocks.has(member));
  bus.publish(told, { kind: "delivered", conversation, seq, from: user, except: connection.session });
}

/** Keeps what a device says it has. */
export const delivered: Handler<"delivered"> = ({ connection, session, frame }, parts) =>
  confirmReceipt(connection, session, frame, parts.storage);
