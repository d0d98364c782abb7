import type { StoredMessage } from "./conversation.ts";

/** A text as it is compared in a search: case, width and form of letters (NFKC, https://www.unicode.org/reports/tr15/) say nothing. */
export function searchForm(text: string): string {
  // Of most letters there is one form only, which is known without making it.
  const isPlain = !/[^\p{ASCII}\u3001-\u301F\u3400-\u4DBF\u4E00-\u9FFF]/u.test(text);
  return (isPlain ? text : text.normalize("NFKC")).toLowerCase();
}

/** Says of a text whether the words stand in it, anywhere: Chinese puts no spaces between its words. */
export function textSearch(query: string): (text: string) => boolean {
  const wanted = searchForm(query.trim());
  return (text) => searchForm(text).includes(wanted);
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
