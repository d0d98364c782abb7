import { setTimeout as later } from "node:timers/promises";
import pg from "pg";
import type { Transport, TransportListener } from "./hint-bus.ts";

/** Of LISTEN and NOTIFY; each database has its own. */
const CHANNEL = "hutong_hint";
/** A payload is shorter than 8 000 bytes. Source: PostgreSQL, NOTIFY. */
const MAX_BYTES = 7_900;
const RETRY_MS = 500;
const CONNECT_TIMEOUT_MS = 3_000;
/** Longer than a beat: a server that is frozen is noticed by what does not come back. */
const QUERY_TIMEOUT_MS = 3_000;
/** Texts that wait for the one on its way. What is beyond is lost, and its numbers tell. */
const MAX_WAITING = 1_000;

interface PostgresTransportParts {
  readonly url: string;
  readonly onFault: (error: unknown) => void;
}

/**
 * Hints by LISTEN and NOTIFY, on one connection that opens itself again. A notification takes a lock of the whole server when its
 * transaction commits, so there is one for each batch. A pooler that shares connections between transactions does not carry it.
 */
export async function openPostgresTransport(
  { url, onFault }: PostgresTransportParts,
  listener: TransportListener,
): Promise<Transport> {
  let client = await connect();
  let isUp = true;
  let isClosed = false;
  let waiting: string[] = [];
  let sending: Promise<void> | null = null;

  async function connect(): Promise<pg.Client> {
    const opened = new pg.Client({
      connectionString: url,
      application_name: "hutong bus",
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
    });
    opened.on("notification", ({ payload }) => listener.heard(payload ?? ""));
    const ended = (): void => void (opened === client && lost());
    opened.on("error", ended);
    opened.on("end", ended);
    try {
      await opened.connect();
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
    void client.end().catch(() => undefined);
    void reopen().catch(onFault);
  }

  async function reopen(): Promise<void> {
    if (isClosed) return;
    try {
      client = await connect();
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
        await client.query("SELECT pg_notify($1, $2)", [CHANNEL, text]);
    } catch {
      lost();
    } finally {
      sending = null;
    }
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
      await client.end().catch(() => undefined);
    },
  };
}
