import { randomBytes } from "node:crypto";
import type Database from "better-sqlite3";
import { createKeys as createKeysOf, DIGEST_KEY_BYTES, type Keys } from "../keys.ts";
import type { MessageRow } from "./messages.ts";

/** A message under its key, with what is left of its text once that was taken. */
export interface KeyRow extends MessageRow {
  readonly digest: Buffer | null;
}

/** Gives the SQL function `key_digest(sender, key, text)` to a connection, which statements that take a text call first. */
export function createKeys(db: Database.Database): Keys {
  const keys = createKeysOf(secretOf(db));
  db.function("key_digest", { deterministic: true, directOnly: true }, (sender: unknown, key: unknown, text: unknown) =>
    keys.digestOf(String(sender), String(key), String(text)),
  );
  return keys;
}

function secretOf(db: Database.Database): Buffer {
  const known = db.prepare<[], string>("SELECT value FROM setting WHERE name = 'digest_key'").pluck();
  // Only the first time is written, as the epoch.
  if (known.get() === undefined) {
    const drawn = randomBytes(DIGEST_KEY_BYTES).toString("base64url");
    db.prepare("INSERT OR IGNORE INTO setting (name, value) VALUES ('digest_key', ?)").run(drawn);
  }
  return Buffer.from(String(known.get()), "base64url");
}
