import type Database from "better-sqlite3";
import type { ReaderOs } from "../../apps/types.ts";
import type { Choice, Locale } from "../../policy/types.ts";
import type { ChoiceScope, ExactChoice } from "../../report/own-choice.ts";
import { exactChoiceOf, scopeParts, type ExactChoiceRow } from "../exact-choices.ts";
import type { Device } from "../users.ts";
import { StoreError } from "../store-error.ts";

interface DeviceRow {
  readonly user: string;
  readonly device: string;
  readonly os: ReaderOs;
  readonly version: string | null;
  readonly locale: Locale;
}

/** How exactly it is known when a device was last seen: one that comes back sooner, and as it was, costs the disk nothing. */
const SEEN_EVERY_MS = 86_400_000;
/** Answers remembered at most; past it they are forgotten together. */
const MAX_KNOWN = 100_000;

/** What is kept of a user beside their conversations. What writes runs inside a transaction. */
export interface Users {
  knowsUser(user: string): boolean;
  choice(user: string): Choice | null;
  setChoice(user: string, choice: Choice | null): void;
  exactChoices(user: string): readonly ExactChoice[];
  setExactChoice(user: string, scope: ChoiceScope, choice: Choice | null, maxChoices: number): void;
  blocks(user: string): readonly string[];
  setBlocked(user: string, other: string, isBlocked: boolean, maxBlocks: number): boolean;
  /** Whether one of them blocks the user. */
  isBlocked(user: string, by: readonly string[]): boolean;
  rememberDevice(device: Device, at: Date): void;
  /** What is remembered of blocks may be old. */
  clearCache(): void;
  devices(user: string): readonly Device[];
}

export function createUsers(db: Database.Database): Users {
  const selectKnown = db
    .prepare<{ user: string }, 0 | 1>(
      `SELECT EXISTS (SELECT 1 FROM member WHERE user = @user) OR EXISTS (SELECT 1 FROM device WHERE user = @user)
       OR EXISTS (SELECT 1 FROM log_person WHERE owner = @user)`,
    )
    .pluck();
  const selectChoice = db.prepare<[string], Choice>("SELECT choice FROM choice WHERE user = ?").pluck();
  const setChoice = db.prepare<[string, Choice]>("INSERT OR REPLACE INTO choice (user, choice) VALUES (?, ?)");
  const dropChoice = db.prepare<[string]>("DELETE FROM choice WHERE user = ?");
  const selectExact = db.prepare<[string], ExactChoiceRow>(
    "SELECT kind, name, choice FROM exact_choice WHERE user = ? ORDER BY kind, name",
  );
  const countOthers = db
    .prepare<[string, string, string], number>(
      "SELECT count(*) FROM exact_choice WHERE user = ? AND NOT (kind = ? AND name = ?)",
    )
    .pluck();
  const setExact = db.prepare<[string, string, string, Choice]>(
    "INSERT OR REPLACE INTO exact_choice (user, kind, name, choice) VALUES (?, ?, ?, ?)",
  );
  const dropExact = db.prepare<[string, string, string]>(
    "DELETE FROM exact_choice WHERE user = ? AND kind = ? AND name = ?",
  );
  const selectBlocks = db
    .prepare<[string], string>("SELECT blocked FROM block WHERE user = ? ORDER BY blocked")
    .pluck();
  const countBlocks = db.prepare<[string], number>("SELECT count(*) FROM block WHERE user = ?").pluck();
  const selectBlock = db.prepare<[string, string]>("SELECT 1 FROM block WHERE user = ? AND blocked = ?");
  // Asked with every message between two, so the answers are remembered.
  const known = new Map<string, boolean>();
  const setBlock = db.prepare<[string, string]>("INSERT OR IGNORE INTO block (user, blocked) VALUES (?, ?)");
  const dropBlock = db.prepare<[string, string]>("DELETE FROM block WHERE user = ? AND blocked = ?");
  const setDevice = db.prepare<[string, string, string, string | null, string, number]>(
    `INSERT INTO device (user, device, os, version, locale, seen_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET os = excluded.os, version = excluded.version, locale = excluded.locale, seen_at = excluded.seen_at
     WHERE (os, version, locale) IS NOT (excluded.os, excluded.version, excluded.locale)
       OR seen_at <= excluded.seen_at - ${SEEN_EVERY_MS}`,
  );
  const addAccount = db.prepare<[string, number]>("INSERT OR IGNORE INTO account (user_id, since) VALUES (?, ?)");
  const selectDevices = db.prepare<[string], DeviceRow>(
    "SELECT user, device, os, version, locale FROM device WHERE user = ? ORDER BY device",
  );
  function isBlockedBy(other: string, user: string): boolean {
    const pair = `${other}\n${user}`;
    const remembered = known.get(pair);
    if (remembered !== undefined) return remembered;
    if (known.size >= MAX_KNOWN) known.clear();
    const found = selectBlock.get(other, user) !== undefined;
    known.set(pair, found);
    return found;
  }

  return {
    knowsUser: (user) => selectKnown.get({ user }) === 1,
    choice: (user) => selectChoice.get(user) ?? null,
    setChoice(user, choice) {
      if (choice === null) dropChoice.run(user);
      else setChoice.run(user, choice);
    },
    exactChoices: (user) => selectExact.all(user).map(exactChoiceOf),
    setExactChoice(user, scope, choice, maxChoices) {
      const { kind, name } = scopeParts(scope);
      if (choice === null) return void dropExact.run(user, kind, name);
      if ((countOthers.get(user, kind, name) ?? 0) >= maxChoices)
        throw new StoreError("too_many_choices", "too many things are chosen for");
      setExact.run(user, kind, name, choice);
    },
    blocks: (user) => selectBlocks.all(user),
    setBlocked(user, other, isBlocked, maxBlocks) {
      known.delete(`${user}\n${other}`);
      if (!isBlocked) return dropBlock.run(user, other).changes === 1;
      if (selectBlock.get(user, other) !== undefined) return false;
      if ((countBlocks.get(user) ?? 0) >= maxBlocks) throw new StoreError("too_many_blocks", "too many are blocked");
      return setBlock.run(user, other).changes === 1;
    },
    isBlocked: (user, by) => by.some((other) => other !== user && isBlockedBy(other, user)),
    rememberDevice({ user, device, os, version, locale }, at) {
      setDevice.run(user, device, os, version, locale, at.getTime());
      addAccount.run(user, at.getTime());
    },
    clearCache: () => known.clear(),
    devices: (user) => selectDevices.all(user),
  };
}
