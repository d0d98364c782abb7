import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../../types.ts";
import { DamagedIndexError } from "../index/index-error.ts";
import { indexedLists, ListIndex } from "../index/list-index.ts";
import { exceptionsAlone } from "../operator-exceptions.ts";
import type { ChangedHosts, ListsInForce, ThreatLists } from "../threat-lists.ts";
import { CATALOG_FILE, DamagedListsError, EMPTY_CATALOG, readCatalog, type Catalog } from "./catalog.ts";
import { changedHosts, MOST_CHANGED, nameOfLists } from "./changed-hosts.ts";
import { entryEnds } from "./entry-ends.ts";
import { exceptionsOf, indexFolder } from "./keep-index.ts";
import type { DamagedList, UpdateTold } from "./update-list.ts";

/** The lists of a folder as a gateway has them: read anew whenever somebody changes them. */
export interface LiveLists extends ListsInForce {
  readonly catalog: () => Catalog;
  /** Looks for changes now, and does not wait for its turn. */
  refresh(): Promise<void>;
  /** Ends what is under way and waits for it. */
  close(): Promise<void>;
}

/** Work that takes seconds and is done elsewhere than in the gateway's own thread. */
export interface ListWork {
  /** Asks for lists anew. */
  update(names: readonly string[]): Promise<readonly UpdateTold[]>;
  /** Makes the index anew, with these hosts among the gateway's own. Resolves with what is damaged, by file. */
  rebuild(ownHosts: readonly string[]): Promise<readonly DamagedList[]>;
  close(): Promise<void>;
}

export interface LiveParts {
  readonly folder: string;
  /** Hosts under which this gateway is reached. */
  readonly ownHosts: readonly string[];
  readonly now: () => number;
  readonly random: () => number;
  readonly work: ListWork;
  /** Brings what others share into the folder, where the folder is a mirror of it. */
  readonly pull?: () => Promise<void>;
  /** What went wrong with a list, by its name or file. Never a text of it. */
  readonly onTrouble: (what: string, why: string) => void;
  readonly onUpdate: (outcome: UpdateTold) => void;
  /** A list said something of an address. */
  readonly onHit: (list: string) => void;
}

const LOOK_EVERY_MS = 1_000;
/** The first update comes within the first minute, so that gateways started together do not ask together. */
const FIRST_UPDATE_WITHIN_MS = 60_000;
/** A rebuild that failed is tried again. */
const REBUILD_AGAIN_MS = 60_000;

/** Opens the lists of a folder, which need not be there yet, and keeps up with them. */
export async function openLiveLists(parts: LiveParts): Promise<LiveLists> {
  const { folder, now, onTrouble, work } = parts;
  const file = join(folder, CATALOG_FILE);
  const listeners = new Set<(changed: ChangedHosts) => void>();
  const firstUpdateAtMs = now() + parts.random() * FIRST_UPDATE_WITHIN_MS;
  let catalog: Catalog = EMPTY_CATALOG;
  let index: ListIndex | null = null;
  let current: ThreatLists = { ...exceptionsAlone([], now), generation: nameOfLists(EMPTY_CATALOG, now(), null) };
  let ends = entryEnds(folder, EMPTY_CATALOG);
  let seen = "";
  let isDamaged = false;
  let rebuildAtMs = 0;
  let turn: Promise<void> = Promise.resolve();
  let isClosed = false;
  let endedUntilMs = now();

  const lacksOwnHosts = (kept: Catalog): boolean =>
    kept.lists.length > 0 && parts.ownHosts.some((host) => !kept.ownHosts.includes(host));

  /** The index of a catalog; null when there is none that says what it says. */
  async function openIndex(kept: Catalog): Promise<ListIndex | null> {
    if (kept.index === null) return null;
    try {
      const opened = await ListIndex.open(indexFolder(folder), isDamaged ? null : index);
      // It may have been merged since, which changes nothing of what it says.
      if (opened === null || [opened.manifest.id, opened.manifest.sameAs].includes(kept.index.id)) return opened;
      opened.close();
      return null;
    } catch (error) {
      if (!(error instanceof DamagedIndexError)) throw error;
      onTrouble(error.file, error.message);
      return null;
    }
  }

  async function rebuild(): Promise<Catalog> {
    rebuildAtMs = now() + REBUILD_AGAIN_MS;
    for (const { file: damaged, message } of await work.rebuild(parts.ownHosts)) onTrouble(damaged, message);
    isDamaged = false;
    return readCatalog(folder);
  }

  function tell(changed: ChangedHosts): void {
    if (changed !== "all" && changed.size === 0) return;
    for (const listener of listeners) listener(changed);
  }

  /** Exceptions and entries end by the clock, without anybody's doing. */
  async function tellEnded(): Promise<void> {
    const nowMs = now();
    const ended = catalog.exceptions.filter(
      ({ untilMs }) => untilMs !== null && untilMs > endedUntilMs && untilMs <= nowMs,
    );
    endedUntilMs = nowMs;
    const hosts = new Set(exceptionsOf({ exceptions: ended }).map(({ entry }) => entry.host));
    for (const host of await ends.endedBy(nowMs)) hosts.add(host);
    if (hosts.size === 0) return;
    current = { ...current, generation: nameOfLists(catalog, nowMs, ends.lastEndMs) };
    tell(hosts.size > MOST_CHANGED ? "all" : hosts);
  }

  async function look(): Promise<void> {
    await tellEnded();
    const mark = markOf(file);
    if (mark === "" || (mark === seen && !isDamaged)) return;
    let next: Catalog;
    try {
      next = readCatalog(folder);
    } catch (error) {
      seen = mark;
      // What is known stays in force.
      if (!(error instanceof DamagedListsError)) throw error;
      onTrouble(error.file, error.message);
      return;
    }
    let opened = lacksOwnHosts(next) || isDamaged ? null : await openIndex(next);
    if (opened === null && next.lists.length > 0) {
      if (now() < rebuildAtMs) return;
      next = await rebuild();
      opened = await openIndex(next);
    }
    if (opened === null && next.lists.length > 0) return;
    seen = markOf(file);
    const changed = await changedHosts({ catalog, index }, { catalog: next, index: opened });
    const nextEnds = entryEnds(folder, next);
    // What has ended before counted in no look-up of this generation.
    await nextEnds.endedBy(endedUntilMs);
    const old = index;
    catalog = next;
    ends = nextEnds;
    index = opened;
    const excepted = exceptionsOf(next);
    const lists =
      opened === null ? exceptionsAlone(excepted, now) : watched(indexedLists(opened, excepted, now), opened);
    current = { ...lists, generation: nameOfLists(next, endedUntilMs, ends.lastEndMs) };
    old?.close();
    tell(changed);
  }

  function watched(lists: ThreatLists, of: ListIndex): ThreatLists {
    if (lists.isEmpty) return lists;
    return {
      ...lists,
      match(address) {
        let findings: readonly Finding[];
        try {
          findings = lists.match(address);
        } catch (error) {
          if (!(error instanceof DamagedIndexError)) throw error;
          // A chat goes on without this answer; opening the link asks again, by then of a new index.
          if (index === of && !isDamaged) {
            isDamaged = true;
            onTrouble(error.file, error.message);
          }
          return [];
        }
        if (findings.length > 0) for (const list of new Set(findings.map(({ source }) => source))) parts.onHit(list);
        return findings;
      },
    };
  }

  async function updateDue(): Promise<void> {
    if (now() < firstUpdateAtMs) return;
    const due = catalog.lists.filter(({ dueAtMs }) => dueAtMs <= now()).map(({ name }) => name);
    if (due.length === 0) return;
    for (const outcome of await work.update(due)) parts.onUpdate(outcome);
    await look();
  }

  const inTurn = (run: () => Promise<void>): Promise<void> => {
    turn = turn.then(run).catch((error: unknown) => {
      onTrouble("lists", error instanceof Error ? error.message : String(error));
    });
    return turn;
  };
  const refresh = async (): Promise<void> => {
    await parts.pull?.();
    await look();
  };
  await inTurn(refresh);
  let isLooking = false;
  const timer = setInterval(() => {
    if (isClosed || isLooking) return;
    isLooking = true;
    void inTurn(async () => {
      await refresh();
      await updateDue();
    }).finally(() => {
      isLooking = false;
    });
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    current: () => current,
    catalog: () => catalog,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh: () => inTurn(refresh),
    async close() {
      isClosed = true;
      clearInterval(timer);
      await work.close();
      await turn;
      index?.close();
    },
  };
}

/** Changes with each renaming of the file; empty where there is none. */
function markOf(file: string): string {
  if (!existsSync(file)) return "";
  const { mtimeMs, size, ino } = statSync(file);
  return `${mtimeMs} ${size} ${ino}`;
}
