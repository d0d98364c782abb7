import type { Kept } from "./kept.ts";

/** What was begun in each conversation and not sent, kept on this device. */
export interface Drafts {
  of(chat: string): string;
  keep(chat: string, text: string): void;
  /** Keeps nothing of this user any more. */
  forget(): void;
}

const MAX_KEPT = 100;
const nameFor = (user: string) => `hutong.drafts.${user}`;

/** Drafts of a user that outlive the page, the newest hundred; where nothing can be kept they last as long as the page. */
export function draftsOn(storage: Kept, user: string): Drafts {
  const drafts = new Map(read(storage, user));
  let isForgotten = false;
  return {
    of: (chat) => drafts.get(chat) ?? "",
    keep(chat, text) {
      drafts.delete(chat);
      if (text !== "") drafts.set(chat, text);
      if (isForgotten) return;
      try {
        if (drafts.size === 0) storage.removeItem(nameFor(user));
        else storage.setItem(nameFor(user), JSON.stringify([...drafts].slice(-MAX_KEPT)));
      } catch {
        // The page itself still knows it.
      }
    },
    forget() {
      isForgotten = true;
      storage.removeItem(nameFor(user));
    },
  };
}

function read(storage: Kept, user: string): readonly (readonly [string, string])[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(nameFor(user)) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isDraft) : [];
  } catch {
    return [];
  }
}

function isDraft(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === "string");
}
