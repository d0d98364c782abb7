import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type Client } from "../../src/client/index.ts";
import { signToken } from "../../src/gateway/tokens.ts";
import { openSite } from "../support/followed-gateway.ts";
import { TEST_SECRET } from "../support/gateway.ts";
import { spawnListening } from "../support/spawn-listening.ts";

const SLOW_LINKS = 1_000;
const RATE_PER_S = 500;
const MEASURED_MS = 4_000;
const SENDERS = 50;
/** Each has a share of its own in what is asked at once. */
const ASKERS = 20;
const TEXT = "see https://item.taobao.com/item.htm?id=652874301955 tomorrow";

/** Latency of `sent` at a fixed rate, from the moment each message was due; with and without links that resolve slowly meanwhile. */
export async function bench(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-bench-"));
  const site = await openSite();
  site.pages.set("/slow", () => undefined);
  const gateway = await spawnListening("following-process.ts", [join(folder, "hutong.sqlite")]);
  const enter = (user: string) =>
    connect(gateway.ws, () => signToken(user, TEST_SECRET, 3_600, new Date()), { device: "bench" });
  const senders = Array.from({ length: SENDERS }, (_, index) => enter(`sender${index}`));
  const askers = Array.from({ length: ASKERS }, (_, index) => enter(`asker${index}`));
  try {
    await Promise.all([...senders, ...askers].map((client) => client.ready()));
    await latencies(senders);
    const quiet = await latencies(senders);
    print(row("nothing else", quiet));
    const slow = Array.from({ length: SLOW_LINKS }, async (_, index) =>
      askers[index % ASKERS]?.send(
        "reader",
        site.url("/slow").replace("short.site.net", `slow${index}.site${index}.net`),
      ),
    );
    await Promise.all(slow);
    // They are followed for five seconds from here on.
    const busy = await latencies(senders);
    print(row(`${SLOW_LINKS} links that never answer`, busy));
    print(`  ratio ${(busy.p50 / quiet.p50).toFixed(2)} at p50, ${(busy.p99 / quiet.p99).toFixed(2)} at p99`);
    print(`  ${RATE_PER_S} messages/s with a link, SQLite on disk, ${site.asked.length} requests to the slow sites`);
  } finally {
    for (const client of [...senders, ...askers]) client.close();
    await gateway.kill();
    await site.close();
    rmSync(folder, { recursive: true });
  }
}

interface Latencies {
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

async function latencies(senders: readonly Client[]): Promise<Latencies> {
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

function row(label: string, { p50, p99, worst }: Latencies): string {
  const ms = (value: number) => `${value.toFixed(1)} ms`.padStart(10);
  return `  ${label.padEnd(34)} p50 ${ms(p50)}  p99 ${ms(p99)}  worst ${ms(worst)}`;
}
