/**
 * What stopped a chain. `busy` means that no slot was free within the budget; asking again later may succeed. `no_target` is a short
 * link whose answer leads nowhere.
 */
export const FAILURE_CODES = [
  "private_address",
  "port",
  "scheme",
  "userinfo",
  "dns",
  "tls",
  "timeout",
  "too_many_hops",
  "too_large",
  "bad_redirect",
  "no_target",
  "network",
  "busy",
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

export interface ResolveFailure {
  readonly code: FailureCode;
  /** The address at which it happened. */
  readonly at: string;
}

/** Why no request was made although one could have told more. */
export const SKIP_REASONS = ["off", "unknown_host", "one_time_link"] as const;

export type SkipReason = (typeof SKIP_REASONS)[number];

/** How an address was left. */
export const HOP_WAYS = ["redirect", "meta_refresh", "wrapper", "app_link", "short_link"] as const;

/** What of the web is asked: nothing, hosts of registered apps and short links, or everything. */
export const RESOLVE_MODES = ["off", "known", "all"] as const;

export type ResolveMode = (typeof RESOLVE_MODES)[number];

/** An address that was left again, and how. */
export interface ResolveHop {
  readonly url: string;
  /** HTTP status of its answer; absent where no request was made. */
  readonly status?: number;
  readonly by: (typeof HOP_WAYS)[number];
  /** Present when no data names the page: it is a known host's, carries a whole address, and says that it leads on. */
  readonly guessed?: true;
  /** Present when this step led from https to http. */
  readonly downgrade?: true;
}

/** What a page says about itself: its own claim, cleaned and bounded. */
export interface PageFacts {
  readonly title?: string;
  readonly description?: string;
  /** Absolute http(s) address; never fetched by the resolver. */
  readonly image?: string;
  readonly siteName?: string;
  /** Media type without parameters, lower case. */
  readonly contentType?: string;
  /** Whether other sites may frame it, by X-Frame-Options and CSP `frame-ancestors`. */
  readonly frameable?: boolean;
}

/** One request that was made, for the evidence behind a verdict. */
export interface RequestRecord {
  readonly url: string;
  /** Null when no answer came. */
  readonly status: number | null;
  /** The checked address that was connected to; null when none was or when the answer was a recorded one. */
  readonly address: string | null;
}

/** Where a link leads, as far as requests could tell. */
export interface Resolution {
  readonly status: "final" | "failed";
  readonly hops: readonly ResolveHop[];
  /** The last address reached or named; for a failure the one it failed at. */
  readonly finalUrl: string;
  /** HTTP status of the last page; null when it was not asked. */
  readonly httpStatus: number | null;
  /** Why `finalUrl` was not asked; null when it was. */
  readonly skipped: SkipReason | null;
  readonly page: PageFacts | null;
  readonly failure: ResolveFailure | null;
  readonly requests: readonly RequestRecord[];
}

/** A daily event on the way of one fetch; the chain ends with it as a stated failure. */
export class FetchFailure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "FetchFailure";
    this.code = code;
  }
}
