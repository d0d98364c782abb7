import type { Answer } from "../../bus/bus.ts";

/** How far somebody was told in one conversation. */
export interface Position {
  /** Last sequence number; 0 before the first. */
  readonly seq: number;
  /** Last update number; 0 before the first. */
  readonly update: number;
}

export const NOWHERE: Position = { seq: 0, update: 0 };

/** One message, by its sequence number, or one update by its own. */
export interface Subject {
  readonly conversation: string;
  readonly kind: keyof Position;
  readonly number: number;
}

/** What a device is told of messages and updates. */
export type Telling =
  | {
      /** Each one when its turn comes. */
      readonly state: "told";
      /** Where a sync brought more than the teller has told yet; null for nowhere. */
      ahead: Map<string, Position> | null;
    }
  | {
      /** Nothing for now: it is read from the store, in order. */
      readonly state: "held";
      /** Where the device stands, in the conversations where the teller stands elsewhere or went on since. */
      readonly noted: Map<string, Position>;
      /** Answers that are given in their place, by what they are about; null: each is given at once, and what is read leaves it out. */
      readonly answers: Map<string, Subject & { readonly answer: Answer }> | null;
    };
export type Held = Extract<Telling, { state: "held" }>;
export type Told = Extract<Telling, { state: "told" }>;

/** Where a device stands that is not where everybody is. */
export function positionsIn(telling: Telling): ReadonlyMap<string, Position> {
  return (telling.state === "held" ? telling.noted : telling.ahead) ?? new Map<string, Position>();
}

/** @param noted  Where the device stands if not with the teller. */
export function held(noted: Map<string, Position> = new Map(), answers: Held["answers"] = null): Held {
  return { state: "held", noted, answers };
}

/** Whether something follows after `position` up to `target`. */
export function isBehind(position: Position, target: Position): boolean {
  return position.seq < target.seq || position.update < target.update;
}

/** The later of both, each number by itself. */
export function furthest(one: Position, other: Position): Position {
  return { seq: Math.max(one.seq, other.seq), update: Math.max(one.update, other.update) };
}
