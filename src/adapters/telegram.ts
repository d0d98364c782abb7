import { z } from "zod";
import type { FollowAllowance } from "../messages/follow-allowance.ts";
import type { Locale } from "../policy/types.ts";
import type { CompactAnswer } from "../report/compact.ts";
import type { Poster } from "../resolve/fetch/poster.ts";
import type { Log } from "../telemetry/log.ts";
import { type ChatAnswer, type CheckText, worstOf } from "./checking.ts";
import { says } from "./secrets.ts";
import { readUpdate, type TelegramMessage, type TelegramUpdate, textsOfMessage } from "./telegram-update.ts";

/**
 * Telegram, by a bot's webhook: what somebody wrote is judged after it was delivered, and deleted or answered by the verdict.
 * Source: https://core.telegram.org/bots/api#setwebhook, read 2026-11-28.
 */
export interface TelegramAsked {
  readonly locale: Locale;
  /** Header `X-Telegram-Bot-Api-Secret-Token`. */
  readonly secret: string | undefined;
  readonly body: unknown;
}

export interface TelegramParts {
  /** Of the bot, `123:ABC…`. */
  readonly token: string;
  /** `secret_token` of setWebhook. */
  readonly secret: string;
  /** Base of the Bot API's server, which ends with a slash. */
  readonly api: URL;
  readonly post: Poster;
  readonly check: CheckText;
  readonly log: Log;
}

/** Any 2xx settles an update; after any other status Telegram sends it again. */
export type TelegramWebhook = (asked: TelegramAsked, allowance: FollowAllowance) => Promise<ChatAnswer>;

export const DEFAULT_TELEGRAM_API = new URL("https://api.telegram.org/");

/** What a bot may do in a chat, as Telegram answers a call. */
type Outcome = "done" | "refused";

const answerSchema = z.object({ ok: z.boolean() });
const SETTLED: ChatAnswer = { status: 200, body: {} };
/** Telegram sends an update again until it is settled; what was answered before is not answered again. */
const MAX_REMEMBERED = 10_000;
/** A message has at most 100 entities. Source: https://core.telegram.org/bots/api#messageentity */
const MAX_TEXTS = 128;

/** Telegram's server did not do what was asked, and may do it later. */
class TelegramUnavailable extends Error {
  override readonly name = "TelegramUnavailable";
}

export function createTelegramWebhook({ token, secret, api, post, check, log }: TelegramParts): TelegramWebhook {
  const isOwn = says(secret);
  const botId = Number(token.split(":", 1)[0]);
  const settled = createMemory();
  const atWork = new Map<number, Promise<ChatAnswer>>();
  /** What was said of which message: an edit that changes nothing of it is not answered again. */
  const answered = createMemory();

  async function call(method: string, parameters: object): Promise<Outcome> {
    const { status, text } = await post(new URL(`./bot${token}/${method}`, api), JSON.stringify(parameters));
    const { success, data } = answerSchema.safeParse(parsed(text));
    if (success && data.ok) return "done";
    // Busy, or broken: the update comes again.
    if (status === 429 || status >= 500 || !success) throw new TelegramUnavailable(`${method}: status ${status}`);
    log({ event: "telegram_refused", method, status });
    return "refused";
  }

  function say(message: TelegramMessage, text: string, isReply: boolean): Promise<Outcome> {
    const { chat, message_id: id, message_thread_id: topic, is_topic_message: isInTopic } = message;
    return call("sendMessage", {
      chat_id: chat.id,
      // Else it is said where nobody knows of what.
      ...(isInTopic === true && topic !== undefined && { message_thread_id: topic }),
      text,
      disable_notification: true,
      link_preview_options: { is_disabled: true },
      ...(isReply && { reply_parameters: { message_id: id, allow_sending_without_reply: true } }),
    });
  }

  async function act(message: TelegramMessage, { worst, notice, sentence }: CompactAnswer): Promise<void> {
    const { chat, message_id: id } = message;
    const why = sentence ?? "";
    const what = `${chat.id} ${id} ${worst} ${notice} ${why}`;
    if (answered.has(what)) return;
    // Who writes to the bot itself asks it.
    if (chat.type === "private") await say(message, why, true);
    else if (worst === "block") {
      const outcome = await call("deleteMessage", { chat_id: chat.id, message_id: id });
      // A channel is its owner's; nothing is written into it.
      if (chat.type !== "channel") await say(message, why, outcome === "refused");
    } else if (notice && chat.type !== "channel") await say(message, why, true);
    answered.add(what);
  }

  async function settle(
    { id, message }: TelegramUpdate,
    locale: Locale,
    allowance: FollowAllowance,
  ): Promise<ChatAnswer> {
    if (message !== null && message.from?.id !== botId) {
      const texts = textsOfMessage(message).slice(0, MAX_TEXTS);
      const worst = await worstOf(texts, (text) => check(text, locale, allowance));
      try {
        if (worst !== null) await act(message, worst);
      } catch (error) {
        // Not with the address that was asked: it holds the token.
        log({ event: "telegram_unavailable", fault: error instanceof Error ? error.name : "unknown" });
        return { status: 503, body: { error: "Telegram's server did not answer; send the update again" } };
      }
    }
    settled.add(`${id}`);
    return SETTLED;
  }

  return async ({ locale, secret: given, body }, allowance) => {
    if (!isOwn(given)) return { status: 401, body: { error: "The link policy was asked with a wrong secret" } };
    const update = readUpdate(body);
    if (update === null || settled.has(`${update.id}`)) return SETTLED;
    // Telegram sends again what takes long: that is answered as the first is.
    const first = atWork.get(update.id);
    if (first !== undefined) return first;
    const settling = settle(update, locale, allowance).finally(() => atWork.delete(update.id));
    atWork.set(update.id, settling);
    return settling;
  };
}

/** The latest of many. */
function createMemory(): Pick<Set<string>, "has"> & { add(what: string): void } {
  const all = new Set<string>();
  return {
    has: (what) => all.has(what),
    add(what) {
      all.add(what);
      const [oldest] = all;
      if (all.size > MAX_REMEMBERED && oldest !== undefined) all.delete(oldest);
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
