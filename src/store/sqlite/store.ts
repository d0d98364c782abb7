import Database from "better-sqlite3";
import { isConversationId } from "../../chat/ids.ts";
import type { ReaderOs } from "../../apps/types.ts";
import type { Choice, Locale } from "../../policy/types.ts";
import type { Accepted, ConversationSummary, Device, Head, NewMessage, Store } from "../store.ts";
import { StoreError } from "../store.ts";
import type { KnownConversation } from "./conversations.ts";
import { createConversations } from "./conversations.ts";
import { createGroupCommit } from "./group-commit.ts";
import type { MessageRow } from "./messages.ts";
import { MESSAGE_COLUMNS, messageOf } from "./messages.ts";
import { epochOf, migrate } from "./migrate.ts";
import { createUpdates } from "./updates.ts";

interface DeviceRow {
  readonly user: string;
  readonly device: string;
  readonly os: ReaderOs;
  readonly version: string | null;
  readonly locale: Locale;
}

const MAX_UNREAD_COUNTED = 1_000;
/** Pages of 4 KiB the log grows to before it is worked into the file. */
const CHECKPOINT_PAGES = 4_000;
const CACHE_KIB = 32_768;

/**
 * A store in one SQLite file: write-ahead log, `synchronous=FULL`, so that a commit is on disk before it is acknowledged
 * (https://www.sqlite.org/pragma.html#pragma_synchronous).
 *
 * @param path     A file, made when missing, or `:memory:`.
 * @param options  `maxPages`: the file grows to this many pages of 4 KiB; past it messages are refused as on a full disk.
 * @throws {Error} when the file is no intact database of this program.
 */
export function openSqliteStore(path: string, options: { readonly maxPages?: number } = {}): Store {
  const db = openDatabase(path);
  try {
    if (options.maxPages !== undefined) db.pragma(`max_page_count = ${options.maxPages}`);
    return storeIn(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

function openDatabase(path: string): Database.Database {
  // Waiting for a lock happens between turns of the event loop (group-commit.ts), never inside a statement.
  const db = new Database(path, { timeout: 0 });
  try {
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    db.pragma("foreign_keys = ON");
    // What is deleted is overwritten in the file too.
    db.pragma("secure_delete = ON");
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    db.pragma(`cache_size = ${-CACHE_KIB}`);
    const check = String(db.pragma("quick_check(1)", { simple: true }));
    if (check !== "ok") throw new Error(check);
  } catch (error) {
    db.close();
    throw new Error("the message store is damaged or no database: restore a backup", { cause: error });
  }
  return db;
}

function storeIn(db: Database.Database): Store {
  migrate(db);
  const epoch = epochOf(db);
  const known = createConversations(db);
  const statements = prepareAll(db);
  const updates = createUpdates(db, known);
  let dataVersion = statements.dataVersion.get();
  const commit = createGroupCommit(db, {
    begun() {
      // Another process may have written in between: then what is remembered of sequence numbers is old.
      const version = statements.dataVersion.get();
      if (version !== dataVersion) known.forget();
      dataVersion = version;
    },
    rolledBack: () => known.forget(),
  });

  function mine(user: string, id: string): KnownConversation {
    const conversation = known.byId(id);
    if (conversation?.members.includes(user) !== true) {
      throw new StoreError("unknown_conversation", "no conversation of this user has this id");
    }
    return conversation;
  }

  function addressed({ from, to, at, key }: NewMessage): KnownConversation | null {
    if (isConversationId(to)) return mine(from, to);
    const conversation = known.ofPair(from, to);
    if (conversation !== null) return conversation;
    // A repeat must not make a conversation.
    if (statements.byKey.get(from, key) !== undefined) return null;
    return known.create(from === to ? [from] : [from, to], "one_to_one", null, at);
  }

  function append(message: NewMessage): Accepted {
    const conversation = addressed(message);
    if (conversation !== null) {
      const seq = conversation.lastSeq + 1;
      const atMs = Math.max(message.at.getTime(), conversation.lastAtMs);
      const evidence = message.evidence === "[]" ? null : message.evidence;
      const { from, key, text, isPending } = message;
      const { changes } = statements.insert.run(
        conversation.row,
        seq,
        from,
        key,
        atMs,
        text,
        evidence,
        Number(isPending),
      );
      if (changes === 1) {
        conversation.lastSeq = seq;
        conversation.lastAtMs = atMs;
        const { id, kind } = conversation;
        const at = new Date(atMs);
        const rest = { evidence: message.evidence, resolutions: null, deletedAt: null };
        const stored = { conversation: id, kind, seq, from, text, at, ...rest };
        return { message: stored, conversation, isRepeat: false };
      }
    }
    return firstSentUnder(message);
  }

  function firstSentUnder({ from, key }: NewMessage): Accepted {
    const row = statements.byKey.get(from, key);
    const conversation = row === undefined ? null : known.byId(row.id);
    if (row === undefined || conversation === null) throw new Error("a sequence number was taken by another message");
    return { message: messageOf(conversation, row), conversation, isRepeat: true };
  }

  function summaryOf(user: string, id: string): ConversationSummary {
    const conversation = mine(user, id);
    const read = Object.fromEntries(statements.marks.all(conversation.row).map(({ user, seq }) => [user, seq]));
    const [last] = statements.before.all(conversation.row, Number.MAX_SAFE_INTEGER, 1);
    const unread = statements.unread.get(conversation.row, read[user] ?? 0, user, MAX_UNREAD_COUNTED) ?? 0;
    return {
      conversation,
      lastSeq: last?.seq ?? 0,
      last: last === undefined ? null : messageOf(conversation, last),
      read,
      unread,
    };
  }

  return {
    epoch,
    append: (message) => commit.write(() => append(message)),
    createGroup: ({ members, title, at }) => commit.write(() => known.create(members, "group", title, at)),
    conversation: async (user, id) => mine(user, id),
    conversations: async (user) => statements.idsByLatest.all(user).map((id) => summaryOf(user, id)),
    heads: async (user) => new Map(statements.heads.all(user).map(({ id, ...head }) => [id, head])),
    async messagesAfter(user, id, after, limit) {
      const conversation = mine(user, id);
      return statements.after.all(conversation.row, after, limit).map((row) => messageOf(conversation, row));
    },
    async messagesBefore(user, id, before, limit) {
      const conversation = mine(user, id);
      const rows = statements.before.all(conversation.row, before ?? Number.MAX_SAFE_INTEGER, limit);
      return rows.reverse().map((row) => messageOf(conversation, row));
    },
    async message(user, id, seq) {
      const conversation = mine(user, id);
      const [row] = statements.after.all(conversation.row, seq - 1, 1);
      if (row?.seq !== seq) throw new StoreError("unknown_message", "the conversation has no such message");
      return messageOf(conversation, row);
    },
    keepResolutions: (learned) => commit.write(() => updates.keepResolutions(learned)),
    deleteMessage: (user, id, seq, at) => commit.write(() => updates.deleteMessage(user, mine(user, id), seq, at)),
    updatesAfter: async (user, id, after, limit) => updates.after(mine(user, id), after, limit),
    pending: async (limit) => updates.pending(limit),
    markRead: (user, id, seq) =>
      commit.write(() => {
        const conversation = mine(user, id);
        if (seq > conversation.lastSeq) throw new StoreError("unknown_message", "the conversation has no such message");
        return statements.mark.run(seq, user, conversation.row, seq).changes === 1;
      }),
    choice: async (user) => statements.choice.get(user) ?? null,
    setChoice: (user, choice) =>
      commit.write(() => {
        if (choice === null) statements.dropChoice.run(user);
        else statements.setChoice.run(user, choice);
      }),
    rememberDevice: ({ user, device, os, version, locale }, at) =>
      commit.write(() => {
        statements.setDevice.run(user, device, os, version, locale, at.getTime());
      }),
    devices: async (user): Promise<readonly Device[]> => statements.devices.all(user),
    health: () => commit.health(),
    async close() {
      await commit.close();
      db.close();
    },
  };
}

function prepareAll(db: Database.Database) {
  return {
    dataVersion: db.prepare<[], number>("PRAGMA data_version").pluck(),
    insert: db.prepare<[number, number, string, string, number, string, string | null, number]>(
      `INSERT INTO message (conversation, seq, sender, key, at, text, evidence, is_pending)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (sender, key) DO NOTHING`,
    ),
    byKey: db.prepare<[string, string], MessageRow & { readonly id: string }>(
      `SELECT c.id, ${MESSAGE_COLUMNS} FROM message m JOIN conversation c ON c.row = m.conversation
       WHERE sender = ? AND key = ?`,
    ),
    after: db.prepare<[number, number, number], MessageRow>(
      `SELECT ${MESSAGE_COLUMNS} FROM message WHERE conversation = ? AND seq > ? ORDER BY seq LIMIT ?`,
    ),
    before: db.prepare<[number, number, number], MessageRow>(
      `SELECT ${MESSAGE_COLUMNS} FROM message WHERE conversation = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
    ),
    heads: db.prepare<[string], Head & { readonly id: string }>(
      `SELECT c.id, coalesce((SELECT max(seq) FROM message WHERE conversation = c.row), 0) AS seq,
         coalesce((SELECT max(number) FROM message_update WHERE conversation = c.row), 0) AS "update"
       FROM member m JOIN conversation c ON c.row = m.conversation WHERE m.user = ?`,
    ),
    idsByLatest: db
      .prepare<[string], string>(
        `SELECT c.id FROM member m JOIN conversation c ON c.row = m.conversation WHERE m.user = ?
         ORDER BY coalesce(
           (SELECT at FROM message WHERE conversation = c.row ORDER BY seq DESC LIMIT 1), c.made_at) DESC, c.row DESC`,
      )
      .pluck(),
    marks: db.prepare<[number], { readonly user: string; readonly seq: number }>(
      "SELECT user, read_seq AS seq FROM member WHERE conversation = ? ORDER BY user",
    ),
    unread: db
      .prepare<[number, number, string, number], number>(
        "SELECT count(*) FROM (SELECT 1 FROM message WHERE conversation = ? AND seq > ? AND sender <> ? LIMIT ?)",
      )
      .pluck(),
    mark: db.prepare<[number, string, number, number]>(
      "UPDATE member SET read_seq = ? WHERE user = ? AND conversation = ? AND read_seq < ?",
    ),
    choice: db.prepare<[string], Choice>("SELECT choice FROM choice WHERE user = ?").pluck(),
    setChoice: db.prepare<[string, Choice]>("INSERT OR REPLACE INTO choice (user, choice) VALUES (?, ?)"),
    dropChoice: db.prepare<[string]>("DELETE FROM choice WHERE user = ?"),
    setDevice: db.prepare<[string, string, string, string | null, string, number]>(
      "INSERT OR REPLACE INTO device (user, device, os, version, locale, seen_at) VALUES (?, ?, ?, ?, ?, ?)",
    ),
    devices: db.prepare<[string], DeviceRow>(
      "SELECT user, device, os, version, locale FROM device WHERE user = ? ORDER BY device",
    ),
  };
}
