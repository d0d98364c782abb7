import type { MessageUpdate, StoredMessage } from "../chat/conversation.ts";
import type { Decider } from "../rulebooks/shelf.ts";
import type { Choice } from "../policy/types.ts";

/** What one gateway tells all those where a user is connected. `except` is the session it came from, which knows already. */
export type BusEvent =
  | {
      readonly kind: "message";
      readonly message: StoredMessage;
      /** The {@link Reader.cacheKey} that `message.reportsJson` was made for. */
      readonly judgedFor: string;
      /** Who judged it for its sender, and judges it for all who are told of it now. Of this process alone: it does not travel. */
      readonly decider?: Decider | undefined;
      readonly except: string | null;
    }
  | {
      readonly kind: "update";
      readonly update: MessageUpdate;
      /** The message it is about, for readers to be judged in their own context; null when it was deleted. */
      readonly message: StoredMessage | null;
      readonly except: string | null;
    }
  | {
      readonly kind: "read" | "delivered";
      readonly conversation: string;
      readonly seq: number;
      readonly from: string;
      readonly except: string | null;
    }
  | { readonly kind: "typing"; readonly conversation: string; readonly from: string; readonly except: string | null }
  | { readonly kind: "blocked"; readonly user: string; readonly blocked: boolean; readonly except: string | null }
  | { readonly kind: "choice"; readonly choice: Choice | null; readonly except: string | null };

/** What every bus is opened with. */
export interface BusParts {
  /** Told of each error that a listener throws. */
  readonly onFault: (error: unknown) => void;
}

/**
 * How gateways tell each other. Nothing here is durable and an event may be missed: a device learns from the store what it lacks.
 * Events published by one gateway for one user arrive in the order they were published. A listener that throws costs nobody else:
 * its error goes to {@link BusParts.onFault}, and everybody else and every later event is told.
 */
export interface Bus {
  /** Never throws. */
  publish(users: readonly string[], event: BusEvent): void;
  /** @returns a function that ends it; from then on the listener is called no more. */
  subscribe(user: string, listener: (event: BusEvent) => void): () => void;
  close(): Promise<void>;
}
