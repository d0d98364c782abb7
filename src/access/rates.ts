import type { Limits } from "../protocol/limits.ts";

/** Takes one from somebody's allowance. Null: there was one; otherwise milliseconds until there is again. */
export type Take = (who: string) => number | null;

/** Allowances that last `rateWindowMs` from the first use on, and are then filled anew. */
export interface Rates {
  readonly send: Take;
  readonly frame: Take;
  /** Requests made to the web for a user. */
  readonly follow: Take;
  /** By session: how many refusals it may collect. */
  readonly refusal: Take;
  /** By address. */
  readonly request: Take;
}

/** Used-up windows are looked for when there are so many entries, and again when there are twice as many as were then left. */
const MIN_ENTRIES_TO_CLEAN = 1_024;

/** @param clock  Monotonic. Milliseconds. */
export function createRates(limits: Limits, clock: () => number = () => performance.now()): Rates {
  const allowance = (points: number) => createAllowance(points, limits.rateWindowMs, clock);
  return {
    send: allowance(limits.maxSendsPerWindow),
    frame: allowance(limits.maxFramesPerWindow),
    follow: allowance(limits.maxFollowsPerWindow),
    refusal: allowance(limits.maxRefusalsPerWindow),
    request: allowance(limits.maxRequestsPerWindow),
  };
}

function createAllowance(points: number, windowMs: number, clock: () => number): Take {
  const windows = new Map<string, { left: number; readonly endsAtMs: number }>();
  let cleanAt = MIN_ENTRIES_TO_CLEAN;

  function open(who: string, nowMs: number): void {
    if (windows.size >= cleanAt) {
      for (const [each, { endsAtMs }] of windows) if (endsAtMs <= nowMs) windows.delete(each);
      cleanAt = Math.max(MIN_ENTRIES_TO_CLEAN, 2 * windows.size);
    }
    windows.set(who, { left: points - 1, endsAtMs: nowMs + windowMs });
  }

  return (who) => {
    const nowMs = clock();
    const window = windows.get(who);
    if (window === undefined || window.endsAtMs <= nowMs) {
      open(who, nowMs);
      return null;
    }
    if (window.left <= 0) return Math.max(1, Math.ceil(window.endsAtMs - nowMs));
    window.left -= 1;
    return null;
  };
}
