import { randomUUID } from "node:crypto";
import type { Bus, BusParts } from "./bus.ts";
import { createLocalBus } from "./local.ts";
import { createRollCall, type Roll } from "./roll-call.ts";

interface LoneBusParts extends BusParts {
  readonly roll: Roll;
  /** Told of each other number of gateways that work on the store too. */
  readonly onUnheard: (gateways: number) => void;
  /** Milliseconds. Default 1 000. */
  readonly beatMs?: number;
}

const BEAT_MS = 1_000;
const CALL_EVERY_BEATS = 2;

/** The bus of a gateway that shares its store and was given none: while others work there, the store alone tells what they write. */
export function createLoneBus({ roll, onUnheard, onFault, beatMs = BEAT_MS }: LoneBusParts): Bus {
  const local = createLocalBus({ onFault });
  const gateway = randomUUID();
  const everyMs = CALL_EVERY_BEATS * beatMs;
  const rollCall = createRollCall({ gateway, roll, isHeard: () => false, onUnheard, everyMs, onFault });
  const beats = setInterval(() => {
    rollCall.beat();
    if (rollCall.isAnyUnheard()) local.missed();
  }, beatMs);
  beats.unref();
  return {
    publish: (users, event) => local.publish(users, event),
    subscribe: (listener) => local.subscribe(listener),
    async close() {
      clearInterval(beats);
      await rollCall.close();
      await local.close();
    },
  };
}
