import { monitorEventLoopDelay } from "node:perf_hooks";
import type { ProcessReading } from "./metrics.ts";
import { readOpenFiles } from "./open-files.ts";

/** The delay is told in nanoseconds, and holds the interval at which it is measured. */
const RESOLUTION_MS = 10;
const QUANTILES = ["0.5", "0.99", "1"] as const;

export interface ProcessMonitor {
  read(): ProcessReading;
  close(): void;
}

/** Looks at the process: a timer of the system library measures the event loop, and no turn of it is taken. */
export function monitorProcess(): ProcessMonitor {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  return {
    read() {
      const { rss, heapUsed, external } = process.memoryUsage();
      const { user, system } = process.cpuUsage();
      const { open, most } = readOpenFiles();
      const lagOf = (quantile: number): number =>
        delay.count === 0 ? 0 : Math.max(0, delay.percentile(quantile * 100) / 1e9 - RESOLUTION_MS / 1_000);
      const eventLoopLag = new Map(QUANTILES.map((quantile) => [quantile, lagOf(Number(quantile))]));
      delay.reset();
      return {
        eventLoopLag,
        gauges: {
          resident_bytes: rss,
          heap_used_bytes: heapUsed,
          external_bytes: external,
          cpu_seconds: (user + system) / 1e6,
          ...(open !== null && { open_files: open }),
          ...(most !== null && Number.isFinite(most) && { open_files_limit: most }),
          started_seconds: performance.timeOrigin / 1_000,
        },
      };
    },
    close: () => void delay.disable(),
  };
}
