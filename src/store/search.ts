import type { Found, Search, SearchPage, SearchPlace } from "../chat/search.ts";
import type { StoredMessage } from "../chat/conversation.ts";
import type { ConversationKind } from "../policy/types.ts";
import type { ConversationPlace } from "./conversations.ts";

/** A conversation, and which part of it is to be looked through: both numbers included. */
export interface Searchable {
  readonly row: number;
  readonly id: string;
  readonly kind: ConversationKind;
  readonly activeAt: Date;
  readonly from: number;
  readonly until: number;
}

export interface FoundText {
  readonly row: number;
  readonly seq: number;
  readonly text: string;
}

/** What a store is asked in a search. */
export interface SearchReads {
  /** The user's conversations after a place, the one with the latest message first. */
  conversations(user: string, after: ConversationPlace | null, limit: number): Promise<readonly Searchable[]>;
  /** Rejects with `unknown_conversation`. */
  conversation(user: string, id: string): Promise<Searchable>;
  /** What was said in these stretches, one for each conversation at most. */
  texts(stretches: readonly Searchable[]): Promise<readonly FoundText[]>;
  /** Messages of one conversation, those that are there. */
  messages(conversation: Searchable, seqs: readonly number[]): Promise<readonly StoredMessage[]>;
  /** So many texts are asked for at once. */
  readonly batch: number;
}

/** Conversations that are looked up at once. */
const CONVERSATIONS = 200;

/**
 * Looks through what a user may read, newest first, conversation by conversation. There is no index of words (README.md has its
 * price); what a page may cost is bounded instead.
 */
export async function searchBy(reads: SearchReads, user: string, search: Search): Promise<SearchPage> {
  const { isMatch, limit, most } = search;
  const waiting = await waitingFor(reads, user, search);
  const found: Found[] = [];
  let left = most;
  while (left > 0) {
    const stretches = await waiting.take(Math.min(left, reads.batch));
    if (stretches.length === 0) return { found, next: null };
    left -= stretches.reduce((sum, stretch) => sum + costOf(stretch), 0);
    const texts = Map.groupBy(await reads.texts(stretches), ({ row }) => row);
    for (const stretch of stretches) {
      const matching = (texts.get(stretch.row) ?? []).filter(({ text }) => isMatch(text)).map(({ seq }) => seq);
      const wanted = matching.toSorted((a, b) => b - a).slice(0, limit - found.length);
      const messages = wanted.length === 0 ? [] : await reads.messages(stretch, wanted);
      // It may have been deleted in between.
      for (const message of messages.filter(({ text }) => isMatch(text)).toSorted((a, b) => b.seq - a.seq))
        found.push({ message, place: placeAt(stretch, message.seq) });
      const last = wanted.at(-1);
      const isFull = found.length === limit || wanted.length < matching.length;
      if (last !== undefined && isFull) return { found, next: placeAt(stretch, last) };
    }
  }
  return { found, next: await waiting.place() };
}

function placeAt({ id, activeAt }: Searchable, seq: number): SearchPlace {
  return { conversation: id, activeAt, seq };
}

function costOf({ from, until }: Searchable): number {
  return Math.max(1, until - from + 1);
}

/** What is still to be looked through. */
async function waitingFor(reads: SearchReads, user: string, { conversation, before }: Search) {
  const only = conversation ?? before?.conversation ?? null;
  const first = only === null ? null : await reads.conversation(user, only);
  const queue: Searchable[] = [];
  if (first !== null) {
    const activeAt = before?.activeAt ?? first.activeAt;
    queue.push({ ...first, activeAt, until: Math.min(first.until, (before?.seq ?? Infinity) - 1) });
  }
  let last = queue[0];
  let isWhole = conversation !== null;

  async function fill(): Promise<void> {
    if (queue.length > 0 || isWhole) return;
    const after = last === undefined ? null : { id: last.id, activeAt: last.activeAt };
    const more = await reads.conversations(user, after, CONVERSATIONS);
    isWhole = more.length < CONVERSATIONS;
    last = more.at(-1) ?? last;
    queue.push(...more);
  }

  return {
    /** Stretches of so many messages together, of each conversation the newest that wait. */
    async take(most: number): Promise<readonly Searchable[]> {
      const taken: Searchable[] = [];
      for (let left = most; left > 0;) {
        await fill();
        const [next] = queue;
        if (next === undefined) break;
        const from = Math.max(next.from, next.until - left + 1);
        const stretch = { ...next, from };
        taken.push(stretch);
        left -= costOf(stretch);
        if (from > next.from) queue[0] = { ...next, until: from - 1 };
        else queue.shift();
      }
      return taken;
    },
    /** Where to go on; null: nothing is left. */
    async place(): Promise<SearchPlace | null> {
      await fill();
      const [next] = queue;
      return next === undefined ? null : placeAt(next, next.until + 1);
    },
  };
}
