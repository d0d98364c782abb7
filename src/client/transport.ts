import type { ClientFrameInput, ServerFrame } from "../protocol/client-frames.ts";
import { toldWait, waitBeforeTry } from "./backoff.ts";
import type { ClientSocket, Surroundings } from "./surroundings.ts";
import type { Trouble } from "./types.ts";

/** One socket after another to a gateway. Whether a session runs over it is not its question. */
export interface Transport {
  /** Counts the sockets; what was begun over an earlier one is not to be ended over this one. */
  readonly socketNumber: number;
  /** Left out while no socket is open. */
  send(frame: ClientFrameInput): void;
  /** Acts after a while, unless the socket ends before. */
  later(waitMs: number, act: () => void): void;
  /** Finds a connection that died silently. A browser does not show the gateway's pings, so it has to ask. */
  keepAlive(heartbeatMs: number): void;
  /** Leaves this socket unless something comes over it soon: the device may have slept, and nobody told of its end. */
  askWhetherItStands(): void;
  /** Tries now what is tried again later, unless the gateway told how long to wait. */
  tryNow(): void;
  /** The next return waits so long, whatever the backoff says, but no less than its first step. Milliseconds. */
  comeBackAfter(waitMs: number): void;
  /** Leaves this socket and comes back. */
  leave(because: Trouble): void;
  /** Of a socket that is useful from now on: once it has lasted, the next break is the first of its row. */
  useful(): void;
  /** For good. A second call does nothing. */
  close(): void;
}

interface TransportParts {
  readonly url: string;
  readonly backoff: { readonly firstMs: number; readonly longestMs: number };
  /** The longest wait for the first frame and for the end of a closed socket. Milliseconds. */
  readonly answerTimeoutMs: number;
  readonly surroundings: Surroundings;
  /** The first frame over a socket, made before it is opened. Rejects: tried again later. */
  readonly hello: () => Promise<ClientFrameInput>;
  readonly onConnecting: () => void;
  readonly onFrame: (frame: ServerFrame) => void;
  /** Whether a socket that closed with this code is followed by another. */
  readonly comesBack: (code: number) => boolean;
  readonly onWaiting: (because: Trouble, waitMs: number) => void;
  /** Closed for good, by {@link Transport.close} or by a code that means "stay away". */
  readonly onClosed: (code: number, reason: string) => void;
}

type Phase =
  | { readonly phase: "preparing" }
  | { readonly phase: "connected"; readonly socket: ClientSocket; lastHeardAtMs: number }
  | { readonly phase: "waiting"; readonly isTold: boolean }
  | { readonly phase: "closing"; readonly socket: ClientSocket; lastHeardAtMs: number }
  | { readonly phase: "closed" };

const SUBPROTOCOL = "hutong.v1";
/** A frame was larger than somebody on the way takes. Source: RFC 6455, section 7.4.1. */
export const MESSAGE_TOO_BIG = 1009;
/** A gateway that ends every session soon after its beginning is called ever more seldom. */
const LASTING_MS = 30_000;
/** A network that was joined again takes a moment; who looks at a chat waits no longer for it. */
const STANDS_ANSWER_MS = 4_000;
/** Never sent; it says here that no socket came about. Source: RFC 6455, section 7.4.1. */
const NO_SOCKET = 1006;

/**
 * Connects, and connects again whenever a connection ends with a code that means "come back".
 *
 * Frames are parsed but not checked by schemas: they come from the gateway that the caller chose and signs in to.
 * That gateway checks every frame of every client before it passes anything on.
 * Schemas would make the client as large as zod, and a strict one would refuse what a later gateway adds.
 */
export function createTransport(parts: TransportParts): Transport {
  const { surroundings, answerTimeoutMs, onConnecting, onFrame, onWaiting, onClosed } = parts;
  const timers = new Set<() => void>();
  let phase: Phase = { phase: "preparing" };
  let socketNumber = 0;
  let tries = 0;
  let retryAfterMs: number | undefined;
  /** Counts what came over all sockets. */
  let heard = 0;

  function later(waitMs: number, act: () => void): void {
    const stop = surroundings.after(waitMs, () => {
      timers.delete(stop);
      act();
    });
    timers.add(stop);
  }

  function stopTimers(): void {
    for (const stop of timers) stop();
    timers.clear();
  }

  async function open(): Promise<void> {
    const own: Phase = { phase: "preparing" };
    phase = own;
    onConnecting();
    later(answerTimeoutMs, () => {
      if (phase === own) comeBack({ because: "no_answer", to: "token" });
    });
    const hello = await parts.hello().catch((error: unknown) => ({ error }));
    if (phase !== own) return;
    stopTimers();
    if ("error" in hello) comeBack({ because: "token_source", error: hello.error });
    else connectWith(hello);
  }

  function connectWith(hello: ClientFrameInput): void {
    socketNumber += 1;
    const own = socketNumber;
    const isCurrent = () => "socket" in phase && own === socketNumber;
    let socket: ClientSocket;
    try {
      socket = surroundings.openSocket(parts.url, SUBPROTOCOL, {
        onOpen() {
          if (!isCurrent()) return;
          heardSomething();
          send(hello);
        },
        onData(data) {
          if (!isCurrent()) return;
          heardSomething();
          const frame = frameIn(data);
          if (frame === null) leave({ because: "unreadable" });
          else onFrame(frame);
        },
        onClose(code, reason) {
          if (!isCurrent()) return;
          if (phase.phase === "connected" && parts.comesBack(code)) comeBack({ because: "closed", code, reason });
          else finish(code, reason);
        },
      });
    } catch {
      // The address is none of a socket: no later try will change that.
      finish(NO_SOCKET, "expected an address ws:// or wss://");
      return;
    }
    phase = { phase: "connected", socket, lastHeardAtMs: surroundings.nowMs() };
  }

  function heardSomething(): void {
    heard += 1;
    if ("socket" in phase) phase.lastHeardAtMs = surroundings.nowMs();
  }

  function send(frame: ClientFrameInput): void {
    if ("socket" in phase && phase.socket.isOpen) phase.socket.send(JSON.stringify(frame));
  }

  function comeBack(because: Trouble): void {
    stopTimers();
    const toldMs = toldWait(retryAfterMs, parts.backoff.firstMs);
    phase = { phase: "waiting", isTold: toldMs !== null };
    const waitMs = toldMs ?? waitBeforeTry(tries, parts.backoff, surroundings.random());
    retryAfterMs = undefined;
    tries += 1;
    later(waitMs, () => void open());
    onWaiting(because, waitMs);
  }

  function leave(because: Trouble): void {
    if (phase.phase !== "connected") return;
    const { socket } = phase;
    comeBack(because);
    socket.close();
  }

  function finish(code: number, reason: string): void {
    stopTimers();
    phase = { phase: "closed" };
    onClosed(code, reason);
  }

  function keepAlive(heartbeatMs: number): void {
    later(heartbeatMs, () => {
      if (phase.phase !== "connected") return;
      const silentMs = surroundings.nowMs() - phase.lastHeardAtMs;
      // A hidden tab's timers come once a minute, and after sleep late: the silence may be that nobody asked.
      if (silentMs > 2 * heartbeatMs) askWhetherItStands();
      else if (silentMs >= heartbeatMs / 2) send({ type: "ping" });
      return keepAlive(heartbeatMs);
    });
  }

  function askWhetherItStands(): void {
    const before = heard;
    send({ type: "ping" });
    later(STANDS_ANSWER_MS, () => {
      if (heard === before) leave({ because: "no_answer", to: "ping" });
    });
  }

  function tryNow(): void {
    if (phase.phase !== "waiting" || phase.isTold) return;
    stopTimers();
    void open();
  }

  void open();
  return {
    get socketNumber() {
      return socketNumber;
    },
    send,
    later,
    keepAlive,
    askWhetherItStands,
    tryNow,
    comeBackAfter(waitMs) {
      retryAfterMs = waitMs;
    },
    leave,
    useful() {
      later(LASTING_MS, () => (tries = 0));
    },
    close() {
      if (phase.phase === "closing" || phase.phase === "closed") return;
      const socket = phase.phase === "connected" ? phase.socket : null;
      if (phase.phase === "connected" && phase.socket.isOpen) {
        phase = { ...phase, phase: "closing" };
        stopTimers();
        // A gateway that is not there any more answers no closing.
        later(answerTimeoutMs, () => finish(1000, ""));
        phase.socket.close();
        return;
      }
      finish(1000, "");
      socket?.close();
    },
  };
}

/** Null when it is no JSON object, which no gateway says. */
function frameIn(data: unknown): ServerFrame | null {
  try {
    const frame: unknown = JSON.parse(String(data));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a client trusts its gateway and carries no schema
    return typeof frame === "object" && frame !== null ? (frame as ServerFrame) : null;
  } catch {
    return null;
  }
}
