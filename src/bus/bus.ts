import type { MessageUpdate, StoredMessage } from "../chat/conversation.ts";
import type { JsonPieces } from "../input/json.ts";
import type { ComplaintItem } from "../protocol/complaint-item.ts";
import type { Decider } from "../rulebooks/shelf.ts";
import type { ChoiceScope } from "../report/own-choice.ts";
import type { Choice } from "../policy/types.ts";

/** The session whose frame brought a message or an update about. Of this process alone: it does not travel. */
export interface Answer {
  readonly session: string;
  readonly user: string;
  /** Answers the frame, in the place where everybody else is told. */
  readonly give: () => void;
}

/** What gateways tell each other. `except` is the session it came from, which knows already. */
export type BusEvent =
  | {
      readonly kind: "message";
      readonly message: StoredMessage;
      /** The {@link Reader.cacheKey} that `message.reportsJson` was made for; null: for nobody here. */
      readonly judgedFor: string | null;
      /** Who judged it for its sender, and judges it for all who are told of it now. Of this process alone: it does not travel. */
      readonly decider?: Decider | undefined;
      /** `message.reportsJson` in pieces. Of this process alone, as above. */
      readonly pieces?: JsonPieces | null;
      readonly answer?: Answer | null;
    }
  | {
      readonly kind: "update";
      readonly update: MessageUpdate;
      /** The message it is about, for readers to be judged in their own context; null when it was deleted. */
      readonly message: StoredMessage | null;
      readonly answer?: Answer | null;
    }
  | {
      /** Something was stored there, up to these numbers; 0 says nothing of one. */
      readonly kind: "ahead";
      readonly conversation: string;
      readonly seq: number;
      readonly update: number;
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
  | {
      /** Something became of a complaint of the user's. */
      readonly kind: "complaint";
      readonly complaint: ComplaintItem;
      readonly except: string | null;
    }
  | { readonly kind: "choice"; readonly choice: Choice | null; readonly except: string | null }
  | {
      /** Of an app, a conversation or a class alone. A kind of its own: an earlier gateway would take it for all links. */
      readonly kind: "exact_choice";
      readonly for: ChoiceScope;
      readonly choice: Choice | null;
      readonly except: string | null;
    }
  | {
      /** What all gateways of a store share was changed there. It concerns gateways, and nobody connected to them. */
      readonly kind: "changed";
      readonly what: (typeof SHARED_THINGS)[number];
    };

/** What gateways share besides the messages, and read anew when it is changed. */
export const SHARED_THINGS = ["rulebook", "lists"] as const;

export type BusEventOf<Kind extends BusEvent["kind"]> = Extract<BusEvent, { kind: Kind }>;

/** A gateway, as its bus tells it. */
export interface BusListener {
  /**
   * @param users  Whom it concerns. Empty for an event of another gateway about a conversation: whoever here is told of that
   *               conversation.
   */
  heard(users: readonly string[], event: BusEvent): void;
  /** Events may have been missed: what the store has is to be looked at. */
  missed(): void;
}

/** What every bus is opened with. */
export interface BusParts {
  /** Told of each error that a listener throws. */
  readonly onFault: (error: unknown) => void;
}

/**
 * How gateways tell each other. Nothing here is durable. An event may be missed, come twice, late, or after a later one: it is a
 * hint, and the numbers of messages and updates say whether the store has to be read. A listener of the gateway that publishes is
 * told in the same turn, of each event once, in order. A listener that throws costs nobody else: its error goes to
 * {@link BusParts.onFault}, and everybody else and every later event is told.
 */
export interface Bus {
  /** Never throws. */
  publish(users: readonly string[], event: BusEvent): void;
  /** @returns a function that ends it; from then on the listener is called no more. */
  subscribe(listener: BusListener): () => void;
  close(): Promise<void>;
}
