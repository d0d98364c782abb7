import type { UpkeepStore } from "./upkeep.ts";

interface RetentionParts {
  readonly store: Pick<UpkeepStore, "expireContent">;
  /** Content older than this goes. Days of 24 hours. */
  readonly days: number;
  readonly now: () => Date;
  readonly onFault: (error: unknown) => void;
}

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
/** Between two steps, so that what people write does not wait behind them. Milliseconds. */
const PAUSE_MS = 10;
/** Messages of one step. */
const STEP = 500;

/** Takes the content of old messages, now and every hour, a bounded step at a time. */
export function startRetention({ store, days, now, onFault }: RetentionParts): { close(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let running = run(null);

  async function run(after: string | null): Promise<void> {
    let next: string | null = null;
    try {
      const at = now();
      ({ next } = await store.expireContent({
        before: new Date(at.getTime() - days * DAY_MS),
        at,
        after,
        limit: STEP,
      }));
    } catch (error) {
      // The store may be full or busy; the next hour tries again.
      onFault(error);
    }
    if (isClosed) return;
    const again = () => {
      running = run(next);
    };
    timer = setTimeout(again, next === null ? EVERY_MS : PAUSE_MS);
  }

  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
