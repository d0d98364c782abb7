import type { Limits } from "../protocol/limits.ts";

/**
 * Takes from somebody's allowance: one, or as many as are named. Null: something was left, even if less than that; otherwise
 * milliseconds until there is again.
 */
export type Take = (who: string, count?: number) => number | null;

/** Allowances that last `rateWindowMs` from the first use on, and are then filled anew. */
export interface Rates {
  readonly send: Take;
  readonly frame: Take;
  /** What a bot sends. */
  readonly botSend: Take;
  /** Links in what somebody sends; counted once they are found. */
  readonly sentLinks: Take;
  /** The same of a bot. */
  readonly botSentLinks: Take;
  /** By conversation: what bots send to other bots. */
  readonly botTalk: Take;
  /** Groups made, and additions to them. */
  readonly group: Take;
  readonly search: Take;
  /** Requests made to the web for a user. */
  readonly follow: Take;
  /** Links judged for a user's further kinds of devices. */
  readonly rejudge: Take;
  /** By session: how many refusals it may collect. */
  readonly refusal: Take;
  /** By address, within an hour. */
  readonly complaint: Take;
  /** By user and conversation: one notice a second is passed on. */
  readonly typing: Take;
  /** By address. */
  readonly request: Take;
}

const HOUR_MS = 3_600_000;
/** Who writes is shown for seconds: a notice more often says nothing, and in a big group goes to everybody. */
const TYPING_EVERY_MS = 1_000;
/** A bot answers many, as `maxBotSendsPerWindow` has it beside `maxSendsPerWindow`. */
const BOT_LINKS = 5;
/** Expired windows are purged at this many entries, and again at twice the number that was then left. */
const MIN_ENTRIES_TO_CLEAN = 1_024;

/** @param clock  Monotonic. Milliseconds. */
export function createRates(limits: Limits, clock: () => number = () => performance.now()): Rates {
  const allowance = (points: number) => createAllowance(points, limits.rateWindowMs, clock);
  return {
    send: allowance(limits.maxSendsPerWindow),
    frame: allowance(limits.maxFramesPerWindow),
    botSend: allowance(limits.maxBotSendsPerWindow),
    sentLinks: allowance(limits.maxSentLinksPerWindow),
    botSentLinks: allowance(BOT_LINKS * limits.maxSentLinksPerWindow),
    botTalk: allowance(limits.maxBotTalkPerWindow),
    group: allowance(limits.maxGroupsPerWindow),
    search: allowance(limits.maxSearchesPerWindow),
    follow: allowance(limits.maxFollowsPerWindow),
    rejudge: allowance(limits.maxRejudgedLinksPerWindow),
    refusal: allowance(limits.maxRefusalsPerWindow),
    complaint: createAllowance(limits.maxComplaintsPerAddress, HOUR_MS, clock),
    typing: createAllowance(1, TYPING_EVERY_MS, clock),
    request: allowance(limits.maxRequestsPerWindow),
  };
}

function createAllowance(points: number, windowMs: number, clock: () => number): Take {
  const windows = new Map<string, { left: number; readonly endsAtMs: number }>();
  let cleanAt = MIN_ENTRIES_TO_CLEAN;

  function open(who: string, nowMs: number, count: number): void {
    if (windows.size >= cleanAt) {
      for (const [each, { endsAtMs }] of windows) if (endsAtMs <= nowMs) windows.delete(each);
      cleanAt = Math.max(MIN_ENTRIES_TO_CLEAN, 2 * windows.size);
    }
    windows.set(who, { left: points - count, endsAtMs: nowMs + windowMs });
  }

  return (who, count = 1) => {
    const nowMs = clock();
    const window = windows.get(who);
    if (window === undefined || window.endsAtMs <= nowMs) {
      open(who, nowMs, count);
      return null;
    }
    if (window.left <= 0) return Math.max(1, Math.ceil(window.endsAtMs - nowMs));
    window.left -= count;
    return null;
  };
}
