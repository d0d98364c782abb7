import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { WebSocketServer } from "ws";
import { connect } from "../../src/client/index.ts";
import { signToken } from "../../src/access/tokens.ts";
import { spawnServe } from "../support/programs/spawn-serve.ts";
import type { Latencies } from "./sent-latency.ts";
import { latenciesOf, medianOf, RATE_PER_S, row } from "./sent-latency.ts";
import { TEST_SECRET_TEXT } from "../support/secret.ts";

const SENDERS = 50;
const ROUNDS = 5;

/** Greets and reads no more: what pours into it costs the machine what it costs its sender, and this program nothing. */
async function openDeafServer(): Promise<{ readonly url: string; close(): void }> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", handleProtocols: ([first]) => first ?? false });
  server.on("connection", (ws) => {
    ws.once("message", () => {
      ws.send("{}");
      ws.pause();
    });
  });
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a server listens on a port");
  return { url: `ws://127.0.0.1:${address.port}`, close: () => server.close() };
}

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
    workerData: { token: await tokenFor("flood") },
  });
  const deaf = await openDeafServer();
  try {
    await Promise.all(senders.map((client) => client.ready()));
    await latenciesOf(senders);
    let said = { frames: 0, connections: 0 };
    const besideFlood = async (url: string): Promise<Latencies> => {
      flood.postMessage(url);
      const latencies = await latenciesOf(senders);
      flood.postMessage(null);
      [said] = (await once(flood, "message")) as [typeof said];
      return latencies;
    };
    // In turns: a slow moment of the machine falls on all.
    const rounds: { quiet: Latencies; elsewhere: Latencies; here: Latencies }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const quiet = await latenciesOf(senders);
      rounds.push({ quiet, elsewhere: await besideFlood(deaf.url), here: await besideFlood(server.ws) });
    }
    const [without, elsewhere, here] = (["quiet", "elsewhere", "here"] as const).map((which) =>
      medianOf(rounds.map((round) => round[which])),
    ) as [Latencies, Latencies, Latencies];
    print(row("nothing else", without));
    print(row("one client floods a deaf server", elsewhere));
    print(row("one client floods", here));
    for (const [base, than] of [
      [without, "with nothing else"],
      [elsewhere, "beside the deaf server"],
    ] as const) {
      print(
        `  ${(here.p50 / base.p50).toFixed(2)} at p50, ${(here.p99 / base.p99).toFixed(2)} at p99 of what it is ${than}`,
      );
    }
    print(
      `  medians of ${ROUNDS} rounds; ${RATE_PER_S} messages/s; the flood said ${said.frames} frames over ${said.connections} connections`,
    );
  } finally {
    await flood.terminate();
    deaf.close();
    for (const client of senders) client.close();
    await server.stop();
    rmSync(data, { recursive: true });
  }
}
