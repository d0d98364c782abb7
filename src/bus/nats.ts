import { setTimeout as wait } from "node:timers/promises";
import { AuthorizationError, connect, type ConnectionOptions, type NatsConnection } from "@nats-io/transport-node";
import { reachTroubleOf } from "../input/errno.ts";
import { BusError } from "./bus-error.ts";
import type { Transport, TransportListener } from "./hint-bus.ts";
import { NATS_URL } from "./nats-url.ts";

const PING_INTERVAL_MS = 2_000;
const MAX_PINGS_OUT = 2;
const RECONNECT_MS = 100;
const RECONNECT_JITTER_MS = 100;
const CONNECT_TIMEOUT_MS = 3_000;
const REOPEN_MS = 500;
/** For what was sent last to be taken. */
const LEAVE_MS = 2_000;
/** Well under the 1 MB that a server takes by default. Source: NATS server configuration, max_payload. */
const MAX_BYTES = 500_000;
const DEFAULT_NAME = "hutong";
const NOT_LET_IN = "not_let_in";

interface NatsTransportParts {
  /** `nats://[user:password@]host:port[,host:port][/NAME]`; gateways of one NAME hear each other. Default `hutong`. */
  readonly url: string;
  readonly onFault: (error: unknown) => void;
  /** A frozen server is noticed after two pings without answer. Milliseconds. Default 2 000. */
  readonly pingIntervalMs?: number;
}

/**
 * Hints by core NATS: whoever is away misses them, which the numbers of batches tell. What is sent while there is no connection is
 * lost too. A server that is not there, now or later, is asked again for ever; so is one that lets nobody in for a while.
 *
 * @throws {BusError} `refused` when the first answer is that this user may not come in.
 */
export async function openNatsTransport(
  { url, onFault, pingIntervalMs = PING_INTERVAL_MS }: NatsTransportParts,
  listener: TransportListener,
): Promise<Transport> {
  const { options, name } = optionsOf(url);
  const subject = `${name}.hint`;
  let connection: NatsConnection | null = null;
  let isUp = true;
  let isClosed = false;
  let retry: NodeJS.Timeout | undefined;

  /** What was told of this outage; a server that is asked for ever is told of once. */
  const told = new Set<string>();
  const carries = (now: boolean, because?: string): void => {
    const isNews = !now && because !== undefined && !told.has(because);
    if (isUp === now && !isNews) return;
    isUp = now;
    if (now) told.clear();
    else if (because !== undefined) told.add(because);
    listener.carries(now, because);
  };

  async function open(): Promise<void> {
    const opened = await connect({ ...options, pingInterval: pingIntervalMs });
    if (isClosed) {
      await opened.close();
      return;
    }
    connection = opened;
    opened.subscribe(subject, {
      callback(error, message) {
        if (error === null) listener.heard(message.string());
        else onFault(error);
      },
    });
    void watch(opened).catch(onFault);
    // From here on nothing that others send is missed.
    await opened.flush();
    carries(true);
  }

  async function watch(opened: NatsConnection): Promise<void> {
    for await (const status of opened.status()) {
      const { type } = status;
      if (type === "disconnect" || type === "staleConnection") carries(false);
      if (type === "error" && status.error instanceof AuthorizationError) carries(false, NOT_LET_IN);
      if (type === "reconnect") carries(true);
    }
    // The client has given up, whyever.
    if (!isClosed) openLater();
  }

  function openLater(cause?: unknown): void {
    carries(false, cause === undefined ? undefined : reasonOf(cause));
    clearTimeout(retry);
    retry = setTimeout(() => {
      open().catch(openLater);
    }, REOPEN_MS);
    retry.unref();
  }

  try {
    await open();
  } catch (error) {
    if (error instanceof AuthorizationError) throw new BusError("refused", { cause: error });
    openLater(error);
  }
  return {
    get maxBytes() {
      return Math.min(MAX_BYTES, connection?.info?.max_payload ?? MAX_BYTES);
    },
    send(text) {
      if (!isUp || connection === null || connection.isClosed()) return;
      try {
        connection.publish(subject, text);
      } catch (error) {
        // Another server of a cluster may take less: the numbers of batches tell the others.
        onFault(error);
      }
    },
    async close() {
      isClosed = true;
      clearTimeout(retry);
      if (connection === null || connection.isClosed()) return;
      // Without a server, or before one that is frozen, nobody takes what is left: it is lost, as everything in an outage.
      if (isUp)
        await Promise.race([connection.drain().catch(() => undefined), wait(LEAVE_MS, undefined, { ref: false })]);
      if (!connection.isClosed()) await connection.close();
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof AuthorizationError ? NOT_LET_IN : reachTroubleOf(error);
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
      maxPingOut: MAX_PINGS_OUT,
      maxReconnectAttempts: -1,
      // A password that is being changed lets nobody in for a moment.
      ignoreAuthErrorAbort: true,
      reconnectTimeWait: RECONNECT_MS,
      reconnectJitter: RECONNECT_JITTER_MS,
      noEcho: true,
      // The servers are those that were given: a cluster may tell addresses that are not reachable from here.
      ignoreClusterUpdates: true,
    },
  };
}
