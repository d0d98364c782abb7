import { appHosts } from "../findings/lists/guards.ts";
import { openLiveLists, type LiveLists } from "../findings/lists/kept/live-lists.ts";
import { publicList } from "../findings/lists/kept/public-list.ts";
import { workElsewhere } from "../findings/lists/kept/work-elsewhere.ts";
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
export async function keepLists(folder: string, parts: ListKeeperParts): Promise<LiveLists> {
  const { registry, origins, clock, metrics, log } = parts;
  const ownHosts = origins.flatMap((origin) => URL.parse(origin)?.hostname ?? []);
  const live = await openLiveLists({
    folder,
    ownHosts: [...new Set(ownHosts)],
    now: () => clock().getTime(),
    random: Math.random,
    work: workElsewhere(folder, appHosts(registry.apps())),
    onTrouble: (file, message) => log({ event: "list_trouble", file, message }),
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
