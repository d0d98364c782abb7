import type Database from "better-sqlite3";
import type { NewEntry } from "../../log/entry.ts";
import { rootOf, type TreeHash } from "../../log/merkle.ts";
import { drawPseudonym, sealEntry } from "../../log/seal.ts";
import { TILE_WIDTH } from "../../log/tiles.ts";
import type { HeadChange, LogHead, LoggedEntry, LoggedState, SignedHead } from "../../log/log-store.ts";

const NO_HEAD: LogHead = { size: 0, epoch: null, key: null, checkpoint: null };

/**
 * The decision log. What writes runs inside a transaction: `append` beside what it records, so that both are there or neither.
 */
export function createLog(db: Database.Database) {
  const statements = prepareAll(db);

  function head(): LogHead {
    return statements.head.get() ?? NO_HEAD;
  }

  function pseudonymOf(user: string): string {
    statements.addPerson.run(user, drawPseudonym());
    return statements.person.get(user) ?? "";
  }

  /** The index of the entry. */
  function append(entry: NewEntry): number {
    const { body, hash, salts } = sealEntry(entry, pseudonymOf);
    const index = statements.grow.get() ?? 0;
    statements.add.run(index, body, hash);
    for (const { field, owner, salt } of salts) statements.addSalt.run(index, field, owner, salt);
    addNodes(index + 1);
    return index;
  }

  /** The roots of what became complete with the last entry. */
  function addNodes(size: number): void {
    let count = size;
    for (let level = 0; count % TILE_WIDTH === 0; level += 1) {
      count /= TILE_WIDTH;
      statements.addNode.run(level + 1, count - 1, rootOf(hashes(level, (count - 1) * TILE_WIDTH, TILE_WIDTH)));
    }
  }

  function hashes(level: number, from: number, limit: number): TreeHash[] {
    return level === 0 ? statements.leaves.all(from, limit) : statements.nodes.all(level, from, limit);
  }

  function isHead({ key, epoch }: Pick<LogHead, "key" | "epoch">): boolean {
    const now = head();
    return now.key === key && now.epoch === epoch;
  }

  return {
    append,
    appendState({ name, was, is }: LoggedState, entries: readonly NewEntry[]): boolean {
      if ((statements.state.get(name) ?? null) !== was) return false;
      for (const entry of entries) append(entry);
      statements.setState.run(name, is);
      return true;
    },
    appendHeadChange(entry: NewEntry, { was, is }: HeadChange): number | null {
      if (!isHead(was)) return null;
      const index = append(entry);
      statements.setIdentity.run(is.epoch, is.key);
      return index;
    },
    keepCheckpoint(signed: SignedHead, was: Omit<LogHead, "size">): boolean {
      if (!isHead(was) || head().checkpoint !== was.checkpoint) return false;
      statements.keepCheckpoint.run(signed);
      return true;
    },
    /** Drops what opens the commitments about a user, and their name in the log. Returns how many salts went. */
    forget(user: string): number {
      statements.dropPerson.run(user);
      return statements.dropSalts.run(user).changes;
    },
    state: (name: LoggedState["name"]): string | null => statements.state.get(name) ?? null,
    head,
    entries: (from: number, limit: number): LoggedEntry[] => statements.entries.all(from, limit),
    hashes,
    salts: (index: number) => statements.salts.all(index),
  };
}

export type Log = ReturnType<typeof createLog>;

function prepareAll(db: Database.Database) {
  return {
    head: db.prepare<[], LogHead>("SELECT size, epoch, key, checkpoint FROM log_head"),
    /** One more entry; its number. */
    grow: db
      .prepare<[], number>(
        `INSERT INTO log_head (single, size) VALUES (1, 1) ON CONFLICT (single) DO UPDATE SET size = size + 1
         RETURNING size - 1`,
      )
      .pluck(),
    setIdentity: db.prepare<[string | null, string | null]>("UPDATE log_head SET epoch = ?, key = ?"),
    keepCheckpoint: db.prepare<SignedHead>(
      `INSERT INTO log_head (single, size, epoch, key, checkpoint) VALUES (1, @size, @epoch, @key, @checkpoint)
       ON CONFLICT (single) DO UPDATE SET epoch = excluded.epoch, key = excluded.key, checkpoint = excluded.checkpoint`,
    ),
    add: db.prepare<[number, Buffer, Buffer]>("INSERT INTO log_entry (number, body, hash) VALUES (?, ?, ?)"),
    addSalt: db.prepare<[number, string, string | null, Buffer]>(
      "INSERT INTO log_salt (entry, field, owner, salt) VALUES (?, ?, ?, ?)",
    ),
    addNode: db.prepare<[number, number, Buffer]>("INSERT INTO log_node (level, number, hash) VALUES (?, ?, ?)"),
    addPerson: db.prepare<[string, string]>("INSERT OR IGNORE INTO log_person (owner, pseudonym) VALUES (?, ?)"),
    person: db.prepare<[string], string>("SELECT pseudonym FROM log_person WHERE owner = ?").pluck(),
    dropPerson: db.prepare<[string]>("DELETE FROM log_person WHERE owner = ?"),
    dropSalts: db.prepare<[string]>("DELETE FROM log_salt WHERE owner = ?"),
    entries: db.prepare<[number, number], LoggedEntry>(
      `SELECT number AS "index", body FROM log_entry WHERE number >= ? ORDER BY number LIMIT ?`,
    ),
    leaves: db
      .prepare<[number, number], Buffer>("SELECT hash FROM log_entry WHERE number >= ? ORDER BY number LIMIT ?")
      .pluck(),
    nodes: db
      .prepare<[number, number, number], Buffer>(
        "SELECT hash FROM log_node WHERE level = ? AND number >= ? ORDER BY number LIMIT ?",
      )
      .pluck(),
    salts: db.prepare<[number], { field: string; salt: Buffer }>(
      "SELECT field, salt FROM log_salt WHERE entry = ? ORDER BY field",
    ),
    state: db.prepare<[string], string>("SELECT value FROM log_state WHERE name = ?").pluck(),
    setState: db.prepare<[string, string]>(
      "INSERT INTO log_state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    ),
  };
}
