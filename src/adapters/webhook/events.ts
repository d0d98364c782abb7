import type { MessageUpdate, StoredMessage } from "../../chat/conversation.ts";
import type { Reader } from "../../messages/reader.ts";
import type { Store } from "../../store/store.ts";
import type { WebhookPlace } from "../../store/webhooks.ts";

type Eventual<T> = T | Promise<T>;

/** JSON of what a reader is told of links; nothing of it throws. */
export interface WebhookVerdicts {
  links(message: StoredMessage, reader: Reader): Eventual<string>;
  /** The `link` frame of an update; null where there is none to tell. */
  update(update: MessageUpdate, message: StoredMessage, reader: Reader): Eventual<string | null> | undefined;
}

/** One request to the receiver. */
export interface WebhookEvent {
  /** The same whenever it is sent again. */
  readonly id: string;
  readonly json: string;
  /** When it happened. */
  readonly at: Date;
  /** Up to where the conversation is told with it. */
  readonly place: WebhookPlace;
}

export interface WebhookEventParts {
  readonly store: Pick<Store, "epoch" | "storedMessagesAfter" | "storedUpdatesAfter" | "storedMessage">;
  readonly verdicts: WebhookVerdicts;
  readonly reader: Reader;
}

/** What comes next in a conversation. */
interface NextEvents {
  /** In order; `json` is made when it is asked for. */
  readonly events: readonly (Omit<WebhookEvent, "json"> & { json(): Promise<string | null> })[];
  /** Whether there was no more to read. */
  readonly isAll: boolean;
}

const PAGE = 50;

/** Messages of a conversation by their numbers and updates by theirs, both by their time, and no update before its message. */
export function createWebhookEvents({ store, verdicts, reader }: WebhookEventParts) {
  /** A full stop has a meaning of its own in what is signed. */
  const idOf = (rest: string) => `${store.epoch.replaceAll(".", "-").slice(0, 8)}:${rest}`;

  function payload(type: string, at: Date, data: object): string {
    return JSON.stringify({ type, timestamp: at.toISOString(), data });
  }

  async function messageJson(message: StoredMessage): Promise<string> {
    const { conversation, kind, seq, from, text, at, event, deletedAt } = message;
    const about = { conversation, kind, seq, from };
    if (event !== null) return payload("conversation.changed", at, { ...about, change: event });
    const links: unknown = JSON.parse(await verdicts.links(message, reader));
    return payload("message.created", at, { ...about, text, links, deleted: deletedAt !== null });
  }

  async function updateJson(update: MessageUpdate): Promise<string | null> {
    const { conversation, seq, at, update: number } = update;
    const message = await store.storedMessage(conversation, seq);
    const { kind, from } = message;
    const about = { conversation, kind, seq, from, update: number };
    if (update.kind === "deleted" || message.deletedAt !== null) return payload("message.deleted", at, about);
    const frame = await verdicts.update(update, message, reader);
    const { report }: { report?: unknown } = typeof frame === "string" ? JSON.parse(frame) : {};
    if (report === undefined) return null;
    return payload("link.changed", at, { ...about, index: update.index, cause: update.cause, report });
  }

  return async ({ conversation, seq, update }: WebhookPlace): Promise<NextEvents> => {
    const messages = seq === null ? [] : await store.storedMessagesAfter(conversation, seq, PAGE);
    const updates = await store.storedUpdatesAfter(conversation, update, 0, PAGE);
    // Beyond a full page of messages there may be one that comes before the next update.
    const lastSeq = messages.length < PAGE ? Number.POSITIVE_INFINITY : (messages.at(-1)?.seq ?? 0);
    const events: NextEvents["events"][number][] = [];
    let at = { conversation, seq, update };
    let isCut = messages.length === PAGE || updates.length === PAGE;
    let next = 0;
    for (const message of messages) {
      for (; isBefore(updates[next], message); next += 1) tellUpdate(updates[next]);
      at = { conversation, seq: message.seq, update: at.update };
      const id = idOf(`${conversation}:${message.seq}`);
      events.push({ id, at: message.at, place: at, json: () => messageJson(message) });
    }
    for (; next < updates.length; next += 1) {
      if ((updates[next]?.seq ?? 0) > lastSeq || messages.length === PAGE) break;
      tellUpdate(updates[next]);
    }
    isCut ||= next < updates.length;
    return { events, isAll: !isCut };

    function tellUpdate(each: MessageUpdate | undefined): void {
      if (each === undefined) return;
      at = { conversation, seq: at.seq, update: each.update };
      const id = idOf(`${conversation}:u${each.update}`);
      events.push({ id, at: each.at, place: at, json: () => updateJson(each) });
    }
  };
}

/** Whether an update is told before a message that is not told yet. */
function isBefore(update: MessageUpdate | undefined, message: StoredMessage): boolean {
  return update !== undefined && update.seq < message.seq && update.at.getTime() < message.at.getTime();
}
