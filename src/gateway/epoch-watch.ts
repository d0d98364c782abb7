import type { Store } from "../store/store.ts";
import { StoreError } from "../store/store-error.ts";
import type { Log } from "../telemetry/log.ts";

/** Between two looks. Milliseconds. */
export const EPOCH_LOOK_EVERY_MS = 1_000;

interface EpochWatchParts {
  readonly store: Pick<Store, "epoch" | "lookAtEpoch">;
  /** Ends every connection so that it comes back. */
  readonly sendBack: () => Promise<void>;
  readonly log: Log;
}

/**
 * Notices that the store's epoch was renewed, by whomever. Then all who are connected come back: the positions
 * they were told belong to a history that is gone, and `sync` brings them the one there is.
 *
 * @returns Looks once. A store that cannot answer is asked again by the next look.
 */
export function createEpochWatch({ store, sendBack, log }: EpochWatchParts): () => Promise<void> {
  let known = store.epoch;
  return async () => {
    try {
      await store.lookAtEpoch();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      return;
    }
    // Also when this gateway renewed it.
    if (store.epoch === known) return;
    known = store.epoch;
    log({ event: "epoch_renewed" });
    await sendBack();
  };
}
