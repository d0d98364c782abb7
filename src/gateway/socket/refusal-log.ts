import type { Log } from "../../telemetry/log.ts";
import type { UpgradeRefusal } from "./upgrade-refusals.ts";

/** Tells the operator why sockets were not opened, or what came that is no request. */
export interface RefusalLog {
  /** @param origin  As the request says it, which anybody may have written. */
  add(refusal: UpgradeRefusal, origin?: string): void;
}

/** So many lines in each window; what is beyond is counted, and told with the next line. */
const MOST_LINES = 10;
const WINDOW_MS = 60_000;
/** An origin is told up to here. */
const MAX_ORIGIN_LENGTH = 100;

export function createRefusalLog(
  log: Log,
  nowMs: () => number = () => performance.now(),
  event: "handshake_refused" | "not_http" = "handshake_refused",
): RefusalLog {
  let startedAtMs = Number.NEGATIVE_INFINITY;
  let lines = 0;
  let untold = 0;
  return {
    add({ because }, origin) {
      if (nowMs() - startedAtMs >= WINDOW_MS) {
        startedAtMs = nowMs();
        lines = 0;
      }
      if (lines >= MOST_LINES) {
        untold += 1;
        return;
      }
      lines += 1;
      const of = because === "origin" && origin !== undefined ? { origin: origin.slice(0, MAX_ORIGIN_LENGTH) } : {};
      log({ event, because, ...of, ...(untold > 0 && { untold }) });
      untold = 0;
    },
  };
}
