import { randomUUID } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { z } from "zod";
import type { Bus } from "../bus/bus.ts";
import type { StoredMessage } from "../chat/conversation.ts";
import type { ChangedHosts, ListsInForce } from "../findings/lists/threat-lists.ts";
import { jsonText, readJson, writeJson } from "../input/json.ts";
import type { ConversationStore } from "../store/conversations.ts";
import type { LeaseStore } from "../store/leases.ts";
import type { LinkHostStore, ReaderKind } from "../store/link-hosts.ts";
import { listWindowStart } from "../store/list-window.ts";
import type { UpdateStore } from "../store/updates.ts";
import type { MessageEnvironment } from "./follow-links.ts";
import type { Judge, JudgeContext } from "./judge.ts";
import { createListChanges, listedWith, type ListChange } from "./list-changes.ts";
import { createPause, touchedMessages } from "./touched-messages.ts";

interface RejudgingParts {
  readonly storage: {
    readonly store: LinkHostStore &
      Pick<LeaseStore, "takeLease" | "endLeases"> &
      Pick<UpdateStore, "recordResolutions"> &
      Pick<ConversationStore, "audience">;
    readonly bus: Bus;
  };
  readonly judge: Judge;
  readonly clientGroupOf: (context: JudgeContext) => string;
  readonly lists: ListsInForce;
  /** Older messages are judged anew when their links are opened. Days of 24 hours. */
  readonly windowDays: number;
  /** How long no other gateway does it, unless {@link Rejudging.renew} is called before. */
  readonly leaseMs: number;
  readonly environment: Pick<MessageEnvironment, "now" | "onFault" | "metrics">;
}

/** Judges messages again when what lists say of a host of their links changed, and tells who holds them. */
export interface Rejudging {
  /** Goes on where an earlier run, another gateway or a store that could not write left something. */
  resume(): Promise<void>;
  /** Keeps others from doing the same for another lease. */
  renew(): Promise<void>;
  /** From here on nothing is judged again: the next run goes on. */
  stop(): void;
  release(): Promise<void>;
}

/** A message of which lists say otherwise. */
interface Changed {
  readonly message: StoredMessage;
  readonly changes: readonly ListChange[];
  readonly readers: readonly ReaderKind[];
}

/** What is to be looked through. */
interface Round {
  readonly changed: ChangedHosts;
  readonly since: Date;
  /** Where an earlier run stopped; null: at the newest message. */
  readonly after: string | null;
  /** That messages judged by the lists before may still have been on their way into the store. */
  readonly isLast: boolean;
}

/** How far all gateways of a store have come. */
interface Standing {
  /** The lists by which every message was judged; null: they have no name. */
  readonly done: string | null;
  readonly underWay: {
    readonly lists: string | null;
    /** Null: all, or more than are worth to be kept. */
    readonly hosts: readonly string[] | null;
    readonly after: string | null;
  } | null;
}

/** Names what is kept in the store and the lease on it. */
const NAME = "lists";
const standing: z.ZodType<Standing> = z.object({
  done: z.string().nullable(),
  underWay: z
    .object({ lists: z.string().nullable(), hosts: z.array(z.string()).nullable(), after: z.string().nullable() })
    .nullable(),
});
/** Of these the names are kept, so that a killed run goes on with them alone. */
const MAX_HOSTS_KEPT = 2_000;
/** Two gateways may write what they judged at one moment. */
const MAX_TRIES = 5;
/** People who are told in one turn of the event loop of what is written together. */
const MAX_TOLD_TOGETHER = 400;
/** Of one turn. Milliseconds. */
const MAX_TELLING_MS = 10;
/** While so many groups are written, the next is judged. */
const MAX_GROUPS = 3;
const MAX_CONVERSATIONS_KNOWN = 5_000;
/** After so long what was judged by the lists before is in the store. Longer than a store takes to write. Milliseconds. */
const SETTLING_MS = 10_000;

export function createRejudging(parts: RejudgingParts): Rejudging {
  const { lists, windowDays, leaseMs } = parts;
  const { store, bus } = parts.storage;
  const { now, onFault, metrics } = parts.environment;
  const changesIn = createListChanges(parts);
  /** Names this run in the store. */
  const holder = randomUUID();
  const pause = createPause();
  let waiting: Round[] = [];
  let running: Promise<void> | null = null;
  /** How long people were told in this turn. */
  const turn = { toldMs: 0 };
  let settling: NodeJS.Timeout | undefined;
  let isStarted = false;
  let isStopped = false;
  const unsubscribe = lists.onChange((changed) => {
    want(changed);
    if (isStarted) void work().catch(onFault);
  });

  function wholeWindow(): Date {
    return listWindowStart(windowDays, now());
  }

  function nameOfLists(): string | null {
    return lists.current().generation ?? null;
  }

  function want(changed: ChangedHosts): void {
    // Whatever waits is looked through once, with all that changed since.
    const before = waiting.find(({ after, isLast }) => after === null && !isLast);
    waiting = waiting.filter((round) => round !== before);
    waiting.push({ changed: union(before?.changed, changed), since: wholeWindow(), after: null, isLast: false });
  }

  async function takeLease(): Promise<boolean> {
    const at = now();
    return (await store.takeLease(NAME, { holder, until: new Date(at.getTime() + leaseMs) }, at)) !== null;
  }

  /** One at a time; what is wanted meanwhile comes after. What could not be done waits for the next look. */
  function work(): Promise<void> {
    if (running !== null) return running;
    const own = workOff().finally(() => {
      if (running === own) running = null;
    });
    running = own;
    return own;
  }

  async function workOff(): Promise<void> {
    for (;;) {
      const [round] = waiting;
      if (isStopped) return;
      if (round === undefined) {
        await store.endLeases(holder);
        if (waiting.length > 0) continue;
        // In the same turn as the last look: whatever changes from here on begins anew.
        running = null;
        return;
      }
      // Another gateway is at it. Its lists may be older than these.
      if (!(await takeLease())) return;
      waiting = waiting.filter((each) => each !== round);
      try {
        await lookThrough(round);
      } catch (error) {
        waiting = [round, ...waiting];
        throw error;
      }
    }
  }

  async function lookThrough({ changed, since, after, isLast }: Round): Promise<void> {
    const startedAt = now();
    const generation = nameOfLists();
    const before = await readStanding();
    const hosts = changed === "all" || changed.size > MAX_HOSTS_KEPT ? null : [...changed];
    const keep = (place: string | null) =>
      isLast
        ? Promise.resolve()
        : setStanding({ done: before?.done ?? null, underWay: { lists: generation, hosts, after: place } });
    // Also waits for messages that are being written.
    await keep(after);
    const readers = new Map<string, readonly ReaderKind[]>();
    const telling = createTelling();
    let kept = after;
    for await (const { places, next } of touchedMessages(store, changed, { since, after, pause })) {
      if (isStopped) return;
      if (places.length > 0) await judgeAgain(await store.storedMessages(places), readers, telling);
      if (readers.size > MAX_CONVERSATIONS_KNOWN) readers.clear();
      if (next === null || next === kept || isStopped) continue;
      // What stands before it is told.
      await telling.all();
      await keep(next);
      kept = next;
    }
    await telling.all();
    if (isStopped || isLast) return;
    await setStanding({ done: generation, underWay: null });
    clearTimeout(settling);
    const again = { changed, since: new Date(startedAt.getTime() - SETTLING_MS), after: null, isLast: true };
    settling = setTimeout(() => {
      waiting.push(again);
      void work().catch(onFault);
    }, SETTLING_MS).unref();
  }

  async function judgeAgain(
    messages: readonly StoredMessage[],
    readers: Map<string, readonly ReaderKind[]>,
    telling: Telling,
  ): Promise<void> {
    // A store far away is asked about all of them at once.
    const unknown = new Set(messages.map(({ conversation }) => conversation).filter((each) => !readers.has(each)));
    await Promise.all(
      [...unknown].map(async (conversation) => {
        readers.set(conversation, await store.readerKinds(conversation));
      }),
    );
    const changed: Changed[] = [];
    for (const message of messages) {
      await pause();
      if (isStopped) break;
      const known = readers.get(message.conversation) ?? [];
      const changes = await changesOf(message, known);
      if (changes.length > 0) changed.push({ message, changes, readers: known });
    }
    const audiences = await Promise.all(
      changed.map(({ message: { conversation, seq } }) => store.audience(conversation, seq)),
    );
    for (const [at, each] of changed.entries()) {
      await pause();
      if (isStopped) return;
      const audience = audiences[at] ?? [];
      await telling.add(tell(each, audience), audience.length * each.changes.length);
    }
  }

  /** Tells at once, until telling has held the event loop for a while: what is left then goes on in the turns after. */
  async function publish(audience: readonly string[], event: Parameters<Bus["publish"]>[1]): Promise<void> {
    while (turn.toldMs >= MAX_TELLING_MS) await nextTurn();
    if (turn.toldMs === 0) setImmediate(() => (turn.toldMs = 0));
    const startedMs = performance.now();
    bus.publish(audience, event);
    turn.toldMs += performance.now() - startedMs;
  }

  /** A message that cannot be judged keeps no other from being judged. */
  async function changesOf(message: StoredMessage, readers: readonly ReaderKind[]): Promise<readonly ListChange[]> {
    try {
      return await changesIn(message, readers);
    } catch (error) {
      onFault(error);
      return [];
    }
  }

  /** Records what changed, each link as an update of its own, and tells it. */
  async function tell({ message, changes: found, readers }: Changed, audience: readonly string[]): Promise<void> {
    let stands = message;
    let changes = found;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const { conversation, seq, reportsJson, resolutions } = stands;
      let { listed } = stands;
      for (const { index, findings } of changes) {
        const update = await store.recordResolutions({
          conversation,
          seq,
          index,
          cause: "list",
          resolutions,
          listed: listedWith({ reportsJson, listed }, index, findings),
          isSettled: false,
          at: now(),
          from: { resolutions, listed },
        });
        if (update?.kind !== "judged") break;
        changes = changes.slice(1);
        ({ listed } = update);
        metrics.add("judged_again");
        await publish(audience, { kind: "update", update, message: stands });
      }
      if (changes.length === 0) return;
      // Something was learned of it meanwhile.
      const [latest] = await store.storedMessages([message]);
      if (latest === undefined) return;
      stands = latest;
      changes = await changesOf(latest, readers);
    }
    throw new Error("a message changed each time it was judged again");
  }

  async function readStanding(): Promise<Standing | null> {
    const json = await store.note(NAME);
    if (json === null) return null;
    try {
      return readJson(standing, jsonText<Standing>(json), `setting.${NAME}`);
    } catch (error) {
      onFault(error);
      return null;
    }
  }

  function setStanding(now: Standing): Promise<void> {
    return store.setNote(NAME, writeJson(now));
  }

  /** What changed while nobody of this store ran, or was left in the middle. */
  async function compare(): Promise<void> {
    const stands = await readStanding();
    const current = lists.current();
    const generation = nameOfLists();
    const { done = null, underWay = null } = stands ?? {};
    if (stands === null && current.isEmpty) return setStanding({ done: generation, underWay: null });
    if (underWay === null && generation !== null && done === generation) return;
    const isSame = underWay !== null && generation !== null && underWay.lists === generation;
    const changed = isSame && underWay.hosts !== null ? new Set(underWay.hosts) : "all";
    waiting.unshift({ changed, since: wholeWindow(), after: isSame ? underWay.after : null, isLast: false });
  }

  return {
    async resume() {
      if (!isStarted) await compare();
      isStarted = true;
      await work();
    },
    async renew() {
      if (running !== null && !isStopped) await takeLease();
    },
    stop() {
      isStopped = true;
      unsubscribe();
      clearTimeout(settling);
    },
    async release() {
      // What fails now is taken up by the next run.
      await running?.catch(onFault);
      await store.endLeases(holder).catch(onFault);
    },
  };
}

function union(one: ChangedHosts | undefined, other: ChangedHosts): ChangedHosts {
  if (one === undefined) return other;
  return one === "all" || other === "all" ? "all" : one.union(other);
}

/** What is being written and told, a bounded number of people at once. */
interface Telling {
  /** Waits for the oldest where there is too much. Throws what went wrong with one before. */
  add(telling: Promise<void>, people: number): Promise<void>;
  all(): Promise<void>;
}

function createTelling(): Telling {
  let groups: Promise<unknown>[] = [];
  let together: Promise<void>[] = [];
  let people = 0;

  function close(): void {
    const group = Promise.all(together);
    // Whoever awaits it comes later.
    group.catch(() => undefined);
    groups.push(group);
    together = [];
    people = 0;
  }

  return {
    async add(telling, count) {
      // Whoever awaits its group comes later.
      telling.catch(() => undefined);
      together.push(telling);
      people += count;
      if (people < MAX_TOLD_TOGETHER) return;
      close();
      if (groups.length >= MAX_GROUPS) await groups.shift();
    },
    async all() {
      close();
      const left = groups;
      groups = [];
      await Promise.all(left);
    },
  };
}
