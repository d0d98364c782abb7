import { parentPort, workerData } from "node:worker_threads";
import { WebSocket } from "ws";

// Sends without looking at what it is answered, and comes back at once when it is cut off.
const FRAMES_A_TURN = 200;
const { token } = workerData as { token: string };
/** Where it pours; null: nowhere now. */
let url: string | null = null;
let frames = 0;
let connections = 0;
let current: WebSocket | null = null;

function enter(): void {
  if (url === null) return;
  const ws = new WebSocket(url, "hutong.v1", { perMessageDeflate: false });
  current = ws;
  connections += 1;
  ws.on("error", () => ws.terminate());
  ws.on("close", () => setImmediate(enter));
  ws.on("open", () => ws.send(JSON.stringify({ type: "hello", id: "h", token, device: "flood" })));
  ws.once("message", () => pour(ws));
}

function pour(ws: WebSocket): void {
  if (url === null || ws.readyState !== WebSocket.OPEN) return;
  for (let index = 1; index < FRAMES_A_TURN; index += 1) ws.send(frame());
  // As fast as the socket takes it.
  ws.send(frame(), () => setImmediate(() => pour(ws)));
}

function frame(): string {
  frames += 1;
  return JSON.stringify({ type: "send", id: String(frames), key: `f${frames}`, to: "victim", text: "flood" });
}

parentPort?.on("message", (to: string | null) => {
  url = to;
  if (url !== null) enter();
  else {
    current?.terminate();
    parentPort?.postMessage({ frames, connections });
  }
});
