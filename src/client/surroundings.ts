/** A socket as the transport uses it. */
export interface ClientSocket {
  readonly isOpen: boolean;
  send(text: string): void;
  /** Begins the closing; `onClose` tells its end. */
  close(): void;
}

export interface SocketListeners {
  readonly onOpen: () => void;
  /** Text, or whatever else came. */
  readonly onData: (data: unknown) => void;
  /** Called once, also when the socket never opened. */
  readonly onClose: (code: number, reason: string) => void;
}

/** What a client takes from around it: sockets, clocks and chance. A test gives its own. */
export interface Surroundings {
  /** @throws when the address is none of a socket. */
  openSocket(url: string, subprotocol: string, listeners: SocketListeners): ClientSocket;
  /** Acts after a while. @returns a function that keeps it from acting. */
  readonly after: (waitMs: number, act: () => void) => () => void;
  /** Only grows. Milliseconds. */
  nowMs(): number;
  /** The time of day. Milliseconds since 1970. */
  wallMs(): number;
  /** From 0 to below 1. */
  random(): number;
}

/** The longest a timer can wait. */
const MAX_TIMER_MS = 2_147_483_647;

/** As browsers close what never opened. Source: RFC 6455, section 7.4.1. */
const NO_CONNECTION = 1006;

/** What browsers, React Native and Node have. */
export const PLATFORM: Surroundings = {
  openSocket(url, subprotocol, { onOpen, onData, onClose }) {
    const socket = new WebSocket(url, subprotocol);
    socket.addEventListener("open", onOpen);
    socket.addEventListener("message", ({ data }) => onData(data));
    // React Native gives neither where there was no connection.
    socket.addEventListener("close", ({ code, reason }: Partial<CloseEvent>) =>
      onClose(code ?? NO_CONNECTION, reason ?? ""),
    );
    return {
      get isOpen() {
        return socket.readyState === WebSocket.OPEN;
      },
      send: (text) => socket.send(text),
      close: () => socket.close(1000),
    };
  },
  after(waitMs, act) {
    const timer = setTimeout(act, Math.min(MAX_TIMER_MS, Math.max(0, waitMs)));
    return () => clearTimeout(timer);
  },
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  random: () => Math.random(),
};
