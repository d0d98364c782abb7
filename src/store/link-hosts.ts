import type { StoredMessage } from "../chat/conversation.ts";
import type { ReaderOs } from "../apps/types.ts";
import type { Choice } from "../policy/types.ts";
import type { MessagePlace } from "./updates.ts";

/** One host on the way of a link of a message that is there. */
export interface LinkHost extends MessagePlace {
  /** Without a last dot. */
  readonly host: string;
  /** When the gateway received the message. */
  readonly at: Date;
}

export interface LinkHostPage {
  /** Newest first. */
  readonly hosts: readonly LinkHost[];
  /** Where the next page begins; null: this was the last. */
  readonly next: string | null;
}

/** How somebody reads: what of a device and its user a verdict depends on, but the language. With one for each choice that somebody made for some links. */
export interface ReaderKind {
  readonly os: ReaderOs;
  readonly version: string | null;
  readonly choice: Choice | null;
}

/**
 * Which messages have a link that passes a host, so that they are found when something becomes known of it. What was deleted or
 * has lost its content is not among them. The gateway's own: asks for no member. Part of the contract in store.ts.
 */
export interface LinkHostStore {
  /**
   * Messages received since an instant with a link that passes one of these hosts or a sub-domain of one.
   * At most `limit`, in any order; a message may come several times.
   */
  linksUnder(hosts: readonly string[], since: Date, limit: number): Promise<readonly LinkHost[]>;
  /** All of them, newest first. @param after  `next` of the page before; null: from the newest. */
  linkHosts(since: Date, after: string | null, limit: number): Promise<LinkHostPage>;
  /** Messages of these places that are there, in any order. */
  storedMessages(places: readonly MessagePlace[]): Promise<readonly StoredMessage[]>;
  /** How the members now read, each kind once: by the devices they signed in from. */
  readerKinds(conversation: string): Promise<readonly ReaderKind[]>;
  /** Forgets hosts of older messages, one bounded step. Resolves with whether more may be left. */
  forgetLinkHosts(before: Date, limit: number): Promise<boolean>;
  /** What a part of the gateway left for its next run or for another gateway; null: nothing. */
  note(name: string): Promise<string | null>;
  setNote(name: string, value: string): Promise<void>;
}

/** Labels of a host from the right, so that its sub-domains stand behind it: `com.example.www`. */
export function keyOfHost(host: string): string {
  return host.split(".").reverse().join(".");
}

export function hostOfKey(key: string): string {
  return keyOfHost(key);
}

/** The keys of a host's sub-domains lie between these two, both excluded: `/` is the character after the dot. */
export function subdomainsOf(key: string): readonly [string, string] {
  return [`${key}.`, `${key}/`];
}
