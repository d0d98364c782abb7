import type { Bus, BusEvent, BusListener } from "../../../src/bus/bus.ts";
import type { Draws } from "../draws.ts";

/** What becomes of an event on its way to another gateway. Shares of 1. */
interface Losses {
  readonly lost: number;
  readonly doubled: number;
  readonly delayed: number;
}

/**
 * Buses of several gateways that lose, double, delay and reorder what they carry between them. A gateway that missed something is
 * told so, later. What a gateway publishes it hears itself at once, as every bus promises.
 */
export function createLossyBuses(count: number, draws: Draws, { lost, doubled, delayed }: Losses) {
  const gateways: readonly Set<BusListener>[] = Array.from({ length: count }, () => new Set());
  const underWay = new Set<NodeJS.Timeout>();
  let isWhole = false;
  const told = { lost: 0, doubled: 0, delayed: 0 };

  function later(act: () => void, maxMs: number): void {
    const timer = setTimeout(() => {
      underWay.delete(timer);
      act();
    }, draws.below(maxMs));
    underWay.add(timer);
  }

  function missed(listeners: Iterable<BusListener>): void {
    for (const each of listeners) each.missed();
  }

  function carry(to: ReadonlySet<BusListener>, users: readonly string[], event: BusEvent): void {
    const arrive = () => tell(to, users, event);
    if (isWhole) {
      setImmediate(arrive);
      return;
    }
    if (draws.chance(lost)) {
      told.lost += 1;
      later(() => missed(to), 200);
      return;
    }
    if (draws.chance(doubled)) {
      told.doubled += 1;
      later(arrive, 60);
    }
    if (draws.chance(delayed)) {
      told.delayed += 1;
      later(arrive, 60);
    } else setImmediate(arrive);
  }

  return {
    told,
    buses: gateways.map((own): Bus => ({
      publish(users, event) {
        tell(own, users, event);
        for (const to of gateways) if (to !== own) carry(to, users, travelling(event));
      },
      subscribe(listener) {
        own.add(listener);
        return () => void own.delete(listener);
      },
      async close() {
        own.clear();
      },
    })),
    /** From here on nothing is lost, and everybody is told to look. */
    heal: () => {
      isWhole = true;
      for (const listeners of gateways) missed(listeners);
    },
  };
}

function tell(listeners: ReadonlySet<BusListener>, users: readonly string[], event: BusEvent): void {
  for (const each of listeners) each.heard(users, event);
}

/** What of an event leaves the process. */
function travelling(event: BusEvent): BusEvent {
  if (event.kind === "message") return { kind: "message", message: event.message, judgedFor: event.judgedFor };
  return event.kind === "update" ? { kind: "update", update: event.update, message: event.message } : event;
}
