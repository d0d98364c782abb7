import { openChecker } from "../../src/check/checker.ts";
import { checkContextOf, contextSchema } from "../../src/report/context.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { createPrometheusMeter } from "../../src/telemetry/prometheus.ts";
import { NO_TRACER } from "../../src/telemetry/telemetry.ts";

const ROUNDS = 9;
const MESSAGES = 50_000;
const TEXT = "你看这个 https://item.taobao.com/item.htm?id=6102334";

/** What telemetry takes of a message while nothing is exported, beside the judging of one with a link. Processor time. */
export async function bench(print: (line: string) => void): Promise<void> {
  const metrics = createMetrics(createPrometheusMeter());
  const checker = openChecker();
  const decider = checker.shelf.read("wechat", { files: false });
  const context = checkContextOf(contextSchema.parse({}), new Date());
  const works: Readonly<Record<string, () => void>> = {
    "telemetry, nothing exported": () => telemetryOfOne(metrics),
    "judging a message with a link": () => void checker.checkWith(decider, TEXT, context),
  };
  const fastest = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, work] of Object.entries(works)) {
      const before = process.cpuUsage();
      for (let message = 0; message < MESSAGES; message += 1) work();
      const { user, system } = process.cpuUsage(before);
      fastest.set(name, Math.min(fastest.get(name) ?? Infinity, ((user + system) * 1_000) / MESSAGES));
    }
  for (const [name, ns] of fastest) print(`${name.padEnd(34)}${ns.toFixed(0).padStart(6)} ns a message`);
}

/** What the frame `send` does on its way: four spans that are none, three stretches of time, and what is counted. */
function telemetryOfOne(metrics: ReturnType<typeof createMetrics>): void {
  const takenMs = performance.now();
  const whole = NO_TRACER.span("send");
  for (const [name, seconds] of STRETCHES) {
    const span = NO_TRACER.span(name, whole);
    const startedMs = performance.now();
    metrics.observe(seconds, (performance.now() - startedMs) / 1_000);
    span.end("stored");
  }
  NO_TRACER.span("publish", whole).end("told");
  metrics.add("frames", "send");
  metrics.observe("send_seconds", (performance.now() - takenMs) / 1_000);
  whole.end("sent");
}

const STRETCHES = [
  ["judge", "check_seconds"],
  ["store_message", "store_commit_seconds"],
] as const;
