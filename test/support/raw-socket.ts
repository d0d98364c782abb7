import type { ClientOptions } from "ws";
import { WebSocket } from "ws";
import type { ServerFrame } from "../../src/protocol/client-frames.ts";
import { SERVER_FRAMES } from "../../src/protocol/server-frames.ts";
import type { TestGateway } from "./gateway.ts";

/** What of a gateway whoever enters needs. */
type Entered = Pick<TestGateway, "ws" | "token">;

type FrameOf<T extends ServerFrame["type"]> = Extract<ServerFrame, { type: T }>;

/** A bare socket: says exactly what a test gives it, well-formed or not. */
export interface RawSocket {
  readonly ws: WebSocket;
  /** Every frame heard so far. */
  readonly heard: readonly ServerFrame[];
  say(frame: unknown): void;
  /** The next frame of a type that was not taken yet; waits for it. */
  next<T extends ServerFrame["type"]>(type: T): Promise<FrameOf<T>>;
  /** Everything heard before the answer to a ping that is said now. */
  untilQuiet(): Promise<void>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

export async function openRaw(url: string, options: ClientOptions = {}): Promise<RawSocket> {
  const ws = new WebSocket(url, "hutong.v1", options);
  const heard: ServerFrame[] = [];
  const untaken: ServerFrame[] = [];
  let wake: (() => void)[] = [];
  ws.on("message", (data) => {
    const frame = JSON.parse((data as Buffer).toString("utf8")) as ServerFrame;
    // Whatever a test is about, no frame may be other than the protocol's document says.
    SERVER_FRAMES[frame.type].strict().parse(frame);
    heard.push(frame);
    untaken.push(frame);
    for (const each of wake.splice(0)) each();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    ws.on("close", (code, reason) => {
      resolve({ code, reason: reason.toString("utf8") });
      for (const each of wake.splice(0)) each();
      wake = [];
    });
  });
  await new Promise<void>((resolve, reject) => {
    ws.once("open", resolve);
    ws.once("error", reject);
  });
  ws.on("error", () => ws.terminate());

  async function next<T extends ServerFrame["type"]>(type: T): Promise<FrameOf<T>> {
    for (;;) {
      const index = untaken.findIndex((frame) => frame.type === type);
      const [frame] = index === -1 ? [] : untaken.splice(index, 1);
      if (frame !== undefined) return frame as FrameOf<T>;
      if (ws.readyState === WebSocket.CLOSED) throw new Error(`closed before a frame of type ${type}`);
      await new Promise<void>((resolve) => {
        wake.push(resolve);
      });
    }
  }

  return {
    ws,
    heard,
    say: (frame) => ws.send(typeof frame === "string" || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame)),
    next,
    async untilQuiet() {
      ws.send(JSON.stringify({ type: "ping" }));
      await next("pong");
    },
    closed,
  };
}

interface Hello {
  readonly device?: string;
  readonly client?: object;
  readonly locale?: string;
  readonly token?: string;
  readonly replay?: object;
}

/** A socket that has said hello, and that it is told from now on. */
export async function enter(gateway: Entered, user: string, hello: Hello = {}): Promise<RawSocket> {
  const socket = await enterUnsynced(gateway, user, hello);
  socket.say({ type: "sync", id: "from now", from: "now" });
  await socket.next("synced");
  return socket;
}

/** A socket that has said hello and not yet where it stands. */
export async function enterUnsynced(gateway: Entered, user: string, hello: Hello = {}): Promise<RawSocket> {
  const socket = await openRaw(gateway.ws);
  const { device = "d", token = await gateway.token(user), ...rest } = hello;
  socket.say({ type: "hello", id: "h", token, device, ...rest });
  await socket.next("welcome");
  return socket;
}
