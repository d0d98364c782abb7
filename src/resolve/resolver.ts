import { createSingleFlight } from "./limits/single-flight.ts";
import { createGuard, type Guard, type GuardOptions } from "./guard/guard.ts";
import { withoutFragment } from "./page/fragment.ts";
import { createMemoryCache, type ResolutionCache } from "./cache/resolution-cache.ts";
import { DEFAULT_LIMITS } from "./limits/default-limits.ts";
import type { ResolveOptions } from "./resolve-link.ts";
import { resolveOffline } from "./resolve-offline.ts";
import { siteOf } from "./limits/site.ts";
import { createFairLimiter, type Requester, type SharedRequest } from "./limits/fair-limiter.ts";
import type { Resolution } from "./types.ts";

export interface ResolverOptions extends Omit<ResolveOptions, "guard" | "acquireSlot" | "signal"> {
  /** Default: the public internet, ports 80 and 443. */
  readonly guard?: Guard;
  readonly guardOptions?: GuardOptions;
  readonly cache?: ResolutionCache;
  /** Milliseconds a reached address stays known. Default 600 000. */
  readonly keepMs?: number;
  /** Milliseconds a failure or an error page (status 400 and above) stays known. Default 60 000. */
  readonly keepFailureMs?: number;
  /** Requests at once to one site (registrable domain). Default 2. */
  readonly maxPerSite?: number;
  /** Requests at once for one requester. Default 8. */
  readonly maxPerRequester?: number;
  /** Requests at once in all. Default 64. */
  readonly maxAtOnce?: number;
  /** The clock, milliseconds. Default `Date.now`. */
  readonly now?: () => number;
}

export interface Resolver {
  /** The answer that needs no request, at once: no name is looked up. Null when `resolve` would ask. */
  resolveOffline(url: string): Resolution | null;
  /**
   * Resolves an address; whoever asks for the same one meanwhile gets the same answer. Never throws for what the network does.
   *
   * @param maxAgeMs  How old a kept answer may be; 0 asks afresh. Default: as long as answers are kept.
   * @param requester     Id of the user for whom it is asked: users come in turn, so that nobody's slow links keep another's waiting. Never sent.
   *                  Default: nobody's, which has no limit of its own.
   */
  resolve(url: string, options?: { readonly maxAgeMs?: number; readonly requester?: Requester }): Promise<Resolution>;
  /** Ends what is under way (as `timeout`) and waits for it. Later calls of `resolve` reject. */
  close(): Promise<void>;
}

const DEFAULT_KEEP_MS = 600_000;
const DEFAULT_KEEP_FAILURE_MS = 60_000;

/** A resolver for everybody of one process: one fetch at a time for one address, few for one site, answers kept for a while. */
export function createResolver(options: ResolverOptions): Resolver {
  const {
    keepMs = DEFAULT_KEEP_MS,
    keepFailureMs = DEFAULT_KEEP_FAILURE_MS,
    maxPerSite = 2,
    maxPerRequester = 8,
    maxAtOnce = 64,
    totalTimeoutMs = DEFAULT_LIMITS.totalTimeoutMs,
    now = Date.now,
  } = options;
  const guard = options.guard ?? createGuard(options.guardOptions);
  const cache = options.cache ?? createMemoryCache();
  const limiter = createFairLimiter({ perHost: maxPerSite, perRequester: maxPerRequester, total: maxAtOnce });
  const closing = new AbortController();

  const fresh = async (key: string, request: SharedRequest): Promise<Resolution> => {
    // Most starts of a command follow nothing: they need not wait for what opens connections and reads pages.
    const { resolveLink } = await import("./resolve-link.ts");
    const resolution = await resolveLink(key, {
      ...options,
      guard,
      acquireSlot: (url, signal) => request.acquire(siteOf(url), signal),
      signal: closing.signal,
    });
    const resolvedAtMs = now();
    // `busy` says something about this machine, not about the address; a chain cut short by close() says nothing at all.
    if (resolution.failure?.code !== "busy" && !closing.signal.aborted) {
      await cache.set(key, {
        resolution,
        resolvedAtMs,
        expiresAtMs: resolvedAtMs + (isGood(resolution) ? keepMs : keepFailureMs),
      });
    }
    return resolution;
  };

  const singleFlight = createSingleFlight(limiter, fresh);
  const shared = async (key: string, requester: Requester): Promise<Resolution> => {
    const cameAtMs = now();
    const running = singleFlight.join(key, requester);
    if (running === null) return singleFlight.begin(key, requester);
    const answer = await running;
    // No slot was free within the time of the one who asked first; who came later has time left.
    const hasTime = now() - cameAtMs < totalTimeoutMs && !closing.signal.aborted;
    return answer.failure?.code === "busy" && hasTime ? shared(key, requester) : answer;
  };

  const offlineOf = (address: string) => resolveOffline(address, { ...options, guard });

  return {
    resolveOffline: offlineOf,
    async resolve(address, { maxAgeMs = Number.POSITIVE_INFINITY, requester = null } = {}) {
      if (closing.signal.aborted) throw new Error("the resolver is closed");
      const offline = offlineOf(address);
      if (offline !== null) return offline;
      const url = URL.parse(address);
      // The fragment is never sent, so addresses that differ in it alone are one fetch. A wrapper may hold its target there.
      const key = url === null ? address : options.known.unwrap(url) === null ? withoutFragment(url) : url.href;
      const kept = await cache.get(key);
      const isUsable = kept !== undefined && now() < kept.expiresAtMs && now() - kept.resolvedAtMs < maxAgeMs;
      const resolution = isUsable ? kept.resolution : await shared(key, requester);
      return url === null || url.hash === "" || key === url.href ? resolution : withFragment(resolution, url);
    },
    async close() {
      closing.abort();
      await singleFlight.idle();
    },
  };
}

/** An error page may be another a minute later, as a failure may be none. */
function isGood({ failure, httpStatus }: Resolution): boolean {
  return failure === null && (httpStatus === null || httpStatus < 400);
}

/** Passes the fragment on to the end of the chain, as browsers do when redirects have none. */
function withFragment(resolution: Resolution, asked: URL): Resolution {
  const final = URL.parse(resolution.finalUrl);
  if (final === null || final.hash !== "" || resolution.hops.some(({ by }) => by !== "redirect")) return resolution;
  final.hash = asked.hash;
  return { ...resolution, finalUrl: final.href };
}
