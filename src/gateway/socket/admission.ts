import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";
import type { Caller, CallerOf } from "../../access/forwarding.ts";
import { isLoopback } from "../../access/origins.ts";
import { SOCKET_PATH, SUBPROTOCOL } from "../../protocol/client-frames.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Metrics } from "../../telemetry/metrics.ts";
import type { Connection } from "./connection.ts";
import { createConnection, createWriteBatch } from "./connection.ts";
import type { Hub } from "./hub.ts";
import { createRefusalLog } from "./refusal-log.ts";
import { UPGRADE_REFUSALS, textOfRefusal, type UpgradeRefusal } from "./upgrade-refusals.ts";

/** Who comes in, and who is in. */
export interface Admission {
  /** Everyone connected, before hello and after it. */
  readonly connections: ReadonlySet<Connection>;
  /** Answers an upgrade request with a socket or a refusal. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** A connection said hello, and is its user's from here on. */
  readonly greeted: (connection: Connection, user: string) => void;
  /** Tells everyone connected when to come back and ends their connections. Resolves when all have left. */
  sendBack(): Promise<void>;
  /** The same, and nobody comes in any more. */
  sendAway(): Promise<void>;
}

export interface AdmissionParts {
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly hub: Pick<Hub, "remove">;
  readonly callers: {
    readonly callerOf: CallerOf;
    /** The way to the gateway, `/chat`; empty when there is none. */
    readonly base: string;
    /** Whether the Host header names this gateway. */
    readonly isOwnHost: (request: IncomingMessage) => boolean;
    /** Whether the page that connects may, or it is no page. */
    readonly isOwnPage: (request: IncomingMessage) => boolean;
    /** Whether the connection may read as of another day. */
    readonly mayReplay: (request: IncomingMessage) => boolean;
  };
  readonly isStopping: () => boolean;
  /** Reads the connection from its first byte. */
  readonly attach: (ws: WebSocket, connection: Connection) => void;
  readonly onFault: (error: unknown) => void;
}

/** ws closes with 1009 and 1008 past these; the figures follow CVE-2026-48779, whose tiny fragments filled memory. */
const MAX_FRAGMENTS = 256;
const MAX_BUFFERED_CHUNKS = 4_096;
/** For the closing handshake; then the socket is cut. */
const CLOSE_TIMEOUT_MS = 3_000;
/** What one that comes back is given of a gateway's time: 2 000 in a second, and 10 000 in the preset of `maxRetrySpreadMs`. */
const RETURN_MS = 0.5;
/** Until a connection that comes back has said hello, on a busy gateway. */
const GREETING_MS = 200;

export function createAdmission(parts: AdmissionParts): Admission {
  const { limits, metrics, hub, callers, onFault } = parts;
  const sockets = socketServer(limits);
  const connections = new Set<Connection>();
  const greeting = createGreetings();
  const refusals = createRefusalLog(parts.log);
  const connectionParts = { limits, metrics, batch: createWriteBatch(), onFault };

  function refusalOf(request: IncomingMessage, caller: Caller | null): UpgradeRefusal | null {
    if (request.url?.split("?", 1)[0] !== SOCKET_PATH) return UPGRADE_REFUSALS.path;
    if (!callers.isOwnHost(request)) return UPGRADE_REFUSALS.host;
    if (!callers.isOwnPage(request)) return UPGRADE_REFUSALS.origin;
    if (parts.isStopping()) return UPGRADE_REFUSALS.stopping;
    if (connections.size >= limits.maxConnections) return UPGRADE_REFUSALS.full;
    if (caller === null) return UPGRADE_REFUSALS.forwarding;
    const isOwn = isLoopback(caller.address) && !caller.isProxied;
    const most = isOwn ? limits.maxGreetingLoopback : limits.maxGreetingPerAddress;
    return greeting.countOf(caller.network) >= most ? UPGRADE_REFUSALS.greeting : null;
  }

  function accept(ws: WebSocket, socket: Duplex, request: IncomingMessage, caller: Caller | null): void {
    const { network: address, prefix: said } = caller ?? { network: "", prefix: "" };
    const prefix = said === "" ? callers.base : said;
    const mayReplay = callers.mayReplay(request);
    const connection = createConnection(ws, socket, { address, mayReplay, prefix }, connectionParts);
    connections.add(connection);
    greeting.begin(address);
    parts.attach(ws, connection);
    ws.on("close", () => leave(connection));
    if (request.headers["sec-websocket-protocol"] !== undefined && ws.protocol !== SUBPROTOCOL) {
      connection.close("bad_subprotocol");
    }
  }

  function leave(connection: Connection): void {
    connections.delete(connection);
    connection.phase = { phase: "closing" };
    if (connection.greetedAs === null) greeting.end(connection.address);
    else hub.remove(connection, connection.greetedAs);
  }

  async function sendBack(): Promise<void> {
    const byAddress = new Map<string, number>();
    for (const { address } of connections) byAddress.set(address, (byAddress.get(address) ?? 0) + 1);
    const all = connections.size;
    const ended = [...connections].map((connection) => {
      const spreadMs = retrySpreadMs({ all, ofAddress: byAddress.get(connection.address) ?? 1 }, limits);
      connection.send({ type: "going_away", retryAfterMs: Math.floor(Math.random() * spreadMs) });
      connection.close("going_away");
      return connection.ended();
    });
    await Promise.all(ended);
  }

  return {
    connections,
    upgrade(request, socket, head) {
      endOnError(socket);
      const caller = callers.callerOf(request);
      const refusal = refusalOf(request, caller);
      if (refusal === null) {
        sockets.handleUpgrade(request, socket, head, (ws) => accept(ws, socket, request, caller));
        return;
      }
      metrics.add("refused", refusal.because);
      refusals.add(refusal, request.headers.origin);
      // A peer that never ends its own side keeps nothing open.
      socket.once("finish", () => socket.destroy());
      socket.end(textOfRefusal(refusal));
    },
    greeted(connection, user) {
      greeting.end(connection.address);
      connection.greetedAs = user;
    },
    sendBack,
    async sendAway() {
      await sendBack();
      sockets.close();
    },
  };
}

/**
 * Over how long those who are sent away come back: a crowd over as long as it needs, and a few do not wait for a crowd. Those of one
 * address take longer: so many of them at once would be refused by `maxGreetingPerAddress`, and back off.
 *
 * @param of  Connections of the gateway, and those of the one's own address.
 */
export function retrySpreadMs(
  { all, ofAddress }: { readonly all: number; readonly ofAddress: number },
  { maxRetrySpreadMs, maxGreetingPerAddress }: Pick<Limits, "maxRetrySpreadMs" | "maxGreetingPerAddress">,
): number {
  return Math.min(maxRetrySpreadMs, Math.max(all * RETURN_MS, (ofAddress * GREETING_MS) / maxGreetingPerAddress));
}

function socketServer({ maxFrameBytes }: Limits): WebSocketServer {
  const options = {
    noServer: true,
    maxPayload: maxFrameBytes,
    maxFragments: MAX_FRAGMENTS,
    maxBufferedChunks: MAX_BUFFERED_CHUNKS,
    perMessageDeflate: false,
    clientTracking: false,
    closeTimeout: CLOSE_TIMEOUT_MS,
    handleProtocols: (asked: Set<string>) => (asked.has(SUBPROTOCOL) ? SUBPROTOCOL : (false as const)),
  };
  return new WebSocketServer(options);
}

/** Connections that have not said hello, by the network they come from. */
function createGreetings() {
  const counts = new Map<string, number>();
  const countOf = (network: string): number => counts.get(network) ?? 0;
  return {
    countOf,
    begin(network: string): void {
      counts.set(network, countOf(network) + 1);
    },
    end(network: string): void {
      const left = countOf(network) - 1;
      if (left > 0) counts.set(network, left);
      else counts.delete(network);
    },
  };
}

/** By itself, so that the listener keeps nothing else of the request alive as long as its socket. */
function endOnError(socket: Duplex): void {
  socket.on("error", () => socket.destroy());
}
