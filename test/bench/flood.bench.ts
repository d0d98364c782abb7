import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { connect } from "../../src/client/index.ts";
import { signToken } from "../../src/access/tokens.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import type { Latencies } from "./sent-latency.ts";
import { latenciesOf, medianOf, RATE_PER_S, row } from "./sent-latency.ts";
import { TEST_SECRET_TEXT } from "../support/secret.ts";

const SENDERS = 50;
const ROUNDS = 5;

/** What one client that sends as fast as its socket takes does to the latency of the others, under the limits as they are shipped. */
export async function bench(print: (line: string) => void): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), "hutong-bench-"));
  const server = await spawnServe(["--port", "0", "--data", data, "--resolve", "off"], TEST_SECRET_TEXT);
  const tokenFor = (user: string) => signToken(user, new TextEncoder().encode(TEST_SECRET_TEXT), 3_600, new Date());
  const senders = Array.from({ length: SENDERS }, (_, index) =>
    connect(server.ws, () => tokenFor(`sender${index}`), { device: "bench" }),
  );
  // In a thread of its own, so that it takes no time from those who are measured but through the gateway and the processor.
  const flood = new Worker(new URL("flood-worker.ts", import.meta.url), {
    workerData: { url: server.ws, token: await tokenFor("flood") },
  });
  try {
    await Promise.all(senders.map((client) => client.ready()));
    await latenciesOf(senders);
    // In turns: a slow moment of the machine falls on both.
    const quiet: Latencies[] = [];
    const flooded: Latencies[] = [];
    let said = { frames: 0, connections: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      quiet.push(await latenciesOf(senders));
      flood.postMessage("start");
      flooded.push(await latenciesOf(senders));
      flood.postMessage("stop");
      [said] = (await once(flood, "message")) as [typeof said];
    }
    const [without, beside] = [medianOf(quiet), medianOf(flooded)];
    print(row("nothing else", without));
    print(row("one client floods", beside));
    const ratio = (share: "p50" | "p99") => (beside[share] / without[share]).toFixed(2);
    print(`  ratio ${ratio("p50")} at p50, ${ratio("p99")} at p99; medians of ${ROUNDS} rounds`);
    print(`  ${RATE_PER_S} messages/s; the flood said ${said.frames} frames over ${said.connections} connections`);
  } finally {
    await flood.terminate();
    for (const client of senders) client.close();
    await server.stop();
    rmSync(data, { recursive: true });
  }
}
