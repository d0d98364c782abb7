import { type FailureCode, isFailureCode } from "./failure-code.ts";
import type { Kept } from "./kept.ts";

/** A message of this device that the gateway has not yet acknowledged. */
export interface Unsent {
  /** Of the chat it is meant for. */
  readonly chat: string;
  /** Under which it is sent, however often: the gateway takes it once. */
  readonly key: string;
  readonly text: string;
  /** When it was written, ISO 8601. */
  readonly at: string;
  /** The last message that stood above it. */
  readonly after: number;
  /** Null while it is on its way. */
  readonly failure: FailureCode | null;
}

/** Where what was not sent waits for the page to come back. */
export interface UnsentStore {
  load(): readonly Unsent[];
  /** Keeps what a chat of this tab has not sent, in the place of what it had not before. */
  replace(before: readonly Unsent[], after: readonly Unsent[]): void;
  /** Keeps nothing of this user any more. */
  forget(): void;
}

/** Nothing outlives the page. */
export const NOT_KEPT: UnsentStore = { load: () => [], replace: () => undefined, forget: () => undefined };

const MAX_KEPT = 100;
const nameFor = (user: string) => `hutong.unsent.${user}`;

/**
 * Keeps a user's unsent messages on this device, until they are sent, deleted, or the user signs out. Other tabs of the same user keep
 * theirs in the same place.
 */
export function unsentOn(storage: Kept, user: string): UnsentStore {
  function load(): readonly Unsent[] {
    try {
      const kept: unknown = JSON.parse(storage.getItem(nameFor(user)) ?? "[]");
      return Array.isArray(kept) ? kept.filter(isUnsent) : [];
    } catch {
      return [];
    }
  }
  return {
    load,
    replace(before, after) {
      const changed = new Set([...before, ...after].map(({ key }) => key));
      const all = [...load().filter(({ key }) => !changed.has(key)), ...after];
      try {
        if (all.length === 0) storage.removeItem(nameFor(user));
        else storage.setItem(nameFor(user), JSON.stringify(all.slice(-MAX_KEPT)));
      } catch {
        // A full or closed storage keeps nothing; the message is sent all the same.
      }
    },
    forget: () => storage.removeItem(nameFor(user)),
  };
}

function isUnsent(value: unknown): value is Unsent {
  if (typeof value !== "object" || value === null) return false;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const { chat, key, text, at, after, failure } = fields;
  const isText = [chat, key, text, at].every((each) => typeof each === "string" && each !== "");
  return isText && typeof after === "number" && (failure === null || isFailureCode(failure));
}
