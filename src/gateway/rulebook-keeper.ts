import { watchFile } from "../check/file-watch.ts";
import { inputFault } from "../check/input-fault.ts";
import type { LiveRulebook } from "../check/live-rulebook.ts";
import { describeFault, type Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";

/** Keeps a rulebook as its file says. */
export interface RulebookKeeper {
  /** Reads the file again, whatever was seen of it before. */
  readonly reload: () => void;
  close(): void;
}

interface KeeperParts {
  readonly live: LiveRulebook;
  /** What it is to the gateway, in logs and metrics. */
  readonly role: "in_force" | "shadow";
  /** Called in the turn of the swap, before anything is judged by the new one. */
  readonly onChange: () => void;
  readonly metrics: Metrics;
  readonly log: Log;
}

/**
 * Watches the file of a rulebook and swaps in what is written there. A broken file is refused: its mistake is logged with
 * file, line and column, and what decided goes on deciding.
 *
 * @returns Null for a shipped rulebook, which has no file to watch.
 */
export function keepRulebook({ live, role, onChange, metrics, log }: KeeperParts): RulebookKeeper | null {
  const { file } = live;
  if (file === null) return null;

  function look(reload: () => boolean): void {
    try {
      if (!reload()) return;
      metrics.add("rulebook_reloads", `${role} changed`);
      log({ event: "rulebook_changed", role, rulebook: live.current.book.rulebook.id });
      onChange();
    } catch (error) {
      const message = inputFault(error);
      metrics.add("rulebook_reloads", `${role} refused`);
      log({ event: "rulebook_refused", role, ...(message === null ? describeFault(error) : { message }) });
    }
  }

  const onFault = (error: unknown): void => log({ event: "rulebook_unwatched", role, ...describeFault(error) });
  let unwatch: (() => void) | null = null;
  try {
    unwatch = watchFile(file, () => look(live.reloadIfWritten), onFault);
  } catch (error) {
    // Systems bound how much may be watched; the signal still works.
    onFault(error);
  }
  return { reload: () => look(live.reload), close: () => unwatch?.() };
}
