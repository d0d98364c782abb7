import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appHosts } from "../findings/lists/guards.ts";
import { openLiveLists, type ListWork, type LiveLists, type LiveParts } from "../findings/lists/kept/live-lists.ts";
import { readCatalog } from "../findings/lists/kept/catalog.ts";
import { ListsInUse } from "../findings/lists/kept/lock.ts";
import { createMirror } from "../findings/lists/kept/mirror.ts";
import { publicList } from "../findings/lists/kept/public-list.ts";
import type { SharedLists } from "../findings/lists/kept/shared-lists.ts";
import { changeBeside } from "../findings/lists/kept/update-list.ts";
import { workElsewhere, type FolderWork } from "../findings/lists/kept/work-elsewhere.ts";
import type { AppRegistry } from "../apps/registry.ts";
import type { Log } from "../telemetry/log.ts";
import type { ListGaugeName, Metrics } from "../telemetry/metrics.ts";

interface ListKeeperParts {
  readonly registry: Pick<AppRegistry, "apps">;
  /** Web origins under which this gateway is reached: no list may name their hosts. */
  readonly origins: readonly string[];
  readonly clock: () => Date;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** The threat lists of a folder, kept up to date, measured and logged by their names. */
export function keepLists(folder: string, parts: ListKeeperParts): Promise<LiveLists> {
  return keepListsBy({ folder, work: workIn(folder, parts) }, parts);
}

/** The lists that gateways share, from a temporary folder of this one's own, which is gone when they are closed. */
export async function keepSharedLists(shared: SharedLists, parts: ListKeeperParts): Promise<LiveLists> {
  const folder = mkdtempSync(join(tmpdir(), "hutong-lists-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const live = await keepListsBy(sharedWork(shared, folder, parts), parts);
    return { ...live, close: () => live.close().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Gateways that start together tell their hosts one after another. */
const HOSTS_WAIT_MS = 5_000;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const troubleTo =
  (log: Log) =>
  (file: string, message: string): void =>
    log({ event: "list_trouble", file, message });

function workIn(folder: string, { registry }: Pick<ListKeeperParts, "registry">): FolderWork {
  return workElsewhere(folder, () => appHosts(registry.apps()));
}

function sharedWork(shared: SharedLists, folder: string, parts: ListKeeperParts) {
  const own = workIn(folder, parts);
  const onTrouble = troubleTo(parts.log);
  const mirror = createMirror({
    shared,
    folder,
    withTexts: true,
    async adopt(catalog, incoming) {
      for (const { file, message } of await own.adopt(catalog, incoming)) onTrouble(file, message);
    },
  });
  /** Null while another changes the lists: what that one does comes with the next generation. */
  async function changed<Result>(waitMs: number, run: () => Promise<Result>): Promise<Result | null> {
    try {
      return await mirror.change(waitMs, run);
    } catch (error) {
      if (error instanceof ListsInUse) return null;
      throw error;
    }
  }
  /** A file is on the machine of whoever added it: its command alone reads it again. */
  const dueOf = (names: readonly string[]): readonly string[] => {
    const nowMs = parts.clock().getTime();
    const due = readCatalog(folder).lists.filter(({ place, dueAtMs }) => place.from === "url" && dueAtMs <= nowMs);
    return due.map(({ name }) => name).filter((name) => names.includes(name));
  };
  const work: ListWork = {
    async update(names) {
      if (dueOf(names).length === 0) return [];
      // By now another may have asked for them.
      return (await changed(0, async () => own.update(dueOf(names)))) ?? [];
    },
    async rebuild(ownHosts) {
      await changed(
        HOSTS_WAIT_MS,
        () =>
          changeBeside(folder, ({ exceptions, ownHosts: known }) => {
            const missing = ownHosts.filter((host) => !known.includes(host));
            return missing.length === 0 ? null : { exceptions, ownHosts: [...known, ...missing] };
          }),
        // They are guarded here all the same, and told when the lists change next.
      ).catch((error: unknown) => onTrouble("lists", messageOf(error)));
      return own.rebuild(ownHosts);
    },
    close: () => own.close(),
  };
  let told = "";
  return {
    folder,
    work,
    /** What is known stays in force while the store is away. */
    async pull(): Promise<void> {
      try {
        await mirror.pull();
        told = "";
      } catch (error) {
        const message = messageOf(error);
        if (message !== told) onTrouble("lists", message);
        told = message;
      }
    },
  };
}

async function keepListsBy(
  place: Pick<LiveParts, "folder" | "work" | "pull">,
  { origins, clock, metrics, log }: ListKeeperParts,
): Promise<LiveLists> {
  const ownHosts = origins.flatMap((origin) => URL.parse(origin)?.hostname ?? []);
  const live = await openLiveLists({
    ...place,
    ownHosts: [...new Set(ownHosts)],
    now: () => clock().getTime(),
    random: Math.random,
    onTrouble: troubleTo(log),
    onUpdate(outcome) {
      metrics.add("list_updates", outcome.kind);
      if (outcome.kind !== "failed") return;
      metrics.add("list_update_failures", { list: outcome.name });
      log({ event: "list_not_updated", list: outcome.name, message: outcome.reason });
    },
    onHit: (list) => metrics.add("list_hits", { list }),
  });
  metrics.tellLists(() => gaugesOf(live, clock().getTime()));
  return live;
}

/** What `GET /v1/lists` answers. */
export function listsTold(live: Pick<LiveLists, "catalog"> | null, now: Date) {
  return { lists: (live?.catalog().lists ?? []).map((list) => publicList(list, now.getTime())) };
}

function gaugesOf(live: LiveLists, nowMs: number): Readonly<Record<ListGaugeName, ReadonlyMap<string, number>>> {
  const { lists } = live.catalog();
  return {
    list_entries: new Map(lists.map(({ name, text }) => [name, text.entries])),
    list_age_seconds: new Map(lists.map(({ name, confirmedAtMs }) => [name, (nowMs - confirmedAtMs) / 1_000])),
    list_refused_entries: new Map(lists.map(({ name, text }) => [name, text.refused.count])),
  };
}
