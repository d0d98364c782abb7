/** For whom something is asked: a user's id. Null is the machine itself, which has no limit of its own. */
export type Asker = string | null;

/** One request that several askers may share. */
export interface SharedRequest {
  /** A further asker shares it, and its place in the order counts too. */
  join(asker: Asker): void;
  /**
   * Waits for a slot, one at a time.
   *
   * @returns the function that releases the slot. Rejects when `signal` fires before a slot was free.
   */
  acquire(host: string, signal: AbortSignal): Promise<() => void>;
}

/** Limits how many requests run at once: to one host, for one asker, and in all. Slots are shared fairly between askers. */
export interface FairLimiter {
  request(asker: Asker): SharedRequest;
  /** Slots that are taken. */
  readonly inFlight: number;
}

export interface FairLimits {
  readonly perHost: number;
  readonly perAsker: number;
  readonly total: number;
}

interface Waiting {
  readonly host: string;
  /** @param asker  Whose allowance the slot counts against. */
  start(asker: Asker): void;
}

/** What waits for one asker: hosts in the order they come next, and those who wait for each. */
type Queue = Map<string, Set<Waiting>>;

export function createFairLimiter({ perHost, perAsker, total }: FairLimits): FairLimiter {
  const inFlightByHost = new Map<string, number>();
  const inFlightByAsker = new Map<Asker, number>();
  /** Askers in the order they come next. */
  const queues = new Map<Asker, Queue>();
  let inFlight = 0;

  const hasRoom = (asker: Asker) => asker === null || (inFlightByAsker.get(asker) ?? 0) < perAsker;
  const isFree = (host: string) => (inFlightByHost.get(host) ?? 0) < perHost;

  const occupy = (host: string, asker: Asker): (() => void) => {
    inFlight += 1;
    count(inFlightByHost, host, 1);
    count(inFlightByAsker, asker, 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      inFlight -= 1;
      count(inFlightByHost, host, -1);
      count(inFlightByAsker, asker, -1);
      toEnd(queues, asker);
      while (startNext());
    };
  };

  /** What can start now for an asker: the first of the first host that is free. */
  const nextOf = (queue: Queue): Waiting | undefined => {
    for (const [host, waiting] of queue) if (isFree(host)) return waiting.values().next().value;
    return undefined;
  };

  /** Starts a request of the asker with the fewest in flight; ties go to the one served least recently. */
  const startNext = (): boolean => {
    if (inFlight >= total) return false;
    let next: { readonly asker: Asker; readonly queue: Queue; readonly waiting: Waiting } | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const [asker, queue] of queues) {
      const running = inFlightByAsker.get(asker) ?? 0;
      const waiting = running < least && hasRoom(asker) ? nextOf(queue) : undefined;
      if (waiting === undefined) continue;
      next = { asker, queue, waiting };
      least = running;
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

  const request = (first: Asker): SharedRequest => {
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
        reject(new Error("no slot was free in time"));
      };
      const waiting: Waiting = {
        host,
        start(asker) {
          leave();
          resolve(occupy(host, asker));
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
      acquire(host, signal) {
        const payer = inFlight < total && isFree(host) ? [...askers].find(hasRoom) : undefined;
        if (payer !== undefined) return Promise.resolve(occupy(host, payer));
        if (signal.aborted) return Promise.reject(new Error("no time left to wait for a slot"));
        return wait(host, signal);
      },
    };
  };

  return {
    request,
    get inFlight() {
      return inFlight;
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
