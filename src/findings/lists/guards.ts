import { networkInterfaces } from "node:os";
import { getPublicSuffix } from "tldts";
import type { AppEntry } from "../../apps/app-file.ts";
import type { ListEntry } from "./entry.ts";
import { copiedSites, readSharedHosts, readTopSites } from "./guarded-sites.ts";
import { isLocalHost, LOCAL_TOPS } from "./local-hosts.ts";
import { suffixRules } from "./suffix-rules.ts";
import { suspectHosts, type HostSuspicion } from "./suspected-hosts.ts";

/** Why no list may name a host as a whole. */
export const GUARD_REASONS = [
  "public_suffix",
  "this_machine",
  "own_host",
  "registered_app",
  "top_site",
  /** A site whose name others copy. */
  "copied_name",
  /** Pages of many people lie on it, and it belongs to none of them. */
  "shared_host",
  /** A host below the site of an app, of a copied name or of the 1,000. */
  "below_site",
  "warninglist",
  "everything",
] as const;
export type GuardReason = (typeof GUARD_REASONS)[number];

/** What lists may not name as a whole; pages of such hosts they may. */
export interface ListGuards {
  /** Null when the entry may stand. */
  guardOf(entry: ListEntry): GuardReason | null;
  /** Tells at once of most hosts that {@link guardOf} has nothing against them; null where nobody can. */
  suspicion?(): HostSuspicion | null;
}

export interface GuardedHosts {
  /** The gateway's own origins' hosts. */
  readonly own: readonly string[];
  /** Hosts of registered apps; see {@link appHosts}. */
  readonly apps: readonly string[];
  /** Hosts that warninglists of the operator name. */
  readonly warned: readonly string[];
}

/** Every host that an app's file names; `*.a.example` stands for `a.example`. */
export function appHosts(apps: readonly AppEntry[]): readonly string[] {
  const hosts = new Set<string>();
  const walk = (value: unknown, key: string): void => {
    if (typeof value === "string") {
      if (key === "hosts") hosts.add(value.replace(/^\*\./u, ""));
    } else if (Array.isArray(value)) for (const each of value) walk(each, key);
    else if (typeof value === "object" && value !== null)
      for (const [name, each] of Object.entries(value)) walk(each, name);
  };
  walk(apps, "");
  return [...hosts];
}

export function openGuards({ own, apps, warned }: GuardedHosts): ListGuards {
  const guarded = new Map<string, GuardReason>();
  const above = new Map<string, GuardReason>();
  const { hosts: shared, lending } = readSharedHosts();
  const lends = new Set(lending);
  const copied = copiedSites();
  const sites = new Set([...apps, ...readTopSites(), ...copied].filter((host) => !lends.has(host)));
  const guard = (hosts: readonly string[], reason: GuardReason): void => {
    for (const host of hosts) {
      if (!guarded.has(host)) guarded.set(host, reason);
      for (let dot = host.indexOf("."); dot !== -1; dot = host.indexOf(".", dot + 1)) {
        const parent = host.slice(dot + 1);
        if (!above.has(parent)) above.set(parent, reason);
      }
    }
  };
  guard(own, "own_host");
  guard(ownAddresses(), "this_machine");
  guard(apps, "registered_app");
  guard(readTopSites(), "top_site");
  guard(copied, "copied_name");
  guard(
    [...shared, ...lending].filter((host) => !isPublicSuffix(host)),
    "shared_host",
  );
  guard(warned, "warninglist");
  let suspicion: HostSuspicion | null = null;
  return {
    suspicion() {
      const rules = suffixRules();
      if (rules === null) return null;
      const hosts = [...guarded.keys()];
      return (suspicion ??= suspectHosts({
        hosts: [...hosts, ...hosts.map((host) => `www.${host}`), ...above.keys(), ...rules.hosts],
        parents: rules.parents,
        above: [...LOCAL_TOPS, ...sites],
      }));
    },
    guardOf(entry) {
      const { covers, host, isException } = entry;
      if (isException || !(covers === "host" || covers === "subdomains" || covers === "subdomains_only")) return null;
      if (isLocalHost(host)) return "this_machine";
      const reason = guarded.get(host.startsWith("www.") ? host.slice(4) : host) ?? guarded.get(host);
      if (reason !== undefined) return reason;
      // An address has no suffix, and nothing is below it.
      if (/^[[\d]/u.test(host) && /^\[|^[\d.]+$/u.test(host)) return null;
      if (isPublicSuffix(host)) return "public_suffix";
      const isAbove = covers === "host" ? undefined : above.get(host);
      return isAbove ?? (isBelowSite(host, sites, lends) ? "below_site" : null);
    },
  };
}

/** Whether a host is part of a guarded site, and not of a customer to whom one lends a name. */
function isBelowSite(host: string, sites: ReadonlySet<string>, lends: ReadonlySet<string>): boolean {
  for (let dot = host.indexOf("."); dot !== -1; dot = host.indexOf(".", dot + 1)) {
    const parent = host.slice(dot + 1);
    if (lends.has(parent)) return false;
    if (sites.has(parent)) return !isPublicSuffix(parent);
  }
  return false;
}

/** Whether nobody owns all below it: suffixes of registries, and of services that give names away. */
function isPublicSuffix(host: string): boolean {
  return getPublicSuffix(host, { allowPrivateDomains: true, extractHostname: false, validateHostname: false }) === host;
}

/** Addresses of this machine's interfaces as WHATWG writes them. */
function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address, family }) =>
      URL.parse(family === "IPv6" ? `http://[${address.replace(/%.*$/u, "")}]` : `http://${address}`),
    )
    .flatMap((url) => (url === null ? [] : [url.hostname]));
}
