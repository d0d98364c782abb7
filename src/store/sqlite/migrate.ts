import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type Database from "better-sqlite3";
import { INBOX_LEAP } from "../bots.ts";
import { DatabaseFileError } from "./database-file-error.ts";

const FOLDER = new URL("./migrations/", import.meta.url);

/** The schema that this program writes. */
export function knownSchema(): number {
  return allSteps().length;
}

function allSteps(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".sql"))
    .sort();
}

/**
 * Brings a database to the last schema, each step in a transaction of its own. The number of steps done is its `user_version`.
 *
 * @throws {DatabaseFileError} `newer_schema` when the database was written by a later program.
 */
export function migrate(db: Database.Database): void {
  const steps = allSteps();
  const done = () => Number(db.pragma("user_version", { simple: true }));
  if (done() > steps.length) throw new DatabaseFileError("newer_schema");
  for (const [index, name] of steps.entries()) {
    if (index < done()) continue;
    db.transaction(() => {
      // Another process may have done it while this one waited its turn.
      if (index < done()) return;
      db.exec(readFileSync(new URL(name, FOLDER), "utf8"));
      db.pragma(`user_version = ${index + 1}`);
    }).immediate();
  }
}

/** The store's epoch, drawn the first time. */
export function epochOf(db: Database.Database): string {
  const known = db.prepare<[], string>("SELECT value FROM setting WHERE name = 'epoch'").pluck();
  // Only the first time is written, so that a second process can open the file while the first writes messages.
  if (known.get() === undefined) {
    const drawn = randomBytes(16).toString("base64url");
    db.prepare("INSERT OR IGNORE INTO setting (name, value) VALUES ('epoch', ?)").run(drawn);
  }
  return String(known.get());
}

/** Draws another epoch, unless that was done since it was `was`; the one from now on. */
export function renewEpoch(db: Database.Database, was: string): string {
  const drawn = randomBytes(16).toString("base64url");
  const { changes } = db.prepare("UPDATE setting SET value = ? WHERE name = 'epoch' AND value = ?").run(drawn, was);
  if (changes > 0) leapInboxes(db);
  return epochOf(db);
}

/** Bots' inboxes go on behind every number that a bot can have been told before; see {@link INBOX_LEAP}. */
export function leapInboxes(db: Database.Database): void {
  db.prepare("UPDATE bot SET last_sn = last_sn + ?").run(INBOX_LEAP);
}
