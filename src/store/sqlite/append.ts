import type Database from "better-sqlite3";
import type { ConversationEvent, StoredMessage } from "../../chat/conversation.ts";
import { isConversationId } from "../../chat/ids.ts";
import { NO_REPORTS } from "../../chat/kept-json.ts";
import { type Acquaintance, admit } from "../../chat/membership.ts";
import { isMember } from "../../chat/visibility.ts";
import { writeJson } from "../../input/json.ts";
import type { NewGroup } from "../conversations.ts";
import type { Keys } from "../keys.ts";
import type { Questioned } from "../leases.ts";
import type { Accepted, NewMessage } from "../messages.ts";
import { StoreError } from "../store-error.ts";
import type { Conversations, KnownConversation } from "./conversations.ts";
import type { KeyRow } from "./keys.ts";
import type { Leases } from "./leases.ts";
import type { LinkHosts } from "./link-hosts.ts";
import { unknownConversation } from "./lists.ts";
import { COLUMNS_OF_M, type MessageOf } from "./messages.ts";
import type { ReportParts } from "./report-parts.ts";
import type { Users } from "./users.ts";

interface AppendParts {
  readonly known: Conversations;
  readonly keys: Keys;
  readonly users: Users;
  readonly linkHosts: LinkHosts;
  readonly leases: Leases;
  readonly reportParts: ReportParts;
  readonly acquaintance: Acquaintance;
  readonly messageOf: MessageOf;
  /** Told of each message that was inserted. */
  readonly came: () => void;
}

const NOTHING_SAID = { text: "", reportsJson: NO_REPORTS, contextJson: null, isPending: false } as const;

/** What puts messages into the store: each runs inside a transaction, and refuses before its first statement. */
export function createAppends(db: Database.Database, parts: AppendParts) {
  const { known, keys, users, linkHosts, leases, reportParts, acquaintance, messageOf, came } = parts;
  const insertWhole = db.prepare<
    [
      ...[row: number, seq: number, sender: string, key: string, at: number, text: string],
      ...[reports: string | null, context: string | null, isPending: number],
      ...[claimedUntil: number | null, claimedBy: string | null, event: string | null],
    ]
  >(
    `INSERT OR FAIL INTO message (conversation, seq, sender, key, at, text, reports, context, is_pending, claimed_until,
       claimed_by, event)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  // Most messages have no link, and what is not bound costs nothing.
  const insertPlain = db.prepare<[row: number, seq: number, sender: string, key: string, at: number, text: string]>(
    "INSERT OR FAIL INTO message (conversation, seq, sender, key, at, text) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const firstUnder = db.prepare<[string, string], KeyRow & { readonly id: string }>(
    `SELECT c.id, digest, ${COLUMNS_OF_M} FROM keyed k CROSS JOIN message m ON m.row = k.row
     CROSS JOIN conversation c ON c.row = m.conversation WHERE k.sender = ? AND k.key = ?`,
  );
  const setWritten = db.prepare<[string, number]>(
    "UPDATE member SET has_written = 1 WHERE user = ? AND conversation = ?",
  );

  function addressed({ from, to, at, key }: Pick<NewMessage, "from" | "to" | "at" | "key">): KnownConversation | null {
    const conversation = isConversationId(to) ? known.byId(to) : known.ofPair(from, to);
    const isIn = conversation !== null && isMember(from, conversation);
    const others = isIn ? conversation.members : [to];
    const mayWrite = conversation?.kind === "group" || !users.isBlocked(from, others);
    if (isIn && mayWrite) return conversation;
    // A repeat makes no conversation, and is answered also to somebody who has left or is blocked since.
    if (firstUnder.get(from, key) !== undefined) return null;
    if (!mayWrite) throw blocked();
    if (isConversationId(to)) throw unknownConversation();
    return known.create(from === to ? [from] : [from, to], null, null, at);
  }

  /** Null when the sender's key is taken. */
  function insert(
    conversation: KnownConversation,
    message: Omit<NewMessage, "to">,
    event: ConversationEvent | null = null,
  ): StoredMessage | null {
    const { from, key, at, text, reportsJson, contextJson, isPending, lease = null, question = null } = message;
    const { row, id, kind } = conversation;
    const seq = conversation.lastSeq + 1;
    const atMs = Math.max(at.getTime(), conversation.lastAtMs);
    const reports = reportsJson === NO_REPORTS ? null : reportParts.kept(reportsJson, message.reportPieces ?? []);
    const what = event === null ? null : writeJson(event);
    const [until, holder] = isPending && lease !== null ? [lease.until.getTime(), lease.holder] : [null, null];
    const isPlain = reports === null && contextJson === null && what === null && !isPending;
    const { changes } = isPlain
      ? insertPlain.run(row, seq, from, key, atMs, text)
      : insertWhole.run(row, seq, from, key, atMs, text, reports, contextJson, Number(isPending), until, holder, what);
    if (changes === 0) return null;
    came();
    linkHosts.add({ row, seq, atMs }, message.linkHosts);
    if (kind === "one_to_one" && !conversation.writers.has(from)) {
      setWritten.run(from, row);
      conversation.writers.add(from);
    }
    if (question !== null && isAsked(conversation, from, question)) leases.ask(row, seq, question);
    conversation.lastSeq = seq;
    conversation.lastAtMs = atMs;
    const rest = { reportsJson, contextJson, resolutions: null, listed: null, deletedAt: null, event };
    return { conversation: id, kind, seq, from, text, at: new Date(atMs), ...rest };
  }

  function append(message: NewMessage): Accepted {
    const conversation = addressed(message);
    const stored = conversation === null ? null : insert(conversation, message);
    if (conversation === null || stored === null)
      return firstSentUnder(message, (row, first) => keys.isSameMessage(row, first, message));
    return { message: stored, conversation, isRepeat: false };
  }

  function createGroup(group: NewGroup): Accepted {
    const { members, title, key, at, rules } = group;
    const [from = ""] = members;
    if (firstUnder.get(from, key) !== undefined)
      return firstSentUnder({ from, key }, (row, first) => keys.isSameGroup(row, first, group));
    const admitted = admit(from, members, rules, acquaintance);
    if (admitted.kind === "refused") throw new StoreError(admitted.code, admitted.because);
    const conversation = known.create(members, admitted.strangers, title, at);
    const message = insert(conversation, { ...NOTHING_SAID, from, key, at }, { kind: "created", users: members });
    if (message === null) throw new Error("a key was taken within one transaction");
    return { message, conversation, isRepeat: false };
  }

  /** @throws {StoreError} `key_reused` when that was another one. */
  function firstSentUnder(
    { from, key }: Pick<NewMessage, "from" | "key">,
    isSame: (row: KeyRow, conversation: KnownConversation) => boolean,
  ): Accepted {
    const row = firstUnder.get(from, key);
    const conversation = row === undefined ? null : known.byId(row.id);
    if (row === undefined || conversation === null) throw new Error("a sequence number was taken by another message");
    if (!isSame(row, conversation)) throw new StoreError("key_reused", "the key was used for another message");
    return { message: messageOf(conversation, row), conversation, isRepeat: true };
  }

  /** A message about the conversation itself. */
  function addEvent(conversation: KnownConversation, from: string, event: ConversationEvent, at: Date): StoredMessage {
    const message = insert(conversation, { ...NOTHING_SAID, from, key: `event ${crypto.randomUUID()}`, at }, event);
    if (message === null) throw new Error("a random key was taken");
    return message;
  }

  return { append, createGroup, addEvent };
}

function isAsked({ kind, members }: KnownConversation, from: string, { answerer }: Questioned): boolean {
  return kind === "one_to_one" && from !== answerer && members.includes(answerer);
}

function blocked(): StoreError {
  return new StoreError("blocked", "one of them blocks this user");
}
