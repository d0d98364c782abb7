import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openChecker } from "../../check/checker.ts";
import { openLinkResolver } from "../../check/link-resolver.ts";
import { DEFAULT_RESOLVE } from "../../check/resolve-settings.ts";
import { DATA_FOLDER, DATABASE_FILE, DEFAULT_CONFIG } from "../../config.ts";
import type { ListFormat } from "../../findings/lists/formats/formats.ts";
import type { ListGuards } from "../../findings/lists/guards.ts";
import { buildIndex } from "../../findings/lists/index/build/build-index.ts";
import { indexedLists, ListIndex } from "../../findings/lists/index/list-index.ts";
import { readCatalog } from "../../findings/lists/kept/catalog.ts";
import { exceptionsOf, indexFolder } from "../../findings/lists/kept/keep-index.ts";
import type { ListWish } from "../../findings/lists/kept/update-list.ts";
import { emptyReport, readList } from "../../findings/lists/read-list.ts";
import { sourceFile } from "../../findings/lists/source-file.ts";
import { exceptionsAlone } from "../../findings/lists/operator-exceptions.ts";
import type { ThreatLists } from "../../findings/lists/threat-lists.ts";
import { changesBy, type KeptChanges } from "../../messages/changes-by.ts";
import { createJudge } from "../../messages/judge.ts";
import { DEFAULT_RULEBOOK } from "../../rulebooks/shelf.ts";
import { listWindowStart } from "../../store/list-window.ts";
import { openSqliteStore } from "../../store/sqlite/store.ts";
import { openDatabase } from "../cli/messages-store.ts";
import { listsFolder, type ListsValues } from "./options.ts";

/** A list that was fetched and checked, and is in force nowhere. */
export interface TriedList {
  readonly wish: ListWish;
  /** Its text. */
  readonly path: string;
  readonly format: ListFormat;
  readonly guards: ListGuards;
}

/**
 * How many kept links a list would decide otherwise about, by the shipped rulebook; null where no messages are kept.
 * Writes nothing but an index of the list alone, in a folder that is gone afterwards.
 */
export async function wouldChange(
  tried: TriedList,
  values: ListsValues,
  onFault: (error: unknown) => void,
): Promise<KeptChanges | null> {
  const database = join(values.data ?? DATA_FOLDER, DATABASE_FILE);
  if (values.store === undefined && !existsSync(database)) return null;
  const folder = mkdtempSync(join(tmpdir(), "hutong-try-"));
  const opened: { close(): unknown }[] = [];
  try {
    const store = values.store === undefined ? openSqliteStore(database) : await openDatabase(values.store);
    opened.push(store);
    const lists = await listsWith(tried, listsFolder(values), folder, opened);
    const checker = openChecker();
    const decider = checker.shelf.read(DEFAULT_RULEBOOK, { files: false });
    const resolver = openLinkResolver(checker.registry, DEFAULT_RESOLVE);
    opened.push(resolver);
    const { hostPlatform, listWindowDays } = DEFAULT_CONFIG;
    return await changesBy(lists, {
      store,
      judge: createJudge({ checker, inForce: () => decider, resolver, hostPlatform }),
      clientGroupOf: ({ at, client }) => decider.clientGroup(at, client),
      changed: "all",
      since: listWindowStart(listWindowDays, new Date()),
      onFault,
    });
  } finally {
    for (const part of opened.toReversed()) await part.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The lists in force with the tried one among them, in the place of the one that has its name. */
async function listsWith(
  { wish, path, format, guards }: TriedList,
  kept: string,
  folder: string,
  opened: { close(): unknown }[],
): Promise<ThreatLists> {
  const nowMs = Date.now();
  const options = { format, subdomains: wish.subdomains, guards, nowMs };
  const entries = { [Symbol.iterator]: () => readList(sourceFile(path), options, emptyReport()) };
  const { name, kind } = wish;
  const facts = { name, kind, version: null, confirmedAtMs: nowMs, maxAgeMs: Infinity };
  await buildIndex(folder, [{ ...facts, entries }], { nowMs });
  const exceptions = exceptionsOf(readCatalog(kept));
  const open = async (of: string): Promise<ThreatLists | null> => {
    const index = await ListIndex.open(of);
    if (index === null) return null;
    opened.push(index);
    return indexedLists(index, exceptions, Date.now);
  };
  const candidate = await open(folder);
  const inForce = await open(indexFolder(kept));
  return {
    ...exceptionsAlone(exceptions, Date.now),
    isEmpty: false,
    match: (address) => [
      ...(candidate?.match(address) ?? []),
      ...(inForce?.match(address) ?? []).filter(({ source }) => source !== name),
    ],
  };
}

/** What would change, in words. */
export function changesTold({ messages, conversations, stricter, milder }: KeptChanges): readonly string[] {
  const told = ({ one_to_one, group, moments }: KeptChanges["stricter"]) =>
    `${one_to_one + group + moments} (${one_to_one} one to one, ${group} in groups, ${moments} in moments)`;
  return [
    `kept links of the last ${DEFAULT_CONFIG.listWindowDays} days, by the rulebook ${DEFAULT_RULEBOOK}:`,
    `  judged more strictly ${told(stricter)}`,
    `  judged more mildly   ${told(milder)}`,
    `  in ${messages} messages of ${conversations} conversations`,
  ];
}
