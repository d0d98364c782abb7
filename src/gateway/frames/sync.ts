import type { Take } from "../../access/rates.ts";
import type { MessageUpdate, StoredMessage } from "../../chat/conversation.ts";
import type { ClientFrameOf, SyncedFrame } from "../../protocol/client-frames.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { Head } from "../../store/conversations.ts";
import type { Store } from "../../store/store.ts";
import type { Chatting, Connection } from "../socket/connection.ts";
import { linksIn, type FrameCache } from "../socket/frames-for-readers.ts";
import { type Arrived, nothingArrived, type Span } from "../socket/arrived.ts";
import { type Said, wholeOf, withPart } from "../socket/partial-sync.ts";
import { confirmReceipt } from "./delivered.ts";
import type { FrameStorage } from "./request.ts";

interface SyncParts {
  readonly storage: FrameStorage;
  readonly frameCache: FrameCache;
  readonly limits: Limits;
}

/** Where a device stands in one conversation. */
interface Place {
  seq: number;
  update: number;
  /** A later message is sent in its current state. Updates up to the next number then say nothing new of it. */
  readonly seqAtStart: number;
  readonly updateAtStart: number;
}

const PAGE = 100;

/**
 * Sends every message a device lacks, in order within each conversation. Then sends the updates of messages it has,
 * and at last that it is done.
 * What arrives meanwhile is not pushed but read from the store too, so that nothing comes twice or too early.
 * A slow reader is waited for, not cut off. One part of what a device says of itself is remembered, and that is all.
 */
export async function sync(
  connection: Connection,
  chatting: Chatting,
  frame: ClientFrameOf<"sync">,
  { storage, frameCache, limits }: SyncParts,
): Promise<void> {
  const { store } = storage;
  const inParts = frame.partial !== undefined || chatting.partialSync !== null;
  const said = saidSoFar(chatting, frame, inParts ? limits.maxSyncConversations : Infinity);
  if (frame.partial === true) return;
  const arrived = nothingArrived();
  chatting.syncing = arrived;
  try {
    await connection.inOrder();
    const heads = await store.heads(chatting.user);
    const isOtherStore = frame.epoch !== undefined && frame.epoch !== store.epoch;
    const places = placesOf(heads, frame.from === "now" || isOtherStore ? null : said);
    const behind = [...places].filter(([id, place]) => isBehind(place, heads.get(id))).map(([id]) => id);
    if (frame.from !== "now" && !isOtherStore) confirmAll(places, heads);
    const untold = new Map(places);
    const answer = { type: "synced" as const, re: frame.id, epoch: store.epoch, complete: !isOtherStore };
    const maxBytes = inParts ? limits.maxFrameBytes - sizeOf(answer) : Infinity;
    for (;;) {
      const id = behind.pop() ?? nextArrived(places, arrived);
      if (id === undefined) {
        const part = takePart(untold, maxBytes);
        if (untold.size === 0) {
          connection.send({ ...answer, ...part });
          return;
        }
        connection.send({ ...answer, ...part, partial: true });
        // More may arrive until it has left.
        await connection.flushed();
      } else {
        const place = places.get(id) ?? { seq: 0, update: 0, seqAtStart: 0, updateAtStart: 0 };
        places.set(id, place);
        untold.set(id, place);
        await bring(id, place, heads.get(id)?.seq ?? 0);
      }
      if (connection.phase.phase !== "chatting") return;
    }
  } finally {
    // In the same turn as the last look at `arrived`: from here on messages are pushed again.
    chatting.syncing = null;
  }

  /** Sends what a conversation has after a place, and moves the place. */
  async function bring(id: string, place: Place, headSeq: number): Promise<void> {
    // What the store does not show this user is passed over too.
    const seq = Math.max(headSeq, arrived.messages.get(id)?.last ?? 0);
    const update = Math.max(place.updateAtStart, arrived.updates.get(id)?.last ?? 0);
    await sendMessages(id, place);
    place.seq = Math.max(place.seq, seq);
    await sendUpdates(id, place);
    place.update = Math.max(place.update, update);
  }

  /**
   * What a device has it has received, whether or not it could say so before it was cut off. A store that cannot write just now
   * must not keep it from reading; it will say so again.
   */
  function confirmAll(places: ReadonlyMap<string, Place>, heads: ReadonlyMap<string, Head>): void {
    for (const [conversation, { seq }] of places) {
      if (seq <= (heads.get(conversation)?.delivered ?? 0)) continue;
      confirmReceipt(connection, chatting, { conversation, seq }, storage).catch(() => undefined);
    }
  }

  async function sendMessages(id: string, place: Place): Promise<void> {
    for (;;) {
      const page = await store.messagesAfter(chatting.user, id, place.seq, PAGE);
      for (const message of page) {
        place.seq = message.seq;
        if (!(await write(await frameCache.frame(message, null, chatting.reader)))) return;
      }
      if (page.length < PAGE) return;
    }
  }

  async function sendUpdates(id: string, place: Place): Promise<void> {
    for (;;) {
      const page = await store.updatesAfter(chatting.user, id, place.update, PAGE);
      const latest = new Map(page.map((update) => [subjectOf(update), update.update]));
      for (const update of page) {
        place.update = update.update;
        // A later one says what holds now, and judging again costs.
        if (update.update !== latest.get(subjectOf(update))) continue;
        if (update.seq > place.seqAtStart && update.update <= place.updateAtStart) continue;
        const message = update.kind === "deleted" ? null : await store.message(chatting.user, id, update.seq);
        if (!(await write(await frameCache.update(update, message, chatting.reader)))) return;
      }
      if (page.length < PAGE) return;
    }
  }

  /** False when the connection has ended. */
  async function write(json: string | null | undefined): Promise<boolean> {
    if (typeof json === "string") connection.write(json);
    if (connection.waitingBytes() > limits.softMarkBytes) await connection.flushed();
    return connection.phase.phase === "chatting";
  }
}

/** @throws {ProtocolError} `sync_too_large` when the parts so far name more conversations than `most`. */
function saidSoFar(chatting: Chatting, frame: ClientFrameOf<"sync">, most: number): Said {
  const said = withPart(chatting.partialSync, frame, most);
  chatting.partialSync = frame.partial === true ? said : null;
  return wholeOf(said);
}

/** Where a device stands in each of its conversations. @param said  By what it says; null: at the heads. */
function placesOf(heads: ReadonlyMap<string, Head>, said: Said | null): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const [id, head] of heads) {
    const seq = said === null ? head.seq : Math.min(head.seq, said.have.get(id) ?? 0);
    const update = said === null ? head.update : Math.min(head.update, said.updates.get(id) ?? 0);
    places.set(id, { seq, update, seqAtStart: seq, updateAtStart: head.update });
  }
  return places;
}

function isBehind({ seq, update }: Place, head: Head | undefined): boolean {
  return head !== undefined && (seq < head.seq || update < head.update);
}

/** The frame without its positions. Bytes. */
function sizeOf(answer: object): number {
  return Buffer.byteLength(JSON.stringify({ ...answer, heads: {}, updates: {}, partial: true }));
}

/** Takes out what is told next: at least one conversation, and as many as fit. */
function takePart(untold: Map<string, Place>, maxBytes: number): Pick<SyncedFrame, "heads" | "updates"> {
  const heads: Record<string, number> = {};
  const updates: Record<string, number> = {};
  let bytes = 0;
  for (const [id, { seq, update }] of untold) {
    // Twice the id with its quotes, colon and comma. Ids and numbers are ASCII.
    const own = 2 * (id.length + 4) + String(seq).length + String(update).length;
    if (bytes > 0 && bytes + own > maxBytes) break;
    bytes += own;
    heads[id] = seq;
    updates[id] = update;
    untold.delete(id);
  }
  return { heads, updates };
}

/** What an update says something new of: one link of a message, or the message. */
function subjectOf(update: MessageUpdate): string {
  return `${update.seq} ${update.kind === "deleted" ? "" : update.index}`;
}

function nextArrived(places: ReadonlyMap<string, Place>, { messages, updates }: Arrived): string | undefined {
  for (const [id, { last }] of messages) if (last > (places.get(id)?.seq ?? 0)) return id;
  for (const [id, { last }] of updates) if (last > (places.get(id)?.update ?? 0)) return id;
  return undefined;
}

interface CatchUpParts extends Omit<SyncParts, "storage"> {
  readonly store: Store;
  /** The user's allowance for what is judged only because the user's devices differ. */
  readonly rejudge: Take;
}

/**
 * Tells a device what its user's allowance did not allow when it came: all of it, in order, as the allowance fills again. What
 * comes meanwhile is noted in `arrived` and told after it. A sync that the device asks for takes its place.
 */
export async function catchUp(
  connection: Connection,
  chatting: Chatting,
  arrived: Arrived,
  { store, frameCache, limits, rejudge }: CatchUpParts,
): Promise<void> {
  const { user } = chatting;
  const told = { messages: new Map<string, number>(), updates: new Map<string, number>() };
  // What is written by now was told before.
  await connection.inOrder();
  for (;;) {
    const messages = behind(arrived.messages, told.messages);
    const updates = messages ?? behind(arrived.updates, told.updates);
    if (!isCurrent()) return;
    if (updates === null) break;
    const { id, after, last } = updates;
    if (messages === null) await tellUpdates(id, after, last);
    else await tellMessages(id, after, last);
  }
  // In the same turn as the last look at `arrived`: from here on messages are pushed again.
  chatting.syncing = null;

  function isCurrent(): boolean {
    return chatting.syncing === arrived && connection.phase === chatting;
  }

  async function tellMessages(id: string, after: number, last: number): Promise<void> {
    for (const message of await store.messagesAfter(user, id, after, Math.min(PAGE, last - after))) {
      // One that is on disk but not yet published comes by itself.
      if (message.seq > last) break;
      if (!(await tell(message, () => frameCache.frame(message, null, chatting.reader)))) return;
      told.messages.set(id, message.seq);
    }
    // What the store does not show this user is passed over.
    if ((told.messages.get(id) ?? after) === after) told.messages.set(id, last);
  }

  async function tellUpdates(id: string, after: number, last: number): Promise<void> {
    for (const update of await store.updatesAfter(user, id, after, Math.min(PAGE, last - after))) {
      if (update.update > last) break;
      const message = update.kind === "deleted" ? null : await store.message(user, id, update.seq);
      if (!(await tell(message, () => frameCache.update(update, message, chatting.reader)))) return;
      told.updates.set(id, update.update);
    }
    if ((told.updates.get(id) ?? after) === after) told.updates.set(id, last);
  }

  /** False when this is not the place to tell it any more. */
  async function tell(
    about: StoredMessage | null,
    frame: () => ReturnType<FrameCache["frame"] | FrameCache["update"]>,
  ): Promise<boolean> {
    const links = about === null ? 0 : linksIn(about);
    for (let waitMs = links === 0 ? null : rejudge(user, links); waitMs !== null; waitMs = rejudge(user, links)) {
      await later(waitMs);
      if (!isCurrent()) return false;
    }
    const json = await frame();
    if (!isCurrent()) return false;
    if (typeof json === "string") connection.write(json);
    if (connection.waitingBytes() > limits.softMarkBytes) await connection.flushed();
    return isCurrent();
  }
}

/** A conversation of which not all that arrived was told; null when there is none. */
function behind(
  arrived: ReadonlyMap<string, Span>,
  told: ReadonlyMap<string, number>,
): { readonly id: string; readonly after: number; readonly last: number } | null {
  for (const [id, { first, last }] of arrived) {
    const after = told.get(id) ?? first - 1;
    if (after < last) return { id, after, last };
  }
  return null;
}

function later(waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    // A wait for an allowance keeps no program from ending.
    setTimeout(resolve, waitMs).unref();
  });
}
