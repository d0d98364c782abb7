import { hostname } from "node:os";
import type { AppRegistry } from "../apps/registry.ts";
import { createArticleFetcher, type ArticleFetcher } from "../resolve/articles/article-fetcher.ts";
import { createGuard } from "../resolve/guard/guard.ts";
import { createImageFetcher, type ImageFetcher } from "../resolve/images/image-fetcher.ts";
import { recordedAnswers, type RecordedAnswer } from "../resolve/fetch/recorded-answers.ts";
import type { ResolutionCache } from "../resolve/cache/resolution-cache.ts";
import type { ResolveMode } from "../resolve/types.ts";
import { createResolver, type Resolver, type ResolverOptions } from "../resolve/resolver.ts";
import { knownAddresses } from "./known-addresses.ts";

/** How links are followed. */
export interface ResolveSettings {
  /** Whom requests are made to: nobody, hosts of registered apps and short links, everybody. Default `known`. */
  readonly mode: ResolveMode;
  /** Where the owner of a site that is asked can complain, sent in User-Agent. Null: `abuse@` this machine's name (RFC 2142). */
  readonly contact: string | null;
  /** Ports 8080 and 8443 besides 80 and 443. Default false. */
  readonly alternativePorts: boolean;
}

export const DEFAULT_RESOLVE: ResolveSettings = { mode: "known", contact: null, alternativePorts: false };

/** Requests at once. */
type Turns = Pick<ResolverOptions, "maxPerSite" | "maxPerRequester" | "maxAtOnce">;

/** Many users: to one site as many as a browser makes (six), and no user's slow links before another's. */
const GATEWAY_TURNS: Turns = { maxPerSite: 6, maxPerRequester: 24, maxAtOnce: 256 };
/** One user, who waits for all of them: as many as the command line works on side by side. */
export const COMMAND_TURNS: Turns = { maxPerSite: 32, maxAtOnce: 64 };

/**
 * The resolver of this registry. In mode `off` it opens no connection and says what it would have skipped anyway.
 *
 * @param cache  Where answers are kept; in memory when left out.
 */
export function openLinkResolver(
  registry: AppRegistry,
  settings: ResolveSettings,
  { turns = GATEWAY_TURNS, cache }: { readonly turns?: Turns; readonly cache?: ResolutionCache } = {},
): Resolver {
  const { mode, contact, alternativePorts } = settings;
  return createResolver({
    mode,
    known: knownAddresses(registry),
    userAgent: userAgentOf(contact),
    guardOptions: { alternativePorts },
    ...turns,
    ...(cache === undefined ? {} : { cache }),
  });
}

/** Fetches the pictures of pages that were followed; null in mode `off`. */
export function openImageFetcher({ mode, contact, alternativePorts }: ResolveSettings): ImageFetcher | null {
  if (mode === "off") return null;
  return createImageFetcher({ userAgent: userAgentOf(contact), guardOptions: { alternativePorts } });
}

/** Reads the texts of pages that open in place and let nobody frame them; null in mode `off`. */
export function openArticleFetcher({ mode, contact, alternativePorts }: ResolveSettings): ArticleFetcher | null {
  if (mode === "off") return null;
  return createArticleFetcher({ userAgent: userAgentOf(contact), guardOptions: { alternativePorts } });
}

/** Who asks, with a contact. */
export function userAgentOf(contact: string | null): string {
  return `Hutong (link check for a chat; contact: ${contact ?? `abuse@${hostname()}`})`;
}

/** A resolver whose whole network is what a fixture recorded. Opens no connection. */
export function openRecordedResolver(
  registry: AppRegistry,
  answers: readonly RecordedAnswer[],
  mode: ResolveMode = "all",
  onMissing?: (address: string) => void,
): Resolver {
  return createResolver({
    mode,
    known: knownAddresses(registry),
    userAgent: "",
    guard: createGuard({ alternativePorts: true }),
    fetchHead: recordedAnswers(answers, onMissing),
  });
}
