import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import { signToken } from "../../src/gateway/tokens.ts";
import { PROCESS_SECRET, spawnGateway, spawnListening } from "../support/spawn-gateway.ts";

interface Load {
  readonly pairs: number;
  readonly inFlight: number;
  readonly messages: number;
}

const LOADS: readonly Load[] = [
  { pairs: 1, inFlight: 20, messages: 40_000 },
  { pairs: 50, inFlight: 20, messages: 150_000 },
  { pairs: 1_000, inFlight: 1, messages: 60_000 },
];
const TEXT = "hello, shall we meet at the east gate at seven?";

async function enter(url: string, user: string): Promise<WebSocket> {
  const token = await signToken(user, new TextEncoder().encode(PROCESS_SECRET), 3_600, new Date());
  const ws = new WebSocket(url, "hutong.v1", { perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    ws.once("error", reject);
    ws.once("open", () => ws.send(JSON.stringify({ type: "hello", id: "h", token, device: user })));
    ws.once("message", () => resolve());
  });
  return ws;
}

/**
 * Messages a second from one client to another: each counts when its sender has the acknowledgement and its reader the message.
 * The clients only look at the first bytes of a frame, so that the load is as light for the one server as for the other.
 */
async function measure(url: string, { pairs, inFlight, messages }: Load): Promise<number> {
  const writers: WebSocket[] = [];
  const readers: WebSocket[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    writers.push(await enter(url, `writer${pair}`));
    readers.push(await enter(url, `reader${pair}`));
  }
  const perPair = Math.floor(messages / pairs);
  const run = crypto.randomUUID().slice(0, 8);
  const start = performance.now();
  await Promise.all(
    writers.map(
      (writer, pair) =>
        new Promise<void>((resolve) => {
          let said = 0;
          let acknowledged = 0;
          let read = 0;
          const say = () => {
            said += 1;
            writer.send(
              JSON.stringify({
                type: "send",
                id: String(said),
                key: `${run}-${said}`,
                to: `reader${pair}`,
                text: TEXT,
              }),
            );
          };
          const done = () => acknowledged === perPair && read === perPair && resolve();
          writer.on("message", (data) => {
            if (!(data as Buffer).toString("latin1", 0, 14).startsWith('{"type":"sent"')) throw new Error("refused");
            acknowledged += 1;
            if (said < perPair) say();
            done();
          });
          readers[pair]?.on("message", () => {
            read += 1;
            done();
          });
          for (let index = 0; index < inFlight; index += 1) say();
        }),
    ),
  );
  const seconds = (performance.now() - start) / 1_000;
  for (const ws of [...writers, ...readers]) ws.terminate();
  return (perPair * pairs) / seconds;
}

/** One-to-one messages through the real gateway, durable before they are acknowledged, beside a bare relay that stores nothing. */
export async function bench(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-bench-"));
  try {
    for (const load of LOADS) {
      const relay = await spawnListening("relay-process.ts", []);
      const bare = await measure(relay.ws, load);
      await relay.kill();
      const gateway = await spawnGateway(join(folder, `${load.pairs}.sqlite`));
      const durable = await measure(gateway.ws, load);
      await gateway.kill();
      const figure = (value: number) => Math.round(value).toLocaleString("en").padStart(8);
      print(`${load.pairs} pairs, ${load.inFlight} in flight, ${load.messages} messages`);
      print(`  bare ws relay, stores nothing  ${figure(bare)} messages/s`);
      print(
        `  gateway, SQLite FULL           ${figure(durable)} messages/s   ${(durable / bare).toFixed(2)} of the relay`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.main) await bench((line) => console.log(line));
