import type { AppRegistry } from "../apps/registry.ts";
import type { Identified, ReaderOs, Registry } from "../apps/types.ts";
import type { KnownAddresses } from "../resolve/resolve-offline.ts";

/**
 * What the resolver may ask of the registry, by the address alone: what a message says around it is nobody else's, and answers
 * are shared.
 */
export function knownAddresses(registry: Pick<AppRegistry, "scriptVariables" | "identify">): KnownAddresses {
  let last: { readonly address: string; readonly identified: Identified } | null = null;
  /** All that is asked of one address is asked in a row, and it is identified once. */
  function identifiedOf({ href: address }: URL): Identified {
    if (last?.address !== address) last = { address, identified: identifyAddress(registry, address) };
    return last.identified;
  }
  return {
    unwrap(url) {
      const { hops, target } = identifiedOf(url);
      const [hop] = hops;
      const inner = URL.parse(hops[1]?.url ?? target ?? "");
      if (hop === undefined || inner === null) return null;
      return { url: inner, by: hop.by, ...(hop.guessed === undefined ? {} : { guessed: hop.guessed }) };
    },
    isKnownHost(url) {
      const { app, needsNetwork } = identifiedOf(url);
      return app !== null || needsNetwork;
    },
    leadsOn: (url) => identifiedOf(url).sendsOn !== null,
    scriptVariable: ({ hostname }) => registry.scriptVariables.get(hostname) ?? null,
  };
}

/** Whose an address is by itself, without the words of a message around it. */
export function identifyAddress(
  registry: Pick<Registry, "identify">,
  address: string,
  os: ReaderOs = "web",
): Identified {
  const kind = /^https?:/iu.test(address) ? "web" : "app";
  return registry.identify({ kind, value: address, url: address, text: "", os });
}
