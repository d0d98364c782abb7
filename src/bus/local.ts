import type { Bus, BusEvent } from "./bus.ts";

type Listener = (event: BusEvent) => void;

/** The bus of a single gateway: a publication calls the listeners at once. */
export function createLocalBus(): Bus {
  // Lists are replaced, never changed, so that a listener may come or go while one is told; most users have one.
  const listeners = new Map<string, readonly Listener[]>();
  return {
    publish(users, event) {
      for (const user of users) {
        const ofUser = listeners.get(user);
        if (ofUser !== undefined) for (const listener of ofUser) listener(event);
      }
    },
    subscribe(user, listener) {
      listeners.set(user, [...(listeners.get(user) ?? []), listener]);
      return () => {
        const left = listeners.get(user)?.filter((each) => each !== listener) ?? [];
        if (left.length > 0) listeners.set(user, left);
        else listeners.delete(user);
      };
    },
    close: async () => listeners.clear(),
  };
}
