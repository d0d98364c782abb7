import { nextStep } from "../protocol/close-codes.ts";
import type { ClientFrameInput, ServerFrame } from "../protocol/client-frames.ts";
import { waitBeforeTry } from "./backoff.ts";

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
  /** The next return waits so long, whatever the backoff says. Milliseconds. */
  comeBackAfter(waitMs: number): void;
  /** The next break is the first of its row. */
  resetBackoff(): void;
  /** For good. A second call does nothing. */
  close(): void;
}

interface TransportParts {
  readonly url: string;
  readonly backoff: { readonly firstMs: number; readonly longestMs: number };
  /** The first frame over a socket, made before it is opened. Rejects: tried again later. */
  readonly hello: () => Promise<ClientFrameInput>;
  readonly onConnecting: () => void;
  readonly onFrame: (frame: ServerFrame) => void;
  readonly onWaiting: () => void;
  /** Closed for good, by {@link Transport.close} or by a code that means "stay away". */
  readonly onClosed: (code: number, reason: string) => void;
}

type Phase =
  | { readonly phase: "preparing" }
  | { readonly phase: "connected"; readonly socket: WebSocket; lastHeardAtMs: number }
  | { readonly phase: "waiting" }
  | { readonly phase: "closing"; readonly socket: WebSocket; lastHeardAtMs: number }
  | { readonly phase: "closed" };

const SUBPROTOCOL = "hutong.v1";
/** The longest a timer can wait. */
const MAX_TIMER_MS = 2_147_483_647;

/**
 * Connects, and connects again whenever a connection ends with a code that means "come back".
 *
 * Frames are parsed but not checked by schemas: they come from the gateway that the caller chose and signs in to.
 * That gateway checks every frame of every client before it passes anything on.
 * Schemas would make the client as large as zod, and a strict one would refuse what a later gateway adds.
 */
export function createTransport(parts: TransportParts): Transport {
  const { onConnecting, onFrame, onWaiting, onClosed } = parts;
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let phase: Phase = { phase: "preparing" };
  let socketNumber = 0;
  let tries = 0;
  let retryAfterMs: number | null = null;

  function later(waitMs: number, act: () => void): void {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        act();
      },
      Math.min(MAX_TIMER_MS, Math.max(0, waitMs)),
    );
    timers.add(timer);
  }

  function stopTimers(): void {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  }

  async function open(): Promise<void> {
    phase = { phase: "preparing" };
    onConnecting();
    const hello = await parts.hello().catch(() => null);
    if (phase.phase !== "preparing") return;
    if (hello === null) comeBack();
    else connectWith(hello);
  }

  function connectWith(hello: ClientFrameInput): void {
    const socket = new WebSocket(parts.url, SUBPROTOCOL);
    phase = { phase: "connected", socket, lastHeardAtMs: performance.now() };
    socketNumber += 1;
    const isCurrent = () => "socket" in phase && phase.socket === socket;
    socket.addEventListener("open", () => {
      heardSomething();
      send(hello);
    });
    socket.addEventListener("message", ({ data }) => {
      if (!isCurrent()) return;
      heardSomething();
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a client trusts its gateway and carries no schema
      onFrame(JSON.parse(String(data)) as ServerFrame);
    });
    socket.addEventListener("close", ({ code, reason }) => {
      if (!isCurrent()) return;
      if (phase.phase === "connected" && nextStep(code) === "come_back") comeBack();
      else finish(code, reason);
    });
  }

  function heardSomething(): void {
    if ("socket" in phase) phase.lastHeardAtMs = performance.now();
  }

  function send(frame: ClientFrameInput): void {
    if ("socket" in phase && phase.socket.readyState === WebSocket.OPEN) phase.socket.send(JSON.stringify(frame));
  }

  function comeBack(): void {
    stopTimers();
    phase = { phase: "waiting" };
    onWaiting();
    const waitMs = retryAfterMs ?? waitBeforeTry(tries, parts.backoff, Math.random());
    retryAfterMs = null;
    tries += 1;
    later(waitMs, () => void open());
  }

  function finish(code: number, reason: string): void {
    stopTimers();
    phase = { phase: "closed" };
    onClosed(code, reason);
  }

  function keepAlive(heartbeatMs: number): void {
    later(heartbeatMs, () => {
      if (!("socket" in phase)) return;
      const silentMs = performance.now() - phase.lastHeardAtMs;
      if (silentMs > 2 * heartbeatMs) {
        const { socket } = phase;
        if (phase.phase === "closing") finish(1000, "");
        else comeBack();
        socket.close();
        return;
      }
      if (silentMs >= heartbeatMs / 2) send({ type: "ping" });
      keepAlive(heartbeatMs);
    });
  }

  void open();
  return {
    get socketNumber() {
      return socketNumber;
    },
    send,
    later,
    keepAlive,
    comeBackAfter(waitMs) {
      retryAfterMs = waitMs;
    },
    resetBackoff() {
      tries = 0;
    },
    close() {
      if (phase.phase === "closing" || phase.phase === "closed") return;
      const socket = phase.phase === "connected" ? phase.socket : null;
      if (phase.phase === "connected" && phase.socket.readyState !== WebSocket.CONNECTING) {
        phase = { ...phase, phase: "closing" };
        phase.socket.close(1000);
        return;
      }
      finish(1000, "");
      socket?.close();
    },
  };
}
