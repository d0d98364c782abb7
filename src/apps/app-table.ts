import { getDomain } from "tldts";
import { InputError } from "../input/input-error.ts";
import type { AppEntry } from "./app-file.ts";
import type { AppClass } from "./types.ts";

/**
 * Which app says something of a host, a scheme or a word. With it a start reads the entries of those apps alone that it asks for.
 * Plain data; apps by their place among the entries.
 */
export interface AppTable {
  readonly ids: readonly string[];
  /** Every host that is somebody's or has rules of somebody, without `www.` and `*.`. */
  readonly hosts: readonly string[];
  /** By the place of a host: whose it is; -1: nobody's, or that of the one who has a host above it. */
  readonly owners: readonly number[];
  /** Of hosts whose class is not their app's. */
  readonly classes: Readonly<Record<string, AppClass>>;
  /** Of hosts that not their owner alone has rules for: who has, in order. */
  readonly ruledBy: Readonly<Record<string, readonly number[]>>;
  /** Who says something of a scheme, in order; it is the first one's. */
  readonly schemes: readonly (readonly [scheme: string, apps: readonly number[]])[];
  /** Words by which share texts name apps. */
  readonly words: readonly (readonly [word: string, app: number])[];
  /** Who writes share texts. */
  readonly sharers: readonly number[];
  /** Android packages. */
  readonly packages: readonly (readonly [name: string, app: number])[];
}

/** Two files that cannot both be right. */
export class RegistryConflictError extends InputError {
  override readonly name = "RegistryConflictError";

  constructor(message: string) {
    super("registry_conflict", [{ message }]);
  }
}

/** @throws {RegistryConflictError} when two apps claim one id or host, or a host is everybody's. */
export function tableOf(entries: readonly AppEntry[]): AppTable {
  const ids = entries.map(({ id }) => id);
  for (const [place, id] of ids.entries())
    if (ids.indexOf(id) !== place) throw new RegistryConflictError(`two files have the id ${id}`);
  const owners = new Map<string, number>();
  const classes: Record<string, AppClass> = {};
  const ruledBy = new Map<string, Set<number>>();
  const schemes = new Map<string, Set<number>>();
  for (const [app, entry] of entries.entries()) claimHosts(entry, app, { ids, owners, classes });
  for (const [app, entry] of entries.entries()) {
    for (const host of ruledHosts(entry)) {
      const key = hostKey(host.replace(/^\*\./u, ""));
      addTo(ruledBy, key, app);
      // A host that only a rule names is the rule's app's, unless somebody has it already.
      if (!ownsAlready(key, owners)) owners.set(key, app);
    }
    for (const scheme of schemesOf(entry)) addTo(schemes, scheme, app);
  }
  const listOf = <T>(partsOf: (entry: AppEntry) => readonly T[]): (readonly [T, number])[] =>
    entries.flatMap((entry, app) => partsOf(entry).map((part) => [part, app] as const));
  const hosts = [...new Set([...owners.keys(), ...ruledBy.keys()])];
  return {
    ids,
    hosts,
    owners: hosts.map((host) => owners.get(host) ?? -1),
    classes,
    ruledBy: Object.fromEntries(
      [...ruledBy].flatMap(([host, apps]) =>
        [...apps].some((app) => app !== owners.get(host)) ? [[host, [...apps]]] : [],
      ),
    ),
    schemes: [...schemes].map(([scheme, apps]) => [scheme, [...apps]] as const),
    words: listOf(({ words = [] }) => words),
    sharers: listOf(({ shareTexts = [] }) => shareTexts.slice(0, 1)).map(([, app]) => app),
    packages: listOf(({ packages }) => packages?.android ?? []),
  };
}

/** `www.` says nothing of its own: a page is the same with and without it. */
export function hostKey(host: string): string {
  return host.startsWith("www.") ? host.slice(4) : host;
}

function claimHosts(
  { id, hosts, hostClasses = {}, ownsPublicSuffix, class: own }: AppEntry,
  app: number,
  {
    ids,
    owners,
    classes,
  }: {
    readonly ids: readonly string[];
    readonly owners: Map<string, number>;
    readonly classes: Record<string, AppClass>;
  },
): void {
  const claims = new Map<string, AppClass>(hosts.map((host) => [hostKey(host), own]));
  for (const [host, hostClass] of Object.entries(hostClasses)) claims.set(host, hostClass);
  for (const [host, hostClass] of claims) {
    const key = hostKey(host);
    const owner = owners.get(key);
    if (owner !== undefined) throw new RegistryConflictError(`${host} is claimed by ${ids[owner]} and ${id}`);
    if (ownsPublicSuffix !== true && getDomain(host) === null)
      throw new RegistryConflictError(`${host} of ${id} is a public suffix, under which anyone can register`);
    owners.set(key, app);
    if (hostClass !== own) classes[key] = hostClass;
  }
}

/** Whether a host or one above it is somebody's. */
function ownsAlready(host: string, owners: ReadonlyMap<string, number>): boolean {
  for (let rest = host; ; rest = rest.slice(rest.indexOf(".") + 1)) {
    if (owners.has(rest)) return true;
    if (!rest.includes(".")) return false;
  }
}

/** As its file writes them, in the order in which they are tried. */
function ruledHosts({ wrappers = [], entities = [], shortHosts = [] }: AppEntry): string[] {
  return [...wrappers, ...entities.flatMap(({ pages }) => pages), ...shortHosts].flatMap(({ hosts }) => hosts);
}

function schemesOf({ entities = [], schemes = [], schemeWrappers = [], schemeSwap }: AppEntry): string[] {
  return [
    ...entities.flatMap(({ appLinks }) => appLinks.flatMap((link) => link.schemes)),
    ...schemes,
    ...schemeWrappers.flatMap((wrapper) => wrapper.schemes),
    ...(schemeSwap?.schemes ?? []),
  ];
}

function addTo(places: Map<string, Set<number>>, key: string, app: number): void {
  const known = places.get(key);
  if (known === undefined) places.set(key, new Set([app]));
  else known.add(app);
}
