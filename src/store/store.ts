import type { MessageStore } from "./messages.ts";
import type { UpdateStore } from "./updates.ts";
import type { ConversationStore } from "./conversations.ts";
import type { RevocationStore } from "./revocations.ts";
import type { UserStore } from "./users.ts";
import type { UpkeepStore } from "./upkeep.ts";

/**
 * Where conversations live. One page of contract, one suite of tests, several backends.
 *
 * A write is on disk when its promise resolves. Every read and write that names a user and a conversation checks that the
 * one is a member of the other; otherwise it rejects with `unknown_conversation`, the same whether the conversation exists or not.
 * A member of a group sees it from the message of their joining on. Who left keeps reading what was until then, and no more;
 * who comes back sees it from coming back on.
 */
export interface Store extends MessageStore, UpdateStore, ConversationStore, UserStore, RevocationStore, UpkeepStore {
  /** Drawn when the store was made, and again when it was restored from a backup. */
  readonly epoch: string;
  /** Whether messages can be kept now; what keeps them from it otherwise. */
  health(): { readonly writable: boolean; readonly because: string | null };
  /** Ends after what was handed in is on disk. */
  close(): Promise<void>;
}
