import { Client, errors } from "undici";
import { openPinnedConnection, type ConnectionOptions } from "./pinned-connection.ts";
import { FetchFailure } from "./types.ts";

/** An answer whose body has not been read yet. */
export interface Answer {
  readonly status: number;
  /** Names in lower case; every value of a repeated header in order. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** As it came over the wire, still encoded. Throws `FetchFailure` when the rest cannot be had. */
  readonly body: AsyncIterable<Uint8Array>;
  /** The checked address that answered; null for a recorded answer. */
  readonly address: string | null;
  /** Bytes taken from the socket so far: headers, chunk extensions and interim answers too. */
  wireBytes(): number;
  /** Ends the connection. Safe to call twice, and must be called. */
  close(): void;
}

export interface FetchLimits {
  readonly signal: AbortSignal;
  /** Bytes that may be taken from the socket. */
  readonly maxWireBytes: number;
}

/** Asks one address and follows nothing. @throws {FetchFailure} */
export type FetchHead = (url: URL, limits: FetchLimits) => Promise<Answer>;

export interface FetchHeadOptions extends Omit<ConnectionOptions, "signal"> {
  /** Milliseconds from the request to the end of the headers. */
  readonly headersTimeoutMs: number;
  readonly userAgent: string;
  /** Default: pages. */
  readonly accept?: string;
}

const MAX_HEADER_BYTES = 64 * 1024;
const ACCEPT_PAGES = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1";

/**
 * Fetches over a connection of its own: one request, no keep-alive, no pipelining, no HTTP/2, no cookies, no referrer, no credentials,
 * and no proxy of the environment.
 */
export function createFetchHead(options: FetchHeadOptions): FetchHead {
  return async (url, limits) => {
    const socket = await openPinnedConnection(url, { ...options, signal: limits.signal });
    let overrun: FetchFailure | null = null;
    const isOverrun = () => socket.bytesRead > limits.maxWireBytes;
    // Runs before undici's own listener, which stands at the end of the queue. undici's body limit misses chunk extensions and headers.
    socket.on("readable", () => {
      if (!isOverrun()) return;
      overrun = new FetchFailure("too_large", `more than ${limits.maxWireBytes} bytes`);
      socket.destroy(overrun);
    });
    let isTaken = false;
    const client = new Client(url.origin, {
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
      headersTimeout: options.headersTimeoutMs,
      // The signal ends everything; undici's own timers only watch for silence.
      bodyTimeout: 0,
      maxRequestsPerClient: 1,
    });
    const close = () => {
      client.destroy().catch(() => undefined);
      socket.destroy();
    };
    const explain = (cause: unknown) => overrun ?? failureOf(cause, limits.signal);
    const onAbort = () => socket.destroy(new FetchFailure("timeout", "the time for the whole chain is over"));
    limits.signal.addEventListener("abort", onAbort, { once: true });
    socket.once("close", () => limits.signal.removeEventListener("abort", onAbort));
    const address = socket.remoteAddress ?? null;
    try {
      const answer = await client.request({
        method: "GET",
        path: `${url.pathname}${url.search}`,
        headers: {
          "user-agent": options.userAgent,
          accept: options.accept ?? ACCEPT_PAGES,
          "accept-encoding": "gzip, deflate, br, zstd",
        },
        reset: true,
        signal: limits.signal,
      });
      answer.body.on("error", () => undefined);
      const body = {
        async *[Symbol.asyncIterator]() {
          try {
            for await (const chunk of answer.body) yield chunk as Uint8Array;
          } catch (error) {
            throw explain(error);
          }
        },
      };
      return {
        status: answer.statusCode,
        headers: headerMap(answer.headers),
        body,
        address,
        wireBytes: () => socket.bytesRead,
        close,
      };
    } catch (error) {
      close();
      throw explain(error);
    }
  };
}

function headerMap(headers: Record<string, string | string[] | undefined>): Map<string, readonly string[]> {
  const map = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name.toLowerCase(), typeof value === "string" ? [value] : value);
  }
  return map;
}

function failureOf(error: unknown, signal: AbortSignal): FetchFailure {
  if (error instanceof FetchFailure) return error;
  if (signal.aborted) return new FetchFailure("timeout", "the time for the whole chain is over", { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError) {
    return new FetchFailure("timeout", message, { cause: error });
  }
  if (error instanceof errors.HeadersOverflowError) return new FetchFailure("too_large", message, { cause: error });
  if (error instanceof Error && error.cause instanceof FetchFailure) return error.cause;
  return new FetchFailure("network", message, { cause: error });
}
