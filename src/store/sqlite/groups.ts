import type Database from "better-sqlite3";
import type { ConversationEvent, StoredMessage } from "../../chat/conversation.ts";
import type { MemberChange, MembersChanged } from "../conversations.ts";
import { StoreError } from "../store-error.ts";
import type { Admission } from "./admission.ts";
import type { Conversations, KnownConversation } from "./conversations.ts";

/** Keeps a message about the conversation itself; part of the transaction that runs. */
type AddEvent = (conversation: KnownConversation, from: string, event: ConversationEvent, at: Date) => StoredMessage;

/** Members of groups come and go. What writes runs inside a transaction, and refuses before its first statement. */
export function createGroups(db: Database.Database, known: Conversations, admission: Admission, addEvent: AddEvent) {
  const enter = db.prepare<[string, number, number, number, number]>(
    `INSERT INTO member (user, conversation, from_seq, read_seq, by_stranger) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (user, conversation) DO UPDATE SET
       by_stranger = excluded.by_stranger, from_seq = excluded.from_seq, until_seq = NULL, read_seq = max(read_seq, excluded.read_seq)`,
  );
  const leave = db.prepare<[number, string, number]>(
    "UPDATE member SET until_seq = ? WHERE user = ? AND conversation = ? AND until_seq IS NULL",
  );
  const setAdmin = db.prepare<[string | null, number]>("UPDATE conversation SET admin = ? WHERE row = ?");

  /** Who has been in longest, but for some; among those of the same moment the first by name. */
  function longestIn({ members, windows }: KnownConversation, without: ReadonlySet<string>): string | null {
    const from = (user: string) => windows.get(user)?.from ?? 0;
    return members.filter((user) => !without.has(user)).toSorted((a, b) => from(a) - from(b))[0] ?? null;
  }

  return {
    changeMembers(conversation: KnownConversation, change: MemberChange): MembersChanged {
      const { by, at, maxMembers } = change;
      const { row, members: before, admin } = conversation;
      if (conversation.kind !== "group") throw new StoreError("not_a_group", "two people are no group");
      const isIn = new Set(before);
      const added = [...new Set(change.add)].filter((user) => !isIn.has(user));
      const gone = new Set(change.remove.filter((user) => isIn.has(user)));
      const removed = [...gone].filter((user) => user !== by);
      if (removed.length > 0 && by !== admin) throw new StoreError("not_admin", "only the admin removes others");
      const size = before.length + added.length - gone.size;
      if (added.length > 0 && size > maxMembers)
        throw new StoreError("group_too_large", "the group would be too large");

      const strangers = admission.admit(by, added, change.rules);

      const events: StoredMessage[] = [];
      const seqOf = (event: ConversationEvent): number => {
        const message = addEvent(conversation, by, event, at);
        events.push(message);
        return message.seq;
      };
      if (added.length > 0) {
        const seq = seqOf({ kind: "joined", users: added });
        for (const user of added) enter.run(user, row, seq, seq - 1, Number(strangers.has(user)));
      }
      if (removed.length > 0) {
        const seq = seqOf({ kind: "removed", users: removed });
        for (const user of removed) leave.run(seq, user, row);
      }
      if (gone.has(by)) {
        known.reload(conversation);
        const next = by === admin ? longestIn(conversation, gone) : null;
        const seq = seqOf({ kind: "left", users: [by], ...(next !== null && { admin: next }) });
        leave.run(seq, by, row);
        if (by === admin) setAdmin.run(next, row);
      }
      known.reload(conversation);
      return { conversation, events, audience: [...new Set([...before, ...conversation.members])] };
    },
  };
}
