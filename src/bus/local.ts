import type { Bus, BusEvent, BusListener, BusParts } from "./bus.ts";

interface Subscription {
  readonly listener: BusListener;
  isOpen: boolean;
}

interface Publication {
  readonly users: readonly string[];
  readonly event: BusEvent;
}

export interface LocalBus extends Bus {
  /** Tells the listeners that something may have been missed. */
  missed(): void;
}

/**
 * The bus within one process: a publication calls the listeners at once, one made meanwhile by a listener after it. Nothing is
 * ever missed.
 */
export function createLocalBus({ onFault }: BusParts): LocalBus {
  // Replaced, never changed, so that a listener may come or go while one is told.
  let subscriptions: readonly Subscription[] = [];
  const waiting: Publication[] = [];
  let isTelling = false;

  function tellAll({ users, event }: Publication): void {
    for (const { isOpen, listener } of subscriptions) {
      // Another listener may have ended it within this publication.
      if (!isOpen) continue;
      try {
        listener.heard(users, event);
      } catch (error) {
        onFault(error);
      }
    }
  }

  return {
    publish(users, event) {
      if (isTelling) {
        waiting.push({ users, event });
        return;
      }
      isTelling = true;
      try {
        tellAll({ users, event });
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) tellAll(next);
      } finally {
        isTelling = false;
      }
    },
    subscribe(listener) {
      const subscription = { listener, isOpen: true };
      subscriptions = [...subscriptions, subscription];
      return () => {
        subscription.isOpen = false;
        subscriptions = subscriptions.filter((each) => each !== subscription);
      };
    },
    missed() {
      for (const { isOpen, listener } of subscriptions) {
        try {
          if (isOpen) listener.missed();
        } catch (error) {
          onFault(error);
        }
      }
    },
    async close() {
      for (const each of subscriptions) each.isOpen = false;
      subscriptions = [];
      waiting.length = 0;
    },
  };
}
