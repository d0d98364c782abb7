import { SqliteError } from "better-sqlite3";
import type Database from "better-sqlite3";
import { StoreError } from "../store-error.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { WalSync } from "./wal-sync.ts";

interface Write {
  /** Runs inside the transaction. May throw a {@link StoreError} before its first statement that changes anything. */
  readonly run: () => unknown;
  readonly rows: number;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
  outcome: { readonly value: unknown } | { readonly error: unknown } | null;
}

interface GroupCommitHooks {
  /** Before each transaction; what reads in this turn ends its own. */
  readonly before: () => void;
  /** Before each transaction's first write. */
  readonly begun: () => void;
  /** What the writes left in memory is not on disk. */
  readonly rolledBack: () => void;
  /** A write that changes nothing. While the disk refuses writes it is tried, so that readiness returns without a sender. */
  readonly probe: () => void;
  /** Brings committed transactions to the disk; null where a commit does that itself, or there is no disk. */
  readonly sync: WalSync["sync"] | null;
  /** After each sync; while the promise is under way nothing is written. */
  readonly pause: Checkpoints["pause"];
}

const BUSY_RETRY_MS = 20;
const MAX_BUSY_MS = 2_000;
const PROBE_MS = 1_000;

/** After these nothing may be trusted to be on disk, whatever a later sync says; the store has to be opened again. */
const FATAL = /^SQLITE_(IOERR_FSYNC|IOERR_DIR_FSYNC|CORRUPT|NOTADB)/u;

export interface GroupCommit {
  /**
   * Resolves with what `run` returned, after it is on disk; in the order of the calls.
   *
   * @param rows  How many it changes where they may be many: the WAL is checkpointed the sooner.
   */
  write<T>(run: () => T, rows?: number): Promise<T>;
  /** Resolves when all that a read can see is on disk; the read has to follow in the same turn. */
  durable(): Promise<void>;
  health(): { readonly writable: boolean; readonly because: string | null };
  /** Writes what waits. Afterwards every write is refused. */
  close(): Promise<void>;
}

/**
 * Group commit: writes that arrive while a sync is running share the next transaction and its one sync.
 * A failed transaction stores none of them.
 */
export function createGroupCommit(db: Database.Database, hooks: GroupCommitHooks): GroupCommit {
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  const rollback = db.prepare("ROLLBACK");
  let waiting: Write[] = [];
  let scheduled: NodeJS.Immediate | NodeJS.Timeout | null = null;
  let busySinceMs: number | null = null;
  let fatal: string | null = null;
  let lastFailure: string | null = null;
  let isClosed = false;
  let probing: NodeJS.Timeout | null = null;
  let isSyncing = false;
  let isPaused = false;
  let awaitingSync: (() => void)[] = [];

  function schedule(): void {
    scheduled ??= setImmediate(flush);
  }

  function flush(): void {
    scheduled = null;
    // Its end flushes what has come meanwhile.
    if (isSyncing || isPaused) return;
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    if (fatal !== null) {
      for (const { reject } of batch) reject(unavailable(fatal));
      return;
    }
    try {
      commitBatch(batch);
    } catch (error) {
      afterFailure(batch, error);
      return;
    }
    busySinceMs = null;
    lastFailure = null;
    syncThenAnswer(batch);
  }

  function commitBatch(batch: readonly Write[]): void {
    hooks.before();
    begin.run();
    try {
      hooks.begun();
      for (const write of batch) {
        try {
          write.outcome = { value: write.run() };
        } catch (error) {
          // A refusal changed nothing; the others of the batch go on.
          if (!(error instanceof StoreError)) throw error;
          write.outcome = { error };
        }
      }
      commit.run();
    } catch (error) {
      if (db.inTransaction) rollback.run();
      hooks.rolledBack();
      throw error;
    }
  }

  /** Answers what was committed, once it is on disk. */
  function syncThenAnswer(batch: readonly Write[]): void {
    if (batch.length === 0) return;
    if (hooks.sync === null) {
      answer(batch);
      return;
    }
    isSyncing = true;
    hooks.sync((error) => {
      isSyncing = false;
      if (error === null) answer(batch);
      else {
        fatal = "SQLITE_IOERR_FSYNC";
        for (const { reject } of batch) reject(unavailable(error));
      }
      // After the answers: who reads then may rely on everything it sees having been told.
      for (const resolve of awaitingSync.splice(0)) resolve();
      const pause = error === null ? hooks.pause(batch.reduce((sum, { rows }) => sum + rows, 0)) : null;
      isPaused = pause !== null;
      if (pause === null) goOn();
      else void untilResumed(pause);
    });
  }

  async function untilResumed(pause: Promise<void>): Promise<void> {
    await pause;
    isPaused = false;
    goOn();
  }

  function goOn(): void {
    // In a turn of its own: reads that waited come first, and frames that have arrived join the batch.
    if (waiting.length > 0) schedule();
  }

  function answer(batch: readonly Write[]): void {
    for (const { outcome, resolve, reject } of batch) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `run` of the same write returned
      if (outcome !== null && "value" in outcome) resolve(outcome.value as never);
      else reject(outcome?.error);
    }
  }

  function afterFailure(batch: Write[], error: unknown): void {
    const code = error instanceof SqliteError ? error.code : "bug";
    if (code.startsWith("SQLITE_BUSY")) {
      busySinceMs ??= performance.now();
      if (performance.now() - busySinceMs < MAX_BUSY_MS && !isClosed) {
        waiting = [...batch, ...waiting];
        scheduled ??= setTimeout(flush, BUSY_RETRY_MS);
        return;
      }
      busySinceMs = null;
    }
    if (FATAL.test(code)) fatal = code;
    lastFailure = code;
    probeLater();
    const isAboutTheDisk = /^SQLITE_(FULL|IOERR|BUSY|READONLY|CANTOPEN|NOMEM)/u.test(code) || fatal !== null;
    if (batch.length > 1 && !isAboutTheDisk) {
      // One write must not take the others of its batch down.
      const committed: Write[] = [];
      for (const write of batch) {
        try {
          commitBatch([write]);
          committed.push(write);
        } catch (alone) {
          write.reject(unavailable(alone));
        }
      }
      syncThenAnswer(committed);
      return;
    }
    for (const { reject } of batch) reject(unavailable(error));
  }

  function probeLater(): void {
    if (fatal !== null || isClosed || probing !== null) return;
    probing = setTimeout(() => {
      probing = null;
      // Its failure comes back here by itself.
      if (lastFailure !== null) write(hooks.probe).catch(() => {});
    }, PROBE_MS);
    probing.unref();
  }

  function write<T>(run: () => T, rows = 1): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (isClosed || fatal !== null) {
        reject(unavailable(isClosed ? "closed" : fatal));
        return;
      }
      waiting.push({ run, rows, resolve, reject, outcome: null });
      schedule();
    });
  }

  function durable(): Promise<void> {
    if (!isSyncing) return Promise.resolve();
    return new Promise((resolve) => {
      awaitingSync.push(resolve);
    });
  }

  function unavailable(cause: unknown): StoreError {
    return new StoreError("unavailable", "the store could not write", { cause });
  }

  return {
    write,
    durable,
    health: () => ({ writable: fatal === null && lastFailure === null && !isClosed, because: fatal ?? lastFailure }),
    async close() {
      isClosed = true;
      if (probing !== null) clearTimeout(probing);
      await durable();
      isPaused = false;
      if (scheduled !== null) {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each of the two ignores what is the other's
        clearImmediate(scheduled as NodeJS.Immediate);
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
        clearTimeout(scheduled as NodeJS.Timeout);
      }
      flush();
      await durable();
    },
  };
}
