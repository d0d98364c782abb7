import type { Store } from "../store.ts";
import { NO_SLOT } from "./connection.ts";
import type { Database } from "./database.ts";
import type { Lanes } from "./lanes.ts";
import type { Pulse } from "./pulse.ts";

/** A connection that is opened anew is no outage. Milliseconds. */
const OUTAGE_MS = 2_000;

/**
 * Whether messages can be kept: not when the server answered nothing for two seconds, and not when a lane cannot write
 * for two seconds and no other did. What is in the way is told at once. A server that has too few connections serves
 * some and refuses others: for two seconds that is an outage too.
 */
export function healthOf(
  lanes: Pick<Lanes, "trouble">,
  pulse: Pick<Pulse, "answeredAtMs" | "because">,
  connecting: readonly Pick<Database, "noSlotSinceMs">[],
): ReturnType<Store["health"]> {
  const nowMs = performance.now();
  const { because, sinceMs, wroteAtMs } = lanes.trouble();
  if (because === "closed") return { writable: false, because };
  if (nowMs - Math.max(pulse.answeredAtMs(), wroteAtMs) >= OUTAGE_MS)
    return { writable: false, because: because ?? pulse.because() ?? "unreachable" };
  const noSlotSinceMs = Math.min(...connecting.map((each) => each.noSlotSinceMs()));
  if (nowMs - noSlotSinceMs >= OUTAGE_MS) return { writable: false, because: NO_SLOT };
  const isOut = because !== null && nowMs - Math.max(sinceMs, wroteAtMs) >= OUTAGE_MS;
  return { writable: !isOut, because };
}
