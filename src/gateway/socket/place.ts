import type { BusEventOf } from "../../bus/bus.ts";
import type { Connection } from "./connection.ts";
import type { Position } from "./position.ts";

export type Heard<Kind extends "message" | "update"> = BusEventOf<Kind>;

export interface Hint<Kind extends "message" | "update"> {
  readonly users: readonly string[];
  readonly event: Heard<Kind>;
}

/** A hint before whose turn something is missing. */
export interface Waiting<Kind extends "message" | "update"> extends Hint<Kind> {
  /** Heard again meanwhile, with further answers to give once it is told. */
  readonly again: readonly Heard<Kind>[];
}

/** A user who is connected here, or coming in. */
export interface LocalUser {
  readonly name: string;
  /** Replaced when it changes, never changed; most users have one. */
  connections: readonly Connection[];
  /** How many are coming in. */
  coming: number;
  /** The conversations that the user is told of. */
  places: readonly Place[];
  /** Groups the user has left, and the last sequence number told of each. */
  readonly left: Map<string, number>;
}

/** One conversation, as everybody here is told of it. */
export interface Place {
  readonly id: string;
  seq: number;
  update: number;
  /** What is earlier nobody here sees. */
  from: number;
  /** Members with connections here. Replaced when it changes, never changed. */
  readers: readonly LocalUser[];
  /** Members with connections here whose joining is still to be told: it makes them readers. */
  joining: readonly LocalUser[];
  /** When it last moved; see `Coming`. */
  movedAt: number;
  gap: Gap | null;
}

/** What is known to exist after a place, and cannot be told yet because something before it is missing. */
export interface Gap {
  upTo: Position;
  readonly messages: Map<number, Waiting<"message">>;
  readonly updates: Map<number, Waiting<"update">>;
  state: "waiting" | "reading";
  /** Reads in vain, one after the other. */
  inVain: number;
}

/** Whether an answer waits for its turn. */
export function isOwing(place: Place): boolean {
  return waitingIn(place).some(({ answer }) => answer !== undefined && answer !== null);
}

/** Heard, and not told yet. */
export function* waitingIn({ gap }: Place): Generator<Heard<"message" | "update">> {
  if (gap === null) return;
  for (const { event, again } of gap.messages.values()) yield* [event, ...again];
  for (const { event, again } of gap.updates.values()) yield* [event, ...again];
}
