import type { Guard } from "./resolve/guard/guard.ts";
import type { Requester } from "./resolve/limits/fair-limiter.ts";
import {
  createImageFetcher,
  type FetchedImage,
  type ImageFetcher,
  type ImageFetcherOptions,
} from "./resolve/images/image-fetcher.ts";
import type { KnownAddresses } from "./resolve/resolve-offline.ts";
import { createResolver, type Resolver, type ResolverOptions } from "./resolve/resolver.ts";
import type { FailureCode, Resolution } from "./resolve/types.ts";

/** The library's resolver and image fetcher, which still take the names that their first users wrote. */

/** @deprecated Its `check` was called `judgeUrl`. */
interface EarlierGuard extends Pick<Guard, "isAllowedAddress"> {
  judgeUrl(url: URL): FailureCode | null;
}

interface EarlierOptions {
  readonly guard?: Guard | EarlierGuard;
  /** @deprecated Now `maxPerRequester`, which counts where both are given. */
  readonly maxPerAsker?: number;
}

interface EarlierRequester {
  readonly requester?: Requester;
  /** @deprecated Now `requester`, which counts where both are given. */
  readonly asker?: Requester;
}

export interface LibraryResolverOptions extends Omit<ResolverOptions, "guard" | "known">, EarlierOptions {
  /** Without `leadsOn` no page is known to send its readers on. */
  readonly known: Omit<KnownAddresses, "leadsOn"> & Partial<Pick<KnownAddresses, "leadsOn">>;
}

export interface LibraryResolver extends Resolver {
  resolve(url: string, options?: EarlierRequester & { readonly maxAgeMs?: number }): Promise<Resolution>;
  /** @deprecated Now `resolveOffline`. */
  settle(url: string): Resolution | null;
}

export interface LibraryImageFetcher extends ImageFetcher {
  fetch(url: string, options?: EarlierRequester & { readonly signal?: AbortSignal }): Promise<FetchedImage>;
}

/** As `createResolver`. */
export function createLibraryResolver({ known, ...options }: LibraryResolverOptions): LibraryResolver {
  const resolver = createResolver({
    ...withTodaysNames(options),
    known: {
      unwrap: (url) => known.unwrap(url),
      isKnownHost: (url) => known.isKnownHost(url),
      scriptVariable: (url) => known.scriptVariable(url),
      leadsOn: (url) => known.leadsOn?.(url) ?? false,
    },
  });
  return {
    ...resolver,
    resolve: (url, asked = {}) => resolver.resolve(url, withRequester(asked)),
    settle: (url) => resolver.resolveOffline(url),
  };
}

/** As `createImageFetcher`. */
export function createLibraryImageFetcher(
  options: Omit<ImageFetcherOptions, "guard"> & EarlierOptions,
): LibraryImageFetcher {
  const fetcher = createImageFetcher(withTodaysNames(options));
  return { ...fetcher, fetch: (url, asked = {}) => fetcher.fetch(url, withRequester(asked)) };
}

function withTodaysNames<Rest extends { readonly maxPerRequester?: number }>({
  guard,
  maxPerAsker,
  ...rest
}: Rest & EarlierOptions) {
  return {
    ...(maxPerAsker === undefined ? {} : { maxPerRequester: maxPerAsker }),
    ...rest,
    ...(guard === undefined ? {} : { guard: guardOf(guard) }),
  };
}

function guardOf(guard: Guard | EarlierGuard): Guard {
  if ("check" in guard) return guard;
  return {
    check: (url) => guard.judgeUrl(url),
    isAllowedAddress: (address) => guard.isAllowedAddress(address),
  };
}

function withRequester<Rest>({ asker, ...rest }: Rest & EarlierRequester) {
  return asker === undefined ? rest : { requester: asker, ...rest };
}
