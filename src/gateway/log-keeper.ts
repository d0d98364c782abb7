import type { Catalog } from "../findings/lists/kept/catalog.ts";
import { tellLists, tellRulebook } from "../log/lists-told.ts";
import { UnsignableLogError, type Publisher } from "../log/publish.ts";
import type { LogStore } from "../log/log-store.ts";
import type { Decider } from "../rulebooks/shelf.ts";
import { StoreError } from "../store/store-error.ts";
import type { Log } from "../telemetry/log.ts";

interface LogKeeperParts {
  readonly store: Pick<LogStore, "loggedState" | "appendState">;
  readonly publisher: Publisher;
  readonly catalog: () => Pick<Catalog, "lists" | "exceptions">;
  readonly decider: () => Decider;
  readonly clock: () => Date;
  readonly log: Log;
  readonly onFault: (error: unknown) => void;
}

/** A log that grew is signed so often, and what changed beside the store is looked for. Milliseconds. */
const EVERY_MS = 20_000;

/** Keeps the decision log up with what stands outside the store's tables, and signed. */
export interface LogKeeper {
  /** The lists or the rulebook may have changed. */
  look(): void;
  /** Signs what there is. */
  close(): Promise<void>;
}

export function keepLog({ store, publisher, catalog, decider, clock, log, onFault }: LogKeeperParts): LogKeeper {
  let turn: Promise<void> = Promise.resolve();
  let isAsked = false;
  let told: string | null = null;

  async function look(): Promise<void> {
    isAsked = false;
    try {
      await tellRulebook(store, decider().book.rulebook, clock());
      await tellLists(store, catalog(), "gateway", clock());
      await publisher.checkpoint();
      told = null;
    } catch (error) {
      // The store says by itself that it cannot be reached; the next look finds what is left.
      if (error instanceof StoreError) return;
      if (!(error instanceof UnsignableLogError)) {
        onFault(error);
        return;
      }
      if (told !== error.code) log({ event: "log_unsigned", code: error.code, message: error.message });
      told = error.code;
    }
  }

  function lookInTurn(): void {
    if (isAsked) return;
    isAsked = true;
    turn = turn.then(look);
  }

  lookInTurn();
  const timer = setInterval(lookInTurn, EVERY_MS);
  timer.unref();
  return {
    look: lookInTurn,
    async close() {
      clearInterval(timer);
      lookInTurn();
      await turn;
    },
  };
}
