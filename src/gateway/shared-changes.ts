import type { Bus } from "../bus/bus.ts";
import type { LiveLists } from "../findings/lists/kept/live-lists.ts";

interface SharedChangesParts {
  readonly bus: Pick<Bus, "publish" | "subscribe">;
  /** Looks whether another rulebook was put in force; null: this gateway's is its own. */
  readonly lookForRulebook: (() => Promise<void>) | null;
  /** The lists that gateways share; null: this gateway's are its own. */
  readonly lists: Pick<LiveLists, "refresh" | "onChange"> | null;
}

/** Tells the other gateways what this one noticed, and looks when they do. */
export interface SharedChanges {
  /** This gateway noticed by itself that another rulebook is in force. */
  rulebookNoticed(): void;
  close(): void;
}

/**
 * A command that changes what gateways share writes to the store and knows of no bus. Each gateway looks every second; the
 * first that notices tells the others. Without a bus, and after a hint that was lost, the next look finds the same.
 */
export function followSharedChanges({ bus, lookForRulebook, lists }: SharedChangesParts): SharedChanges {
  /** Looks for lists that others asked for: what they find was told already. */
  let refreshes = 0;

  async function refresh(): Promise<void> {
    refreshes += 1;
    try {
      await lists?.refresh();
    } finally {
      refreshes -= 1;
    }
  }

  /** Of hints that come while one is followed, one more is: it sees what they were about. */
  const rulebook = oneAtATime(async () => lookForRulebook?.());
  const threats = oneAtATime(refresh);
  // What this gateway publishes comes back to it in the same turn.
  let isPublishing = false;
  function tell(what: "rulebook" | "lists"): void {
    isPublishing = true;
    bus.publish([], { kind: "changed", what });
    isPublishing = false;
  }

  const unsubscribe = bus.subscribe({
    heard(_users, event) {
      if (event.kind !== "changed" || isPublishing) return;
      if (event.what === "rulebook") rulebook();
      else threats();
    },
    missed: () => undefined,
  });
  const unlisten = lists?.onChange(() => {
    if (refreshes === 0) tell("lists");
  });
  return {
    rulebookNoticed: () => tell("rulebook"),
    close() {
      unsubscribe();
      unlisten?.();
    },
  };
}

/** @param run  Tells of its own faults. */
function oneAtATime(run: () => Promise<void>): () => void {
  let isRunning = false;
  let isWanted = false;
  async function runAll(): Promise<void> {
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await run();
    }
    isRunning = false;
  }
  return () => {
    isWanted = true;
    if (!isRunning) void runAll();
  };
}
