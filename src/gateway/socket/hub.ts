import type { Answer, Bus, BusEvent, BusEventOf } from "../../bus/bus.ts";
import type { StoredMessage } from "../../chat/conversation.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { Head } from "../../store/conversations.ts";
import type { Store } from "../../store/store.ts";
import { StoreError } from "../../store/store-error.ts";
import type { Chatting, Connection } from "./connection.ts";
import type { Metrics } from "../../telemetry/metrics.ts";
import type { Rates } from "../../access/rates.ts";
import { withChoice } from "../../messages/reader.ts";
import { type Afford, freely, linksIn, type FrameCache } from "./frames-for-readers.ts";
import {
  furthest,
  held,
  isBehind,
  NOWHERE,
  type Held,
  type Position,
  type Subject,
  type Telling,
  type Told,
} from "./position.ts";
import type { FrameText } from "./text-frames.ts";
import type { LocalUser } from "./place.ts";
import { createTeller } from "./teller.ts";

/** A phone, a computer and a browser are served without a thought. */
const FREE_JUDGEMENTS = 3;
/** So many times `pushHoldMs` a device has to say the rest of a sync in parts. */
const MOST_HOLDS_FOR_PARTS = 10;
/** Users whose conversations are read together. */
const LOOKED_UP_AT_ONCE = 500;

type Frame = FrameText | null | Promise<FrameText | null>;

/** Somebody who is about to connect: what happens meanwhile is not missed. */
export interface Expected {
  /**
   * Takes the connection. Where its user has as many as allowed, the one of the same device that was heard of longest ago is closed
   * for it: a device that lost its network cannot close what it had.
   *
   * @param heads  The user's conversations, read after {@link Hub.expect} was called.
   * @returns Where its device stands, for {@link Hub.hold}; null when the user has as many connections as allowed, of other devices.
   */
  add(connection: Connection, device: string, heads: ReadonlyMap<string, Head>): Map<string, Position> | null;
  /** Whether it was taken or not, it is expected no more. */
  end(): void;
}

/** Who is connected here, and what the bus brings them. */
export interface Hub {
  expect(user: string): Expected;
  remove(connection: Connection, user: string): void;
  /** The conversations of a user who is here, read from the store. */
  lookUp(user: string): Promise<ReadonlyMap<string, Head>>;
  /** Where everybody here was told up to; undefined where nobody is told. */
  at(conversation: string): Position | undefined;
  /**
   * From here on the device is told no message: what it lacks is brought to it from the store. If nobody does so, it is caught up
   * after `pushHoldMs`.
   *
   * @param noted  Where it stands if not with everybody.
   */
  hold(connection: Connection, chatting: Chatting, noted?: Map<string, Position>): Held;
  /**
   * Tells the device again, from where it stands. To be called in the turn that saw it behind nowhere.
   *
   * @param positions  Where it stands, where it may be ahead.
   */
  release(chatting: Chatting, positions: ReadonlyMap<string, Position>): void;
  /** Reads the conversations of everybody here again: something may have been missed. */
  lookAgain(): void;
  /** Answers what waits for its turn, as far as that comes, and tells nothing more. */
  stop(): Promise<void>;
}

export interface HubParts {
  readonly bus: Bus;
  readonly store: Pick<Store, "storedMessagesAfter" | "storedMessage" | "storedUpdatesAfter" | "audience" | "heads">;
  readonly frameCache: FrameCache;
  readonly rates: Pick<Rates, "rejudge">;
  readonly limits: Limits;
  readonly metrics: Metrics;
  /** Brings a device from the store what it was not told, and has it told again. Rejects with a fault of ours. */
  readonly catchUp: (connection: Connection, chatting: Chatting, from: Held) => Promise<void>;
  /** The store went back in time. */
  readonly onPast: () => void;
  readonly onFault: (error: unknown) => void;
}

export function createHub(parts: HubParts): Hub {
  const { bus, store, frameCache, rates, limits, metrics, onFault } = parts;
  const users = new Map<string, LocalUser>();
  const teller = createTeller({
    store,
    usersHere,
    tellMessage,
    tellUpdate,
    answerAlone,
    answerPassed,
    isAwaited: (user) => users.get(user)?.connections.some(({ unanswered }) => unanswered > 0) ?? false,
    lookUp: (missing) => Promise.all(missing.map(lookUp)),
    onPast: parts.onPast,
    metrics,
    onFault,
  });
  let isMissed = false;
  let isLookingUp = false;
  const lookAgain = (): void => void lookUpAll().catch(onFault);
  const unsubscribe = bus.subscribe({ heard, missed: lookAgain });

  function usersHere(names: readonly string[]): LocalUser[] {
    const here: LocalUser[] = [];
    for (const name of names) {
      const user = users.get(name);
      if (user !== undefined) here.push(user);
    }
    return here;
  }

  function heard(to: readonly string[], event: BusEvent): void {
    if (event.kind === "message") teller.message(to, event);
    else if (event.kind === "update") teller.update(to, event);
    else if (event.kind === "ahead") teller.ahead(to, event.conversation, event);
    else if (event.kind !== "changed") {
      for (const { connections } of usersHere(to))
        for (const each of connections) if (each.session !== event.except) guarded(each, () => deliver(each, event));
    }
  }

  /** A fault costs the connection it happened on, which comes back and is brought what it missed, and no other. */
  function guarded(connection: Connection, tell: () => void): void {
    try {
      tell();
    } catch (error) {
      onFault(error);
      connection.close("internal");
    }
  }

  function deliver(
    connection: Connection,
    event: Exclude<BusEvent, { kind: "message" | "update" | "ahead" | "changed" }>,
  ): void {
    const { phase } = connection;
    if (phase.phase !== "chatting") return;
    switch (event.kind) {
      case "read":
      case "delivered":
        if (phase.blocks.has(event.from)) return;
        connection.send({ type: event.kind, conversation: event.conversation, seq: event.seq, from: event.from });
        return;
      case "typing":
        if (phase.blocks.has(event.from)) return;
        if (connection.waitingBytes() > limits.softMarkBytes) metrics.add("slow_dropped");
        else connection.send({ type: "typing", conversation: event.conversation, from: event.from });
        return;
      case "blocked":
        if (event.blocked) phase.blocks.add(event.user);
        else phase.blocks.delete(event.user);
        connection.send({ type: "blocked", user: event.user, blocked: event.blocked });
        return;
      case "choice":
        phase.reader = withChoice(phase.reader, event.choice);
        connection.send({ type: "chosen", choice: event.choice });
        return;
      case "exact_choice":
        phase.reader = withChoice(phase.reader, event.choice, event.for);
        connection.send({ type: "chosen", choice: event.choice, for: event.for });
        return;
      case "complaint":
        connection.send({ type: "complaint", complaint: event.complaint });
    }
  }

  function tellMessage(readers: readonly LocalUser[], event: BusEventOf<"message">, before: Position): void {
    const { message, answer } = event;
    const next = { ...subjectOf(event), before, answer };
    for (const { name, connections } of readers) {
      const afford = connections.length <= FREE_JUDGEMENTS ? freely : allowanceOf(name, message);
      const frameFor = ({ reader }: Chatting) => frameCache.frame(event, reader, afford);
      for (const each of connections) guarded(each, () => tell(each, next, frameFor));
    }
    metrics.observe("push_seconds", Math.max(0, Date.now() - message.at.getTime()) / 1_000);
    if (isUnanswered(event, readers)) answerAlone(event);
  }

  /** Whoever sent it is here and was not told of it: hints of their conversation were missed. */
  function isUnanswered({ answer }: BusEventOf<"message" | "update">, readers: readonly LocalUser[]): boolean {
    const sender = answer === undefined || answer === null ? undefined : users.get(answer.user);
    return sender !== undefined && !readers.includes(sender);
  }

  function tellUpdate(
    readers: readonly LocalUser[],
    audience: readonly string[],
    event: BusEventOf<"update">,
    before: Position,
  ): void {
    const { update, message, answer } = event;
    const next = { ...subjectOf(event), before, answer };
    for (const { name, connections } of readers) {
      const isTold = audience.includes(name);
      const afford = connections.length <= FREE_JUDGEMENTS ? freely : allowanceOf(name, message);
      const frameFor = ({ reader }: Chatting) => (isTold ? frameCache.update(update, message, reader, afford) : null);
      for (const each of connections) guarded(each, () => tell(each, next, frameFor));
    }
    if (isUnanswered(event, readers)) answerAlone(event);
  }

  /** Tells one device what is next in a conversation, unless it is held or has it already. */
  function tell(connection: Connection, next: Next, frameFor: (chatting: Chatting) => Frame | undefined): void {
    const { phase } = connection;
    if (phase.phase !== "chatting") return;
    const { conversation, before, answer } = next;
    const { telling } = phase;
    const isOwn = answer?.session === connection.session;
    if (telling.state === "held") {
      if (!telling.noted.has(conversation)) telling.noted.set(conversation, before);
      if (isOwn) answerHeld(phase, next, answer);
      return;
    }
    if (isOwn) answer.give();
    else if (!hasAlready(phase, telling, next)) {
      const frame = frameFor(phase);
      if (frame === undefined) fallBehind(connection, phase, conversation, before);
      else connection.writeInOrder(frame);
    }
  }

  /** The first kinds of a user's devices are free; for further ones their user pays, by the links of what is judged. */
  function allowanceOf(user: string, message: StoredMessage | null): Afford {
    let free = FREE_JUDGEMENTS;
    return () => {
      if (free > 0) {
        free -= 1;
        return true;
      }
      return rates.rejudge(user, message === null ? 0 : linksIn(message)) === null;
    };
  }

  /** A device that cannot be told now stays where it is, and is caught up from the store. */
  function fallBehind(connection: Connection, chatting: Chatting, conversation: string, before: Position): void {
    metrics.add("told_later");
    const ahead = chatting.telling.state === "told" ? chatting.telling.ahead : null;
    startCatchUp(connection, chatting, held(new Map([...(ahead ?? []), [conversation, before]])));
  }

  /** A sync takes as long as it takes; what it replaces, or ends, is caught up by nobody else. */
  function catchUpLater(connection: Connection, chatting: Chatting, from: Held, forParts = MOST_HOLDS_FOR_PARTS): void {
    setTimeout(() => {
      if (chatting.telling !== from || connection.phase !== chatting || chatting.isSyncing) return;
      if (chatting.partialSync !== null && forParts > 0) catchUpLater(connection, chatting, from, forParts - 1);
      else startCatchUp(connection, chatting, from);
    }, limits.pushHoldMs).unref();
  }

  function startCatchUp(connection: Connection, chatting: Chatting, from: Held): void {
    replaceTelling(chatting, from);
    void parts.catchUp(connection, chatting, from).catch((error: unknown) => {
      if (error instanceof StoreError && error.code === "unavailable") {
        // The socket stays, as everybody's does; the store is asked again.
        catchUpLater(connection, chatting, from);
        return;
      }
      onFault(error);
      // It comes back, and sync brings what it missed.
      connection.close("internal");
    });
  }

  /** Whoever sent it waits for an answer, although nothing here tells their device of the conversation. */
  function answerAlone(event: BusEventOf<"message" | "update">): void {
    const { answer } = event;
    if (answer === undefined || answer === null) return;
    for (const { session, phase } of users.get(answer.user)?.connections ?? [])
      if (session === answer.session && phase.phase === "chatting") giveAlone(phase, subjectOf(event), answer);
  }

  /** Who was told of it is answered at once. Who is brought it later is answered in its place, or now and not told it again. */
  function answerPassed(event: BusEventOf<"message" | "update">, readers: readonly LocalUser[]): void {
    const { answer } = event;
    const sender = answer === undefined || answer === null ? undefined : users.get(answer.user);
    for (const { session, phase } of sender?.connections ?? []) {
      if (session !== answer?.session || phase.phase !== "chatting") continue;
      const { telling } = phase;
      const isTold = telling.state === "told" && readers.some(({ name }) => name === answer.user);
      if (isTold) answer.give();
      else answerHeld(phase, subjectOf(event), answer);
    }
  }

  function opened(name: string): LocalUser {
    const known = users.get(name);
    if (known !== undefined) return known;
    const user: LocalUser = { name, connections: [], coming: 0, places: [], left: new Map() };
    users.set(name, user);
    return user;
  }

  function closeIfGone(user: LocalUser): void {
    if (user.connections.length > 0 || user.coming > 0) return;
    teller.leave(user);
    users.delete(user.name);
  }

  /** Reads what the store has for a user of whom something may have been missed. */
  async function lookUp(user: LocalUser): Promise<ReadonlyMap<string, Head>> {
    const coming = teller.expect();
    try {
      const heads = await store.heads(user.name);
      if (users.get(user.name) !== user) return heads;
      const { others } = teller.enter(user, heads, coming, { isNew: false, hasOthers: true });
      for (const each of user.connections) standBack(each, others);
      return heads;
    } finally {
      coming.end();
    }
  }

  /** Of these conversations a device was told nothing yet. */
  function standBack(connection: Connection, behind: ReadonlyMap<string, Position>): void {
    const { phase } = connection;
    if (behind.size === 0 || phase.phase !== "chatting") return;
    const { telling } = phase;
    if (telling.state === "told") {
      const positions = new Map(telling.ahead);
      // What a sync of its own brought it has.
      for (const [id, position] of behind) positions.set(id, furthest(position, positions.get(id) ?? NOWHERE));
      startCatchUp(connection, phase, held(positions, new Map()));
    } else for (const [id, position] of behind) if (!telling.noted.has(id)) telling.noted.set(id, position);
  }

  /** Every miss that comes while this runs is met by another run. */
  async function lookUpAll(): Promise<void> {
    isMissed = true;
    if (isLookingUp) return;
    isLookingUp = true;
    try {
      while (isMissed) {
        isMissed = false;
        const all = [...users.values()];
        for (let first = 0; first < all.length; first += LOOKED_UP_AT_ONCE)
          await Promise.all(all.slice(first, first + LOOKED_UP_AT_ONCE).map(lookUp));
      }
    } finally {
      isLookingUp = false;
    }
  }

  return {
    expect(name) {
      const user = opened(name);
      const coming = teller.expect();
      let isExpected = true;
      user.coming += 1;
      return {
        add(connection, device, heads) {
          let others = user.connections;
          if (others.length >= limits.maxConnectionsPerUser) {
            const gone = longestUnheard(others, device);
            if (gone === undefined) return null;
            gone.close("too_many_connections");
            others = others.filter((each) => each !== gone);
          }
          user.connections = [...others, connection];
          const standing = teller.enter(user, heads, coming, { isNew: true, hasOthers: others.length > 0 });
          for (const each of others) standBack(each, standing.others);
          return standing.own;
        },
        end() {
          if (!isExpected) return;
          isExpected = false;
          coming.end();
          user.coming -= 1;
          closeIfGone(user);
        },
      };
    },
    remove(connection, name) {
      const user = users.get(name);
      if (user === undefined) return;
      user.connections = user.connections.filter((each) => each !== connection);
      closeIfGone(user);
    },
    lookUp(name) {
      const user = users.get(name);
      return user === undefined ? store.heads(name) : lookUp(user);
    },
    at: (conversation) => teller.at(conversation),
    hold(connection, chatting, noted) {
      const own = held(noted);
      replaceTelling(chatting, own);
      // A sync under way holds again where it fails.
      if (!chatting.isSyncing) catchUpLater(connection, chatting, own);
      return own;
    },
    release(chatting, positions) {
      const ahead = new Map<string, Position>();
      for (const [id, position] of positions) {
        const told = teller.at(id);
        if (told !== undefined && isBehind(told, position))
          ahead.set(id, { seq: position.seq, update: position.update });
      }
      replaceTelling(chatting, { state: "told", ahead: ahead.size === 0 ? null : ahead });
      forgetBrought(chatting, positions);
    },
    lookAgain,
    async stop() {
      await teller.stop();
      unsubscribe();
    },
  };
}

function longestUnheard(connections: readonly Connection[], device: string): Connection | undefined {
  const own = connections.filter(({ phase }) => phase.phase === "chatting" && phase.device === device);
  return own.toSorted((one, other) => one.lastHeardAtMs - other.lastHeardAtMs)[0];
}

function subjectOf(event: BusEventOf<"message" | "update">): Subject {
  if (event.kind === "message")
    return { conversation: event.message.conversation, kind: "seq", number: event.message.seq };
  return { conversation: event.update.conversation, kind: "update", number: event.update.update };
}

/** A message or an update whose turn it is. */
interface Next extends Subject {
  /** Where everybody was told up to before it. */
  readonly before: Position;
  readonly answer: Answer | null | undefined;
}

function nameOf({ conversation, kind, number }: Subject): string {
  return `${conversation} ${kind} ${number}`;
}

/** What is brought in order holds the answers too; otherwise they are given at once, and what is brought leaves them out. */
function answerHeld(chatting: Chatting, subject: Subject, answer: Answer): void {
  const { telling } = chatting;
  if (telling.state !== "held" || telling.answers === null) {
    giveAlone(chatting, subject, answer);
    return;
  }
  const first = telling.answers.get(nameOf(subject));
  telling.answers.set(nameOf(subject), {
    ...subject,
    answer: first === undefined ? answer : inTurn(first.answer, answer),
  });
}

/** Answers of one session about the same: it said it twice. */
function inTurn(first: Answer, again: Answer): Answer {
  return {
    ...first,
    give() {
      first.give();
      again.give();
    },
  };
}

function giveAlone(chatting: Chatting, subject: Subject, answer: Answer): void {
  const { conversation, kind, number } = subject;
  (chatting.answeredAlone ??= new Map<string, Subject>()).set(nameOf(subject), { conversation, kind, number });
  answer.give();
}

/** Of answers out of their place, those stay known whose place was not reached: it is told or brought later. */
function forgetBrought(chatting: Chatting, positions: ReadonlyMap<string, Position>): void {
  const { answeredAlone } = chatting;
  for (const [name, { conversation, kind, number }] of answeredAlone ?? [])
    if ((positions.get(conversation)?.[kind] ?? 0) >= number) answeredAlone?.delete(name);
  if (answeredAlone?.size === 0) chatting.answeredAlone = null;
}

/**
 * Whether the device was answered about this message or update, so that it has it: out of its place before, or now that its place
 * has come.
 */
export function wasAnswered(chatting: Chatting, subject: Subject): boolean {
  const { telling, answeredAlone } = chatting;
  if (answeredAlone?.delete(nameOf(subject)) === true) return true;
  const answers = telling.state === "held" ? telling.answers : null;
  const waiting = answers === null || answers.size === 0 ? undefined : answers.get(nameOf(subject));
  if (waiting === undefined) return false;
  answers?.delete(nameOf(subject));
  waiting.answer.give();
  return true;
}

/** What waited for its place is answered without one. */
function replaceTelling(chatting: Chatting, next: Telling): void {
  const { telling } = chatting;
  chatting.telling = next;
  if (telling.state !== "held") return;
  for (const waiting of telling.answers?.values() ?? []) giveAlone(chatting, waiting, waiting.answer);
}

/** Whether a sync brought it before its turn. Past that place the device is where everybody is. */
function hasAlready(chatting: Chatting, telling: Told, next: Next): boolean {
  const { ahead } = telling;
  const position = ahead?.get(next.conversation);
  if (ahead === null || position === undefined) return wasAnswered(chatting, next);
  const after = { ...next.before, [next.kind]: next.number };
  if (!isBehind(after, position)) {
    ahead.delete(next.conversation);
    if (ahead.size === 0) telling.ahead = null;
  }
  return position[next.kind] >= next.number || wasAnswered(chatting, next);
}
