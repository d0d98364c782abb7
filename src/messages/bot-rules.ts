import type { Bots } from "../access/bots.ts";
import type { Rates } from "../access/rates.ts";
import { isConversationId } from "../chat/ids.ts";
import type { ConversationKind } from "../policy/types.ts";
import { ProtocolError } from "../protocol/errors.ts";
import type { BotStore } from "../store/bots.ts";
import type { ConversationStore } from "../store/conversations.ts";

/** What holds for bots alone. */
export interface BotRules {
  /**
   * Whether a bot may write there now: to whom has written to it, who shares a group with it, and into groups it is in. Where it
   * writes to other bots, that takes from their allowance.
   *
   * @param to     A user or a conversation.
   * @param count  How many messages.
   * @throws {ProtocolError} `uninvited_bot` or `rate_limited`, {StoreError} `unknown_conversation`, by rejecting.
   */
  mayWrite(bot: string, to: string, count?: number): Promise<ConversationKind>;
}

export interface BotRuleParts {
  readonly store: Pick<BotStore, "botStanding"> & Pick<ConversationStore, "conversation">;
  readonly bots: Pick<Bots, "isBot">;
  readonly rates: Pick<Rates, "botTalk">;
}

export function createBotRules({ store, bots, rates }: BotRuleParts): BotRules {
  function takeFromTalk(between: string, count: number): void {
    const retryAfterMs = rates.botTalk(between, count);
    if (retryAfterMs === null) return;
    throw new ProtocolError("rate_limited", "Bots write to each other too often; wait retryAfterMs", { retryAfterMs });
  }

  async function mayWriteTo(bot: string, other: string, count: number): Promise<ConversationKind> {
    if (other === bot) return "one_to_one";
    const { hasWritten, sharesGroup } = await store.botStanding(bot, other);
    if (!hasWritten && !sharesGroup) throw new ProtocolError("uninvited_bot");
    if (bots.isBot(other)) takeFromTalk([bot, other].toSorted().join("\n"), count);
    return "one_to_one";
  }

  return {
    async mayWrite(bot, to, count = 1) {
      if (!isConversationId(to)) return mayWriteTo(bot, to, count);
      const { id, kind, members } = await store.conversation(bot, to);
      const others = members.filter((member) => member !== bot);
      if (kind === "one_to_one") return mayWriteTo(bot, others[0] ?? bot, count);
      if (others.some((member) => bots.isBot(member))) takeFromTalk(id, count);
      return kind;
    },
  };
}
