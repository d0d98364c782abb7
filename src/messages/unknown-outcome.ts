import { scopeName } from "../report/own-choice.ts";
import type { Bus } from "../bus/bus.ts";
import { isConversationId } from "../chat/ids.ts";
import { StoreError } from "../store/store-error.ts";
import type { Store } from "../store/store.ts";

/** Who repeats it under its key is answered by it, and tells everybody; this is for who does not. */
const KEYED_LOOK_MS = 3_000;
const LOOK_MS = 200;
const RETRY_MS = 500;
/** What the server is still at when its connection ends is over by then. */
const LAST_LOOK_MS = 5_000;
const GIVE_UP_MS = 60_000;
/** Beyond it what was stored is told by the look that everybody takes every 30 s. */
const MAX_DOUBTS = 1_000;
/** Where the conversation is not known, it is one of the latest. */
const LATEST = 5;

/** A write whose outcome is not known. */
interface Doubt {
  /** Tells what the store says of it. Rejects with `unavailable` while it says nothing. */
  readonly look: () => Promise<void>;
  readonly endsAtMs: number;
  dueAtMs: number;
  looksLeft: number;
}

interface Storage {
  readonly store: Store;
  readonly bus: Bus;
}

interface Watched {
  /** As given; what fails without an answer of the server is looked at again. */
  readonly storage: Storage;
  /** From here on nothing is looked at. */
  stop(): void;
}

/**
 * A write that failed may have been stored: the connection was lost before the answer. Nobody was told then. Whoever asked is told that
 * it failed; what became of it is told to everybody as soon as the store answers again.
 */
export function tellUnknownOutcomes({ store, bus }: Storage, onFault: (error: unknown) => void): Watched {
  const doubts = new Map<string, Doubt>();
  let timer: NodeJS.Timeout | null = null;
  let isRunning = false;
  let isStopped = false;

  function doubt(name: string, look: () => Promise<void>, afterMs = LOOK_MS): void {
    if (isStopped || (doubts.size >= MAX_DOUBTS && !doubts.has(name))) return;
    const nowMs = performance.now();
    doubts.set(name, { look, endsAtMs: nowMs + GIVE_UP_MS, dueAtMs: nowMs + afterMs, looksLeft: 2 });
    lookLater();
  }

  function lookLater(): void {
    if (isRunning || isStopped || doubts.size === 0) return;
    if (timer !== null) clearTimeout(timer);
    const dueAtMs = Math.min(...[...doubts.values()].map((each) => each.dueAtMs));
    timer = setTimeout(() => void lookAtAll(), Math.max(0, dueAtMs - performance.now()));
    timer.unref();
  }

  /** One after the other: a server that has just come back is asked little. */
  async function lookAtAll(): Promise<void> {
    isRunning = true;
    for (const [name, each] of doubts) {
      if (isStopped) break;
      if (each.dueAtMs <= performance.now()) await lookAt(name, each);
    }
    isRunning = false;
    lookLater();
  }

  async function lookAt(name: string, each: Doubt): Promise<void> {
    each.dueAtMs = performance.now() + RETRY_MS;
    try {
      if (store.health().because === null) {
        await each.look();
        each.looksLeft -= 1;
        each.dueAtMs = performance.now() + LAST_LOOK_MS;
      }
    } catch (error) {
      if (!isUnavailable(error)) {
        each.looksLeft = 0;
        // That it is refused by now is an answer too.
        if (!(error instanceof StoreError)) onFault(error);
      }
    }
    const isOver = each.looksLeft === 0 || performance.now() > each.endsAtMs;
    if (isOver && doubts.get(name) === each) doubts.delete(name);
  }

  /** Tells how far a conversation has come: whoever is behind reads it. */
  async function tellHead(user: string, id: string, named: readonly string[]): Promise<void> {
    const head = (await store.heads(user)).get(id);
    if (head === undefined) return;
    const { seq, update } = head;
    const audience = await store.audience(id, seq);
    bus.publish([...new Set([...audience, ...named])], { kind: "ahead", conversation: id, seq, update });
  }

  async function tellLatest(user: string): Promise<void> {
    for (const { conversation } of await store.conversations(user, { after: null, limit: LATEST }))
      await tellHead(user, conversation.id, []);
  }

  async function tellOf({ conversation, seq }: { readonly conversation: string; readonly seq: number }): Promise<void> {
    const [user] = await store.audience(conversation, seq);
    if (user !== undefined) await tellHead(user, conversation, []);
  }

  async function marked(kind: "read" | "delivered", user: string, id: string, seq: number): Promise<void> {
    await (kind === "read" ? store.markRead(user, id, seq) : store.markDelivered(user, id, seq));
    const { kind: chat } = await store.conversation(user, id);
    if (kind === "delivered" && chat === "group") return;
    const [audience, blocks] = await Promise.all([store.audience(id, seq), store.blocks(user)]);
    const told = audience.filter((member) => !blocks.includes(member));
    bus.publish(told, { kind, conversation: id, seq, from: user, except: null });
  }

  /** @param inDoubt  Called when it is not known whether it was written. */
  function watched<T>(write: Promise<T>, inDoubt: () => void): Promise<T> {
    return write.catch((error: unknown) => {
      if (isUnavailable(error)) inDoubt();
      throw error;
    });
  }

  const watching: Store = {
    ...store,
    get epoch() {
      return store.epoch;
    },
    append: (message) =>
      watched(store.append(message), () => {
        const { from, to } = message;
        const look = isConversationId(to) ? () => tellHead(from, to, []) : () => tellLatest(from);
        doubt(`message ${from} ${to}`, look, KEYED_LOOK_MS);
      }),
    createGroup: (group) =>
      watched(store.createGroup(group), () => {
        const [creator = ""] = group.members;
        doubt(`group ${creator}`, () => tellLatest(creator), KEYED_LOOK_MS);
      }),
    changeMembers: (change) =>
      watched(store.changeMembers(change), () => {
        const { by, conversation, add, remove } = change;
        const named = [...add, ...remove];
        doubt(`members ${by} ${conversation} ${named.join(" ")}`, () => tellHead(by, conversation, named));
      }),
    deleteMessage: (user, id, seq, at) =>
      watched(store.deleteMessage(user, id, seq, at), () => doubt(`update ${id}`, () => tellHead(user, id, []))),
    recordResolutions: (learned) =>
      watched(store.recordResolutions(learned), () => doubt(`update ${learned.conversation}`, () => tellOf(learned))),
    // It is asked for to tell what was stored.
    audience: (conversation, seq) =>
      watched(store.audience(conversation, seq), () =>
        doubt(`update ${conversation}`, () => tellOf({ conversation, seq })),
      ),
    markRead: (user, id, seq) =>
      watched(store.markRead(user, id, seq), () => doubt(`read ${user} ${id}`, () => marked("read", user, id, seq))),
    markDelivered: (user, id, seq) =>
      watched(store.markDelivered(user, id, seq), () =>
        doubt(`delivered ${user} ${id}`, () => marked("delivered", user, id, seq)),
      ),
    setBlocked: (user, other, blocked, maxBlocks) =>
      watched(store.setBlocked(user, other, blocked, maxBlocks), () =>
        doubt(`blocked ${user} ${other}`, async () => {
          const isBlocked = (await store.blocks(user)).includes(other);
          bus.publish([user], { kind: "blocked", user: other, blocked: isBlocked, except: null });
        }),
      ),
    setChoice: (user, choice) =>
      watched(store.setChoice(user, choice), () =>
        doubt(`choice ${user}`, async () => {
          bus.publish([user], { kind: "choice", choice: await store.choice(user), except: null });
        }),
      ),
    setExactChoice: (user, scope, choice, maxChoices) =>
      watched(store.setExactChoice(user, scope, choice, maxChoices), () =>
        doubt(`choice ${user} ${scopeName(scope)}`, async () => {
          const kept = await store.exactChoices(user);
          const found = kept.find((each) => scopeName(each.for) === scopeName(scope));
          bus.publish([user], { kind: "exact_choice", for: scope, choice: found?.choice ?? null, except: null });
        }),
      ),
  };
  return {
    storage: { store: watching, bus },
    stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

function isUnavailable(error: unknown): boolean {
  return error instanceof StoreError && error.code === "unavailable";
}
