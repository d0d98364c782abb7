import type { BotStore } from "../store/bots.ts";

/** Which users are programs. Whom another process marked is known here within a second. */
export interface Bots {
  readonly isBot: (user: string) => boolean;
  /** Asks the store again. */
  readonly look: () => Promise<void>;
}

/** @param own  Bots that no store has marked: the gateway's. */
export function createBots(store: Pick<BotStore, "bots">, own: readonly string[]): Bots {
  let known: ReadonlySet<string> = new Set(own);
  return {
    isBot: (user) => known.has(user),
    async look() {
      known = new Set([...own, ...(await store.bots())]);
    },
  };
}
