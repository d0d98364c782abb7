import type { Requester, SharedRequest, FairLimiter } from "./fair-limiter.ts";

/** Fetches under way, by address: however many want one, it is made once. */
export interface SingleFlight<Answer> {
  /** The answer of the one under way, which this requester shares from now on; null when there is none. */
  join(key: string, requester: Requester): Promise<Answer> | null;
  begin(key: string, requester: Requester): Promise<Answer>;
  /** Waits for all that are under way. */
  idle(): Promise<void>;
}

/** @param start  Makes a fetch, whose slots the request acquires. */
export function createSingleFlight<Answer>(
  limiter: FairLimiter,
  start: (key: string, request: SharedRequest) => Promise<Answer>,
): SingleFlight<Answer> {
  const underWay = new Map<string, { readonly request: SharedRequest; readonly answer: Promise<Answer> }>();
  return {
    join(key, requester) {
      const running = underWay.get(key);
      running?.request.join(requester);
      return running?.answer ?? null;
    },
    begin(key, requester) {
      const request = limiter.request(requester);
      const answer = start(key, request).finally(() => underWay.delete(key));
      underWay.set(key, { request, answer });
      return answer;
    },
    async idle() {
      await Promise.allSettled([...underWay.values()].map(({ answer }) => answer));
    },
  };
}
