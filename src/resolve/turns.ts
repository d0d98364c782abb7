/** For whom something is asked: a user's id. Null is the machine itself, which has no limit of its own. */
export type Asker = string | null;

/** Those who want one answer. */
export interface Party {
  /** Whoever joins brings its place in the order along. */
  join(asker: Asker): void;
  /**
   * Waits for a turn, one at a time.
   *
   * @returns the function that ends the turn. Rejects when `signal` fires before it came.
   */
  take(host: string, signal: AbortSignal): Promise<() => void>;
}

/** Limits how much is asked at once: of one host, for one asker, and in all. Askers come in turn, however much each has waiting. */
export interface Turns {
  party(asker: Asker): Party;
  /** Turns being held. */
  readonly held: number;
}

export interface TurnLimits {
  readonly perHost: number;
  readonly perAsker: number;
  readonly total: number;
}

interface Waiting {
  readonly host: string;
  /** @param asker  On whose account the turn goes. */
  start(asker: Asker): void;
}

/** What waits for one asker: hosts in the order they come next, and those who wait for each. */
type Queue = Map<string, Set<Waiting>>;

export function createTurns({ perHost, perAsker, total }: TurnLimits): Turns {
  const heldByHost = new Map<string, number>();
  const heldByAsker = new Map<Asker, number>();
  /** Askers in the order they come next. */
  const queues = new Map<Asker, Queue>();
  let held = 0;

  const hasRoom = (asker: Asker) => asker === null || (heldByAsker.get(asker) ?? 0) < perAsker;
  const isFree = (host: string) => (heldByHost.get(host) ?? 0) < perHost;

  const hold = (host: string, asker: Asker): (() => void) => {
    held += 1;
    count(heldByHost, host, 1);
    count(heldByAsker, asker, 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      held -= 1;
      count(heldByHost, host, -1);
      count(heldByAsker, asker, -1);
      toEnd(queues, asker);
      while (startNext());
    };
  };

  /** What can start now for an asker: the first of the first host that is free. */
  const nextOf = (queue: Queue): Waiting | undefined => {
    for (const [host, waiting] of queue) if (isFree(host)) return waiting.values().next().value;
    return undefined;
  };

  /** Starts what whoever holds least has waiting; among equals whoever had no turn for longest. */
  const startNext = (): boolean => {
    if (held >= total) return false;
    let next: { readonly asker: Asker; readonly queue: Queue; readonly waiting: Waiting } | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const [asker, queue] of queues) {
      const holds = heldByAsker.get(asker) ?? 0;
      const waiting = holds < least && hasRoom(asker) ? nextOf(queue) : undefined;
      if (waiting === undefined) continue;
      next = { asker, queue, waiting };
      least = holds;
    }
    if (next === null) return false;
    const { asker, queue, waiting } = next;
    toEnd(queues, asker);
    toEnd(queue, waiting.host);
    waiting.start(asker);
    return true;
  };

  const enqueue = (asker: Asker, waiting: Waiting) => {
    const queue = queues.get(asker) ?? new Map<string, Set<Waiting>>();
    queues.set(asker, queue);
    const forHost = queue.get(waiting.host) ?? new Set();
    queue.set(waiting.host, forHost.add(waiting));
  };

  const dequeue = (asker: Asker, waiting: Waiting) => {
    const queue = queues.get(asker);
    const forHost = queue?.get(waiting.host);
    forHost?.delete(waiting);
    if (forHost?.size === 0) queue?.delete(waiting.host);
    if (queue?.size === 0) queues.delete(asker);
  };

  const party = (first: Asker): Party => {
    const askers = new Set([first]);
    let current: Waiting | null = null;

    const wait = (host: string, signal: AbortSignal): Promise<() => void> => {
      const { promise, resolve, reject } = Promise.withResolvers<() => void>();
      const leave = () => {
        current = null;
        for (const asker of askers) dequeue(asker, waiting);
        signal.removeEventListener("abort", onAbort);
      };
      const onAbort = () => {
        leave();
        reject(new Error("no turn came in time"));
      };
      const waiting: Waiting = {
        host,
        start(asker) {
          leave();
          resolve(hold(host, asker));
        },
      };
      signal.addEventListener("abort", onAbort, { once: true });
      current = waiting;
      for (const asker of askers) enqueue(asker, waiting);
      return promise;
    };

    return {
      join(asker) {
        if (askers.has(asker)) return;
        askers.add(asker);
        if (current !== null) enqueue(asker, current);
        while (startNext());
      },
      take(host, signal) {
        const payer = held < total && isFree(host) ? [...askers].find(hasRoom) : undefined;
        if (payer !== undefined) return Promise.resolve(hold(host, payer));
        if (signal.aborted) return Promise.reject(new Error("no time left to wait for a turn"));
        return wait(host, signal);
      },
    };
  };

  return {
    party,
    get held() {
      return held;
    },
  };
}

function toEnd<Key, Value>(map: Map<Key, Value>, key: Key): void {
  const value = map.get(key);
  if (value === undefined) return;
  map.delete(key);
  map.set(key, value);
}

function count<Key>(counts: Map<Key, number>, key: Key, change: number): void {
  const next = (counts.get(key) ?? 0) + change;
  if (next === 0) counts.delete(key);
  else counts.set(key, next);
}
