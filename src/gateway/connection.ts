import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { CloseReason } from "../protocol/close-codes.ts";
import { CLOSE_CODES } from "../protocol/close-codes.ts";
import type { ProtocolError } from "../protocol/errors.ts";
import { ERRORS } from "../protocol/errors.ts";
import type { ServerFrame } from "../protocol/frames.ts";
import type { Limits } from "../protocol/limits.ts";
import type { Metrics } from "./metrics.ts";
import type { Reader } from "./readers.ts";
import type { Arrived } from "./sync.ts";
import { textFrames } from "./text-frames.ts";

/** Before hello, after it, and after the gateway has begun to close. Instants are of the monotonic clock, so that a jump of the wall clock ends nothing. */
export type Phase =
  | { readonly phase: "greeting"; readonly openedAtMs: number; frames: number; bytes: number }
  | {
      readonly phase: "chatting";
      readonly user: string;
      reader: Reader;
      /** Whom the user blocks. */
      readonly blocks: Set<string>;
      tokenEndsAtMs: number;
      /** While `sync` runs: what came meanwhile; it sends that itself, in order. */
      syncing: Arrived | null;
    }
  | { readonly phase: "closing" };
export type Chatting = Extract<Phase, { phase: "chatting" }>;

/** One socket. Everything it sends within one turn goes out in one write. */
export interface Connection {
  readonly session: string;
  readonly address: string;
  phase: Phase;
  /** Whose hello was accepted. */
  greetedAs: string | null;
  lastHeardAtMs: number;
  /** The last message handed to the store and not yet answered; what reads the store waits for it. */
  lastSend: Promise<void> | null;
  send(frame: ServerFrame): void;
  /** JSON of a frame. Past the hard mark the connection is closed instead; the store has what it misses. */
  write(json: string): void;
  /** Messages keep their order also when the reports of one of them take time. */
  writeInOrder(json: string | Promise<string>): void;
  /** Resolves when everything given to `writeInOrder` is written. */
  inOrder(): Promise<void>;
  refuse(error: ProtocolError): void;
  waitingBytes(): number;
  /** Resolves when what was written has left, or the connection has ended. */
  flushed(): Promise<void>;
  ping(): void;
  close(reason: CloseReason): void;
  /** Ends it without a goodbye. */
  drop(): void;
}

interface ConnectionParts {
  readonly socket: Duplex;
  readonly address: string;
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly batch: WriteBatch;
  readonly nowMs: number;
  readonly onFault: (error: unknown) => void;
}

/** What is written within one turn leaves at its end. */
export interface WriteBatch {
  /** Calls `release` when the turn is over. */
  hold(release: () => void): void;
}

export function createWriteBatch(): WriteBatch {
  let held: (() => void)[] = [];
  function releaseAll(): void {
    const releases = held;
    held = [];
    for (const release of releases) release();
  }
  return {
    hold(release) {
      if (held.length === 0) process.nextTick(releaseAll);
      held.push(release);
    },
  };
}

export function createConnection(ws: WebSocket, parts: ConnectionParts): Connection {
  const { socket, limits, metrics, batch } = parts;
  let tail: Promise<void> | null = null;
  let texts: string[] = [];
  let sizes: number[] = [];
  let heldBytes = 0;

  /** Writes past ws's own sender, which makes two buffers of every frame; with compression off it holds nothing back itself. */
  function release(): void {
    if (texts.length === 0) return;
    const frames = ws.readyState === ws.OPEN ? textFrames(texts, sizes) : null;
    texts = [];
    sizes = [];
    heldBytes = 0;
    if (frames !== null) socket.write(frames);
  }

  const connection: Connection = {
    session: randomBytes(9).toString("base64url"),
    address: parts.address,
    phase: { phase: "greeting", openedAtMs: parts.nowMs, frames: 0, bytes: 0 },
    greetedAs: null,
    lastHeardAtMs: parts.nowMs,
    lastSend: null,
    send: (frame) => connection.write(JSON.stringify(frame)),
    write(json) {
      if (connection.phase.phase === "closing" || ws.readyState !== ws.OPEN) return;
      const size = Buffer.byteLength(json);
      const waiting = connection.waitingBytes();
      // A frame alone is always sent: a message that no reader could get would stop them for ever.
      if (waiting > 0 && waiting + size > limits.hardMarkBytes) {
        connection.close("slow_reader");
        return;
      }
      if (texts.length === 0) batch.hold(release);
      texts.push(json);
      sizes.push(size);
      heldBytes += size;
    },
    writeInOrder(json) {
      if (tail === null && typeof json === "string") {
        connection.write(json);
        return;
      }
      const before = tail ?? Promise.resolve();
      const own = before
        .then(() => json)
        .then((text) => connection.write(text))
        .catch(parts.onFault)
        .finally(() => {
          if (tail === own) tail = null;
        });
      tail = own;
    },
    inOrder: () => tail ?? Promise.resolve(),
    refuse(error) {
      const { temporary, closes } = ERRORS[error.code];
      metrics.add("errors", error.code);
      connection.send({
        type: "error",
        ...(error.re === undefined ? {} : { re: error.re }),
        code: error.code,
        message: error.message,
        temporary,
        ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
      });
      if (closes !== null) connection.close(closes);
    },
    waitingBytes: () => ws.bufferedAmount + heldBytes,
    flushed: () =>
      new Promise((resolve) => {
        release();
        // An empty write comes back after all that was written before it.
        if (socket.writable) socket.write("", () => resolve());
        else resolve();
      }),
    ping() {
      if (ws.readyState === ws.OPEN) ws.ping();
    },
    close(reason) {
      if (connection.phase.phase === "closing") return;
      connection.phase = { phase: "closing" };
      metrics.add("closed", reason);
      release();
      ws.close(CLOSE_CODES[reason], reason);
    },
    drop: () => ws.terminate(),
  };
  return connection;
}
