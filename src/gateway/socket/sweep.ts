import type { Bots } from "../../access/bots.ts";
import type { RevocationWatch } from "../../access/revocations.ts";
import { ProtocolError } from "../../protocol/errors.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { Connection } from "./connection.ts";

export interface SweepParts {
  readonly connections: Iterable<Connection>;
  readonly limits: Limits;
  readonly revocations: Pick<RevocationWatch, "look">;
  /** Users marked as bots by another process are looked for at the same time. */
  readonly bots: Bots;
  readonly isSuspended: (user: string) => boolean;
  readonly onFault: (error: unknown) => void;
}

const MIN_SWEEP_MS = 10;
const MAX_SWEEP_MS = 1_000;
/** Between two looks for revocations of other processes; with a sweep between, well under the 5 s promised. */
const REVOCATIONS_EVERY_MS = 900;

/** How often to sweep, so that nobody stays much longer than the limits say. Milliseconds. */
export function sweepEveryMs({ heartbeatMs, helloTimeoutMs }: Limits): number {
  return Math.min(MAX_SWEEP_MS, Math.max(MIN_SWEEP_MS, Math.min(heartbeatMs, helloTimeoutMs) / 4));
}

/**
 * Ends connections whose time is over: no hello, a token that ran out or was revoked, no sign of life. Asks the silent ones for
 * one.
 */
export function createSweep({ connections, limits, revocations, bots, isSuspended, onFault }: SweepParts): () => void {
  const { heartbeatMs, helloTimeoutMs } = limits;
  let sweptAtMs = performance.now();
  let heartbeatsCountFromMs = 0;
  let lookedAtMs = Number.NEGATIVE_INFINITY;

  function look(connection: Connection, nowMs: number): void {
    const { phase, lastHeardAtMs } = connection;
    if (phase.phase === "greeting" && nowMs - phase.openedAtMs > helloTimeoutMs) connection.close("hello_timeout");
    else if (phase.phase === "chatting" && nowMs >= phase.tokenEndsAtMs)
      connection.refuse(new ProtocolError("token_expired"));
    else if (nowMs - Math.max(lastHeardAtMs, heartbeatsCountFromMs) > 2 * heartbeatMs)
      connection.close("heartbeat_lost");
    else if (nowMs - lastHeardAtMs > heartbeatMs / 2) connection.ping();
  }

  /** Ends who came in by a token that was revoked since. A fault is met by the next look, which sees the same. */
  async function endRevoked(nowMs: number): Promise<void> {
    if (nowMs - lookedAtMs < REVOCATIONS_EVERY_MS) return;
    lookedAtMs = nowMs;
    const [wasRevoked] = await Promise.all([revocations.look(), bots.look()]);
    for (const connection of connections) {
      const { phase } = connection;
      if (phase.phase !== "chatting") continue;
      if (wasRevoked?.(phase.token) === true) connection.refuse(new ProtocolError("revoked"));
      else if (isSuspended(phase.user)) connection.refuse(new ProtocolError("suspended"));
      // Whose user became a bot since came in by a person's token.
      else if (phase.isBot !== bots.isBot(phase.user)) connection.refuse(new ProtocolError("bad_token"));
    }
  }

  return () => {
    const nowMs = performance.now();
    void endRevoked(nowMs).catch(onFault);
    // A program that stood still has not read what was sent to it: such silence is its own.
    if (nowMs - sweptAtMs > heartbeatMs) heartbeatsCountFromMs = nowMs;
    sweptAtMs = nowMs;
    for (const connection of connections) look(connection, nowMs);
  };
}
