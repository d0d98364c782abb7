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

/**
 * Drafts of a user that outlive the page, the newest hundred; where nothing can be kept they last as long as the page. Other tabs of the
 * same user write there too: each changes what it wrote itself, and nothing else.
 */
export function draftsOn(storage: Kept, user: string): Drafts {
  /** What the fields of this tab hold. */
  const own = new Map<string, string>();
  let isForgotten = false;
  return {
    of(chat) {
      const text = own.get(chat) ?? new Map(read(storage, user)).get(chat) ?? "";
      own.set(chat, text);
      return text;
    },
    keep(chat, text) {
      const before = own.get(chat);
      if (text === "") own.delete(chat);
      else own.set(chat, text);
      if (isForgotten) return;
      const drafts = new Map(read(storage, user));
      // What was emptied here is not what stands there: another tab began that.
      if (text === "" && before !== undefined && drafts.get(chat) !== before) return;
      drafts.delete(chat);
      if (text !== "") drafts.set(chat, text);
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
