import type { LinkHostStore } from "./link-hosts.ts";

interface ListWindowParts {
  readonly store: Pick<LinkHostStore, "forgetLinkHosts">;
  /** Hosts of older messages are forgotten. Days of 24 hours; 0: all of them. */
  readonly days: number;
  readonly now: () => Date;
  readonly onFault: (error: unknown) => void;
}

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
/** Between two steps, so that what people write does not wait behind them. Milliseconds. */
const PAUSE_MS = 10;
/** Hosts of one step. */
const STEP = 500;

/** The oldest message that a changed list reaches. */
export function listWindowStart(days: number, now: Date): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

/** Forgets the hosts of messages that no changed list reaches any more, now and every hour, a bounded step at a time. */
export function keepListWindow({ store, days, now, onFault }: ListWindowParts): { close(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let running = run();

  async function run(): Promise<void> {
    let hasMore = false;
    try {
      hasMore = await store.forgetLinkHosts(listWindowStart(days, now()), STEP);
    } catch (error) {
      // The store may be full or busy; the next hour tries again.
      onFault(error);
    }
    if (isClosed) return;
    const again = () => {
      running = run();
    };
    timer = setTimeout(again, hasMore ? PAUSE_MS : EVERY_MS);
  }

  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
