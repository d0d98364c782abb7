import type { Bus, BusEvent } from "./bus.ts";

/** The bus of a single gateway: a publication calls the listeners at once. */
export function createLocalBus(): Bus {
  const listeners = new Map<string, Set<(event: BusEvent) => void>>();
  return {
    publish(users, event) {
      for (const user of users) {
        for (const listener of listeners.get(user) ?? []) listener(event);
      }
    },
    subscribe(user, listener) {
      const ofUser = listeners.get(user) ?? new Set();
      listeners.set(user, ofUser.add(listener));
      return () => {
        ofUser.delete(listener);
        if (ofUser.size === 0 && listeners.get(user) === ofUser) listeners.delete(user);
      };
    },
    close: async () => listeners.clear(),
  };
}
