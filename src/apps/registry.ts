import { keptValue } from "../input/kept-value.ts";
import { readWebAddress } from "./address.ts";
import { AppIndex } from "./app-index.ts";
import type { AppEntry, WrapperEntry } from "./app-file.ts";
import { identifyLink } from "./identify.ts";
import { INGREDIENTS, keptApps } from "./kept-apps.ts";
import { type AppNames, namesAt, openAppNames } from "./names.ts";
import { compileOwners, type Owners, relationAt } from "./owners.ts";
import { compilePayments, paymentsAt, type PaymentRecord } from "./payments.ts";
import { isShareText, sharesCodes } from "./share-code.ts";
import { compileShorteners } from "./shorteners.ts";
import { compileTracking } from "./tracking.ts";
import type { LinkVocabulary } from "../links/types.ts";
import type { Registry } from "./types.ts";

/** The registry with its list, for people who want to read it. */
export interface AppRegistry extends Registry {
  /** The id of every app, in order. */
  readonly ids: readonly string[];
  /** Every app in the order of its id, as its file says; JSON all through. */
  apps(): readonly AppEntry[];
  app(id: string): AppEntry | null;
  /** By host: the variable of a page's script that holds the address it leads to. */
  readonly scriptVariables: ReadonlyMap<string, string>;
  /** How owners stand to each other. */
  readonly owners: Owners;
  /** Every owner of an app and every other that a relation names, in the order of their ids. */
  readonly ownerIds: readonly string[];
  /** Apps by what people call them. */
  readonly named: AppNames;
}

export interface RegistryOptions {
  /** An operator's own wrappers, tried before those of `data/wrappers.json`. */
  readonly wrappers?: readonly WrapperEntry[];
}

/**
 * Reads, checks and compiles `data/` once.
 *
 * @throws {RegistryDataError} when a file is broken: file, line, column, field and what was expected.
 * @throws {RegistryConflictError} when two files claim the same id or host.
 */
export function openRegistry({ wrappers = [] }: RegistryOptions = {}): AppRegistry {
  const data = keptApps();
  const { table } = data;
  const owners = compileOwners(data.owners);
  const tracking = compileTracking(data.tracking);
  const shorteners = compileShorteners(data.shorteners);
  const index = new AppIndex(data, [...wrappers, ...data.wrappers]);
  const parts = { index, tracking, shorteners };
  const payments = new Map<string, PaymentRecord>();
  let packages: ReadonlyMap<string, number> | undefined;
  let named: AppNames | undefined;
  let entries: readonly AppEntry[] | undefined;
  const allEntries = (): readonly AppEntry[] => (entries ??= table.ids.map((_, place) => index.appAt(place).entry));
  const entryOf = (appId: string): AppEntry | null => index.app(appId)?.entry ?? null;
  const ownerOf = (appId: string | null): string | null => (appId === null ? null : (entryOf(appId)?.owner ?? null));
  const relations: Registry["relations"] = (appId, hostPlatform) =>
    owners.relations(ownerOf(appId), ownerOf(hostPlatform));
  return {
    ids: table.ids,
    schemes: new Set(table.schemes.map(([scheme]) => scheme)),
    shortHosts: new Set([...data.codeHosts, ...shorteners.hosts]),
    sharesCodes: (address, text) => sharesCodes(address, text, index),
    isShareText: (address, piece, reach) => isShareText(address, piece, reach, index),
    identify: (link) => identifyLink(link, parts),
    ownerOf: (address) => {
      const web = readWebAddress(address);
      return web === null ? null : (index.lookUp(web).owner?.summary ?? null);
    },
    appOfPackage(name) {
      const place = (packages ??= new Map(table.packages)).get(name);
      return place === undefined ? null : index.appAt(place).summary;
    },
    hasPackages: (appId) => (entryOf(appId)?.packages?.android ?? []).length > 0,
    names(appId, at) {
      const entry = entryOf(appId);
      return entry === null ? null : namesAt(entry, at);
    },
    payments(appId, at) {
      const entry = entryOf(appId);
      const record = payments.get(appId) ?? (entry === null ? [] : compilePayments(entry));
      if (entry !== null) payments.set(appId, record);
      return paymentsAt(record, at);
    },
    relation: (appId, hostPlatform, at) => relationAt(relations(appId, hostPlatform), at),
    relations,
    apps: allEntries,
    app: entryOf,
    scriptVariables: new Map(data.scriptVariables),
    owners,
    ownerIds: [...new Set([...data.ownerIds, ...data.owners.relations.flatMap(({ between }) => between)])].toSorted(),
    get named() {
      return (named ??= openAppNames(allEntries()));
    },
  };
}

/**
 * What finding links needs of the registry. Only a share code beside an address asks for the rest, which is opened then.
 *
 * @throws as `openRegistry`, at once or when the rest is asked for.
 */
export function openLinkVocabulary(): LinkVocabulary {
  let registry: Registry | undefined;
  const { schemes, shortHosts } = keptValue("link-vocabulary", INGREDIENTS, () => {
    registry = openRegistry();
    return { schemes: [...registry.schemes], shortHosts: [...registry.shortHosts] };
  });
  return {
    schemes: new Set(schemes),
    shortHosts: new Set(shortHosts),
    sharesCodes: (address, text) => (registry ??= openRegistry()).sharesCodes(address, text),
    isShareText: (address, piece, reach) => (registry ??= openRegistry()).isShareText(address, piece, reach),
  };
}
