import { setTimeout as later } from "node:timers/promises";
import type { Client } from "pg";
import type { Transport, TransportListener } from "./hint-bus.ts";

/** Of LISTEN and NOTIFY; each database has its own. */
const CHANNEL = "hutong_hint";
/** A payload is shorter than 8 000 bytes. Source: PostgreSQL, NOTIFY. */
const MAX_BYTES = 7_900;
const RETRY_MS = 500;
/** Texts that wait for the one on its way. What is beyond is lost, and its numbers tell. */
const MAX_WAITING = 1_000;

interface PostgresTransportParts {
  /** A connection to the store's server, which is given up when an answer does not come. */
  readonly connect: () => Promise<Client>;
  readonly onFault: (error: unknown) => void;
}

/**
 * Hints by LISTEN and NOTIFY, on one connection that opens itself again. A notification takes a lock of the whole server when its
 * transaction commits, so there is one for each batch. A pooler that shares connections between transactions does not carry it.
 */
export async function openPostgresTransport(
  { connect: connectToServer, onFault }: PostgresTransportParts,
  listener: TransportListener,
): Promise<Transport> {
  let client: Client | null = null;
  let isUp = false;
  let isClosed = false;
  let waiting: string[] = [];
  let sending: Promise<void> | null = null;

  async function connect(): Promise<Client> {
    const opened = await connectToServer();
    opened.on("notification", ({ payload }) => listener.heard(payload ?? ""));
    const ended = (): void => void (opened === client && lost());
    opened.on("error", ended);
    opened.on("end", ended);
    try {
      await opened.query(`LISTEN ${CHANNEL}`);
      return opened;
    } catch (error) {
      void opened.end().catch(() => undefined);
      throw error;
    }
  }

  /** The connection is no good any more. */
  function lost(): void {
    if (!isUp || isClosed) return;
    isUp = false;
    waiting = [];
    listener.carries(false);
    void client?.end().catch(() => undefined);
    void reopen().catch(onFault);
  }

  async function reopen(): Promise<void> {
    if (isClosed) return;
    try {
      const opened = await connect();
      // It was closed meanwhile, and nobody else ends this one.
      if (isClosed) return await opened.end().catch(() => undefined);
      client = opened;
    } catch {
      // The store tells what is wrong with the server; here it is asked again.
      await later(RETRY_MS, undefined, { ref: false });
      return reopen();
    }
    isUp = true;
    listener.carries(true);
  }

  async function sendAll(): Promise<void> {
    try {
      // What waits goes when the connection does.
      for (let text = waiting.shift(); text !== undefined; text = waiting.shift())
        await client?.query("SELECT pg_notify($1, $2)", [CHANNEL, text]);
    } catch {
      lost();
    } finally {
      sending = null;
    }
  }

  try {
    client = await connect();
    isUp = true;
  } catch {
    // The server may have no connection left. As long as that lasts, the store alone tells.
    listener.carries(false);
    void reopen().catch(onFault);
  }
  return {
    maxBytes: MAX_BYTES,
    send(text) {
      if (!isUp || isClosed || waiting.length >= MAX_WAITING) return;
      waiting.push(text);
      sending ??= sendAll();
    },
    async close() {
      // What was published last, unless the server does not take it.
      await sending;
      isClosed = true;
      await client?.end().catch(() => undefined);
    },
  };
}
