import type { Bus } from "../bus/bus.ts";
import type { MessageUpdate } from "../chat/conversation.ts";
import type { ClientFrameOf } from "../protocol/frames.ts";
import type { Limits } from "../protocol/limits.ts";
import type { Store } from "../store/store.ts";
import type { Chatting, Connection } from "./connection.ts";
import type { Readings } from "./readers.ts";
import { confirmReceipt } from "./receipts.ts";

interface SyncParts {
  readonly store: Store;
  readonly bus: Bus;
  readonly readings: Readings;
  readonly limits: Limits;
}

/** What came while a sync ran: the highest number in each conversation. */
export interface Arrived {
  readonly messages: Map<string, number>;
  readonly updates: Map<string, number>;
}

/** Where a device stands in one conversation. */
interface Place {
  seq: number;
  update: number;
  /** A message after this one is sent as it is now, so that updates up to the next number say nothing new of it. */
  readonly seqAtStart: number;
  readonly updateAtStart: number;
}

const PAGE = 100;

/**
 * Sends every message a device lacks, in order within each conversation, then the updates of messages it has, and then says so.
 * What arrives meanwhile is not pushed but read from the store too, so that nothing comes twice or too early. A slow reader is
 * waited for, not cut off.
 */
export async function sync(
  connection: Connection,
  chatting: Chatting,
  frame: ClientFrameOf<"sync">,
  { store, bus, readings, limits }: SyncParts,
): Promise<void> {
  const arrived: Arrived = { messages: new Map(), updates: new Map() };
  chatting.syncing = arrived;
  try {
    await connection.inOrder();
    const heads = await store.heads(chatting.user);
    const isOtherStore = frame.epoch !== undefined && frame.epoch !== store.epoch;
    const startsAtHeads = frame.from === "now" || isOtherStore;
    const places = new Map<string, Place>();
    const behind: string[] = [];
    const received: { readonly conversation: string; readonly seq: number }[] = [];
    for (const [id, head] of heads) {
      const seq = startsAtHeads ? head.seq : Math.min(head.seq, frame.have[id] ?? 0);
      const update = startsAtHeads ? head.update : Math.min(head.update, frame.updates[id] ?? 0);
      places.set(id, { seq, update, seqAtStart: seq, updateAtStart: head.update });
      if (seq < head.seq || update < head.update) behind.push(id);
      if (!startsAtHeads && seq > head.delivered) received.push({ conversation: id, seq });
    }

    // What a device has it has received, whether or not it could say so before it was cut off. A store that cannot write just
    // now must not keep it from reading; it will say so again.
    void Promise.allSettled(received.map((each) => confirmReceipt(connection, chatting, each, { store, bus })));

    for (;;) {
      const id = behind.pop() ?? nextArrived(places, arrived);
      if (id === undefined) break;
      const place = places.get(id) ?? { seq: 0, update: 0, seqAtStart: 0, updateAtStart: 0 };
      places.set(id, place);
      // What the store does not show this user is passed over too.
      const seq = Math.max(heads.get(id)?.seq ?? 0, arrived.messages.get(id) ?? 0);
      const update = Math.max(place.updateAtStart, arrived.updates.get(id) ?? 0);
      await sendMessages(id, place);
      place.seq = Math.max(place.seq, seq);
      await sendUpdates(id, place);
      place.update = Math.max(place.update, update);
      if (connection.phase.phase !== "chatting") return;
    }
    const reached = [...places];
    connection.send({
      type: "synced",
      re: frame.id,
      epoch: store.epoch,
      complete: !isOtherStore,
      heads: Object.fromEntries(reached.map(([id, { seq }]) => [id, seq])),
      updates: Object.fromEntries(reached.map(([id, { update }]) => [id, update])),
    });
  } finally {
    // In the same turn as the last look at `arrived`: from here on messages are pushed again.
    chatting.syncing = null;
  }

  async function sendMessages(id: string, place: Place): Promise<void> {
    for (;;) {
      const page = await store.messagesAfter(chatting.user, id, place.seq, PAGE);
      for (const message of page) {
        place.seq = message.seq;
        if (!(await write(await readings.frame(message, null, chatting.reader)))) return;
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
        if (!(await write(await readings.update(update, message, chatting.reader)))) return;
      }
      if (page.length < PAGE) return;
    }
  }

  /** False when the connection has ended. */
  async function write(json: string | null): Promise<boolean> {
    if (json !== null) connection.write(json);
    if (connection.waitingBytes() > limits.softMarkBytes) await connection.flushed();
    return connection.phase.phase === "chatting";
  }
}

/** What an update says something new of: one link of a message, or the message. */
function subjectOf(update: MessageUpdate): string {
  return `${update.seq} ${update.kind === "deleted" ? "" : update.index}`;
}

function nextArrived(places: ReadonlyMap<string, Place>, { messages, updates }: Arrived): string | undefined {
  for (const [id, seq] of messages) if (seq > (places.get(id)?.seq ?? 0)) return id;
  for (const [id, update] of updates) if (update > (places.get(id)?.update ?? 0)) return id;
  return undefined;
}
