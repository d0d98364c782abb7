import { WebSocket } from "ws";
import type { TestGateway } from "./gateway.ts";

/** One event as it comes, all fields. */
export type SatoriEvent = { readonly sn: number; readonly type: string } & Readonly<Record<string, unknown>>;

/** A bot that speaks Satori by hand. */
export interface SatoriBot {
  /** Every frame heard. */
  readonly frames: readonly { readonly op: number; readonly body: Readonly<Record<string, unknown>> }[];
  /** Every event heard. */
  readonly events: SatoriEvent[];
  readonly ws: WebSocket;
  readonly closed: Promise<number>;
  say(frame: unknown): void;
  close(): Promise<void>;
}

export async function openBot(
  { port }: Pick<TestGateway, "port">,
  identify: Readonly<Record<string, unknown>> | null,
  headers: Record<string, string> = {},
): Promise<SatoriBot> {
  const ws = new WebSocket(`ws://127.0.0.1:${port}/satori/v1/events`, { headers });
  const frames: { op: number; body: Record<string, unknown> }[] = [];
  const events: SatoriEvent[] = [];
  ws.on("message", (data: Buffer) => {
    const frame = JSON.parse(data.toString("utf8")) as (typeof frames)[number];
    frames.push(frame);
    if (frame.op === 0) events.push(frame.body as SatoriEvent);
  });
  const closed = new Promise<number>((resolve) => {
    ws.on("close", resolve);
  });
  await new Promise<void>((resolve, reject) => {
    ws.once("open", resolve);
    ws.once("error", reject);
  });
  ws.on("error", () => ws.terminate());
  if (identify !== null) ws.send(JSON.stringify({ op: 3, body: identify }));
  return {
    frames,
    events,
    ws,
    closed,
    say: (frame) => ws.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
    async close() {
      ws.close();
      await closed;
    },
  };
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** Calls a method as adapters do. */
export async function callSatori(
  { http }: Pick<TestGateway, "http">,
  token: string | null,
  method: string,
  body: unknown = {},
  headers: Record<string, string> = {},
): Promise<Answered> {
  const response = await fetch(`${http}/satori/v1/${method}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}
