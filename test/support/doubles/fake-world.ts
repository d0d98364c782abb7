import type { ClientSocket, SocketListeners, Surroundings } from "../../../src/client/surroundings.ts";

/** The server's end of a fake connection. */
export interface FakePeer {
  send(frame: object): void;
  /** @param code  As a client hears it; 1006 where the connection just breaks. */
  close(code: number): void;
}

/** Who takes connections: told of each, it says what hears the client's frames. */
export type FakeServer = (peer: FakePeer) => (frame: Readonly<Record<string, unknown>>) => void;

/** How a connection behaves from its first byte. `silent`: it is taken, and never opened. */
export type Way = "open" | "refused" | "silent";

/** One connection as the network sees it. */
export interface FakeConnection {
  /** Both ends hear at once that it ended. */
  cut(): void;
  /** Nothing passes for so long; then all of it does. */
  stall(forMs: number): void;
  /** Nothing passes any more, and nobody is told. */
  halfOpen(): void;
}

/** Sockets, clocks and chance of a test: time goes only when it is told to. */
export interface FakeWorld extends Surroundings {
  readonly connections: readonly FakeConnection[];
  at(ms: number, act: () => void): void;
  /** Lets time go, one event after the other, until then or until `isDone`. */
  runUntil(ms: number, isDone?: () => boolean): Promise<void>;
}

interface Timer {
  readonly atMs: number;
  readonly act: () => void;
}

const START_MS = Date.UTC(2026, 0, 1);
/** Promises that an event settles have run after so many turns. */
const TURNS = 12;

export function createFakeWorld(
  server: FakeServer,
  parts: { readonly delayMs?: number; readonly random?: () => number; readonly wayOf?: (index: number) => Way } = {},
): FakeWorld {
  const { delayMs = 5, random = () => 0.5, wayOf = () => "open" } = parts;
  const timers = new Set<Timer>();
  const connections: FakeConnection[] = [];
  let nowMs = 0;

  function after(waitMs: number, act: () => void): () => void {
    const timer = { atMs: nowMs + Math.max(0, waitMs), act };
    timers.add(timer);
    return () => timers.delete(timer);
  }

  function openSocket(_url: string, _subprotocol: string, listeners: SocketListeners): ClientSocket {
    let phase: "connecting" | "open" | "closed" = "connecting";
    let isDead = false;
    let stalledUntilMs = 0;
    /** Bytes keep their order: nothing arrives before what left earlier. */
    const arrival = { up: 0, down: 0 };
    const way = wayOf(connections.length);

    function pass(direction: "up" | "down", act: () => void): void {
      if (isDead) return;
      arrival[direction] = Math.max(nowMs + delayMs, arrival[direction], stalledUntilMs);
      after(arrival[direction] - nowMs, () => {
        if (isDead) return;
        if (nowMs < stalledUntilMs) pass(direction, act);
        else act();
      });
    }
    function end(code: number): void {
      if (phase === "closed") return;
      phase = "closed";
      isDead = true;
      listeners.onClose(code, "");
    }
    const peer: FakePeer = {
      send: (frame) => pass("down", () => listeners.onData(JSON.stringify(frame))),
      close: (code) => pass("down", () => end(code)),
    };
    let hear: ReturnType<FakeServer> = () => undefined;
    connections.push({
      cut: () => after(0, () => end(1006)),
      stall(forMs) {
        stalledUntilMs = nowMs + forMs;
      },
      halfOpen() {
        isDead = true;
      },
    });
    if (way === "refused") after(delayMs, () => end(1006));
    if (way === "open") {
      pass("down", () => {
        phase = "open";
        hear = server(peer);
        listeners.onOpen();
      });
    }
    return {
      get isOpen() {
        return phase === "open";
      },
      send: (text) => pass("up", () => hear(JSON.parse(text) as Readonly<Record<string, unknown>>)),
      close() {
        // Half open, the closing is never answered.
        pass("up", () => pass("down", () => end(1000)));
      },
    };
  }

  async function settle(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn++) await Promise.resolve();
  }

  return {
    connections,
    openSocket,
    after,
    nowMs: () => nowMs,
    wallMs: () => START_MS + nowMs,
    random,
    at: (ms, act) => void after(ms - nowMs, act),
    async runUntil(ms, isDone = () => false) {
      await settle();
      for (;;) {
        if (isDone()) return;
        let next: Timer | null = null;
        for (const timer of timers) if (next === null || timer.atMs < next.atMs) next = timer;
        if (next === null || next.atMs > ms) break;
        timers.delete(next);
        nowMs = Math.max(nowMs, next.atMs);
        next.act();
        await settle();
      }
      nowMs = Math.max(nowMs, ms);
    },
  };
}
