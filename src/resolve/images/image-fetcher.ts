import { decodeBody } from "../fetch/decoded-body.ts";
import { createFetchHead, type Answer, type FetchHead } from "../fetch/fetch-head.ts";
import { createSingleFlight } from "../limits/single-flight.ts";
import { createGuard, type Guard, type GuardOptions } from "../guard/guard.ts";
import { createByteCache } from "../cache/byte-cache.ts";
import { IMAGE_SNIFF_BYTES, imageSizeOf, imageTypeOf, type ImageType } from "./image-size.ts";
import { lookupName, type LookupName } from "../fetch/name-lookup.ts";
import { withoutFragment } from "../page/fragment.ts";
import { locationOf } from "../page/next-address.ts";
import { siteOf } from "../limits/site.ts";
import { createFairLimiter, type Requester, type SharedRequest } from "../limits/fair-limiter.ts";
import { FetchFailure, type FailureCode } from "../types.ts";

/** Why there is no picture: what stops a link too, another status than 200, no picture by content, or one too large to be shown. */
export type ImageFailureCode = FailureCode | "status" | "no_image" | "dimensions";

export type FetchedImage =
  | {
      readonly kind: "image";
      /** By content, never by what the server says. */
      readonly type: ImageType;
      readonly bytes: Uint8Array;
      /** Pixels, by the picture's own header. */
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: "failed"; readonly code: ImageFailureCode; readonly at: string };

export interface ImageFetcherOptions {
  /** Default: the public internet, ports 80 and 443. */
  readonly guard?: Guard;
  readonly guardOptions?: GuardOptions;
  /** Who asks, with a contact: sent as User-Agent. */
  readonly userAgent: string;
  readonly lookup?: LookupName;
  /** Takes the place of the network, for recorded answers. */
  readonly fetchHead?: FetchHead;
  /** Budget for the whole chain, waiting for a slot included. Milliseconds. Default 8 000. */
  readonly totalTimeoutMs?: number;
  /** Bytes taken from sockets by the whole chain, and bytes of the picture. Default 1 MiB. */
  readonly maxBytes?: number;
  /** Width times height. Default 25 000 000, which a browser needs 100 MB to show. */
  readonly maxPixels?: number;
  /** Default 5. */
  readonly maxRedirects?: number;
  /** Bytes of pictures and failures kept in memory. Default 32 MiB. */
  readonly maxCacheBytes?: number;
  /** Milliseconds a picture stays known. Default 3 600 000. */
  readonly keepMs?: number;
  /** Milliseconds a failure stays known. Default 60 000. */
  readonly keepFailureMs?: number;
  /** Requests at once to one site. Default 4. */
  readonly maxPerSite?: number;
  /** Requests at once for one requester. Default 4. */
  readonly maxPerRequester?: number;
  /** Requests at once in all. Default 16. */
  readonly maxAtOnce?: number;
  readonly now?: () => number;
}

export interface ImageFetcher {
  /**
   * Fetches a picture through the same door as a link; whoever asks for the same one meanwhile gets the same.
   * Never throws for what the network does.
   *
   * @param signal  Ends the waiting of this requester with `timeout`; the fetch goes on for the others and for the cache.
   * @param requester   As for `Resolver.resolve`.
   */
  fetch(
    url: string,
    options?: { readonly signal?: AbortSignal; readonly requester?: Requester },
  ): Promise<FetchedImage>;
  /** Ends what is under way (as `timeout`) and waits for it. Later calls of `fetch` reject. */
  close(): Promise<void>;
}

const ACCEPT = "image/avif,image/webp,image/png,image/jpeg,image/gif";

/**
 * An image proxy: it hides a reader's IP address from the page's author. One-time addresses are fetched here too:
 * the address comes from the page, and its author can request it as well.
 * Besides, signed addresses of pictures look like one-time ones.
 */
export function createImageFetcher(options: ImageFetcherOptions): ImageFetcher {
  const {
    totalTimeoutMs = 8_000,
    maxBytes = 1024 * 1024,
    maxPixels = 25_000_000,
    maxRedirects = 5,
    maxCacheBytes = 32 * 1024 * 1024,
    keepMs = 3_600_000,
    keepFailureMs = 60_000,
    now = Date.now,
  } = options;
  const guard = options.guard ?? createGuard(options.guardOptions);
  const fetchHead =
    options.fetchHead ??
    createFetchHead({
      guard,
      lookup: options.lookup ?? lookupName,
      userAgent: options.userAgent,
      accept: ACCEPT,
      connectTimeoutMs: 3_000,
      headersTimeoutMs: 4_000,
    });
  const limiter = createFairLimiter({
    perHost: options.maxPerSite ?? 4,
    perRequester: options.maxPerRequester ?? 4,
    total: options.maxAtOnce ?? 16,
  });
  const cache = createByteCache<FetchedImage>({ maxBytes: maxCacheBytes, now });
  const closing = new AbortController();

  const follow = async (start: string, request: SharedRequest, signal: AbortSignal): Promise<FetchedImage> => {
    let wireBytesLeft = maxBytes;
    let current = start;
    const failed = (code: ImageFailureCode): FetchedImage => ({ kind: "failed", code, at: current });
    for (let redirects = 0; ; redirects++) {
      const url = URL.parse(current);
      const fault = url === null ? "scheme" : guard.check(url);
      if (url === null || fault !== null) return failed(fault ?? "scheme");
      let releaseSlot: () => void;
      try {
        releaseSlot = await request.acquire(siteOf(url), signal);
      } catch {
        return failed("busy");
      }
      let answer: Answer | undefined;
      try {
        answer = await fetchHead(url, { signal, maxWireBytes: wireBytesLeft });
        const next = locationOf(answer.status, answer.headers, url);
        if (next.kind === "none") return await readImage(answer, current, { maxBytes, maxPixels });
        if (next.kind === "broken") return failed("bad_redirect");
        if (redirects >= maxRedirects) return failed("too_many_hops");
        current = withoutFragment(next.url);
      } catch (error) {
        if (error instanceof FetchFailure) return failed(error.code);
        throw error;
      } finally {
        wireBytesLeft -= answer?.wireBytes() ?? 0;
        answer?.close();
        releaseSlot();
      }
    }
  };

  const fresh = async (key: string, request: SharedRequest): Promise<FetchedImage> => {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), totalTimeoutMs);
    try {
      const image = await follow(key, request, AbortSignal.any([deadline.signal, closing.signal]));
      const isFailed = image.kind === "failed";
      // `busy` says something about this machine, not about the address; a chain cut short by close() says nothing at all.
      if (!(isFailed && image.code === "busy") && !closing.signal.aborted) {
        cache.set(key, image, isFailed ? 0 : image.bytes.byteLength, now() + (isFailed ? keepFailureMs : keepMs));
      }
      return image;
    } finally {
      clearTimeout(timer);
    }
  };

  const singleFlight = createSingleFlight(limiter, fresh);

  return {
    async fetch(address, { signal, requester = null } = {}) {
      if (closing.signal.aborted) throw new Error("the image fetcher is closed");
      const url = URL.parse(address);
      const key = url === null ? address : withoutFragment(url);
      const kept = cache.get(key);
      if (kept !== undefined) return kept;
      const answer = singleFlight.join(key, requester) ?? singleFlight.begin(key, requester);
      return signal === undefined ? answer : untilAborted(answer, signal, key);
    },
    async close() {
      closing.abort();
      await singleFlight.idle();
    },
  };
}

async function readImage(
  answer: Answer,
  at: string,
  { maxBytes, maxPixels }: { readonly maxBytes: number; readonly maxPixels: number },
): Promise<FetchedImage> {
  const failed = (code: ImageFailureCode): FetchedImage => ({ kind: "failed", code, at });
  if (answer.status !== 200) return failed("status");
  if (Number(answer.headers.get("content-length")?.[0] ?? 0) > maxBytes) return failed("too_large");
  const decoded = decodeBody(answer.body, answer.headers.get("content-encoding") ?? [], maxBytes + 1);
  if (decoded === null) return failed("no_image");
  const chunks: Uint8Array[] = [];
  let length = 0;
  let type: ImageType | null = null;
  for await (const chunk of decoded) {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length > maxBytes) return failed("too_large");
    if (type === null && length >= IMAGE_SNIFF_BYTES) {
      type = imageTypeOf(Buffer.concat(chunks));
      // The rest of what is no picture stays on the wire.
      if (type === null) return failed("no_image");
    }
  }
  const bytes = Buffer.concat(chunks);
  type ??= imageTypeOf(bytes);
  const size = type === null ? null : imageSizeOf(bytes, type);
  if (type === null || size === null) return failed("no_image");
  if (size.width * size.height > maxPixels) return failed("dimensions");
  return { kind: "image", type, bytes, ...size };
}

function untilAborted(running: Promise<FetchedImage>, signal: AbortSignal, at: string): Promise<FetchedImage> {
  const { promise, resolve } = Promise.withResolvers<FetchedImage>();
  const onAbort = () => resolve({ kind: "failed", code: "timeout", at });
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  return Promise.race([running, promise]).finally(() => signal.removeEventListener("abort", onAbort));
}
