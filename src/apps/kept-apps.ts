import { keptValue, type Form } from "../input/kept-value.ts";
import {
  type AppEntry,
  type OwnersFile,
  registrySchemas,
  type ShortenersFile,
  type TrackingFile,
  type WrapperEntry,
} from "./app-file.ts";
import type { AppSource } from "./app-index.ts";
import { tableOf, type AppTable } from "./app-table.ts";
import { DATA_FOLDERS, dataFileNames, readDataFile } from "./read-data.ts";

/** The checked files of `data/`. */
export interface KeptApps extends AppSource {
  readonly owners: OwnersFile;
  readonly tracking: TrackingFile;
  readonly shorteners: ShortenersFile;
  readonly wrappers: readonly WrapperEntry[];
  /** Hosts that hold short codes of apps and nothing else. */
  readonly codeHosts: readonly string[];
  /** By host: the variable of a page's script that holds the address it leads to. */
  readonly scriptVariables: readonly (readonly [host: string, variable: string])[];
  /** Owners of apps. */
  readonly ownerIds: readonly string[];
}

/** What schemas and readers of the files import lies in these folders. */
export const MADE_BY = ["apps", "input", "links", "findings"].map(
  (folder) => new URL(`../${folder}/`, import.meta.url),
);
/** What a value of the registry is made of. */
export const INGREDIENTS = { files: [...MADE_BY, ...DATA_FOLDERS] } as const;

/** What every start reads. */
interface Head extends Omit<KeptApps, "entry"> {
  readonly table: AppTable;
  /** Where the text of each entry ends. */
  readonly ends: readonly number[];
}

/** The entries of most apps are never asked for: each stays JSON text until then. */
interface Pack {
  readonly head: Head;
  readonly texts: Buffer;
}

const LINE_END = 0x0a;
const PACK: Form<Pack> = {
  write: ({ head, texts }) => Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), texts]),
  read(bytes) {
    const end = bytes.indexOf(LINE_END);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as `write` wrote it
    const head = JSON.parse(bytes.toString("utf8", 0, end)) as Head;
    return { head, texts: bytes.subarray(end + 1) };
  },
};

/** @throws as `openRegistry`. */
export function keptApps(): KeptApps {
  const { head, texts } = keptValue("registry", INGREDIENTS, readApps, PACK);
  return {
    ...head,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the text is of a checked entry
    entry: (place) => JSON.parse(texts.toString("utf8", head.ends[place - 1] ?? 0, head.ends[place])) as AppEntry,
  };
}

function readApps(): Pack {
  const schemas = registrySchemas();
  const entries = [
    ...dataFileNames("apps").map((name) => readDataFile(`apps/${name}`, schemas.app)),
    ...dataFileNames("brands").flatMap((name) => readDataFile(`brands/${name}`, schemas.brands).brands),
  ].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const texts = entries.map((entry) => Buffer.from(JSON.stringify(entry)));
  let end = 0;
  return {
    head: {
      table: tableOf(entries),
      ends: texts.map(({ length }) => (end += length)),
      owners: readDataFile("owners.json", schemas.owners),
      tracking: readDataFile("tracking.json", schemas.tracking),
      shorteners: readDataFile("shorteners.json", schemas.shorteners),
      wrappers: readDataFile("wrappers.json", schemas.wrappers).wrappers,
      codeHosts: entries.flatMap(codeHosts),
      scriptVariables: entries.flatMap(scriptVariables),
      ownerIds: [...new Set(entries.map(({ owner }) => owner))],
    },
    texts: Buffer.concat(texts),
  };
}

function codeHosts({ shortHosts = [] }: AppEntry): string[] {
  return shortHosts
    .filter(({ alsoPages }) => alsoPages !== true)
    .flatMap(({ hosts }) => hosts.filter((host) => !host.startsWith("*.")));
}

function scriptVariables({ shortHosts = [], wrappers = [] }: AppEntry): (readonly [host: string, variable: string])[] {
  return [...shortHosts, ...wrappers].flatMap(({ hosts, scriptVariable }) =>
    scriptVariable === undefined ? [] : hosts.map((host) => [host, scriptVariable] as const),
  );
}
