import type { Bus, BusEvent, BusParts } from "./bus.ts";

interface Subscription {
  readonly tell: (event: BusEvent) => void;
  isOpen: boolean;
}

interface Publication {
  readonly users: readonly string[];
  readonly event: BusEvent;
}

/** The bus of a single gateway: a publication calls the listeners at once, one made meanwhile by a listener after it. */
export function createLocalBus({ onFault }: BusParts): Bus {
  // Lists are replaced, never changed, so that a listener may come or go while one is told; most users have one.
  const subscriptions = new Map<string, readonly Subscription[]>();
  const waiting: Publication[] = [];
  let isTelling = false;

  function tellAll({ users, event }: Publication): void {
    for (const user of users) {
      const ofUser = subscriptions.get(user);
      if (ofUser !== undefined) for (const each of ofUser) tellOne(each, event);
    }
  }

  function tellOne({ isOpen, tell }: Subscription, event: BusEvent): void {
    // Another listener may have ended it within this publication.
    if (!isOpen) return;
    try {
      tell(event);
    } catch (error) {
      onFault(error);
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
    subscribe(user, tell) {
      const subscription = { tell, isOpen: true };
      subscriptions.set(user, [...(subscriptions.get(user) ?? []), subscription]);
      return () => {
        subscription.isOpen = false;
        const left = subscriptions.get(user)?.filter((each) => each !== subscription) ?? [];
        if (left.length > 0) subscriptions.set(user, left);
        else subscriptions.delete(user);
      };
    },
    async close() {
      for (const ofUser of subscriptions.values()) for (const each of ofUser) each.isOpen = false;
      subscriptions.clear();
      waiting.length = 0;
    },
  };
}
