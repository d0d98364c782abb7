import type { Store } from "../store/store.ts";
import type { Log } from "../telemetry/log.ts";

/** Messages are dated and editions begin by each gateway's own clock, so no two clocks may differ by more. */
const MAX_SKEW_MS = 2_000;
/** What is told of a store is one of its codes, and nothing longer. */
const CODE = /^\w{1,40}$/u;

interface ReadinessParts {
  readonly store: Pick<Store, "health" | "skewMs">;
  readonly isStopping: () => boolean;
}

/** What keeps a gateway from serving newcomers, without an address or anybody's words; null: nothing. */
export function unreadiness({ store, isStopping }: ReadinessParts): string | null {
  if (isStopping()) return "stopping";
  const { writable, because } = store.health();
  if (!writable) return because !== null && CODE.test(because) ? `storage (${because})` : "storage";
  return isSkewed(store) ? `clock (the store's is ahead by ${skewSeconds(store)} s)` : null;
}

/** By how much the store's clock is ahead, in seconds with one decimal. */
export function skewSeconds(store: Pick<Store, "skewMs">): number {
  return Math.round(store.skewMs() / 100) / 10;
}

function isSkewed(store: Pick<Store, "skewMs">): boolean {
  return Math.abs(store.skewMs()) > MAX_SKEW_MS;
}

/** Says in the log when the clocks begin to differ too much, and when they agree again. @returns Looks once. */
export function createSkewNotice(store: Pick<Store, "skewMs">, log: Log): () => void {
  let wasSkewed = false;
  return () => {
    const now = isSkewed(store);
    if (now === wasSkewed) return;
    wasSkewed = now;
    log({ event: now ? "clock_skewed" : "clock_agrees", storeAheadSeconds: skewSeconds(store) });
  };
}
