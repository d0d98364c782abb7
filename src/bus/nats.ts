import { AuthorizationError, connect, type ConnectionOptions } from "@nats-io/transport-node";
import { BusError } from "./bus-error.ts";
import type { Transport, TransportListener } from "./hint-bus.ts";

/** A frozen server is noticed after two pings without answer. */
const PING_INTERVAL_MS = 2_000;
const MAX_PINGS_OUT = 2;
const RECONNECT_MS = 100;
const RECONNECT_JITTER_MS = 100;
const CONNECT_TIMEOUT_MS = 3_000;
/** Well under the 1 MB that a server takes by default. Source: NATS server configuration, max_payload. */
const MAX_BYTES = 500_000;
const DEFAULT_NAME = "hutong";

interface NatsTransportParts {
  /** `nats://[user:password@]host:port[,host:port][/NAME]`; gateways of one NAME hear each other. Default `hutong`. */
  readonly url: string;
  readonly onFault: (error: unknown) => void;
}

/**
 * Hints by core NATS: whoever is away misses them, which the numbers of batches tell. What is sent while there is no connection is
 * lost too.
 *
 * @throws {BusError}
 */
export async function openNatsTransport(
  { url, onFault }: NatsTransportParts,
  listener: TransportListener,
): Promise<Transport> {
  const { options, name } = optionsOf(url);
  const connection = await connect(options).catch((error: unknown) => {
    throw new BusError(error instanceof AuthorizationError ? "refused" : "unreachable", { cause: error });
  });
  const subject = `${name}.hint`;
  let isUp = true;
  const carries = (now: boolean): void => {
    if (isUp === now) return;
    isUp = now;
    listener.carries(now);
  };
  connection.subscribe(subject, {
    callback(error, message) {
      if (error === null) listener.heard(message.string());
      else onFault(error);
    },
  });
  const watch = async (): Promise<void> => {
    for await (const { type } of connection.status()) {
      if (type === "disconnect" || type === "staleConnection") carries(false);
      if (type === "reconnect") carries(true);
    }
  };
  void watch().catch(onFault);
  // From here on nothing that others send is missed.
  await connection.flush();
  return {
    maxBytes: Math.min(MAX_BYTES, connection.info?.max_payload ?? MAX_BYTES),
    send(text) {
      if (!isUp || connection.isClosed()) return;
      try {
        connection.publish(subject, text);
      } catch (error) {
        // Another server of a cluster may take less: the numbers of batches tell the others.
        onFault(error);
      }
    },
    async close() {
      if (!connection.isClosed()) await connection.drain();
    },
  };
}

const NATS_URL = /^nats:\/\/(?:([^@/]*)@)?([^@/]+)(?:\/([\w-]*))?$/u;

export function isNatsUrl(text: string): boolean {
  return NATS_URL.test(text);
}

function optionsOf(text: string): { readonly options: ConnectionOptions; readonly name: string } {
  const [, login = "", servers = "", name = DEFAULT_NAME] = NATS_URL.exec(text) ?? [];
  const [user, password] = login.split(":", 2).map(decodeURIComponent);
  return {
    name: name === "" ? DEFAULT_NAME : name,
    options: {
      servers: servers.split(","),
      ...(user === undefined || user === "" ? {} : { user }),
      ...(password === undefined ? {} : { pass: password }),
      name: "hutong",
      timeout: CONNECT_TIMEOUT_MS,
      pingInterval: PING_INTERVAL_MS,
      maxPingOut: MAX_PINGS_OUT,
      maxReconnectAttempts: -1,
      reconnectTimeWait: RECONNECT_MS,
      reconnectJitter: RECONNECT_JITTER_MS,
      noEcho: true,
      // The servers are those that were given: a cluster may tell addresses that are not reachable from here.
      ignoreClusterUpdates: true,
    },
  };
}
