import type { AppRegistry } from "../apps/registry.ts";
import { createGuard } from "../resolve/guard/guard.ts";
import { recordedAnswers, type RecordedAnswer } from "../resolve/fetch/recorded-answers.ts";
import type { ResolutionCache } from "../resolve/cache/resolution-cache.ts";
import type { ResolveMode } from "../resolve/types.ts";
import { createResolver, type Resolver, type ResolverOptions } from "../resolve/resolver.ts";
import { knownAddresses } from "./known-addresses.ts";
import { userAgentOf, type ResolveSettings } from "./resolve-settings.ts";

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
