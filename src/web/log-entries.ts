import type { Chat } from "./chats.ts";
import { eventWords } from "./event-words.ts";
import { failureWords } from "./failure-words.ts";
import type { Mark, MessageEntry } from "./message-row.ts";
import { shownName } from "./names.ts";
import type { Unsent } from "./unsent.ts";

/** Which messages are drawn: from, inclusive, until, exclusive, by their place in what was read. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** Name of a message among the rows. */
export const rowKey = (seq: number): string => `m${seq}`;

/**
 * The rows of a stretch of a chat, in their order.
 *
 * @param newFrom  `seq` of the first message that its reader has not seen; null where there is none.
 */
export function entriesOf(chat: Chat, me: string, { from, until }: Stretch, newFrom: number | null): MessageEntry[] {
  const others = Object.entries(chat.read).filter(([user]) => user !== me);
  const reached = Math.max(0, ...Object.entries(chat.delivered).map(([user, seq]) => (user === me ? 0 : seq)));
  const markOf = (seq: number): Mark => {
    const count = others.filter(([, read]) => read >= seq).length;
    if (count === 0) return chat.kind === "one_to_one" && reached >= seq ? { kind: "delivered" } : { kind: "sent" };
    return chat.kind === "group" ? { kind: "read_by", count } : { kind: "read" };
  };
  const stored = chat.messages.slice(from, until).map((message): Undated => {
    const event = message.event === undefined ? null : eventWords(message.event, message.from, me);
    const isMine = message.from === me && event === null;
    return {
      key: rowKey(message.seq),
      message,
      isMine,
      event,
      // Of what is deleted nobody needs to know how far it came.
      mark: isMine && message.deletedAt === undefined ? markOf(message.seq) : null,
      sender: chat.kind === "group" && !isMine && event === null ? shownName(message.from) : null,
      startsNew: message.seq === newFrom,
    };
  });
  const [before, behind] = [chat.messages[from - 1], chat.messages[until]];
  const sending = chat.sending.filter(
    ({ failure, after }) =>
      (failure === null ? behind === undefined : behind === undefined || after < behind.seq) &&
      (failure === null || before === undefined || after > before.seq),
  );
  return dated(inPlace(stored, sending, chat, me), before === undefined ? null : midnightOf(before.at));
}

type Undated = Omit<MessageEntry, "startsDay">;

/** A refused message stays where it was written; what is on its way will be the last. */
function inPlace(stored: readonly Undated[], sending: readonly Unsent[], chat: Chat, me: string): Undated[] {
  const all = [...stored];
  for (const unsent of sending) {
    const { failure, after } = unsent;
    const entry = unsentEntry(unsent, chat, me);
    const next = failure === null ? -1 : all.findIndex(({ message }) => message.seq !== null && message.seq > after);
    if (next === -1) all.push(entry);
    else all.splice(next, 0, entry);
  }
  return all;
}

function unsentEntry({ key, text, at, failure }: Unsent, chat: Chat, me: string): Undated {
  return {
    key,
    message: { from: me, text, links: [], seq: null, at },
    isMine: true,
    sender: null,
    event: null,
    mark: failure === null ? { kind: "sending" } : { kind: "failed", message: failureWords(failure, chat.title) },
    startsNew: false,
  };
}

/** Where its reader's day began: a number is compared with each of the rows, a day in words would first be written for each. */
const midnightOf = (at: string): number => new Date(at).setHours(0, 0, 0, 0);

/** @param before  Day of the message above the first. */
function dated(entries: readonly Undated[], before: number | null): MessageEntry[] {
  let day = before;
  return entries.map((entry) => {
    const today = midnightOf(entry.message.at);
    const startsDay = today !== day;
    day = today;
    return { ...entry, startsDay };
  });
}
