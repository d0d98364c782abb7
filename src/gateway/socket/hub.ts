import type { Bus, BusEvent } from "../../bus/bus.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { Chatting, Connection } from "./connection.ts";
import type { Metrics } from "../../telemetry/metrics.ts";
import type { Rates } from "../../access/rates.ts";
import { withChoice } from "../../messages/reader.ts";
import { type Arrived, note, nothingArrived } from "./arrived.ts";
import { type Afford, freely, linksIn, type FrameCache } from "./frames-for-readers.ts";

/** A phone, a computer and a browser are served without a thought. */
const FREE_JUDGEMENTS = 3;

interface OfUser {
  /** Replaced when it changes, never changed; most users have one. */
  connections: readonly Connection[];
  readonly unsubscribe: () => void;
}

/** Who is connected here, and what the bus brings them. */
export interface Hub {
  /** False when the user has as many connections as allowed. */
  add(connection: Connection, user: string): boolean;
  remove(connection: Connection, user: string): void;
}

interface HubParts {
  readonly bus: Bus;
  readonly frameCache: FrameCache;
  readonly rates: Pick<Rates, "rejudge">;
  readonly limits: Limits;
  readonly metrics: Metrics;
  /** Tells a device later, from the store, what it could not be told at once. Rejects with a fault of ours. */
  readonly catchUp: (connection: Connection, chatting: Chatting, arrived: Arrived) => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

export function createHub({ bus, frameCache, rates, limits, metrics, catchUp, onFault }: HubParts): Hub {
  const users = new Map<string, OfUser>();

  /** A fault costs the connection it happened on, which comes back and is brought what it missed, and no other. */
  function deliverTo(connection: Connection, event: BusEvent, afford: Afford): void {
    try {
      deliver(connection, event, afford);
    } catch (error) {
      onFault(error);
      connection.close("internal");
    }
  }

  function deliver(connection: Connection, event: BusEvent, afford: Afford): void {
    const { phase } = connection;
    if (phase.phase !== "chatting") return;
    switch (event.kind) {
      case "message":
        deliverMessage(connection, phase, event, afford);
        return;
      case "update":
        deliverUpdate(connection, phase, event, afford);
        return;
      case "read":
      case "delivered":
        connection.send({ type: event.kind, conversation: event.conversation, seq: event.seq, from: event.from });
        return;
      case "typing":
        if (phase.blocks.has(event.from)) return;
        if (connection.waitingBytes() > limits.softMarkBytes) metrics.add("slow_dropped");
        else connection.send({ type: "typing", conversation: event.conversation, from: event.from });
        return;
      case "blocked":
        if (event.blocked) phase.blocks.add(event.user);
        else phase.blocks.delete(event.user);
        connection.send({ type: "blocked", user: event.user, blocked: event.blocked });
        return;
      case "choice":
        phase.reader = withChoice(phase.reader, event.choice);
        connection.send({ type: "chosen", choice: event.choice });
    }
  }

  function deliverMessage(
    connection: Connection,
    chatting: Chatting,
    { message, judgedFor, decider }: Extract<BusEvent, { kind: "message" }>,
    afford: Afford,
  ): void {
    if (chatting.syncing === null) {
      const frame = frameCache.frame(message, judgedFor, chatting.reader, decider, afford);
      if (frame !== undefined) {
        connection.writeInOrder(frame);
        return;
      }
    }
    note(arrivedAt(connection, chatting).messages, message.conversation, message.seq);
  }

  function deliverUpdate(
    connection: Connection,
    chatting: Chatting,
    { update, message }: Extract<BusEvent, { kind: "update" }>,
    afford: Afford,
  ): void {
    if (chatting.syncing === null) {
      const frame = frameCache.update(update, message, chatting.reader, afford);
      if (frame !== undefined) {
        connection.writeInOrder(frame);
        return;
      }
    }
    note(arrivedAt(connection, chatting).updates, update.conversation, update.update);
  }

  /** Where what cannot be told now is noted: by the sync that runs, or else by a catching up that begins. */
  function arrivedAt(connection: Connection, chatting: Chatting): Arrived {
    if (chatting.syncing !== null) return chatting.syncing;
    const arrived = (chatting.syncing = nothingArrived());
    metrics.add("told_later");
    void catchUp(connection, chatting, arrived).catch((error: unknown) => {
      onFault(error);
      // It comes back, and sync brings what it missed.
      connection.close("internal");
    });
    return arrived;
  }

  /** The first kinds of a user's devices are free; for further ones their user pays, by the links of what is judged. */
  function allowanceOf(user: string, event: BusEvent): Afford {
    if (event.kind !== "message" && event.kind !== "update") return freely;
    let free = FREE_JUDGEMENTS;
    return () => {
      if (free > 0) {
        free -= 1;
        return true;
      }
      return rates.rejudge(user, event.message === null ? 0 : linksIn(event.message)) === null;
    };
  }

  function subscribed(user: string, first: Connection): OfUser {
    const unsubscribe = bus.subscribe(user, (event) => {
      const { connections } = ofUser;
      const afford = connections.length <= FREE_JUDGEMENTS ? freely : allowanceOf(user, event);
      for (const each of connections) if (each.session !== event.except) deliverTo(each, event, afford);
    });
    const ofUser: OfUser = { connections: [first], unsubscribe };
    return ofUser;
  }

  return {
    add(connection, user) {
      const ofUser = users.get(user);
      if (ofUser === undefined) {
        users.set(user, subscribed(user, connection));
        return true;
      }
      if (ofUser.connections.length >= limits.maxConnectionsPerUser) return false;
      ofUser.connections = [...ofUser.connections, connection];
      return true;
    },
    remove(connection, user) {
      const ofUser = users.get(user);
      if (ofUser === undefined) return;
      ofUser.connections = ofUser.connections.filter((each) => each !== connection);
      if (ofUser.connections.length > 0) return;
      ofUser.unsubscribe();
      users.delete(user);
    },
  };
}
