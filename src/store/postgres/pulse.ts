import type { Client } from "pg";
import { codeOf, endConnection } from "./connection.ts";
import type { Servers } from "./servers.ts";

const BEAT_MS = 1_000;
/** After a beat that failed. */
const RETRY_MS = 500;
/** Of a beat, and of the connection that it needs. */
const BEAT_TIMEOUT_MS = 2_000;

/** Asks the server again and again, so that an outage is noticed, and its end, also while nobody writes. */
export interface Pulse {
  /** When the server answered last. Monotonic, milliseconds. */
  answeredAtMs(): number;
  /** What kept the last beat from its answer; null when it was answered. A code, never an address. */
  because(): string | null;
  /**
   * How much the server's clock is ahead of this program's, at least; below zero: behind. What the way there and back
   * took is left out, so it is never more than it is.
   */
  skewMs(): number;
  close(): Promise<void>;
}

/** @param clock  This program's, which messages are dated by. */
export function createPulse(servers: Servers, clock: () => Date): Pulse {
  let client: Client | null = null;
  let answeredAtMs = performance.now();
  let because: string | null = null;
  let skewMs = 0;
  let isClosed = false;
  let timer: NodeJS.Timeout | null = null;
  let beating: Promise<void> = Promise.resolve();

  async function connected(): Promise<Client> {
    if (client !== null) return client;
    const opened = await servers.connect({
      connectTimeoutMs: BEAT_TIMEOUT_MS,
      statementTimeoutMs: BEAT_TIMEOUT_MS,
      queryTimeoutMs: BEAT_TIMEOUT_MS,
    });
    const lose = (): void => {
      if (client === opened) client = null;
    };
    opened.on("error", lose);
    opened.on("end", lose);
    client = opened;
    return opened;
  }

  async function beat(): Promise<void> {
    try {
      const used = await connected();
      const sentAtMs = clock().getTime();
      // A record in the log of the server, synced as a message is, and no table grows.
      const { rows } = await used.query<{ at: number }>(
        `SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS at
         FROM pg_logical_emit_message(true, 'hutong', ''::text)`,
      );
      const receivedAtMs = clock().getTime();
      answeredAtMs = performance.now();
      because = null;
      const aheadMs = (rows[0]?.at ?? sentAtMs) - (sentAtMs + receivedAtMs) / 2;
      const unsureMs = (receivedAtMs - sentAtMs) / 2;
      skewMs = Math.sign(aheadMs) * Math.max(0, Math.abs(aheadMs) - unsureMs);
    } catch (error) {
      because = codeOf(error) ?? "unreachable";
      // One that did not answer in time is not asked again.
      const lost = client;
      client = null;
      if (lost !== null) void endConnection(lost);
    }
  }

  function beatLater(afterMs: number): void {
    if (isClosed) return;
    timer = setTimeout(() => {
      beating = beat().then(() => beatLater(because === null ? BEAT_MS : RETRY_MS));
    }, afterMs);
    timer.unref();
  }

  beating = beat().then(() => beatLater(BEAT_MS));

  return {
    answeredAtMs: () => answeredAtMs,
    because: () => because,
    skewMs: () => skewMs,
    async close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      await beating;
      if (client !== null) await endConnection(client);
    },
  };
}
