import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import { connect } from "../../src/client/index.ts";
import { signToken } from "../../src/gateway/tokens.ts";
import { spawnServe } from "../support/spawn-serve.ts";
import { latenciesOf, RATE_PER_S, row } from "./sent-latency.ts";

const SENDERS = 50;
const SECRET = "a secret of thirty-two bytes or more, for benchmarks";
const FLOOD_FRAMES_A_TURN = 200;

/** What one client that sends as fast as its socket takes does to the latency of the others, under the limits as they are shipped. */
export async function bench(print: (line: string) => void): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), "hutong-bench-"));
  const server = await spawnServe(["--port", "0", "--data", data, "--resolve", "off"], SECRET);
  const tokenFor = (user: string) => signToken(user, new TextEncoder().encode(SECRET), 3_600, new Date());
  const senders = Array.from({ length: SENDERS }, (_, index) =>
    connect(server.ws, () => tokenFor(`sender${index}`), { device: "bench" }),
  );
  const flood = openFlood(server.ws, await tokenFor("flood"));
  try {
    await Promise.all(senders.map((client) => client.ready()));
    await latenciesOf(senders);
    const quiet = await latenciesOf(senders);
    print(row("nothing else", quiet));
    flood.start();
    const flooded = await latenciesOf(senders);
    const { frames, connections } = flood.stop();
    print(row("one client floods", flooded));
    print(`  ratio ${(flooded.p50 / quiet.p50).toFixed(2)} at p50, ${(flooded.p99 / quiet.p99).toFixed(2)} at p99`);
    print(`  ${RATE_PER_S} messages/s; the flood said ${frames} frames over ${connections} connections`);
  } finally {
    flood.stop();
    for (const client of senders) client.close();
    await server.stop();
    rmSync(data, { recursive: true });
  }
}

/** Sends without looking at what it is answered, and comes back at once when it is cut off. */
function openFlood(url: string, token: string) {
  let isOn = false;
  let frames = 0;
  let connections = 0;
  let current: WebSocket | null = null;

  function enter(): void {
    if (!isOn) return;
    const ws = new WebSocket(url, "hutong.v1", { perMessageDeflate: false });
    current = ws;
    connections += 1;
    ws.on("error", () => ws.terminate());
    ws.on("close", () => setImmediate(enter));
    ws.on("open", () => {
      ws.send(JSON.stringify({ type: "hello", id: "h", token, device: "flood" }));
      pour(ws);
    });
  }

  function pour(ws: WebSocket): void {
    if (!isOn || ws.readyState !== WebSocket.OPEN) return;
    for (let index = 0; index < FLOOD_FRAMES_A_TURN; index += 1) {
      frames += 1;
      ws.send(JSON.stringify({ type: "send", id: String(frames), key: `f${frames}`, to: "victim", text: "flood" }));
    }
    // As fast as the socket takes it.
    ws.send("{}", () => setImmediate(() => pour(ws)));
  }

  return {
    start() {
      isOn = true;
      enter();
    },
    stop() {
      isOn = false;
      current?.terminate();
      return { frames, connections };
    },
  };
}
