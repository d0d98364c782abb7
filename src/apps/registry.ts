import { keptValue } from "../input/kept-value.ts";
import { readWebAddress } from "./address.ts";
import { AppIndex } from "./app-index.ts";
import { type AppEntry, type WrapperEntry, registrySchemas } from "./app-file.ts";
import { identifyLink } from "./identify.ts";
import { type AppNames, namesAt, openAppNames } from "./names.ts";
import { compileOwners, type Owners, relationAt } from "./owners.ts";
import { compilePayments, paymentsAt } from "./payments.ts";
import { DATA_FOLDERS, dataFileNames, readDataFile } from "./read-data.ts";
import { sharesCodes } from "./share-code.ts";
import { compileShorteners } from "./shorteners.ts";
import { compileTracking } from "./tracking.ts";
import type { LinkVocabulary } from "../links/types.ts";
import type { Registry } from "./types.ts";

/** The registry with its list, for people who want to read it. */
export interface AppRegistry extends Registry {
  /** Every app in the order of its id, as its file says; JSON all through. */
  apps(): readonly AppEntry[];
  app(id: string): AppEntry | null;
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
  const data = keptValue("registry", INGREDIENTS, readRegistryData);
  const { entries } = data;
  const owners = compileOwners(data.owners);
  const tracking = compileTracking(data.tracking);
  const shorteners = compileShorteners(data.shorteners);
  const index = new AppIndex(entries, [...wrappers, ...data.wrappers.wrappers]);
  const parts = { index, tracking, shorteners };
  const payments = new Map(entries.map((entry) => [entry.id, compilePayments(entry)]));
  const byPackage = new Map(
    [...index.apps.values()].flatMap(({ entry, summary }) =>
      (entry.packages?.android ?? []).map((name) => [name, summary] as const),
    ),
  );
  let named: AppNames | undefined;
  const ownerOf = (appId: string | null): string | null =>
    appId === null ? null : (index.apps.get(appId)?.entry.owner ?? null);
  const relations: Registry["relations"] = (appId, hostPlatform) =>
    owners.relations(ownerOf(appId), ownerOf(hostPlatform));
  return {
    schemes: new Set(index.schemes.keys()),
    shortHosts: new Set([...entries.flatMap(codeHosts), ...shorteners.hosts]),
    sharesCodes: (address, text) => sharesCodes(address, text, index),
    identify: (link) => identifyLink(link, parts),
    ownerOf: (address) => {
      const web = readWebAddress(address);
      return web === null ? null : (index.lookUp(web).owner?.summary ?? null);
    },
    appOfPackage: (name) => byPackage.get(name) ?? null,
    hasPackages: (appId) => (index.apps.get(appId)?.entry.packages?.android ?? []).length > 0,
    names(appId, at) {
      const entry = index.apps.get(appId)?.entry;
      return entry === undefined ? null : namesAt(entry, at);
    },
    payments: (appId, at) => paymentsAt(payments.get(appId) ?? [], at),
    relation: (appId, hostPlatform, at) => relationAt(relations(appId, hostPlatform), at),
    relations,
    apps: () => entries,
    app: (id) => index.apps.get(id)?.entry ?? null,
    owners,
    ownerIds: [
      ...new Set([...entries.map(({ owner }) => owner), ...data.owners.relations.flatMap(({ between }) => between)]),
    ].toSorted(),
    get named() {
      return (named ??= openAppNames(entries));
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
  };
}

/** What schemas and readers of the files import lies in these folders. */
export const MADE_BY = ["apps", "input", "links", "findings"].map(
  (folder) => new URL(`../${folder}/`, import.meta.url),
);
const INGREDIENTS = { files: [...MADE_BY, ...DATA_FOLDERS] } as const;

/** The checked files of `data/`. */
function readRegistryData() {
  const schemas = registrySchemas();
  return {
    entries: [
      ...dataFileNames("apps").map((name) => readDataFile(`apps/${name}`, schemas.app)),
      ...dataFileNames("brands").flatMap((name) => readDataFile(`brands/${name}`, schemas.brands).brands),
    ].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    owners: readDataFile("owners.json", schemas.owners),
    tracking: readDataFile("tracking.json", schemas.tracking),
    shorteners: readDataFile("shorteners.json", schemas.shorteners),
    wrappers: readDataFile("wrappers.json", schemas.wrappers),
  };
}

/** Hosts that hold short codes and nothing else. */
function codeHosts({ shortHosts = [] }: AppEntry): string[] {
  return shortHosts
    .filter(({ alsoPages }) => alsoPages !== true)
    .flatMap(({ hosts }) => hosts.filter((host) => !host.startsWith("*.")));
}
