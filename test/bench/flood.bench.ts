import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { connect } from "../../src/client/index.ts";
import { signToken } from "../../src/access/tokens.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import { latenciesOf, RATE_PER_S, row } from "./sent-latency.ts";
import { TEST_SECRET_TEXT } from "../support/secret.ts";

const SENDERS = 50;

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
    const quiet = await latenciesOf(senders);
    print(row("nothing else", quiet));
    flood.postMessage("start");
    const flooded = await latenciesOf(senders);
    flood.postMessage("stop");
    const [{ frames, connections }] = (await once(flood, "message")) as [{ frames: number; connections: number }];
    print(row("one client floods", flooded));
    print(`  ratio ${(flooded.p50 / quiet.p50).toFixed(2)} at p50, ${(flooded.p99 / quiet.p99).toFixed(2)} at p99`);
    print(`  ${RATE_PER_S} messages/s; the flood said ${frames} frames over ${connections} connections`);
  } finally {
    await flood.terminate();
    for (const client of senders) client.close();
    await server.stop();
    rmSync(data, { recursive: true });
  }
}
