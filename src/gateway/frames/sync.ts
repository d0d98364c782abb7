import type { ClientFrameOf, SyncedFrame } from "../../protocol/client-frames.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { Head } from "../../store/conversations.ts";
import type { Chatting, Connection } from "../socket/connection.ts";
import type { FrameCache } from "../socket/frames-for-readers.ts";
import type { Hub } from "../socket/hub.ts";
import { type Said, wholeOf, withPart } from "../socket/partial-sync.ts";
import { furthest, isBehind, NOWHERE, type Position, positionsIn } from "../socket/position.ts";
import { bring, type Bringing, type Place } from "./bring.ts";
import { confirmReceipt } from "./delivered.ts";
import type { FrameStorage } from "./request.ts";
import type { Turns } from "./turns.ts";

interface SyncParts {
  readonly storage: FrameStorage;
  readonly frameCache: FrameCache;
  readonly limits: Limits;
  readonly hub: Pick<Hub, "at" | "hold" | "lookUp" | "release">;
  readonly turns: Turns;
  /** A device has more than the store. */
  readonly onAhead: () => void;
}

/** Receipts that a sync keeps in one turn. */
const CONFIRMED_AT_ONCE = 50;

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
  { storage, frameCache, limits, hub, turns, onAhead }: SyncParts,
): Promise<void> {
  const { store } = storage;
  const inParts = frame.partial !== undefined || chatting.partialSync !== null;
  const said = saidSoFar(chatting, frame, inParts ? limits.maxSyncConversations : Infinity);
  if (frame.partial === true) return;
  const before = positionsIn(chatting.telling);
  chatting.isSyncing = true;
  // What it has it says.
  chatting.answeredAlone = null;
  const own = hub.hold(connection, chatting);
  const bringing: Bringing = {
    connection,
    chatting,
    isCurrent: () => connection.phase === chatting && chatting.telling === own,
  };
  const parts = { store, frameCache, limits, turns };
  const places = new Map<string, Place>();
  try {
    await connection.inOrder();
    // Of thousands of conversations the positions alone take milliseconds.
    await turns.next();
    const { heads: atWelcome } = chatting;
    chatting.heads = null;
    // Since they were read, whatever came was heard of.
    let heads = atWelcome ?? (await hub.lookUp(chatting.user));
    let isOtherStore = frame.epoch !== undefined && frame.epoch !== store.epoch;
    if (frame.epoch === store.epoch && saysMore()) {
      // It may have been told since they were read.
      heads = await hub.lookUp(chatting.user);
      // What it has was stored and is gone: a snapshot was brought back, or a copy, under the epoch of before.
      isOtherStore = saysMore();
      if (isOtherStore) onAhead();
    }
    const saidNow = frame.from === "now" || isOtherStore ? null : said;
    for (const id of new Set([...heads.keys(), ...before.keys()])) places.set(id, placeIn(id, targetOf(id), saidNow));
    if (frame.from !== "now" && !isOtherStore) void confirmAll(places, heads);
    const behind = [...places].filter(([id, place]) => isBehind(place, targetOf(id))).map(([id]) => id);
    const untold = new Map(places);
    const answer = { type: "synced" as const, re: frame.id, epoch: store.epoch, complete: !isOtherStore };
    const maxBytes = inParts ? limits.maxFrameBytes - sizeOf(answer) : Infinity;
    for (;;) {
      const id = behind.pop() ?? nextNoted();
      if (id === undefined) {
        const part = takePart(untold, maxBytes);
        if (untold.size === 0) {
          connection.send({ ...answer, ...part });
          // In the same turn as the last look at what was noted: from here on messages are pushed again.
          hub.release(chatting, places);
          return;
        }
        connection.send({ ...answer, ...part, partial: true });
        // More may arrive until it has left.
        await connection.flushed();
      } else {
        const place = places.get(id) ?? { ...NOWHERE, seqAtStart: 0, updateAtStart: 0 };
        places.set(id, place);
        untold.set(id, place);
        await bring(bringing, id, place, targetOf(id), parts);
      }
      if (!bringing.isCurrent()) return;
    }

    function targetOf(id: string) {
      return furthest(heads.get(id) ?? NOWHERE, hub.at(id) ?? NOWHERE);
    }

    /** Messages of conversations that are there; others count for nothing. */
    function saysMore(): boolean {
      for (const [id, seq] of said.have) if (heads.has(id) && seq > targetOf(id).seq) return true;
      return false;
    }
  } finally {
    chatting.isSyncing = false;
    // Where it failed the device stays held: it is caught up from there, unless it asks again before.
    if (chatting.telling === own) hub.hold(connection, chatting, new Map([...own.noted, ...before, ...places]));
  }

  /** A conversation that went on since it was last brought. */
  function nextNoted(): string | undefined {
    for (const id of own.noted.keys()) {
      if (isBehind(places.get(id) ?? NOWHERE, hub.at(id) ?? NOWHERE)) return id;
      own.noted.delete(id);
    }
    return undefined;
  }

  /**
   * What a device has it has received, whether or not it could say so before it was cut off. A store that cannot write just now
   * must not keep it from reading; it will say so again.
   */
  async function confirmAll(of: ReadonlyMap<string, Position>, heads: ReadonlyMap<string, Head>): Promise<void> {
    // Places move as their messages are brought; what a device says of itself was before.
    const receipts = [...of].map(([conversation, { seq }]) => ({ conversation, seq }));
    const news = receipts.filter(({ conversation, seq }) => seq > (heads.get(conversation)?.delivered ?? 0));
    for (const [index, receipt] of news.entries()) {
      if (index % CONFIRMED_AT_ONCE === CONFIRMED_AT_ONCE - 1) await turns.next();
      confirmReceipt(connection, chatting, receipt, storage).catch(() => undefined);
    }
  }
}

/** @throws {ProtocolError} `sync_too_large` when the parts so far name more conversations than `most`. */
function saidSoFar(chatting: Chatting, frame: ClientFrameOf<"sync">, most: number): Said {
  const said = withPart(chatting.partialSync, frame, most);
  chatting.partialSync = frame.partial === true ? said : null;
  return wholeOf(said);
}

/** Where a device stands in a conversation. @param said  By what it says; null: at the last. */
function placeIn(id: string, last: Position, said: Said | null): Place {
  const seq = said === null ? last.seq : Math.min(last.seq, said.have.get(id) ?? 0);
  const update = said === null ? last.update : Math.min(last.update, said.updates.get(id) ?? 0);
  return { seq, update, seqAtStart: seq, updateAtStart: last.update };
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
