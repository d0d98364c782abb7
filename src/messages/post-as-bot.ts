import { createHash } from "node:crypto";
import type { Rates } from "../access/rates.ts";
import type { ConversationKind } from "../policy/types.ts";
import { ProtocolError } from "../protocol/errors.ts";
import type { Accepted } from "../store/messages.ts";
import type { BotRules } from "./bot-rules.ts";
import type { Reader } from "./reader.ts";

/** What a program says at once: a message, or several in order. */
export interface BotPost {
  readonly from: string;
  /** Of the first message; those after it have keys that are made of it. The same again are the same messages. */
  readonly key: string;
  /** A user id or a conversation id. */
  readonly to: string;
  /** Well-formed texts, at least one. */
  readonly texts: readonly string[];
  /** Whom the stored reports are made for. */
  readonly reader: Reader;
}

/**
 * Posts for a program, whoever runs it: within its rate, where it may write, judged, kept and told as what people write. Resolves
 * when all of it is durable.
 *
 * @throws {ProtocolError} `rate_limited` before anything was posted, `uninvited_bot`, or {StoreError}, by rejecting.
 */
export type PostAsBot = (post: BotPost) => Promise<readonly Accepted[]>;

export interface BotPostParts {
  readonly rates: Pick<Rates, "botSend">;
  readonly botRules: Pick<BotRules, "mayWrite">;
}

/** One message of a {@link BotPost}. */
export interface BotMessage extends Omit<BotPost, "texts"> {
  readonly chat: ConversationKind;
  readonly text: string;
}

/** @param keep  Resolves when the message is durable and told. */
export function createPostAsBot(
  { rates, botRules }: BotPostParts,
  keep: (message: BotMessage) => Promise<Accepted>,
): PostAsBot {
  return async ({ from, key, to, texts, reader }) => {
    const retryAfterMs = rates.botSend(from, texts.length);
    if (retryAfterMs !== null) throw new ProtocolError("rate_limited", undefined, { retryAfterMs });
    const chat = await botRules.mayWrite(from, to, texts.length);
    const all: Accepted[] = [];
    for (const [index, text] of texts.entries())
      all.push(await keep({ from, key: keyOfPart(key, index), to, chat, text, reader }));
    return all;
  };
}

/** Key of a further message: never that of another post. */
function keyOfPart(key: string, index: number): string {
  return index === 0 ? key : `part ${createHash("sha256").update(`${index} ${key}`).digest("base64url")}`;
}
