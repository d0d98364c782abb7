import type { ClientFrameOf } from "../protocol/frames.ts";
import type { Limits } from "../protocol/limits.ts";
import type { Store } from "../store/store.ts";
import type { Chatting, Connection } from "./connection.ts";
import type { Readings } from "./readers.ts";

interface SyncParts {
  readonly store: Store;
  readonly readings: Readings;
  readonly limits: Limits;
}

const PAGE = 100;

/**
 * Sends every message a device lacks, in order within each conversation, and then says so. What arrives meanwhile is not pushed
 * but read from the store too, so that nothing comes twice or too early. A slow reader is waited for, not cut off.
 */
export async function sync(
  connection: Connection,
  chatting: Chatting,
  frame: ClientFrameOf<"sync">,
  { store, readings, limits }: SyncParts,
): Promise<void> {
  const arrived = new Map<string, number>();
  chatting.syncing = arrived;
  try {
    await connection.inOrder();
    const heads = await store.heads(chatting.user);
    const isOtherStore = frame.epoch !== undefined && frame.epoch !== store.epoch;
    const startsAtHeads = frame.from === "now" || isOtherStore;
    const at = new Map<string, number>();
    for (const [id, head] of heads) at.set(id, startsAtHeads ? head : Math.min(head, frame.have[id] ?? 0));

    const behind = [...heads.keys()].filter((id) => (at.get(id) ?? 0) < (heads.get(id) ?? 0));
    for (;;) {
      const id = behind.pop() ?? [...arrived].find(([id, seq]) => seq > (at.get(id) ?? 0))?.[0];
      if (id === undefined) break;
      at.set(id, await sendAfter(id, at.get(id) ?? 0));
      if (connection.phase.phase !== "chatting") return;
    }
    connection.send({
      type: "synced",
      re: frame.id,
      epoch: store.epoch,
      complete: !isOtherStore,
      heads: Object.fromEntries(at),
    });
  } finally {
    // In the same turn as the last look at `arrived`: from here on messages are pushed again.
    chatting.syncing = null;
  }

  async function sendAfter(id: string, after: number): Promise<number> {
    let last = after;
    for (;;) {
      const page = await store.messagesAfter(chatting.user, id, last, PAGE);
      for (const message of page) {
        connection.write(await readings.frame(message, null, chatting.reader));
        if (connection.waitingBytes() > limits.softMarkBytes) await connection.flushed();
        if (connection.phase.phase !== "chatting") return message.seq;
        last = message.seq;
      }
      if (page.length < PAGE) return last;
    }
  }
}
