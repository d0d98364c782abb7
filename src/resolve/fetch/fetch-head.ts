import type { Socket } from "node:net";
import type { Client, errors } from "undici";
import { createAnswerBody, type AnswerBody } from "./answer-body.ts";
import { openPinnedConnection, type ConnectionOptions } from "./pinned-connection.ts";
import { FetchFailure } from "../types.ts";

/** An answer whose body has not been read yet. */
export interface Answer {
  readonly status: number;
  /** Names in lower case; every value of a repeated header in order. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** As it came over the wire, still encoded. Throws `FetchFailure` when the rest cannot be had. */
  readonly body: AsyncIterable<Uint8Array>;
  /** The checked address that answered; null for a recorded answer. */
  readonly address: string | null;
  /** Bytes taken from the socket so far: headers, chunk extensions and interim answers too. Small reads count as more than they bring. */
  wireBytes(): number;
  /** Ends the connection. Safe to call twice, and must be called. */
  close(): void;
}

export interface FetchLimits {
  readonly signal: AbortSignal;
  /** Bytes that may be taken from the socket. */
  readonly maxWireBytes: number;
  /** What is sent with POST; left out: nothing, with GET. */
  readonly sent?: SentBody;
}

export interface SentBody {
  readonly type: string;
  readonly text: string;
  /** Sent besides. Default none. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks one address and follows nothing. @throws {FetchFailure} */
export type FetchHead = (url: URL, limits: FetchLimits) => Promise<Answer>;

export interface FetchHeadOptions extends Omit<ConnectionOptions, "signal"> {
  /** Milliseconds from the request to the end of the headers. */
  readonly headersTimeoutMs: number;
  readonly userAgent: string;
  /** Default: pages. */
  readonly accept?: string;
  /** Sent besides. Default none. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Twice what Node's own client takes (https://nodejs.org/api/cli.html#--max-http-header-sizesize). */
const MAX_HEADER_BYTES = 32 * 1024;
/**
 * The least that one read of the socket is charged. A budget of 1 MiB thus ends after some 2,000 reads of any size.
 * Full TCP segments hold 536 bytes or more (RFC 9293, section 3.7.1):
 * only an answer in far smaller pieces is charged more than its bytes.
 */
const MIN_READ_BYTES = 512;
/** Reads of an answer that count as what they bring: of a small answer each part may come by itself. */
const FREE_READS = 16;
const TLS_WATCH_MS = 100;
const ACCEPT_PAGES = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1";

/**
 * Fetches over a connection of its own: one request, no keep-alive, no pipelining, no HTTP/2, no cookies, no referrer, no credentials,
 * and no proxy of the environment.
 */
export function createFetchHead(options: FetchHeadOptions): FetchHead {
  const headers = {
    "user-agent": options.userAgent,
    accept: options.accept ?? ACCEPT_PAGES,
    "accept-encoding": "gzip, deflate, br, zstd",
    ...options.headers,
  };
  return async (url, limits) => {
    // Loaded by the first link that is followed: whoever follows none need not wait for its hundred modules.
    const undici = await import("undici");
    const {
      socket,
      address,
      wireBytes: receivedBytes,
    } = await openPinnedConnection(url, { ...options, signal: limits.signal });
    const head = Promise.withResolvers<Pick<Answer, "status" | "headers" | "body">>();
    let body: AnswerBody | null = null;
    const fail = (error: Error) => {
      head.reject(error);
      body?.fail(error);
      socket.destroy();
    };
    const onAbort = () => fail(new FetchFailure("timeout", "the time for the whole chain is over"));
    limits.signal.addEventListener("abort", onAbort, { once: true });
    socket.once("close", () => limits.signal.removeEventListener("abort", onAbort));
    let reads = 0;
    const wireBytes = () => Math.max(receivedBytes(), (reads - FREE_READS) * MIN_READ_BYTES);
    const checkBytes = () => {
      if (wireBytes() > limits.maxWireBytes) {
        fail(new FetchFailure("too_large", `more than ${limits.maxWireBytes} bytes`));
      }
    };
    const onReadable = () => {
      reads += 1;
      checkBytes();
    };
    // Runs before undici's own listener, which stands at the end of the queue. undici's body limit misses chunk extensions and headers.
    socket.on("readable", onReadable);
    if (url.protocol === "https:") {
      // TLS can go on for ever without a byte for the reader: empty records, tickets, new keys.
      const watch = setInterval(checkBytes, TLS_WATCH_MS);
      socket.once("close", () => clearInterval(watch));
    }
    const client = clientOver(undici, socket, url.origin, options.headersTimeoutMs);
    const { sent } = limits;
    const asked =
      sent === undefined
        ? ({ method: "GET", headers } as const)
        : ({
            method: "POST",
            headers: { ...headers, "content-type": sent.type, ...sent.headers },
            body: sent.text,
          } as const);
    client.dispatch(
      { ...asked, path: `${url.pathname}${url.search}`, reset: true },
      {
        onRequestStart: () => undefined,
        onResponseStart(flow, status, received) {
          // Interim answers count as bytes and are nothing else.
          if (status < 200) return;
          body = createAnswerBody(flow);
          head.resolve({ status, headers: headerMap(received), body });
        },
        onResponseData: (_flow, piece) => body?.push(piece),
        onResponseEnd: () => body?.end(),
        onResponseError: (_flow, error) => fail(failureOf(error, undici)),
      },
    );
    return { ...(await head.promise), address, wireBytes, close: () => socket.destroy() };
  };
}

interface Undici {
  readonly Client: typeof Client;
  readonly errors: typeof errors;
}

/** An HTTP client that has this one connection and ends with it. */
function clientOver(undici: Undici, socket: Socket, origin: string, headersTimeout: number): Client {
  let isTaken = false;
  return new undici.Client(origin, {
    connect: (_target, done) => {
      // A second connection would be one that nobody checked.
      if (isTaken) {
        queueMicrotask(() => done(new FetchFailure("network", "the connection ended before the answer"), null));
        return;
      }
      isTaken = true;
      queueMicrotask(() => done(null, socket));
    },
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout,
    // The signal ends everything; undici's own timers only watch for silence.
    bodyTimeout: 0,
    maxRequestsPerClient: 1,
  });
}

function headerMap(headers: Record<string, string | string[] | undefined>): Map<string, readonly string[]> {
  const map = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name.toLowerCase(), typeof value === "string" ? [value] : value);
  }
  return map;
}

function failureOf(error: Error, { errors: known }: Undici): FetchFailure {
  if (error instanceof FetchFailure) return error;
  if (error.cause instanceof FetchFailure) return error.cause;
  const code =
    error instanceof known.HeadersTimeoutError
      ? "timeout"
      : error instanceof known.HeadersOverflowError
        ? "too_large"
        : "network";
  return new FetchFailure(code, error.message, { cause: error });
}
