import type { Finding } from "../findings/types.ts";
import type { Json } from "../input/json.ts";
import type { ConversationKind } from "../policy/types.ts";
import type { ExactChoice } from "../report/own-choice.ts";
import type { CheckContext, LinkReport } from "../report/report.ts";
import type { Resolution } from "../resolve/types.ts";

/** People who read the same messages under the same sequence numbers. */
export interface Conversation {
  readonly id: string;
  readonly kind: ConversationKind;
  /** Of a group; null for two people. */
  readonly title: string | null;
  /** Each once. A one-to-one conversation has two, or one when somebody writes to themselves. */
  readonly members: readonly string[];
  /** Who may remove others from a group; null where nobody may. */
  readonly admin: string | null;
}

export const EVENT_KINDS = ["created", "joined", "left", "removed"] as const;

/** Members of a large group that a list of conversations names: the first by name, and among them who asks and the admin. */
export const MEMBERS_SHOWN = 8;

interface Named {
  readonly user: string;
}

/**
 * The first members of a group by name. In a large group, `musts` are added whatever their names are.
 *
 * @param first  At most {@link MEMBERS_SHOWN}, in the order of their names.
 * @param known  Those of `musts` who are members; others are ignored.
 * @param musts  Who asks, and the admin if there is one.
 */
export function shownMembers<Member extends Named>(
  first: readonly Member[],
  known: readonly Member[],
  musts: readonly (string | null)[],
): readonly Member[] {
  if (first.length < MEMBERS_SHOWN) return first;
  const isMust = ({ user }: Named) => musts.includes(user);
  const more = known.filter((each) => isMust(each) && !first.some(({ user }) => user === each.user));
  const kept = first.filter(isMust);
  const others = first.filter((each) => !isMust(each)).slice(0, MEMBERS_SHOWN - kept.length - more.length);
  return [...kept, ...others, ...more].toSorted((a, b) => (a.user < b.user ? -1 : 1));
}

/** What happened to a group, as a message of its own: its `from` did it to `users`. */
export interface ConversationEvent {
  readonly kind: (typeof EVENT_KINDS)[number];
  readonly users: readonly string[];
  /** How many they are, where `users` names only the first of them: in a list of conversations. */
  readonly userCount?: number;
  /** Who is admin from here on, where that changed. */
  readonly admin?: string;
}

/** Of the context a message was judged in, what is not told by the message itself. */
export type JudgedIn = Pick<CheckContext, "client" | "choice" | "own" | "locale"> & {
  /** Of whoever asked the bot: all their choices. */
  readonly exact?: readonly ExactChoice[] | undefined;
  /** Kept by programs that let an operator change them for one message. */
  readonly host?: string | undefined;
  readonly rulebook?: string | undefined;
};

/** A message as it is kept. */
export interface StoredMessage {
  readonly conversation: string;
  readonly kind: ConversationKind;
  /** From 1, without gap, the same for everyone. */
  readonly seq: number;
  readonly from: string;
  readonly text: string;
  /** When the gateway received it. Never earlier than the message before it. */
  readonly at: Date;
  /** JSON array of the link reports made at receipt for the sender; `[]` without links. */
  readonly reportsJson: Json<readonly LinkReport[]>;
  /** JSON of the context that `reportsJson` were made in; null without links. */
  readonly contextJson: Json<JudgedIn> | null;
  /** JSON array with the latest network resolution of each link, or null for one without; null when there is none at all. */
  readonly resolutions: Json<readonly (Resolution | null)[]> | null;
  /** JSON array with what threat lists said of each link when it was judged last; null: what `reportsJson` says of them. */
  readonly listed: Json<readonly (readonly Finding[])[]> | null;
  /** Null unless it was deleted; then text, reports and resolutions are gone and the number stays. */
  readonly deletedAt: Date | null;
  /** Null for what somebody wrote; otherwise the text is empty. */
  readonly event: ConversationEvent | null;
}

/** Why a verdict became final or changed: of the link, of a list, of the rules, of a moderator, or by the decision at a click. */
export const UPDATE_CAUSES = ["resolved", "list", "rulebook", "complaint", "opened"] as const;
export type UpdateCause = (typeof UPDATE_CAUSES)[number];

/** A change to an accepted message. */
export type MessageUpdate = {
  readonly conversation: string;
  /** From 1 in each conversation, without gap, the same for everyone. */
  readonly update: number;
  /** The message it is about. */
  readonly seq: number;
  readonly at: Date;
} & (
  | {
      readonly kind: "judged";
      readonly cause: UpdateCause;
      /** Which link of the message, from 0. */
      readonly index: number;
      /** The message's latest, as in {@link StoredMessage.resolutions}. */
      readonly resolutions: StoredMessage["resolutions"];
      /** The message's latest, as in {@link StoredMessage.listed}. */
      readonly listed: StoredMessage["listed"];
    }
  | { readonly kind: "deleted" }
);

/** The two of a one-to-one conversation in the one order both of them lead to. */
export function pairOf(one: string, other: string): readonly [string, string] {
  return one < other ? [one, other] : [other, one];
}

/** Members of a new group: its creator first, each once. */
export function groupMembers(creator: string, others: readonly string[]): readonly string[] {
  return [...new Set([creator, ...others])];
}

/** Everyone but the one it comes from, who knows already. */
export function othersIn(conversation: Pick<Conversation, "members">, user: string): readonly string[] {
  return conversation.members.filter((member) => member !== user);
}
