import type { LoggedEntry, LogStore } from "./log-store.ts";

/** Entries that are read in one step. */
const STEP = 256;
const NAMED = ['"type":"key"', '"type":"epoch"'] as const;

/**
 * Reads which entries name another key or epoch. A log is read once from its beginning, and from then on what came since; what
 * an entry of another type says in such words stands in it with escaped quotes.
 */
export function createKeyEntries(
  log: Pick<LogStore, "logHead" | "logEntries"> & { lookAtEpoch(): Promise<string> },
): () => Promise<readonly LoggedEntry[]> {
  let known = { epoch: "", to: 0, found: [] as LoggedEntry[] };
  let turn: Promise<unknown> = Promise.resolve();

  async function read(): Promise<readonly LoggedEntry[]> {
    const epoch = await log.lookAtEpoch();
    // What a store that went back in time held before says nothing of it.
    if (known.epoch !== epoch) known = { epoch, to: 0, found: [] };
    const { size } = await log.logHead();
    while (known.to < size) {
      const entries = await log.logEntries(known.to, Math.min(STEP, size - known.to));
      if (entries.length === 0) break;
      known.found.push(...entries.filter(({ body }) => NAMED.some((type) => body.includes(type))));
      known.to += entries.length;
    }
    return known.found;
  }

  return () => {
    const own = turn.then(read);
    turn = own.catch(() => undefined);
    return own;
  };
}
