/** Limits how much is asked at once: of one host, and in all. Turns come in the order they were asked for. */
export interface Turns {
  /** @returns the function that ends the turn. Rejects when `signal` fires before it came. */
  take(host: string, signal: AbortSignal): Promise<() => void>;
  /** Turns being held. */
  readonly held: number;
}

interface Waiting {
  readonly host: string;
  start(): void;
}

export function createTurns({ perHost, total }: { readonly perHost: number; readonly total: number }): Turns {
  const heldByHost = new Map<string, number>();
  const queue = new Set<Waiting>();
  let held = 0;

  const isFree = (host: string) => held < total && (heldByHost.get(host) ?? 0) < perHost;

  const hold = (host: string): (() => void) => {
    held += 1;
    heldByHost.set(host, (heldByHost.get(host) ?? 0) + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      held -= 1;
      const left = (heldByHost.get(host) ?? 1) - 1;
      if (left === 0) heldByHost.delete(host);
      else heldByHost.set(host, left);
      startWaiting();
    };
  };

  const startWaiting = () => {
    for (const waiting of queue) {
      if (held >= total) return;
      if (isFree(waiting.host)) waiting.start();
    }
  };

  return {
    get held() {
      return held;
    },
    take(host, signal) {
      if (isFree(host)) return Promise.resolve(hold(host));
      const { promise, resolve, reject } = Promise.withResolvers<() => void>();
      const onAbort = () => {
        queue.delete(waiting);
        reject(new Error("no turn came in time"));
      };
      const waiting: Waiting = {
        host,
        start() {
          queue.delete(waiting);
          signal.removeEventListener("abort", onAbort);
          resolve(hold(host));
        },
      };
      if (signal.aborted) return Promise.reject(new Error("no time left to wait for a turn"));
      signal.addEventListener("abort", onAbort, { once: true });
      queue.add(waiting);
      return promise;
    },
  };
}
