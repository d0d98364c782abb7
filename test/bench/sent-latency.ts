import type { Client } from "../../src/client/index.ts";

export const RATE_PER_S = 500;
const MEASURED_MS = 4_000;
const TEXT = "see https://item.taobao.com/item.htm?id=652874301955 tomorrow";

export interface Latencies {
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

/** Latency of `sent`, from the moment each message was due, at {@link RATE_PER_S} for some seconds. Milliseconds. */
export async function latenciesOf(senders: readonly Client[]): Promise<Latencies> {
  const start = performance.now();
  const measured: Promise<number>[] = [];
  while (performance.now() - start < MEASURED_MS) {
    const dueMs = (measured.length * 1_000) / RATE_PER_S;
    const waitMs = start + dueMs - performance.now();
    if (waitMs > 1) {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      continue;
    }
    const sender = senders[measured.length % senders.length];
    if (sender !== undefined) measured.push(sender.send("reader", TEXT).then(() => performance.now() - start - dueMs));
  }
  const sorted = (await Promise.all(measured)).toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), worst: at(1) };
}

/** Of each figure by itself. */
export function medianOf(rounds: readonly Latencies[]): Latencies {
  const median = (of: keyof Latencies) =>
    rounds.map((round) => round[of]).toSorted((one, other) => one - other)[Math.floor(rounds.length / 2)] ?? Number.NaN;
  return { p50: median("p50"), p99: median("p99"), worst: median("worst") };
}

export function row(label: string, { p50, p99, worst }: Latencies): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(10);
  return `  ${label.padEnd(34)} p50 ${ms(p50)}  p99 ${ms(p99)}  worst ${ms(worst)}`;
}
