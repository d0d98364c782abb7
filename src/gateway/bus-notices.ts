import type { HintBusParts } from "../bus/hint-bus.ts";
import type { Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";

interface NoticeParts {
  readonly metrics: Pick<Metrics, "add" | "tellBus" | "tellUnheard">;
  readonly log: Log;
  /** Monotonic, milliseconds. */
  readonly nowMs: () => number;
}

type Notices = Required<Pick<HintBusParts, "onCarries" | "onUnheard" | "onForeign">>;

/** Whoever may publish there could fill the log otherwise. */
const FOREIGN_EVERY_MS = 60_000;

/** Says in the log and in metrics what keeps gateways from hearing each other. */
export function createBusNotices({ metrics, log, nowMs }: NoticeParts): Notices {
  let foreign = 0;
  let saidAtMs = Number.NEGATIVE_INFINITY;
  return {
    onCarries(isUp, because) {
      log({ event: "bus", carries: isUp, ...(because !== undefined && { because }) });
      metrics.tellBus(isUp);
    },
    onUnheard(gateways) {
      log({ event: "bus_unheard", gateways });
      metrics.tellUnheard(gateways);
    },
    onForeign() {
      metrics.add("bus_foreign");
      foreign += 1;
      if (nowMs() - saidAtMs < FOREIGN_EVERY_MS) return;
      saidAtMs = nowMs();
      log({ event: "bus_foreign", hints: foreign });
      foreign = 0;
    },
  };
}
