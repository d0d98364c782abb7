import { readdirSync, readFileSync, statSync } from "node:fs";
import type { LogEvent } from "./log.ts";

/** Files of this process, sockets among them; null where the system does not say. */
interface OpenFiles {
  readonly open: number | null;
  /** Without a limit: Infinity. */
  readonly most: number | null;
}

/** Sources, on Linux: proc_pid_limits(5) and proc_pid_fd(5), https://man7.org/linux/man-pages/man5/proc.5.html, read 2026-11-29. */
export function readOpenFiles(): OpenFiles {
  return { open: known(countOpen), most: known(() => mostIn(readFileSync("/proc/self/limits", "utf8"))) };
}

/** The limit that holds now, of a table as Linux writes it: name, soft limit, hard limit, unit. */
export function mostIn(limits: string): number | null {
  const [, most] = /^Max open files +(\d+|unlimited) /mu.exec(limits) ?? [];
  if (most === undefined) return null;
  return most === "unlimited" ? Infinity : Number(most);
}

/** What an operator is told where connections are refused before the gateway has as many as it allows; null: nothing. */
export function fewOpenFiles({ most }: OpenFiles, maxConnections: number): LogEvent | null {
  if (most === null || most >= maxConnections) return null;
  const message =
    "connections past the limit of open files are refused unseen: raise it (ulimit -n, LimitNOFILE) or lower maxConnections";
  return { event: "few_open_files", limit: most, maxConnections, message };
}

/** Linux before 6.2 does not tell it as the folder's size. */
function countOpen(): number {
  const { size } = statSync("/proc/self/fd");
  // The one that reads the folder is not counted.
  return size > 0 ? size : readdirSync("/proc/self/fd").length - 1;
}

function known<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
