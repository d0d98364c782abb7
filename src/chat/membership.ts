import type { ConversationEvent } from "./conversation.ts";
import type { WindowedConversation } from "./visibility.ts";

/** Who may put whom into groups, and into how many. */
export interface GroupRules {
  /** `contacts`: only somebody the added user has written to, one to one. */
  readonly whoAdds: "anyone" | "contacts";
  /** Groups that one user is in, own ones too. */
  readonly maxGroups: number;
  /** Of them those that somebody put the user into whom they had not written to. */
  readonly maxGroupsByStrangers: number;
}

/** What a backend knows of the users that somebody would add. Asked only as far as the answer needs it. */
export interface Acquaintance {
  /** Whether the user has never written to `by`, one to one. */
  isStranger(by: string, user: string): boolean;
  /** Whether one of them blocks `by`. */
  isBlocked(by: string, users: readonly string[]): boolean;
  /** Groups the user is in now. */
  groupsOf(user: string): { readonly all: number; readonly byStrangers: number };
}

/** `because` names nobody. */
export interface MembershipRefusal {
  readonly kind: "refused";
  readonly code: "not_a_group" | "not_admin" | "group_too_large" | "not_a_contact" | "blocked" | "too_many_groups";
  readonly because: string;
}

/** Who may be added: those of them to whom the adding user is a stranger. */
export interface Admitted {
  readonly kind: "admitted";
  readonly strangers: ReadonlySet<string>;
}

export interface MembershipChange {
  readonly by: string;
  readonly add: readonly string[];
  /** May hold `by`, who leaves. */
  readonly remove: readonly string[];
  readonly maxMembers: number;
  /** For those who are added. Left out: anyone, into as many as they like. */
  readonly rules?: GroupRules;
}

export interface MembershipPlan {
  readonly kind: "planned";
  /** In the order of their messages: `joined`, `removed`, `left`; none when nothing changes. */
  readonly events: readonly ConversationEvent[];
  /** Of the joined, whom somebody put in that they never wrote to. */
  readonly strangers: ReadonlySet<string>;
  /** After the change; null of an empty group. */
  readonly admin: string | null;
}

/** Whether a user may put others into a group. The user's own name among `added` is no stranger's. */
export function admit(
  by: string,
  added: readonly string[],
  rules: GroupRules | undefined,
  acquaintance: Acquaintance,
): Admitted | MembershipRefusal {
  const strangers = new Set(added.filter((user) => user !== by && acquaintance.isStranger(by, user)));
  if (rules?.whoAdds === "contacts" && strangers.size > 0)
    return refused("not_a_contact", "one of them is added by contacts only");
  if (acquaintance.isBlocked(by, added)) return refused("blocked", "one of them blocks this user");
  const isFull = (user: string): boolean => {
    if (rules === undefined) return false;
    const { all, byStrangers } = acquaintance.groupsOf(user);
    return all >= rules.maxGroups || (strangers.has(user) && byStrangers >= rules.maxGroupsByStrangers);
  };
  if (added.some(isFull)) return refused("too_many_groups", "one of them is in as many groups as allowed");
  return { kind: "admitted", strangers };
}

/**
 * What a change does to a group. Who is in already is not added again, who is not in is not removed. Only the admin removes
 * others; when the admin leaves, who has been in longest follows.
 */
export function planMembers(
  group: WindowedConversation,
  change: MembershipChange,
  acquaintance: Acquaintance,
): MembershipPlan | MembershipRefusal {
  const { by, maxMembers } = change;
  if (group.kind !== "group") return refused("not_a_group", "two people are no group");
  const isIn = new Set(group.members);
  const added = [...new Set(change.add)].filter((user) => !isIn.has(user));
  const gone = new Set(change.remove.filter((user) => isIn.has(user)));
  const removed = [...gone].filter((user) => user !== by);
  if (removed.length > 0 && by !== group.admin) return refused("not_admin", "only the admin removes others");
  if (added.length > 0 && isIn.size + added.length - gone.size > maxMembers)
    return refused("group_too_large", "the group would be too large");
  const admitted = admit(by, added, change.rules, acquaintance);
  if (admitted.kind === "refused") return admitted;

  const events: ConversationEvent[] = [];
  if (added.length > 0) events.push({ kind: "joined", users: added });
  if (removed.length > 0) events.push({ kind: "removed", users: removed });
  let { admin } = group;
  if (gone.has(by)) {
    const isSucceeded = by === admin;
    if (isSucceeded) admin = longestIn(group, gone) ?? added.toSorted(compareNames)[0] ?? null;
    events.push({ kind: "left", users: [by], ...(isSucceeded && admin !== null && { admin }) });
  }
  return { kind: "planned", events, strangers: admitted.strangers, admin };
}

/** Who has been in longest, but for some; among those of the same moment the first by name. */
function longestIn({ members, windows }: WindowedConversation, without: ReadonlySet<string>): string | null {
  const from = (user: string) => windows.get(user)?.from ?? 0;
  const left = members.filter((user) => !without.has(user));
  return left.toSorted((a, b) => from(a) - from(b) || compareNames(a, b))[0] ?? null;
}

/** By code points, as databases sort UTF-8. */
function compareNames(one: string, other: string): number {
  const [a, b] = [Array.from(one), Array.from(other)];
  const at = a.findIndex((each, index) => each !== b[index]);
  if (at === -1) return a.length - b.length;
  return (a[at]?.codePointAt(0) ?? -1) - (b[at]?.codePointAt(0) ?? -1);
}

function refused(code: MembershipRefusal["code"], because: string): MembershipRefusal {
  return { kind: "refused", code, because };
}
