import type { Finding } from "../types.ts";

/** What lists say of addresses: one generation of them, which never changes. */
export interface ThreatLists {
  /** True when no address can match and none is excepted. */
  readonly isEmpty: boolean;
  /**
   * Names the entries and exceptions: where it is the same, so are they, in another run too. Left out: they have no name, and
   * nobody can tell whether they changed.
   */
  readonly generation?: string;
  /**
   * Findings for one absolute address, those that an exception takes back marked as such; none for what has no host.
   *
   * @param address  Parsed or as text; a parsed one costs less.
   */
  match(address: string | URL): readonly Finding[];
  /** The operator's exception that covers an address and ends last; null for none. It takes back what its host looks like. */
  readonly exceptionFor: (address: string | URL) => Excepted | null;
}

/** What is told of an exception. */
export type Excepted = NonNullable<Finding["excepted"]>;

/**
 * Hosts about which entries or exceptions came, went or changed; what lies below them may be judged otherwise too.
 * `all` when they are too many to be named.
 */
export type ChangedHosts = ReadonlySet<string> | "all";

/** The operator's lists as they stand: each change puts a new generation in the place of the one before. */
export interface ListsInForce {
  current(): ThreatLists;
  /**
   * Tells of each change, after `current` gives the new generation.
   *
   * @returns Stops telling.
   */
  onChange(listener: (changed: ChangedHosts) => void): () => void;
}
