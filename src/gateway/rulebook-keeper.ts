import { watchFile } from "../rulebooks/watch-file.ts";
import { InputError } from "../input/input-error.ts";
import { createThreads, type Threads } from "../input/threads.ts";
import type { LiveRulebook, NextRulebook } from "../rulebooks/live.ts";
import { describeFault, type Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { RulebookReview } from "./rulebook-review.ts";

/** Keeps rulebooks as their files say. */
export interface RulebookKeeper {
  /** Reads the files again, whatever was seen of them before. */
  readonly reload: () => void;
  readonly close: () => Promise<void>;
}

interface KeptRulebook {
  readonly live: LiveRulebook;
  /** What it is to the gateway, in logs and metrics. */
  readonly role: "in_force" | "shadow";
  /** Called in the turn of the swap, before anything is judged by the new one. */
  readonly onChange: () => void;
  /** Left out: nobody is warned of anything. */
  readonly review?: RulebookReview;
}

interface KeeperParts {
  readonly metrics: Metrics;
  readonly log: Log;
}

/**
 * Watches the files of rulebooks and swaps in what is written there. A broken file is refused: its mistake is logged with
 * file, line and column, and what decided goes on deciding.
 *
 * @returns Null when none has a file; shipped rulebooks change with the program only.
 */
export function keepRulebooks(kept: readonly KeptRulebook[], parts: KeeperParts): RulebookKeeper | null {
  const keepers = kept.flatMap(({ live, ...one }) =>
    live.file === null ? [] : [keepRulebook({ live, ...one }, live.file, parts)],
  );
  if (keepers.length === 0) return null;
  return {
    reload() {
      for (const keeper of keepers) keeper.reload();
    },
    async close() {
      await Promise.all(keepers.map((keeper) => keeper.close()));
    },
  };
}

function keepRulebook(
  { live, role, onChange, review }: KeptRulebook,
  file: string,
  { metrics, log }: KeeperParts,
): RulebookKeeper {
  const threads = createThreads();

  function refused(error: unknown): void {
    metrics.add("rulebook_reloads", { role, outcome: "refused" });
    log({
      event: "rulebook_refused",
      role,
      ...(error instanceof InputError ? { message: error.message } : describeFault(error)),
    });
  }

  function take(next: NextRulebook): void {
    const before = live.text;
    next.take();
    metrics.add("rulebook_reloads", { role, outcome: "changed" });
    log({ event: "rulebook_changed", role, rulebook: live.current.book.rulebook.id });
    onChange();
    if (review?.isStrict === false) review.changed(before, next.text);
  }

  type Find = (threads: Threads) => Promise<NextRulebook | null>;
  async function swap(find: Find): Promise<void> {
    let next: NextRulebook | null = null;
    try {
      next = await find(threads);
      if (next === null) return;
      if (review?.isStrict === true) await review.refuseWarned(live.text, next.text);
      take(next);
    } catch (error) {
      next?.refuse();
      refused(error);
    }
  }

  /** One swap ends before the file is read again, so that none is compared with what decides no more. */
  let swapping: Promise<void> = Promise.resolve();
  function runReload(find: Find): void {
    swapping = swapping.then(() => swap(find));
  }

  const onFault = (error: unknown): void => log({ event: "rulebook_unwatched", role, ...describeFault(error) });
  let unwatch: (() => void) | null = null;
  try {
    unwatch = watchFile(file, () => runReload(live.nextIfWritten), onFault);
  } catch (error) {
    // Systems bound how much may be watched; the signal still works.
    onFault(error);
  }
  return {
    reload: () => runReload(live.next),
    async close() {
      unwatch?.();
      await threads.close();
    },
  };
}
