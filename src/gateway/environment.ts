import { createRates, type Rates } from "../access/rates.ts";
import { limitsWith, type Limits } from "../protocol/limits.ts";
import { createFaultReport } from "../telemetry/fault-report.ts";
import { logToStderr, type Log } from "../telemetry/log.ts";
import { createMetrics, type Metrics } from "../telemetry/metrics.ts";
import { createPrometheusMeter } from "../telemetry/prometheus.ts";
import { NO_TRACER, type Tracer } from "../telemetry/telemetry.ts";
import { createTurns, type Turns } from "./frames/turns.ts";
import type { GatewayParts } from "./parts.ts";

/** What every part of one gateway runs in: its limits, clocks and turns, and who is told how it goes. */
export interface Environment {
  readonly limits: Limits;
  readonly rates: Rates;
  /** For whatever may take long. */
  readonly turns: Turns;
  readonly clock: () => Date;
  /** Wall clock that never goes back while this program runs. */
  readonly now: () => Date;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  readonly onFault: (error: unknown) => void;
  /** The store works now, whatever was said of it; told as often as somebody looks. */
  readonly onSound: () => void;
}

export function createEnvironment({ clock, network, telemetry = {} }: GatewayParts): Environment {
  const { log = logToStderr, metrics = createMetrics(createPrometheusMeter()), tracer = NO_TRACER } = telemetry;
  const limits = limitsWith(network?.limits);
  const faults = telemetry.faults ?? createFaultReport(log, () => metrics.add("faults"), false);
  let latestMs = 0;
  return {
    limits,
    rates: createRates(limits),
    turns: createTurns(),
    clock,
    // The wall clock may be set back; what was received later is not to look earlier.
    now: () => new Date((latestMs = Math.max(latestMs, clock().getTime()))),
    log,
    metrics,
    tracer,
    onFault: faults.onFault,
    onSound: faults.onSound,
  };
}
