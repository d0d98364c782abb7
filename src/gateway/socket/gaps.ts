import type { Store } from "../../store/store.ts";
import type { Metrics } from "../../telemetry/metrics.ts";
import { type Gap, type Heard, isOwing, type LocalUser, type Place, type Waiting, waitingIn } from "./place.ts";
import { furthest, isBehind, type Position } from "./position.ts";

/** What is missing before something that was heard: waited for, then read from the store. */
export interface Gaps {
  /** The gap of a place, made where there is none: there is more in the store, up to here. */
  open(place: Place, upTo: Position): Gap;
  /** Tells what waited and is next now. */
  goOn(place: Place): void;
  /** Reads as long as that brings anything before an answer that waits. */
  catchUp(place: Place): Promise<void>;
}

export interface GapsParts {
  readonly store: Pick<Store, "storedMessagesAfter" | "storedMessage" | "storedUpdatesAfter" | "audience">;
  readonly tellMessage: (place: Place, event: Heard<"message">) => void;
  /** @param users  Who of the readers sees the message. */
  readonly tellUpdate: (place: Place, users: readonly string[], event: Heard<"update">) => void;
  /** Answers what was said again about what was told just now. */
  readonly answerPassed: (event: Heard<"message" | "update">, readers: readonly LocalUser[]) => void;
  /** Whether a message of this user was taken here and is not answered yet. */
  readonly isAwaited: (user: string) => boolean;
  /** Whether what was heard of a conversation waits until its users are looked up. */
  readonly isLookedUp: (conversation: string) => boolean;
  /** The conversation is no more. */
  readonly drop: (place: Place) => void;
  /** The store has less than was told before: it went back in time. */
  readonly onPast: () => void;
  readonly metrics: Metrics;
  readonly onFault: (error: unknown) => void;
}

/** What is missing is mostly on its way: so long it is waited for before the store is read. */
const GAP_MS = 20;
/** After a failed read. */
const RETRY_MS = 500;
const PAGE = 100;
/** A hint may come before its message can be read only where a store breaks its word. */
const MAX_IN_VAIN = 3;

export function createGaps(parts: GapsParts): Gaps {
  const { store, tellMessage, tellUpdate, answerPassed, isAwaited, isLookedUp, drop, onPast, metrics, onFault } = parts;

  function open(place: Place, upTo: Position): Gap {
    if (place.gap === null) {
      place.gap = { upTo, messages: new Map(), updates: new Map(), state: "waiting", inVain: 0 };
      fillLater(place, GAP_MS);
    }
    place.gap.upTo = furthest(place.gap.upTo, upTo);
    return place.gap;
  }

  function fillLater(place: Place, waitMs: number): void {
    const { gap } = place;
    setTimeout(() => {
      if (place.gap === gap && gap?.state === "waiting") void fill(place, gap);
    }, waitMs).unref();
  }

  function goOn(place: Place): void {
    for (let gap = place.gap; gap !== null; gap = place.gap) {
      const message = gap.messages.get(place.seq + 1);
      const update = gap.updates.get(place.update + 1);
      if (message !== undefined) {
        gap.messages.delete(place.seq + 1);
        tellMessage(place, message.event);
        answerAgain(place, message);
      } else if (update !== undefined && update.event.update.seq <= place.seq) {
        gap.updates.delete(place.update + 1);
        tellUpdate(place, update.users, update.event);
        answerAgain(place, update);
      } else break;
    }
    if (place.gap !== null && !isBehind(place, place.gap.upTo)) place.gap = null;
  }

  function answerAgain({ readers }: Place, told: Waiting<"message"> | Waiting<"update"> | undefined): void {
    for (const event of told?.again ?? []) answerPassed(event, readers);
  }

  /** Reads from the store what hints did not bring. */
  async function fill(place: Place, gap: Gap): Promise<void> {
    gap.state = "reading";
    let waitMs = GAP_MS;
    try {
      metrics.add("gaps_read");
      const isMoved = place.seq < gap.upTo.seq ? await readMessages(place, gap) : await readUpdates(place, gap);
      gap.inVain = isMoved ? 0 : gap.inVain + 1;
      if (gap.inVain >= MAX_IN_VAIN) await judgeVain(place, gap);
    } catch (error) {
      onFault(error);
      waitMs = RETRY_MS;
    }
    gap.state = "waiting";
    if (place.gap !== gap) return;
    goOn(place);
    if (place.gap === gap) fillLater(place, waitMs);
  }

  async function catchUp(place: Place): Promise<void> {
    for (let { gap } = place; gap !== null && isOwing(place); { gap } = place) {
      const { seq, update } = place;
      await fill(place, gap);
      if (!isBehind({ seq, update }, place)) return;
    }
  }

  async function readMessages(place: Place, gap: Gap): Promise<boolean> {
    const { seq: before } = place;
    for (const message of await store.storedMessagesAfter(place.id, before, PAGE)) {
      if (place.gap !== gap) return true;
      if (message.seq !== place.seq + 1) continue;
      const heard = gap.messages.get(message.seq);
      gap.messages.delete(message.seq);
      // Its sender is answered in this place, in a moment.
      if (heard === undefined && (isAwaited(message.from) || isLookedUp(place.id))) return true;
      tellMessage(place, heard?.event ?? { kind: "message", message, judgedFor: null });
      answerAgain(place, heard);
    }
    return place.seq > before;
  }

  async function readUpdates(place: Place, gap: Gap): Promise<boolean> {
    const { update: before } = place;
    const upTo = gap.upTo.update;
    const updates = await store.storedUpdatesAfter(place.id, before, place.from, PAGE);
    for (const update of updates) {
      const heard = gap.updates.get(update.update);
      const users = heard?.users ?? (await store.audience(place.id, update.seq));
      const isOfMessage = heard === undefined && update.kind !== "deleted";
      const message = isOfMessage ? await store.storedMessage(place.id, update.seq) : null;
      if (place.gap !== gap) return true;
      if (update.update <= place.update) continue;
      // Its message is told first.
      if (update.seq > place.seq) {
        gap.upTo = furthest(gap.upTo, { seq: update.seq, update: 0 });
        return true;
      }
      gap.updates.delete(update.update);
      tellUpdate(place, users, heard?.event ?? { kind: "update", update, message });
      answerAgain(place, heard);
    }
    // What else there is up to here is about messages that nobody here sees.
    if (updates.length < PAGE && place.gap === gap) place.update = Math.max(place.update, upTo);
    return place.update > before;
  }

  /** What hints told of is not there. */
  async function judgeVain(place: Place, gap: Gap): Promise<void> {
    gap.inVain = 0;
    const [last] = await store.storedMessagesAfter(place.id, place.seq - 1, 1);
    const [first] = last === undefined ? await store.storedMessagesAfter(place.id, 0, 1) : [last];
    if (place.gap !== gap) return;
    // Erased whole, or never there.
    if (first === undefined) drop(place);
    else if (last === undefined && place.seq > 0) onPast();
    else onFault(new Error("a hint told of what the store does not have"));
    for (const { answer } of waitingIn(place)) answer?.give();
    place.gap = null;
  }

  return { open, goOn, catchUp };
}
