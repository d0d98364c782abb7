import { watchFile } from "../rulebooks/watch-file.ts";
import { InputError } from "../input/input-error.ts";
import type { LiveRulebook } from "../rulebooks/live.ts";
import { describeFault, type Log } from "../telemetry/log.ts";
import type { Metrics } from "../telemetry/metrics.ts";

/** Keeps rulebooks as their files say. */
export interface RulebookKeeper {
  /** Reads the files again, whatever was seen of them before. */
  readonly reload: () => void;
  readonly close: () => void;
}

interface KeptRulebook {
  readonly live: LiveRulebook;
  /** What it is to the gateway, in logs and metrics. */
  readonly role: "in_force" | "shadow";
  /** Called in the turn of the swap, before anything is judged by the new one. */
  readonly onChange: () => void;
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
    close() {
      for (const keeper of keepers) keeper.close();
    },
  };
}

function keepRulebook(
  { live, role, onChange }: KeptRulebook,
  file: string,
  { metrics, log }: KeeperParts,
): RulebookKeeper {
  function runReload(reload: () => boolean): void {
    try {
      if (!reload()) return;
    } catch (error) {
      metrics.add("rulebook_reloads", { role, outcome: "refused" });
      log({
        event: "rulebook_refused",
        role,
        ...(error instanceof InputError ? { message: error.message } : describeFault(error)),
      });
      return;
    }
    metrics.add("rulebook_reloads", { role, outcome: "changed" });
    log({ event: "rulebook_changed", role, rulebook: live.current.book.rulebook.id });
    onChange();
  }

  const onFault = (error: unknown): void => log({ event: "rulebook_unwatched", role, ...describeFault(error) });
  let unwatch: (() => void) | null = null;
  try {
    unwatch = watchFile(file, () => runReload(live.reloadIfWritten), onFault);
  } catch (error) {
    // Systems bound how much may be watched; the signal still works.
    onFault(error);
  }
  return { reload: () => runReload(live.reload), close: () => unwatch?.() };
}
