import type { Bus } from "../../bus/bus.ts";
import { groupMembers } from "../../chat/conversation.ts";
import { ProtocolError } from "../../protocol/errors.ts";
import type { ClientFrameOf } from "../../protocol/client-frames.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { GroupRules, Store } from "../../store/store.ts";
import type { Chatting, Connection } from "../socket/connection.ts";
import { listMembers } from "./lists.ts";
import { deletedFrame } from "../readers.ts";

interface ChangeParts {
  readonly store: Store;
  readonly bus: Bus;
  readonly limits: Limits;
  readonly whoAdds: GroupRules["whoAdds"];
  readonly now: () => Date;
}

/** What people change about conversations and messages that are there. */
export interface Changes {
  remove(connection: Connection, chatting: Chatting, frame: ClientFrameOf<"delete">): Promise<void>;
  group(connection: Connection, chatting: Chatting, frame: ClientFrameOf<"group">): Promise<void>;
  members(connection: Connection, chatting: Chatting, frame: ClientFrameOf<"members">): Promise<void>;
  block(connection: Connection, chatting: Chatting, frame: ClientFrameOf<"block">): Promise<void>;
}

export function createChanges({ store, bus, limits, whoAdds, now }: ChangeParts): Changes {
  const { maxGroups, maxGroupsByStrangers } = limits;
  const rules: GroupRules = { whoAdds, maxGroups, maxGroupsByStrangers };

  return {
    async remove(connection, { user }, { id, conversation, seq }) {
      const update = await store.deleteMessage(user, conversation, seq, now());
      connection.writeInOrder(JSON.stringify({ ...deletedFrame(update), re: id }));
      const audience = await store.audience(conversation, seq);
      bus.publish(audience, { kind: "update", update, message: null, except: connection.session });
    },

    async group(connection, { user, reader }, { id, members: others, title = null, key = crypto.randomUUID() }) {
      const members = groupMembers(user, others);
      if (members.length > limits.maxGroupMembers) throw new ProtocolError("group_too_large");
      const { conversation, message, isRepeat } = await store.createGroup({ members, title, key, at: now(), rules });
      const evidenceContext = reader.context;
      if (!isRepeat) bus.publish(conversation.members, { kind: "message", message, evidenceContext, except: null });
      connection.send({ type: "group", re: id, conversation: conversation.id });
    },

    async members(connection, chatting, frame) {
      const { user, reader } = chatting;
      const { conversation, add, remove } = frame;
      if (add.length === 0 && remove.length === 0) return listMembers(connection, chatting, frame, { store, limits });
      const { maxGroupMembers: maxMembers } = limits;
      const change = { by: user, conversation, add, remove, maxMembers, at: now(), rules };
      const changed = await store.changeMembers(change);
      for (const message of changed.events) {
        // Its asker learns of it as everybody does, so that the numbers have no hole.
        const evidenceContext = reader.context;
        bus.publish(changed.audience, { kind: "message", message, evidenceContext, except: null });
      }
      return listMembers(connection, chatting, frame, { store, limits });
    },

    async block(connection, { user, blocks }, { id, user: other, blocked }) {
      if (other === user) throw new ProtocolError("bad_frame", "user: expected another user than oneself");
      await store.setBlocked(user, other, blocked, limits.maxBlocks);
      if (blocked) blocks.add(other);
      else blocks.delete(other);
      connection.send({ type: "blocked", re: id, user: other, blocked });
      bus.publish([user], { kind: "blocked", user: other, blocked, except: connection.session });
    },
  };
}
