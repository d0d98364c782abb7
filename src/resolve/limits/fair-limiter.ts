/** For whom something is asked: a user's id. Null is the machine itself, which has no limit of its own. */
export type Requester = string | null;

/** One request that several requesters may share. */
export interface SharedRequest {
  /** A further requester shares it, and its place in the order counts too. */
  join(requester: Requester): void;
  /**
   * Waits for a slot, one at a time.
   *
   * @returns the function that releases the slot. Rejects when `signal` fires before a slot was free.
   */
  acquire(host: string, signal: AbortSignal): Promise<() => void>;
}

/** Limits how many requests run at once: to one host, for one requester, and in all. Slots are shared fairly between requesters. */
export interface FairLimiter {
  request(requester: Requester): SharedRequest;
  /** Slots that are taken. */
  readonly inFlight: number;
}

export interface FairLimits {
  readonly perHost: number;
  readonly perRequester: number;
  readonly total: number;
}

interface Waiting {
  readonly host: string;
  /** @param requester  Whose allowance the slot counts against. */
  start(requester: Requester): void;
}

/** What waits for one requester: hosts in the order they come next, and those who wait for each. */
type Queue = Map<string, Set<Waiting>>;

export function createFairLimiter({ perHost, perRequester, total }: FairLimits): FairLimiter {
  const inFlightByHost = new Map<string, number>();
  const inFlightByRequester = new Map<Requester, number>();
  /** Requesters in the order they come next. */
  const queues = new Map<Requester, Queue>();
  let inFlight = 0;

  const hasRoom = (requester: Requester) =>
    requester === null || (inFlightByRequester.get(requester) ?? 0) < perRequester;
  const isFree = (host: string) => (inFlightByHost.get(host) ?? 0) < perHost;

  const occupy = (host: string, requester: Requester): (() => void) => {
    inFlight += 1;
    count(inFlightByHost, host, 1);
    count(inFlightByRequester, requester, 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      inFlight -= 1;
      count(inFlightByHost, host, -1);
      count(inFlightByRequester, requester, -1);
      toEnd(queues, requester);
      while (startNext());
    };
  };

  /** What can start now for an requester: the first of the first host that is free. */
  const nextOf = (queue: Queue): Waiting | undefined => {
    for (const [host, waiting] of queue) if (isFree(host)) return waiting.values().next().value;
    return undefined;
  };

  /** Starts a request of the requester with the fewest in flight; ties go to the one served least recently. */
  const startNext = (): boolean => {
    if (inFlight >= total) return false;
    let next: { readonly requester: Requester; readonly queue: Queue; readonly waiting: Waiting } | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const [requester, queue] of queues) {
      const running = inFlightByRequester.get(requester) ?? 0;
      const waiting = running < least && hasRoom(requester) ? nextOf(queue) : undefined;
      if (waiting === undefined) continue;
      next = { requester, queue, waiting };
      least = running;
    }
    if (next === null) return false;
    const { requester, queue, waiting } = next;
    toEnd(queues, requester);
    toEnd(queue, waiting.host);
    waiting.start(requester);
    return true;
  };

  const enqueue = (requester: Requester, waiting: Waiting) => {
    const queue = queues.get(requester) ?? new Map<string, Set<Waiting>>();
    queues.set(requester, queue);
    const forHost = queue.get(waiting.host) ?? new Set();
    queue.set(waiting.host, forHost.add(waiting));
  };

  const dequeue = (requester: Requester, waiting: Waiting) => {
    const queue = queues.get(requester);
    const forHost = queue?.get(waiting.host);
    forHost?.delete(waiting);
    if (forHost?.size === 0) queue?.delete(waiting.host);
    if (queue?.size === 0) queues.delete(requester);
  };

  const request = (first: Requester): SharedRequest => {
    const requesters = new Set([first]);
    let current: Waiting | null = null;

    const wait = (host: string, signal: AbortSignal): Promise<() => void> => {
      const { promise, resolve, reject } = Promise.withResolvers<() => void>();
      const leave = () => {
        current = null;
        for (const requester of requesters) dequeue(requester, waiting);
        signal.removeEventListener("abort", onAbort);
      };
      const onAbort = () => {
        leave();
        reject(new Error("no slot was free in time"));
      };
      const waiting: Waiting = {
        host,
        start(requester) {
          leave();
          resolve(occupy(host, requester));
        },
      };
      signal.addEventListener("abort", onAbort, { once: true });
      current = waiting;
      for (const requester of requesters) enqueue(requester, waiting);
      return promise;
    };

    return {
      join(requester) {
        if (requesters.has(requester)) return;
        requesters.add(requester);
        if (current !== null) enqueue(requester, current);
        while (startNext());
      },
      acquire(host, signal) {
        const payer = inFlight < total && isFree(host) ? [...requesters].find(hasRoom) : undefined;
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
