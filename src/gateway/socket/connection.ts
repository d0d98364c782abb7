import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { CloseReason } from "../../protocol/close-codes.ts";
import { CLOSE_CODES } from "../../protocol/close-codes.ts";
import type { ProtocolError } from "../../protocol/errors.ts";
import { ERRORS } from "../../protocol/errors.ts";
import type { ServerFrame } from "../../protocol/client-frames.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { Metrics } from "../../telemetry/metrics.ts";
import type { Reader } from "../../messages/reader.ts";
import type { RevocableToken } from "../../access/revocations.ts";
import type { Head } from "../../store/conversations.ts";
import type { PartialSync } from "./partial-sync.ts";
import type { Subject, Telling } from "./position.ts";
import { bytesIn, type FrameText, textFrames } from "./text-frames.ts";

/** Before hello, after it, and after the gateway has begun to close. Instants are of the monotonic clock, so that a jump of the wall clock ends nothing. */
export type Phase =
  | { readonly phase: "greeting"; readonly openedAtMs: number; frames: number; bytes: number }
  | {
      readonly phase: "chatting";
      readonly user: string;
      /** As its client named it. */
      readonly device: string;
      readonly isBot: boolean;
      reader: Reader;
      /** Whom the user blocks. */
      readonly blocks: Set<string>;
      tokenEndsAtMs: number;
      /** Of the last token accepted. */
      token: RevocableToken;
      telling: Telling;
      /** A sync runs, which tells it. */
      isSyncing: boolean;
      /** Conversations as they were at `welcome`, for the first `sync`; null from then on. */
      heads: ReadonlyMap<string, Head> | null;
      /** What of a `sync` in parts came so far. */
      partialSync: PartialSync | null;
      /** Own messages and deletions that were answered out of their place, by name; null for none. */
      answeredAlone: Map<string, Subject> | null;
    }
  | { readonly phase: "closing" };
export type Chatting = Extract<Phase, { phase: "chatting" }>;

/** What the upgrade request told of who connects. */
export interface ConnectionOrigin {
  /** Whose silent connections it counts among: the caller's network. */
  readonly address: string;
  /** Whether the connection may read as of another day. */
  readonly mayReplay: boolean;
  /** Path under which a trusted proxy serves the gateway; empty for none. */
  readonly prefix: string;
}

/** One socket. Everything it sends within one turn goes out in one write. */
export interface Connection extends ConnectionOrigin {
  readonly session: string;
  phase: Phase;
  /** Whose hello was accepted. */
  greetedAs: string | null;
  lastHeardAtMs: number;
  /** The last message handed to the store and not yet answered; what reads the store waits for it. */
  lastSend: Promise<void> | null;
  /** Messages handed to the store whose outcome is not known yet. */
  unanswered: number;
  send(frame: ServerFrame): void;
  /** A frame. Past the hard mark the connection is closed instead; the store has what it misses. */
  write(text: FrameText): void;
  /** Messages keep their order also when the reports of one of them take time. Null is nothing to write. */
  writeInOrder(text: FrameText | null | Promise<FrameText | null>): void;
  /** Resolves when everything given to `writeInOrder` is written. */
  inOrder(): Promise<void>;
  refuse(error: ProtocolError): void;
  waitingBytes(): number;
  /** Resolves when what was written has left, or the connection has ended. */
  flushed(): Promise<void>;
  ping(): void;
  close(reason: CloseReason): void;
  /** Resolves when the socket has closed. */
  ended(): Promise<void>;
  /** Ends it without a goodbye. */
  drop(): void;
}

/** What the connections of one gateway have in common. */
interface ConnectionParts {
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly batch: WriteBatch;
  readonly onFault: (error: unknown) => void;
}

interface Held {
  /** Writes what was held. */
  release(): void;
}

/** What is written within one turn leaves at its end. */
export interface WriteBatch {
  /** Releases it when the turn is over. */
  hold(held: Held): void;
}

export function createWriteBatch(): WriteBatch {
  let held: Held[] = [];
  function releaseAll(): void {
    const released = held;
    held = [];
    for (const each of released) each.release();
  }
  return {
    hold(each) {
      if (held.length === 0) process.nextTick(releaseAll);
      held.push(each);
    },
  };
}

/** A class, because ten thousand idle connections would each keep a dozen functions of their own. */
class SocketConnection implements Connection, Held {
  readonly session = randomUUID();
  readonly address: string;
  readonly mayReplay: boolean;
  readonly prefix: string;
  phase: Phase;
  greetedAs: string | null = null;
  lastHeardAtMs: number;
  lastSend: Promise<void> | null = null;
  unanswered = 0;
  readonly #ws: WebSocket;
  readonly #socket: Duplex;
  readonly #parts: ConnectionParts;
  #tail: Promise<void> | null = null;
  #texts: FrameText[] = [];
  #sizes: number[] = [];
  #heldBytes = 0;
  /** Bytes of earlier turns that had not left when this turn's first were written. */
  #lateBytes = 0;

  constructor(ws: WebSocket, socket: Duplex, { address, mayReplay, prefix }: ConnectionOrigin, parts: ConnectionParts) {
    const nowMs = performance.now();
    this.address = address;
    this.mayReplay = mayReplay;
    this.prefix = prefix;
    this.phase = { phase: "greeting", openedAtMs: nowMs, frames: 0, bytes: 0 };
    this.lastHeardAtMs = nowMs;
    this.#ws = ws;
    this.#socket = socket;
    this.#parts = parts;
  }

  send(frame: ServerFrame): void {
    this.write(JSON.stringify(frame));
  }

  write(text: FrameText): void {
    const { limits, batch } = this.#parts;
    if (this.phase.phase === "closing" || this.#ws.readyState !== this.#ws.OPEN) return;
    const size = bytesIn(text);
    if (this.#texts.length === 0) this.#lateBytes = this.#ws.bufferedAmount;
    // Only who has left something of an earlier turn is slow: nobody can take what is written in this one before it ends.
    if (this.#lateBytes > 0 && this.waitingBytes() + size > limits.hardMarkBytes) {
      this.close("slow_reader");
      return;
    }
    if (this.#texts.length === 0) batch.hold(this);
    this.#texts.push(text);
    this.#sizes.push(size);
    this.#heldBytes += size;
  }

  /** Writes past ws's own sender, which makes two buffers of every frame; with compression off it holds nothing back itself. */
  release(): void {
    if (this.#texts.length === 0) return;
    const frames = this.#ws.readyState === this.#ws.OPEN ? textFrames(this.#texts, this.#sizes) : null;
    this.#texts = [];
    this.#sizes = [];
    this.#heldBytes = 0;
    if (frames !== null) this.#socket.write(frames);
  }

  writeInOrder(text: FrameText | null | Promise<FrameText | null>): void {
    if (text === null) return;
    if (this.#tail === null && !(text instanceof Promise)) {
      this.write(text);
      return;
    }
    const before = this.#tail ?? Promise.resolve();
    const own = before
      .then(() => text)
      .then((made) => {
        if (made !== null) this.write(made);
      })
      .catch(this.#parts.onFault)
      .finally(() => {
        if (this.#tail === own) this.#tail = null;
      });
    this.#tail = own;
  }

  inOrder(): Promise<void> {
    return this.#tail ?? Promise.resolve();
  }

  refuse(error: ProtocolError): void {
    const { closes } = ERRORS[error.code];
    // Where it is known how long to wait, waiting helps.
    const temporary = ERRORS[error.code].temporary || error.retryAfterMs !== undefined;
    this.#parts.metrics.add("errors", error.code);
    this.send({
      type: "error",
      ...(error.re === undefined ? {} : { re: error.re }),
      code: error.code,
      message: error.message,
      temporary,
      ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    });
    if (closes !== null) this.close(closes);
  }

  waitingBytes(): number {
    return this.#ws.bufferedAmount + this.#heldBytes;
  }

  flushed(): Promise<void> {
    return new Promise((resolve) => {
      this.release();
      // An empty write comes back after all that was written before it.
      if (this.#socket.writable) this.#socket.write("", () => resolve());
      else resolve();
    });
  }

  ping(): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.ping();
  }

  close(reason: CloseReason): void {
    if (this.phase.phase === "closing") return;
    this.phase = { phase: "closing" };
    this.#parts.metrics.add("closed", reason);
    this.release();
    this.#ws.close(CLOSE_CODES[reason], reason);
  }

  ended(): Promise<void> {
    return new Promise((resolve) => {
      this.#ws.once("close", () => resolve());
      if (this.#ws.readyState === this.#ws.CLOSED) resolve();
    });
  }

  drop(): void {
    this.#ws.terminate();
  }
}

export function createConnection(
  ws: WebSocket,
  socket: Duplex,
  origin: ConnectionOrigin,
  parts: ConnectionParts,
): Connection {
  return new SocketConnection(ws, socket, origin, parts);
}
