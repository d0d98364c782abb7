import { setTimeout as later } from "node:timers/promises";
import { DatabaseError } from "../../store/postgres/database-error.ts";
import { StoreError } from "../../store/store-error.ts";

interface StoreWait {
  /** After so long what keeps it from opening is thrown. Milliseconds. */
  readonly waitMs: number;
  /** Between two tries. Milliseconds. */
  readonly everyMs: number;
  /** Told of each other reason. */
  readonly onWait: (because: string) => void;
}

/**
 * What passes by itself: a server that is not there yet, starts, recovers or is being replaced, or has no connection left. What an
 * operator has to mend does not.
 */
const PASSING: ReadonlySet<DatabaseError["code"]> = new Set(["unreachable", "no_slot", "standby", "no_primary"]);

/** Opens what needs a database, as soon as that can be used. @throws What keeps it from opening. */
export async function openWhenThere<T>(open: () => Promise<T>, { waitMs, everyMs, onWait }: StoreWait): Promise<T> {
  const endsMs = performance.now() + waitMs;
  let told: string | null = null;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if (!isPassing(error) || performance.now() >= endsMs) throw error;
      if (error.message !== told) onWait(error.message);
      told = error.message;
      await later(everyMs);
    }
  }
}

function isPassing(error: unknown): error is DatabaseError | StoreError {
  if (error instanceof DatabaseError) return PASSING.has(error.code);
  return error instanceof StoreError && error.code === "unavailable";
}
