import type { StoredMessage } from "./conversation.ts";
import { simplified } from "./han-forms.ts";
import { wantedOf } from "./search-form.ts";

/** Says of a text whether the words stand in it, anywhere: Chinese puts no spaces between its words. */
export function textSearch(query: string): (text: string) => boolean {
  const { words, formOf } = wantedOf(query, simplified);
  // Nothing that is seen is in every text, and found in none.
  return (text) => words !== "" && formOf(text).includes(words);
}

/** Where a search goes on: at the messages before this one, then in the conversations that were active earlier. */
export interface SearchPlace {
  readonly conversation: string;
  /** When the conversation was active last, as its page was read. */
  readonly activeAt: Date;
  readonly seq: number;
}

export interface Search {
  readonly isMatch: (text: string) => boolean;
  /** Only there; null: everywhere the user has been. */
  readonly conversation: string | null;
  /** `next` of the page before; null: from the newest on. */
  readonly before: SearchPlace | null;
  /** Of messages found. */
  readonly limit: number;
  /** Messages that are looked through at most; a conversation counts as one even if it has none. */
  readonly most: number;
}

export interface Found {
  readonly message: StoredMessage;
  readonly place: SearchPlace;
}

export interface SearchPage {
  /** The conversation with the latest message first, of each the newest message first. */
  readonly found: readonly Found[];
  /** Null: all was looked through. */
  readonly next: SearchPlace | null;
}
