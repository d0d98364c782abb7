import type Database from "better-sqlite3";
import type { ConversationEvent, StoredMessage } from "../../chat/conversation.ts";
import type { Acquaintance } from "../../chat/membership.ts";
import { planMembers } from "../../chat/membership.ts";
import type { MemberChange, MembersChanged } from "../conversations.ts";
import { StoreError } from "../store-error.ts";
import type { Conversations, KnownConversation } from "./conversations.ts";

/** Stores a message about the conversation itself; part of the transaction that runs. */
type AddEvent = (conversation: KnownConversation, from: string, event: ConversationEvent, at: Date) => StoredMessage;

/** Members of groups come and go. What writes runs inside a transaction, and refuses before its first statement. */
export function createGroups(
  db: Database.Database,
  known: Conversations,
  acquaintance: Acquaintance,
  addEvent: AddEvent,
) {
  const enter = db.prepare<[string, number, number, number, number]>(
    `INSERT INTO member (user, conversation, from_seq, read_seq, by_stranger) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (user, conversation) DO UPDATE SET
       by_stranger = excluded.by_stranger, from_seq = excluded.from_seq, until_seq = NULL, read_seq = max(read_seq, excluded.read_seq)`,
  );
  const leave = db.prepare<[number, string, number]>(
    "UPDATE member SET until_seq = ? WHERE user = ? AND conversation = ? AND until_seq IS NULL",
  );
  const setAdmin = db.prepare<[string | null, number]>("UPDATE conversation SET admin = ? WHERE row = ?");

  return {
    changeMembers(conversation: KnownConversation, change: MemberChange): MembersChanged {
      const { row, members: before, admin } = conversation;
      const plan = planMembers(conversation, change, acquaintance);
      if (plan.kind === "refused") throw new StoreError(plan.code, plan.because);
      const events = plan.events.map((event) => {
        const message = addEvent(conversation, change.by, event, change.at);
        const { seq } = message;
        for (const user of event.users) {
          if (event.kind === "joined") enter.run(user, row, seq, seq - 1, Number(plan.strangers.has(user)));
          else leave.run(seq, user, row);
        }
        return message;
      });
      if (plan.admin !== admin) setAdmin.run(plan.admin, row);
      known.reload(conversation);
      return { conversation, events, audience: [...new Set([...before, ...conversation.members])] };
    },
  };
}
