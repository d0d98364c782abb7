import type { ReaderOs } from "../apps/types.ts";
import type { ChoiceScope, ExactChoice } from "../report/own-choice.ts";
import type { Choice } from "../policy/types.ts";

export interface Device {
  readonly user: string;
  readonly device: string;
  readonly os: ReaderOs;
  readonly version: string | null;
  /** What they read, as `hello` said: `ms,en`. */
  readonly locale: string;
}

/** What is stored of a user beside their conversations. Part of the contract in store.ts. */
export interface UserStore {
  /** Whether something is kept of this user: a conversation they are or were in, or a device they signed in from. */
  knowsUser(user: string): Promise<boolean>;
  /** How this user wants links opened; null: as the rules say. */
  choice(user: string): Promise<Choice | null>;
  setChoice(user: string, choice: Choice | null): Promise<void>;
  /** How this user wants links of apps, in conversations and of classes opened, in code unit order of their names. */
  exactChoices(user: string): Promise<readonly ExactChoice[]>;
  /** @param choice  Null: none of its own any more. Rejects with `too_many_choices` when there are `maxChoices` others. */
  setExactChoice(user: string, scope: ChoiceScope, choice: Choice | null, maxChoices: number): Promise<void>;
  /** Whom this user blocks, in code unit order. */
  blocks(user: string): Promise<readonly string[]>;
  /**
   * Resolves with whether anything changed; rejects with `too_many_blocks` when there are `maxBlocks`. Only one-to-one
   * messages of the blocked are refused; in groups both still read each other.
   */
  setBlocked(user: string, other: string, isBlocked: boolean, maxBlocks: number): Promise<boolean>;
  /** The first device of a user makes their account, which is known from then on. */
  rememberDevice(device: Device, at: Date): Promise<void>;
  /** Since when accounts are known; left out are those that never had a device here. */
  accountsSince(users: readonly string[]): Promise<ReadonlyMap<string, Date>>;
  devices(user: string): Promise<readonly Device[]>;
}
