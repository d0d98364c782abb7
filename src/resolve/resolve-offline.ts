import type { Guard } from "./guard/guard.ts";
import { DEFAULT_LIMITS } from "./limits/default-limits.ts";
import { oneTimeKind } from "./guard/one-time-links.ts";
import { noAddress, startTrail, type Step, type Trail } from "./trail.ts";
import type { Resolution, ResolveHop, ResolveMode } from "./types.ts";

/** What the registry of apps tells about an address. No member makes a request. */
export interface KnownAddresses {
  /** The address inside a wrapper or an app link; null when there is none to be read. */
  unwrap(url: URL):
    | (Pick<ResolveHop, "guessed"> & {
        readonly url: URL;
        readonly by: "wrapper" | "app_link" | "short_link";
      })
    | null;
  /** Whether the host belongs to a registered app or is a known short host. */
  isKnownHost(url: URL): boolean;
  /** Name of the script variable that holds the target on this host's pages (`resolve: html-js`); null for all others. */
  scriptVariable(url: URL): string | null;
  /** Whether the address is a short link or a redirector, which is no page itself. */
  leadsOn(url: URL): boolean;
}

export interface OfflineOptions {
  readonly guard: Guard;
  readonly mode: ResolveMode;
  readonly known: KnownAddresses;
  /** Addresses that may be left again, with or without a request. Default 8. */
  readonly maxHops?: number;
}

/**
 * Where a link leads when that can be told without a request: wrappers opened, what the guard refuses by the address alone, what would be
 * spent, what the mode leaves unasked. Looks up no name and opens no connection; `resolveLink` goes the same way first.
 *
 * @returns Null when a request would be made.
 */
export function resolveOffline(url: string | URL, options: OfflineOptions): Resolution | null {
  const start = typeof url === "string" ? URL.parse(url) : url;
  if (start === null) return noAddress(String(url));
  return walkUnasked(startTrail(start, options.maxHops ?? DEFAULT_LIMITS.maxHops), options);
}

/** Goes on until the way ends or its current address has to be asked; null for the latter. */
export function walkUnasked(trail: Trail, options: OfflineOptions): Resolution | null {
  for (;;) {
    const step = stepUnasked(trail.current, options);
    if (step === null) return null;
    const end = trail.take(step);
    if (end !== null) return end;
  }
}

function stepUnasked(url: URL, { guard, known, mode }: OfflineOptions): Step | null {
  const inner = known.unwrap(url);
  if (inner !== null) return hopTo(url, inner.url, inner);
  const fault = guard.check(url);
  // Where nobody would be asked, a name that no server knows is as good as any other; an address inside is not.
  if (fault !== null && mode !== "off" && (fault !== "dns" || mode === "all")) return { kind: "failed", code: fault };
  // Before the mode: that an address is spent by asking is worth saying whatever would have been asked.
  if (oneTimeKind(url) !== null) return { kind: "skipped", reason: "one_time_link" };
  if (mode === "off") return { kind: "skipped", reason: "off" };
  if (mode === "known" && !known.isKnownHost(url)) return { kind: "skipped", reason: "unknown_host" };
  return fault === null ? null : { kind: "failed", code: fault };
}

export function hopTo(from: URL, next: URL, { by, guessed, status }: Omit<ResolveHop, "url" | "downgrade">): Step {
  const isDowngrade = from.protocol === "https:" && next.protocol === "http:";
  const hop = {
    url: from.href,
    ...(status === undefined ? {} : { status }),
    by,
    ...(guessed === undefined ? {} : { guessed }),
    ...(isDowngrade ? { downgrade: true as const } : {}),
  };
  return { kind: "hop", hop, next };
}
