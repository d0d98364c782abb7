import { InputError } from "../input/input-error.ts";
import type { Finding, FindingKind, ListEntry } from "./types.ts";

/** Threat entries compiled for lookup by host. */
export interface ThreatList {
  /** True when no address can match. */
  readonly isEmpty: boolean;
  /** Findings for one address; an address that is no URL matches nothing. */
  match(address: string): readonly Finding[];
}

interface HostRule {
  readonly entry: string;
  readonly kind: FindingKind;
  /** Null: every page of the host. */
  readonly pathPrefix: string | null;
  /** Null: every port. */
  readonly port: string | null;
}

/** What a list entry must look like, for error messages. */
const EXPECTED = "a host, a host with a path prefix, or a full address";

/**
 * Compiles threat entries.
 *
 * An entry has one of three forms: a host (its sub-domains too); a host with a path prefix (`docs.example/form/page`);
 * a full address (compared without its fragment and without a name before its host).
 * A path prefix ends where a word ends, so that `/red` is not `/redirect`.
 * A prefix that itself ends in punctuation (`/promo-`, `/p/`) is taken as it stands.
 *
 * @param source  Name of the list, shown beside every finding.
 * @throws {InputError} when an entry is none of the three forms; names its position, not its text.
 */
export function compileThreatList(entries: readonly ListEntry[], source: string): ThreatList {
  const byHost = new Map<string, HostRule[]>();
  const byAddress = new Map<string, ListEntry[]>();
  for (const [index, entry] of entries.entries()) {
    if (/^[a-z][a-z0-9+.-]*:\/\//iu.test(entry.entry)) {
      const address = withoutFragment(entry.entry);
      if (address === null) throw noEntry(index);
      addTo(byAddress, address, entry);
      continue;
    }
    const url = URL.parse(`http://${entry.entry}`);
    if (url === null || url.hostname === "") throw noEntry(index);
    const path = url.pathname + url.search;
    addTo(byHost, foldHost(url.hostname), {
      entry: entry.entry,
      kind: entry.kind,
      pathPrefix: path === "/" ? null : path,
      port: url.port === "" ? null : url.port,
    });
  }

  function* matches(address: string): Generator<ListEntry> {
    const url = URL.parse(address);
    if (url === null) return;
    const path = url.pathname + url.search;
    for (let host = foldHost(url.hostname); host !== ""; host = parentOf(host)) {
      for (const rule of byHost.get(host) ?? []) {
        if (rule.port !== null && rule.port !== url.port) continue;
        if (rule.pathPrefix === null || startsWithPrefix(path, rule.pathPrefix)) yield rule;
      }
    }
    yield* byAddress.get(pageOf(url)) ?? [];
  }

  return {
    isEmpty: byHost.size === 0 && byAddress.size === 0,
    match: (address) =>
      [...matches(address)].map(({ entry, kind }) => ({ kind, evidence: `listed: ${entry}`, source })),
  };
}

function noEntry(index: number): InputError {
  return new InputError("bad_list", [{ field: `lists[${index}].entry`, message: `expected ${EXPECTED}` }]);
}

function addTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

function foldHost(hostname: string): string {
  return hostname.endsWith(".") ? hostname.slice(0, -1) : hostname;
}

/** The host without its first label; empty when none is left. */
function parentOf(host: string): string {
  const dot = host.indexOf(".");
  return dot === -1 ? "" : host.slice(dot + 1);
}

function withoutFragment(address: string): string | null {
  const url = URL.parse(address);
  return url === null ? null : pageOf(url);
}

/** Neither a fragment nor a name before the host makes another page. */
function pageOf(url: URL): string {
  url.hash = url.username = url.password = "";
  return url.href;
}

function startsWithPrefix(path: string, prefix: string): boolean {
  if (!path.startsWith(prefix)) return false;
  const wordGoesOn = /^[\p{L}\p{N}]/u.test(path.slice(prefix.length)) && /[\p{L}\p{N}]$/u.test(prefix);
  return !wordGoesOn;
}
