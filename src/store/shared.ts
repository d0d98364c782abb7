import type { SharedLists } from "../findings/lists/kept/shared-lists.ts";
import type { LogKeys } from "../log/keys.ts";
import type { KeptRulebook, NewRulebook } from "../rulebooks/kept.ts";

/** Secrets of the gateways on one store, so that none needs a file of its own. */
export interface SharedSecrets {
  /** Signs tokens: 32 random bytes as base64url, drawn by whichever gateway asks first. */
  signingSecret(): Promise<string>;
  /** The one before it, whose tokens hold until they run out; null: there is none. */
  previousSigningSecret(): Promise<string | null>;
  /** Whether the gateways sign with a secret that they were given, as the one that started last wrote down. */
  isSecretGiven(): Promise<boolean>;
  noteSecretGiven(isGiven: boolean): Promise<void>;
  /** What signs the decision log, drawn by whichever gateway asks first. */
  readonly logKeys: LogKeys;
}

/** The rulebook in force and those before it, so that all gateways decide by one. */
export interface SharedRulebooks {
  /** The one in force; null when there is none, or none with a number > `after`. */
  rulebookInForce(after?: number): Promise<KeptRulebook | null>;
  /** The one that was in force at an instant; null before the first. */
  rulebookAt(at: Date): Promise<KeptRulebook | null>;
  /** All, oldest first. */
  rulebookHistory(): Promise<readonly Omit<KeptRulebook, "text">[]>;
  /** Puts one in force. What is in force already stays as it is, and is answered. The caller has read it whole. */
  putRulebook(rulebook: NewRulebook): Promise<RulebookPut>;
}

export interface RulebookPut {
  readonly inForce: KeptRulebook;
  /** What it took the place of; null when there was none, or when it was in force already. */
  readonly before: Omit<KeptRulebook, "text"> | null;
  readonly isNew: boolean;
}

/** The gateways at work on a store, by its own clock. */
export interface SharedRoll {
  /**
   * Says that a gateway is at work for so long. Milliseconds.
   *
   * @returns Until when each other one said so, milliseconds; of those for whom it is not over.
   */
  callRoll(gateway: string, forMs: number): Promise<ReadonlyMap<string, number>>;
  leaveRoll(gateway: string): Promise<void>;
}

/** What the gateways on one store share besides the messages. A store in a data folder is one gateway's and has none of it. */
export interface SharedState extends SharedSecrets, SharedRulebooks, SharedLists, SharedRoll {}
