import type { BotStore } from "./bots.ts";
import type { CaseStore } from "./cases.ts";
import type { LogStore } from "../log/log-store.ts";
import type { MessageStore } from "./messages.ts";
import type { LeaseStore } from "./leases.ts";
import type { UpdateStore } from "./updates.ts";
import type { LinkHostStore } from "./link-hosts.ts";
import type { ConversationStore } from "./conversations.ts";
import type { RevocationStore } from "./revocations.ts";
import type { UserStore } from "./users.ts";
import type { UpkeepStore } from "./upkeep.ts";
import type { WebhookStore } from "./webhooks.ts";

/**
 * Where conversations live. One page of contract, one suite of tests, several backends.
 *
 * A write is on disk when its promise resolves. Every call that names a user and a conversation checks the membership.
 * It rejects non-members with `unknown_conversation`, whether the conversation exists or not.
 * A member of a group sees it from the message of their joining on.
 * Former members can read only what came before they left. A member who comes back sees it from then on.
 */
export interface Store
  extends
    MessageStore,
    UpdateStore,
    LeaseStore,
    LinkHostStore,
    ConversationStore,
    UserStore,
    RevocationStore,
    BotStore,
    CaseStore,
    LogStore,
    WebhookStore,
    UpkeepStore {
  /** Names one history: positions of another mean nothing. Drawn when the store was made, and renewed after a restore. */
  readonly epoch: string;
  /** Asks for the epoch again, which another process may have renewed; from then on `epoch` says the same. */
  lookAtEpoch(): Promise<string>;
  /**
   * Renews the epoch, once for all callers that saw what `was` named go back in time; also those of other gateways.
   *
   * @returns The epoch from now on.
   */
  renewEpoch(was: string): Promise<string>;
  /** Whether messages can be kept now, and what is in the way, if only for a moment: a code. */
  health(): { readonly writable: boolean; readonly because: string | null };
  /** How much the store's clock is ahead of this program's, at least; below zero: behind. As last compared. */
  skewMs(): number;
  /** Ends after what was handed in is on disk. */
  close(): Promise<void>;
}
