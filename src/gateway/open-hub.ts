import type { Environment } from "./environment.ts";
import { catchUp } from "./frames/catch-up.ts";
import type { GatewayParts } from "./parts.ts";
import type { FrameCache } from "./socket/frames-for-readers.ts";
import { createHub, type Hub } from "./socket/hub.ts";

/** A hub whose devices are brought what they could not be told, and that leaves an epoch which the store went back behind. */
export function openHub(
  { store, bus }: GatewayParts["storage"],
  environment: Environment,
  frameCache: FrameCache,
): Hub {
  const { limits, rates, turns, metrics, log, onFault } = environment;
  let isRenewing = false;
  const hub: Hub = createHub({
    bus,
    store,
    frameCache,
    rates,
    limits,
    metrics,
    catchUp: (connection, chatting, from) =>
      catchUp(connection, chatting, from, { store, frameCache, limits, turns, hub, rejudge: rates.rejudge }),
    onPast() {
      if (isRenewing) return;
      isRenewing = true;
      log({ event: "store_went_back", epoch: store.epoch });
      // The next look at the epoch sends everybody back, who then start afresh.
      store
        .renewEpoch(store.epoch)
        .catch(onFault)
        .finally(() => (isRenewing = false));
    },
    onFault,
  });
  return hub;
}
