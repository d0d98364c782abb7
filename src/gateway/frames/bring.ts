import type { MessageUpdate, StoredMessage } from "../../chat/conversation.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { MessageStore } from "../../store/messages.ts";
import type { UpdateStore } from "../../store/updates.ts";
import type { Chatting, Connection } from "../socket/connection.ts";
import type { FrameCache } from "../socket/frames-for-readers.ts";
import { wasAnswered } from "../socket/hub.ts";
import type { Position } from "../socket/position.ts";
import type { Turns } from "./turns.ts";

export interface BringParts {
  readonly store: MessageStore & UpdateStore;
  readonly frameCache: FrameCache;
  readonly limits: Limits;
  readonly turns: Turns;
}

/** Where a device stands in one conversation. */
export interface Place {
  seq: number;
  update: number;
  /** A later message is sent in its current state. Updates up to the next number then say nothing new of it. */
  readonly seqAtStart: number;
  readonly updateAtStart: number;
}

export interface Bringing {
  readonly connection: Connection;
  readonly chatting: Chatting;
  /** Whether this is still the way in which the device is told. */
  readonly isCurrent: () => boolean;
  /** What everybody else was not told of either comes by itself. */
  readonly isBounded?: boolean;
  /** Resolves when it may be told: the message, or an update of it. Left out: at once. */
  readonly untilAllowed?: (about: StoredMessage | null) => Promise<void>;
}

/** Read at once, at most. */
const PAGE = 100;
/** A device that does not read holds one page, and reports of 100 links are 250 KB a message: the first page shows how large they are. */
const FIRST_PAGE = 5;
const PAGE_UNITS = 256_000;

/**
 * Sends a device what a conversation has after a place, and moves the place. A slow reader is waited for, not cut off.
 *
 * @param upTo  What is known to exist: what of it the store does not show this user is passed over.
 */
export async function bring(
  { connection, chatting, isCurrent, isBounded = false, untilAllowed }: Bringing,
  id: string,
  place: Place,
  upTo: Position,
  { store, frameCache, limits, turns }: BringParts,
): Promise<void> {
  if (!(await bringMessages())) return;
  place.seq = Math.max(place.seq, upTo.seq);
  if (await bringUpdates()) place.update = Math.max(place.update, upTo.update);

  /** False when this is not the way to tell any more. */
  async function bringMessages(): Promise<boolean> {
    for (let limit = FIRST_PAGE; ;) {
      await turns.next();
      const page = await store.messagesAfter(chatting.user, id, place.seq, limit);
      for (const message of page) {
        if (isBounded && message.seq > upTo.seq) return isCurrent();
        const isKnown = wasAnswered(chatting, { conversation: id, kind: "seq", number: message.seq });
        if (!isKnown && !(await tell(message, () => frameCache.frame({ message, judgedFor: null }, chatting.reader))))
          return false;
        place.seq = message.seq;
      }
      if (page.length < limit) return isCurrent();
      limit = nextLimit(page);
    }
  }

  async function bringUpdates(): Promise<boolean> {
    for (;;) {
      await turns.next();
      const page = await store.updatesAfter(chatting.user, id, place.update, PAGE);
      const latest = new Map(page.map((update) => [subjectOf(update), update.update]));
      for (const update of page) {
        if (isBounded && update.update > upTo.update) return isCurrent();
        // Its message came after those were read, and is told first.
        if (update.seq > place.seq) return isCurrent();
        if (isNews(update, latest)) {
          const message = update.kind === "deleted" ? null : await store.message(chatting.user, id, update.seq);
          if (!(await tell(message, () => frameCache.update(update, message, chatting.reader)))) return false;
        }
        place.update = update.update;
      }
      if (page.length < PAGE) return isCurrent();
    }
  }

  function isNews(update: MessageUpdate, latest: ReadonlyMap<string, number>): boolean {
    // A later one says what holds now, and judging again costs.
    if (update.update !== latest.get(subjectOf(update))) return false;
    if (update.seq > place.seqAtStart && update.update <= place.updateAtStart) return false;
    return !wasAnswered(chatting, { conversation: id, kind: "update", number: update.update });
  }

  async function tell(
    about: StoredMessage | null,
    frame: () => ReturnType<FrameCache["frame"] | FrameCache["update"]>,
  ): Promise<boolean> {
    await untilAllowed?.(about);
    if (!isCurrent()) return false;
    const text = await frame();
    if (!isCurrent()) return false;
    if (text !== null && text !== undefined) connection.write(text);
    if (connection.waitingBytes() > limits.softMarkBytes) await connection.flushed();
    return isCurrent();
  }
}

/** How many messages like these are read at once. */
function nextLimit(page: readonly StoredMessage[]): number {
  const units = page.reduce((total, { text, reportsJson }) => total + text.length + reportsJson.length, 0);
  return Math.max(1, Math.min(PAGE, Math.floor((PAGE_UNITS * page.length) / Math.max(1, units))));
}

/** What an update says something new of: one link of a message, or the message. */
function subjectOf(update: MessageUpdate): string {
  return `${update.seq} ${update.kind === "deleted" ? "" : update.index}`;
}
