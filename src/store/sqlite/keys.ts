import { createHmac, randomBytes } from "node:crypto";
import type Database from "better-sqlite3";
import { isConversationId, USER_ID } from "../../chat/ids.ts";
import { keptEvent } from "../../chat/kept-json.ts";
import type { NewGroup } from "../conversations.ts";
import type { NewMessage } from "../messages.ts";
import type { KnownConversation } from "./conversations.ts";
import type { MessageRow } from "./messages.ts";

const DIGEST_KEY_BYTES = 32;

/** A message under its key, with what is left of its text once that was taken. */
export interface KeyRow extends MessageRow {
  readonly digest: Buffer | null;
}

/** What tells a retry from another message under the same key, also when the text of the first is gone. */
export interface Keys {
  isSameMessage(row: KeyRow, conversation: KnownConversation, message: Pick<NewMessage, Compared>): boolean;
  isSameGroup(row: KeyRow, conversation: KnownConversation, group: Pick<NewGroup, "members" | "title">): boolean;
}

type Compared = "from" | "to" | "key" | "text";

/**
 * Gives the SQL function `key_digest(sender, key, text)` to a connection, which statements that take a text call first.
 *
 * The digest is HMAC-SHA256 with a key that the store draws at its first start and keeps among its settings. Two equal texts
 * have unequal digests. Whoever holds the whole file can still test guesses of a short text, so it counts as personal data:
 * erasing a user takes it.
 */
export function createKeys(db: Database.Database): Keys {
  const secret = secretOf(db);

  function digestOf(sender: string, key: string, text: string): Buffer {
    // JSON keeps the three apart whatever is in them.
    return createHmac("sha256", secret)
      .update(JSON.stringify([sender, key, text]))
      .digest();
  }

  db.function("key_digest", { deterministic: true, directOnly: true }, (sender: unknown, key: unknown, text: unknown) =>
    digestOf(String(sender), String(key), String(text)),
  );

  return {
    isSameMessage(row, conversation, { from, to, key, text }) {
      if (row.event !== null || !isAddressee(conversation, from, to)) return false;
      if (row.deleted_at === null) return row.text === text;
      // Of a text taken by an earlier program nothing is known, and a retry is likelier than a client's mistake.
      return row.digest === null || row.digest.equals(digestOf(from, key, text));
    },
    isSameGroup({ event }, { title }, group) {
      if (event === null || group.title !== title) return false;
      const { kind, users } = keptEvent(event);
      const asked = new Set(group.members);
      // Who was erased since is not known by name any more.
      return (
        kind === "created" && users.length === asked.size && users.every((each) => asked.has(each) || isGone(each))
      );
    },
  };
}

/** Whether an addressee, a user or a conversation, leads to this conversation. */
function isAddressee({ id, kind, windows }: KnownConversation, from: string, to: string): boolean {
  if (isConversationId(to)) return to === id;
  if (kind === "group") return false;
  const other = [...windows.keys()].find((user) => user !== from) ?? from;
  return other === to || isGone(other);
}

/** A pseudonym is no user id. */
function isGone(user: string): boolean {
  return !USER_ID.test(user);
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
