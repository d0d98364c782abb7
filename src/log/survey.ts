import { setImmediate as turn } from "node:timers/promises";
import type { LoggedEntry, LogStore } from "./log-store.ts";
import { entryIn } from "./verify.ts";

/** Entries that are read in one step; between two the loop turns. */
const STEP = 256;

/** How many entries of which kind. */
export interface LogCounts {
  size: number;
  /** ISO 8601; null: there is no entry. */
  from: string | null;
  to: string | null;
  readonly byType: Record<string, number>;
  /** Of decisions. */
  readonly byOutcome: Record<string, number>;
  readonly byDirection: Record<string, number>;
  undone: number;
  /** Appeals that overturned a decision. */
  reversed: number;
}

interface Survey {
  readonly epoch: string;
  readonly counts: LogCounts;
  /** Entries of another key or epoch. */
  readonly keyEntries: LoggedEntry[];
}

/** Reads a log once from its beginning, and from then on what came since. */
export function createLogSurvey(
  log: Pick<LogStore, "logHead" | "logEntries"> & { lookAtEpoch(): Promise<string> },
): () => Promise<{ readonly counts: LogCounts; readonly keyEntries: readonly LoggedEntry[] }> {
  let known = emptySurvey("");
  let last: Promise<unknown> = Promise.resolve();

  async function read(): Promise<Survey> {
    const epoch = await log.lookAtEpoch();
    // What a store that went back in time held before says nothing of it.
    if (known.epoch !== epoch) known = emptySurvey(epoch);
    const { size } = await log.logHead();
    while (known.counts.size < size) {
      const entries = await log.logEntries(known.counts.size, Math.min(STEP, size - known.counts.size));
      if (entries.length === 0) break;
      for (const entry of entries) take(known, entry);
      await turn();
    }
    return known;
  }

  return () => {
    const own = last.then(read);
    last = own.catch(() => undefined);
    return own;
  };
}

function emptySurvey(epoch: string): Survey {
  const counts = { size: 0, from: null, to: null, byType: {}, byOutcome: {}, byDirection: {}, undone: 0, reversed: 0 };
  return { epoch, counts, keyEntries: [] };
}

function take({ counts, keyEntries }: Survey, logged: LoggedEntry): void {
  counts.size += 1;
  const entry = entryIn(logged.body);
  // Of a later program.
  if (entry === null) return;
  counts.from ??= entry.at;
  counts.to = entry.at;
  addTo(counts.byType, entry.type);
  if (entry.type === "key" || entry.type === "epoch") keyEntries.push(logged);
  if (entry.type === "undo") counts.undone += 1;
  if (entry.type !== "decision") return;
  addTo(counts.byOutcome, entry.outcome);
  addTo(counts.byDirection, entry.direction);
  if (entry.direction === "appeal" && entry.outcome === "overturned") counts.reversed += 1;
}

function addTo(table: Record<string, number>, name: string): void {
  table[name] = (table[name] ?? 0) + 1;
}
