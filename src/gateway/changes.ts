import type { Bus } from "../bus/bus.ts";
import type { ClientFrameOf } from "../protocol/frames.ts";
import type { Store } from "../store/store.ts";
import type { Chatting, Connection } from "./connection.ts";
import { deletedFrame } from "./readers.ts";

interface ChangeParts {
  readonly store: Store;
  readonly bus: Bus;
  readonly now: () => Date;
}

/** What people change about conversations and messages that are there. */
export interface Changes {
  remove(connection: Connection, chatting: Chatting, frame: ClientFrameOf<"delete">): Promise<void>;
}

export function createChanges({ store, bus, now }: ChangeParts): Changes {
  return {
    async remove(connection, { user }, { id, conversation, seq }) {
      const { members } = await store.conversation(user, conversation);
      const update = await store.deleteMessage(user, conversation, seq, now());
      connection.writeInOrder(JSON.stringify({ ...deletedFrame(update), re: id }));
      bus.publish(members, { kind: "update", update, message: null, except: connection.session });
    },
  };
}
