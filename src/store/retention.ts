import { randomUUID } from "node:crypto";
import type { LeaseStore } from "./leases.ts";
import { StoreError } from "./store-error.ts";
import type { UpkeepStore } from "./upkeep.ts";

interface RetentionParts {
  readonly store: Pick<UpkeepStore, "expireContent"> & Pick<LeaseStore, "takeLease" | "endLeases">;
  /** Content older than this goes. Days of 24 hours. */
  readonly days: number;
  readonly now: () => Date;
  readonly onFault: (error: unknown) => void;
}

/** Of several gateways on one store one does it at a time. */
const LEASE = "retention";
const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
/** Between two steps, so that what people write does not wait behind them. Milliseconds. */
const PAUSE_MS = 10;
/** Messages of one step. */
const STEP = 250;
/** Longer than a step and its pause: of a holder that died, another takes over so soon. Milliseconds. */
const LEASE_MS = 60_000;

/** Takes the content of old messages, now and every hour, a bounded step at a time. */
export function startRetention({ store, days, now, onFault }: RetentionParts): { close(): Promise<void> } {
  /** Names this run in the store. */
  const holder = randomUUID();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let running = run(null);

  /** @returns  Where the next step begins, and in how many milliseconds. */
  async function step(after: string | null): Promise<{ readonly next: string | null; readonly inMs: number }> {
    const at = now();
    const lease = (forMs: number) => ({ holder, until: new Date(at.getTime() + forMs) });
    const fence = await store.takeLease(LEASE, lease(LEASE_MS), at);
    // Another does it. What that one had not done when it died, the first to look after it begins again.
    if (fence === null) return { next: null, inMs: LEASE_MS };
    const before = new Date(at.getTime() - days * DAY_MS);
    const { next } = await store.expireContent({ before, at, after, limit: STEP, fence });
    if (next !== null) return { next, inMs: PAUSE_MS };
    // Held until it is due again: others on this store have nothing to do before.
    await store.takeLease(LEASE, lease(EVERY_MS + LEASE_MS), at);
    return { next: null, inMs: EVERY_MS };
  }

  async function run(after: string | null): Promise<void> {
    const { next, inMs } = await step(after).catch((error: unknown) => {
      // Woken after another took over: that one goes on.
      if (error instanceof StoreError && error.code === "lease_lost") return { next: null, inMs: LEASE_MS };
      // The store may be full or busy; the next hour tries again.
      onFault(error);
      return { next: null, inMs: EVERY_MS };
    });
    if (isClosed) return;
    const again = () => {
      running = run(next);
    };
    timer = setTimeout(again, inMs);
  }

  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
      await store.endLeases(holder).catch(onFault);
    },
  };
}
