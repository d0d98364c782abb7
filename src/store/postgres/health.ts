import type { Store } from "../store.ts";
import type { Lanes } from "./lanes.ts";
import type { Pulse } from "./pulse.ts";

/** A connection that is opened anew is no outage. Milliseconds. */
const OUTAGE_MS = 2_000;

/**
 * Whether messages can be kept: not when the server answered nothing for two seconds, and not when a lane cannot write
 * for two seconds and no other did. What is in the way is told at once.
 */
export function healthOf(
  lanes: Pick<Lanes, "trouble">,
  pulse: Pick<Pulse, "answeredAtMs" | "because">,
): ReturnType<Store["health"]> {
  const nowMs = performance.now();
  const { because, sinceMs, wroteAtMs } = lanes.trouble();
  if (because === "closed") return { writable: false, because };
  if (nowMs - Math.max(pulse.answeredAtMs(), wroteAtMs) >= OUTAGE_MS)
    return { writable: false, because: because ?? pulse.because() ?? "unreachable" };
  const isOut = because !== null && nowMs - Math.max(sinceMs, wroteAtMs) >= OUTAGE_MS;
  return { writable: !isOut, because };
}
