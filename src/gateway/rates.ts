import type { RateLimiterRes } from "rate-limiter-flexible";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Limits } from "../protocol/limits.ts";

/** Takes one from somebody's allowance. Null: there was one; otherwise milliseconds until there is again. */
export type Take = (who: string) => Promise<number | null>;

/** Allowances that are filled anew each `rateWindowMs`. */
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

export function createRates(limits: Limits): Rates {
  return {
    send: allowance(limits.maxSendsPerWindow, limits),
    frame: allowance(limits.maxFramesPerWindow, limits),
    follow: allowance(limits.maxFollowsPerWindow, limits),
    refusal: allowance(limits.maxRefusalsPerWindow, limits),
    request: allowance(limits.maxRequestsPerWindow, limits),
  };
}

function allowance(points: number, { rateWindowMs }: Limits): Take {
  const limiter = new RateLimiterMemory({ points, duration: rateWindowMs / 1_000 });
  return async (who) => {
    try {
      await limiter.consume(who);
      return null;
    } catch (refusal) {
      if (refusal instanceof Error) throw refusal;
      return Math.max(1, (refusal as RateLimiterRes).msBeforeNext);
    }
  };
}
