import type { Bus, BusEvent } from "../bus/bus.ts";
import type { Limits } from "../protocol/limits.ts";
import type { Chatting, Connection } from "./connection.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Readings } from "./readers.ts";
import { withChoice } from "./readers.ts";

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
  readonly readings: Readings;
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly onFault: (error: unknown) => void;
}

export function createHub({ bus, readings, limits, metrics, onFault }: HubParts): Hub {
  const users = new Map<string, OfUser>();

  /** A fault costs the connection it happened on, which comes back and is brought what it missed, and no other. */
  function deliverTo(connection: Connection, event: BusEvent): void {
    try {
      deliver(connection, event);
    } catch (error) {
      onFault(error);
      connection.close("internal");
    }
  }

  function deliver(connection: Connection, event: BusEvent): void {
    const { phase } = connection;
    if (phase.phase !== "chatting") return;
    switch (event.kind) {
      case "message":
        deliverMessage(connection, phase, event);
        return;
      case "update":
        deliverUpdate(connection, phase, event);
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
    { syncing, reader }: Chatting,
    { message, evidenceContext, reading }: Extract<BusEvent, { kind: "message" }>,
  ): void {
    if (syncing === null) connection.writeInOrder(readings.frame(message, evidenceContext, reader, reading));
    else raise(syncing.messages, message.conversation, message.seq);
  }

  function deliverUpdate(
    connection: Connection,
    { syncing, reader }: Chatting,
    { update, message }: Extract<BusEvent, { kind: "update" }>,
  ): void {
    if (syncing === null) connection.writeInOrder(readings.update(update, message, reader));
    else raise(syncing.updates, update.conversation, update.update);
  }

  function subscribed(user: string, first: Connection): OfUser {
    const unsubscribe = bus.subscribe(user, (event) => {
      for (const each of ofUser.connections) if (each.session !== event.except) deliverTo(each, event);
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

function raise(numbers: Map<string, number>, conversation: string, to: number): void {
  numbers.set(conversation, Math.max(to, numbers.get(conversation) ?? 0));
}
