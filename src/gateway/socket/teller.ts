import { setTimeout as later } from "node:timers/promises";
import type { Head } from "../../store/conversations.ts";
import { createGaps, type GapsParts } from "./gaps.ts";
import { type Heard, type Hint, isOwing, type LocalUser, type Place, waitingIn } from "./place.ts";
import { furthest, isBehind, NOWHERE, type Position } from "./position.ts";

/** Somebody whose conversations are being looked up. */
export interface Coming {
  /** Places that moved before were ahead of what is read. */
  readonly since: number;
  /** To be called when they are known, or will not be. */
  readonly end: () => void;
}

/** Where a user's devices stand in conversations, if not where the teller does. */
export interface Standing {
  /** The device that comes. */
  readonly own: Map<string, Position>;
  /** Those that were here before. */
  readonly others: Map<string, Position>;
}

/** Tells messages and updates of each conversation in order, each once, whatever hints of them come. */
export interface Teller {
  message(users: readonly string[], event: Heard<"message">): void;
  update(users: readonly string[], event: Heard<"update">): void;
  /** There is more of a conversation in the store. */
  ahead(users: readonly string[], conversation: string, upTo: Position): void;
  /** To be called before the conversations of a user are read, so that nothing falls between reading and {@link enter}. */
  expect(): Coming;
  /**
   * Takes a user's conversations from the store.
   *
   * @param by  `isNew`: they were read for a device that comes; `hasOthers`: the user has devices that were told before.
   * @returns Where the user's devices stand, in conversations where the teller stands elsewhere.
   */
  enter(
    user: LocalUser,
    heads: ReadonlyMap<string, Head>,
    coming: Coming,
    by: { readonly isNew: boolean; readonly hasOthers: boolean },
  ): Standing;
  leave(user: LocalUser): void;
  /** Where everybody here was told up to; undefined where nobody is told. */
  at(conversation: string): Position | undefined;
  /**
   * Reads what is missing before answers that wait for their turn, and tells nothing after that. An answer whose turn does not come
   * is not given: it would pass for the place where its device stands.
   */
  stop(): Promise<void>;
}

export interface TellerParts extends Pick<GapsParts, "store" | "isAwaited" | "onPast" | "metrics" | "onFault"> {
  /** Those of the users who are here, or coming in. */
  readonly usersHere: (names: readonly string[]) => LocalUser[];
  readonly tellMessage: (readers: readonly LocalUser[], event: Heard<"message">, before: Position) => void;
  /** @param users  Who of the readers sees the message. */
  readonly tellUpdate: (
    readers: readonly LocalUser[],
    users: readonly string[],
    event: Heard<"update">,
    before: Position,
  ) => void;
  /** Tells who sent it, although nobody here is told of its conversation. */
  readonly answerAlone: (event: Heard<"message" | "update">) => void;
  /** Tells who sent it what readers were told before. */
  readonly answerPassed: (event: Heard<"message" | "update">, readers: readonly LocalUser[]) => void;
  /** Users who are here were not known to be in a conversation: their conversations are to be read again. */
  readonly lookUp: (users: readonly LocalUser[]) => Promise<unknown>;
}

/** What waits for more than this is read from the store when its turn comes. */
const MAX_WAITING = 1_000;
/** How long the store is read for answers that are owed. */
const STOP_WITHIN_MS = 2_000;

/** Has what was heard wait for its turn. What is heard twice waits once, with all that wait for an answer about it. */
function waitForTurn<Event extends Heard<"message" | "update">>(
  waiting: Map<number, { readonly users: readonly string[]; readonly event: Event; readonly again: readonly Event[] }>,
  number: number,
  users: readonly string[],
  event: Event,
): void {
  const before = waiting.get(number);
  const isAnswered = (event.answer ?? null) !== null;
  if (before === undefined) {
    if (isAnswered || waiting.size < MAX_WAITING) waiting.set(number, { users, event, again: [] });
  } else if ((before.event.answer ?? null) === null) waiting.set(number, { ...before, event });
  else if (isAnswered) waiting.set(number, { ...before, again: [...before.again, event] });
}

export function createTeller(parts: TellerParts): Teller {
  const { usersHere, onFault } = parts;
  const places = new Map<string, Place>();
  /** Heard of conversations that nobody here is told of, while somebody is coming in. */
  const overheard = new Map<string, { readonly position: Position; readonly users: ReadonlySet<string> }>();
  /** What was heard of conversations that are being looked up. */
  const orphans = new Map<string, Hint<"message">[]>();
  const gaps = createGaps({ ...parts, tellMessage, tellUpdate, isLookedUp: (id) => orphans.has(id), drop });
  let comingNow = 0;
  let clock = 0;
  let isStopped = false;

  function addReader(place: Place, user: LocalUser): void {
    if (place.readers.includes(user)) return;
    place.readers = [...place.readers, user];
    if (place.joining.includes(user)) place.joining = place.joining.filter((each) => each !== user);
    else user.places = [...user.places, place];
  }

  function addJoining(place: Place, user: LocalUser): void {
    if (place.joining.includes(user)) return;
    place.joining = [...place.joining, user];
    user.places = [...user.places, place];
  }

  function drop(place: Place): void {
    if (places.get(place.id) === place) places.delete(place.id);
    for (const { answer } of waitingIn(place)) answer?.give();
    place.gap = null;
  }

  /** Nobody here is told of it any more. */
  function abandon(place: Place): void {
    const { gap } = place;
    places.delete(place.id);
    place.gap = null;
    // Who is coming in may have read less.
    overhear(place.id, furthest(place, gap?.upTo ?? NOWHERE), []);
    // Who left and wrote since has come back: the hint of that is missing, and comes first.
    for (const { users, event, again } of gap?.messages.values() ?? [])
      for (const each of [event, ...again]) hearMessage(users, each, true);
    for (const { event, again } of gap?.updates.values() ?? [])
      for (const each of [event, ...again]) parts.answerAlone(each);
  }

  function removeReader(place: Place, user: LocalUser): void {
    place.readers = place.readers.filter((each) => each !== user);
    place.joining = place.joining.filter((each) => each !== user);
    if (place.readers.length === 0 && place.joining.length === 0) abandon(place);
  }

  function placeAt(id: string, { seq, update }: Position, from: number, readers: readonly LocalUser[]): Place {
    const place: Place = { id, seq, update, from, readers: [], joining: [], movedAt: clock, gap: null };
    places.set(id, place);
    for (const user of readers) addReader(place, user);
    return place;
  }

  /** The place of a conversation that begins here with this message; null where nobody here is told of it. */
  function begun(users: readonly string[], { message }: Heard<"message">): Place | null {
    const { conversation, seq, event } = message;
    const here = usersHere(users);
    const isBegun = seq === 1 || (event?.kind === "joined" && here.every(({ name }) => event.users.includes(name)));
    // A late hint of what somebody has left since begins nothing.
    const isOver = here.some((user) => hasLeft(user, conversation, seq));
    return isBegun && !isOver && here.length > 0 ? placeAt(conversation, { seq: seq - 1, update: 0 }, seq, here) : null;
  }

  /**
   * A message of a conversation in which nobody here is told, though some of its users are here: hints were missed. Their
   * conversations are looked up first.
   */
  function lookUpFor(missing: readonly LocalUser[], users: readonly string[], event: Heard<"message">): void {
    const { conversation } = event.message;
    const waiting = orphans.get(conversation);
    if (waiting !== undefined) {
      waiting.push({ users, event });
      return;
    }
    orphans.set(conversation, [{ users, event }]);
    parts
      .lookUp(missing)
      .catch(onFault)
      .finally(() => {
        const found = orphans.get(conversation) ?? [];
        orphans.delete(conversation);
        // Those that came meanwhile may be of others, who were not looked up.
        for (const [index, each] of found.entries()) hearMessage(each.users, each.event, index > 0);
      });
  }

  /**
   * Where somebody came in after a message was stored and before its hint, the others here are told nothing of its conversation:
   * theirs are looked up.
   */
  function lookUpUntold(place: Place, users: readonly string[], seq: number): void {
    const here = usersHere(users).filter((user) => user.connections.length > 0 && !hasLeft(user, place.id, seq));
    if (here.length === 0) return;
    const told = new Set([...place.readers, ...place.joining]);
    const untold = here.filter((user) => !told.has(user));
    if (untold.length > 0) parts.lookUp(untold).catch(onFault);
  }

  /** Users who should be told of a message here, and are not: of an unknown conversation all, of a known one its sender. */
  function missingIn(place: Place | null, users: readonly string[], { answer }: Heard<"message">): LocalUser[] {
    const sender = answer === undefined || answer === null ? [] : [answer.user];
    return usersHere(place === null ? users : sender).filter(
      (user) => user.connections.length > 0 && place?.readers.includes(user) !== true,
    );
  }

  function hearMessage(users: readonly string[], event: Heard<"message">, mayLookUp: boolean): void {
    const { conversation, seq } = event.message;
    const place = isStopped ? null : (places.get(conversation) ?? begun(users, event));
    const missing = mayLookUp && !isStopped ? missingIn(place, users, event) : [];
    if (missing.length > 0) {
      lookUpFor(missing, users, event);
      return;
    }
    if (place === null) {
      overhear(conversation, { seq, update: 0 }, users);
      parts.answerAlone(event);
    } else if (seq <= place.seq) {
      lookUpUntold(place, users, seq);
      parts.answerPassed(event, place.readers);
    } else if (seq === place.seq + 1) {
      tellMessage(place, event);
      gaps.goOn(place);
    } else {
      waitForTurn(gaps.open(place, { seq, update: 0 }).messages, seq, users, event);
    }
  }

  function overhear(id: string, position: Position, users: readonly string[]): void {
    if (comingNow === 0) return;
    const before = overheard.get(id);
    overheard.set(id, {
      position: furthest(before?.position ?? position, position),
      users: new Set(before?.users).union(new Set(users)),
    });
  }

  function tellMessage(place: Place, event: Heard<"message">): void {
    const { seq, event: what } = event.message;
    if (what?.kind === "joined" || what?.kind === "created")
      for (const user of usersHere(what.users)) if (!hasLeft(user, place.id, seq)) addReader(place, user);
    const before = { seq: place.seq, update: place.update };
    place.seq = seq;
    place.movedAt = clock;
    parts.tellMessage(place.readers, event, before);
    if (what?.kind !== "left" && what?.kind !== "removed") return;
    const here = usersHere(what.users);
    // Who is here and was told nothing of it missed hints: it is brought whole.
    const missed = here.filter((user) => user.coming === 0 && !place.readers.includes(user));
    // Also who is coming in, whose conversations may have been read before.
    for (const user of here) if (!missed.includes(user)) user.left.set(place.id, seq);
    if (missed.length > 0) parts.lookUp(missed).catch(onFault);
    for (const user of place.readers.filter(({ name }) => what.users.includes(name))) {
      user.places = user.places.filter((each) => each !== place);
      removeReader(place, user);
    }
  }

  function tellUpdate(place: Place, users: readonly string[], event: Heard<"update">): void {
    const before = { seq: place.seq, update: place.update };
    place.update = event.update.update;
    place.movedAt = clock;
    parts.tellUpdate(place.readers, users, event, before);
  }

  return {
    message: (users, event) => hearMessage(users, event, true),
    update(users, event) {
      const { conversation, seq, update } = event.update;
      const place = isStopped ? undefined : places.get(conversation);
      if (place === undefined) {
        overhear(conversation, { seq: 0, update }, users);
        parts.answerAlone(event);
      } else if (update <= place.update) parts.answerPassed(event, place.readers);
      else if (update === place.update + 1 && seq <= place.seq) {
        tellUpdate(place, users, event);
        gaps.goOn(place);
      } else {
        waitForTurn(gaps.open(place, { seq, update }).updates, update, users, event);
      }
    },
    ahead(users, conversation, { seq, update }) {
      const place = places.get(conversation);
      if (isStopped) return;
      if (place !== undefined) {
        if (isBehind(place, { seq, update })) gaps.open(place, { seq, update });
        else lookUpUntold(place, users, seq);
        return;
      }
      const missing = usersHere(users).filter(({ connections }) => connections.length > 0);
      if (missing.length > 0) parts.lookUp(missing).catch(onFault);
      overhear(conversation, { seq, update }, users);
    },
    expect() {
      comingNow += 1;
      let isComing = true;
      return {
        since: (clock += 1),
        end() {
          if (!isComing) return;
          isComing = false;
          comingNow -= 1;
          if (comingNow === 0) overheard.clear();
        },
      };
    },
    enter(user, heads, { since }, { isNew, hasOthers }) {
      const standing: Standing = { own: new Map(), others: new Map() };
      let isPast = false;
      for (const [id, head] of heads) {
        if (!hasOthers && !head.isMember) user.left.set(id, head.seq);
        const left = user.left.get(id) ?? 0;
        const own = { seq: head.seq, update: head.update };
        // Told to the end, or left since these were read: then what comes before the end is brought.
        if (head.isMember ? head.seq < left : head.seq <= left) {
          if (isNew && head.isMember) standing.own.set(id, own);
          continue;
        }
        // Were they told of it before, it had a place.
        const others = { seq: Math.max(head.from - 1, left), update: 0 };
        const known = places.get(id);
        const place = known ?? placeAt(id, hasOthers ? others : own, head.from, [user]);
        isPast ||= head.seq < place.seq && place.movedAt < since;
        if (isNew && isElsewhere(own, place)) standing.own.set(id, own);
        if (hasOthers && known?.readers.includes(user) === false && isElsewhere(others, place))
          standing.others.set(id, others);
        place.from = Math.min(place.from, head.from);
        // Whose leaving was told here is told no more.
        if (!head.isMember && place.seq >= head.seq) user.left.set(id, head.seq);
        else if (head.from <= place.seq + 1) addReader(place, user);
        else if (!place.readers.includes(user)) addJoining(place, user);
        const upTo = furthest(head, overheard.get(id)?.position ?? head);
        if (isBehind(place, upTo)) gaps.open(place, upTo);
      }
      if (isNew) {
        // Begun since they were read, and told to who was here then.
        for (const { id } of user.places) if (!heads.has(id)) standing.own.set(id, NOWHERE);
        if ([...overheard].some(([id, { users }]) => !heads.has(id) && users.has(user.name)))
          parts.lookUp([user]).catch(onFault);
      }
      if (isPast) parts.onPast();
      return standing;
    },
    leave(user) {
      for (const place of user.places) removeReader(place, user);
      user.places = [];
    },
    at(conversation) {
      const place = places.get(conversation);
      // A place moves on; where it stood does not.
      return place === undefined ? undefined : { seq: place.seq, update: place.update };
    },
    async stop() {
      const owing = [...places.values()].filter(isOwing);
      await Promise.race([
        Promise.all(owing.map((place) => gaps.catchUp(place))),
        later(STOP_WITHIN_MS, null, { ref: false }),
      ]);
      isStopped = true;
      for (const place of places.values()) place.gap = null;
      places.clear();
    },
  };
}

/** Whether the user was told of leaving after this message. */
function hasLeft({ left }: LocalUser, conversation: string, seq: number): boolean {
  return (left.get(conversation) ?? 0) >= seq;
}

function isElsewhere(one: Position, other: Position): boolean {
  return one.seq !== other.seq || one.update !== other.update;
}
