import type { NewEntry } from "./entry.ts";
import type { TreeHash } from "./merkle.ts";

/** Where the log stands. */
export interface LogHead {
  /** Entries, from 0. */
  readonly size: number;
  /** The store's epoch as the log knows it; null: no checkpoint was ever signed. */
  readonly epoch: string | null;
  /** The public key that signs checkpoints, 32 bytes as base64; null: none has signed yet. */
  readonly key: string | null;
  /** The last checkpoint that was signed, a signed note; null: none was. */
  readonly checkpoint: string | null;
}

export interface LoggedEntry {
  readonly index: number;
  /** Canonical JSON, UTF-8. */
  readonly body: Buffer;
}

/** What becomes of the head when a checkpoint is signed. */
export interface SignedHead {
  readonly epoch: string;
  readonly key: string;
  readonly size: number;
  readonly checkpoint: string;
}

/** Under which key and epoch checkpoints are signed. */
export interface HeadChange {
  readonly was: Pick<LogHead, "key" | "epoch">;
  readonly is: Pick<LogHead, "key" | "epoch">;
}

/** What is outside the store's tables and enters the log when it has changed. */
export interface LoggedState {
  readonly name: "lists" | "rulebook" | "keys_before";
  /** As it was when the log was told last; null: never. */
  readonly was: string | null;
  readonly is: string;
}

/**
 * The decision log: entries in a Merkle tree, in the order in which they were committed, without gap. Part of the contract in
 * store.ts. A decision that stands in tables enters within its own transaction, by `createLog(db).append` on SQLite and by
 * `appendEntries(within, …)` on PostgreSQL: nobody reads the one without the other.
 */
export interface LogStore {
  /** Appends in a transaction of its own. Resolves with the index, after it is on disk. */
  appendToLog(entry: NewEntry): Promise<number>;
  /** Appends entries together with the state that they tell, unless it is another by now. Resolves with whether it did. */
  appendState(state: LoggedState, entries: readonly NewEntry[]): Promise<boolean>;
  /** What the log was told last of a state; null: nothing. */
  loggedState(name: LoggedState["name"]): Promise<string | null>;
  logHead(): Promise<LogHead>;
  /** From an index on, in order. */
  logEntries(from: number, limit: number): Promise<readonly LoggedEntry[]>;
  /** Hashes of complete subtrees of 256^`level` entries, from the `from`th on, in order; level 0: of the entries. */
  logHashes(level: number, from: number, limit: number): Promise<readonly TreeHash[]>;
  /** Salts that are left of an entry. */
  logSalts(index: number): Promise<readonly { readonly field: string; readonly salt: Buffer }[]>;
  /**
   * Keeps a checkpoint, unless the head is not what it was made from: another key, epoch or checkpoint by now.
   * Resolves with whether it is kept.
   */
  keepCheckpoint(signed: SignedHead, was: Omit<LogHead, "size">): Promise<boolean>;
  /** Appends an entry that says that key or epoch is another, together with that. Resolves with its index; null: it was already. */
  appendHeadChange(entry: Extract<NewEntry, { type: "key" | "epoch" }>, change: HeadChange): Promise<number | null>;
}
