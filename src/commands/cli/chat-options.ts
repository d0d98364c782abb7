import { signerWith } from "../../adapters/webhook/signature.ts";
import type { TelegramSettings, WebhookSettings } from "../../config.ts";
import { InputError } from "../../input/input-error.ts";
import { isOneOf } from "../../input/words.ts";
import { LOCALES } from "../../policy/types.ts";
import { type Console, type OptionValues, UsageError } from "./command.ts";
import { secretIn } from "./token-options.ts";

/** How other chats ask for a judgement. Secrets are in the environment alone. */
export const CHAT_OPTIONS = {
  "telegram-api": {
    kind: "text",
    value: "URL",
    help: "a server of Telegram's Bot API, which may be on this machine (https://api.telegram.org/)",
  },
  webhook: {
    kind: "text",
    value: "URL",
    help: "who is told of messages and links, signed with HUTONG_WEBHOOK_SECRET (nobody)",
  },
  "webhook-private": { kind: "flag", help: "the webhook may be on this machine or in a private network (off)" },
  "webhook-language": {
    kind: "text",
    value: "LANG",
    choices: LOCALES,
    help: "of reasons to the webhook: zh-CN, en, id or vi (en)",
  },
} as const;

const LEAST_SECRET_LENGTH = 32;

/** @throws {UsageError} when it is short enough to be guessed. */
export function matrixSecretIn(env: Console["env"]): string | null {
  return longSecretIn(env, "HUTONG_MATRIX_SECRET");
}

function longSecretIn(env: Console["env"], name: string): string | null {
  const secret = secretIn(env, name);
  if (secret === null || secret.length >= LEAST_SECRET_LENGTH) return secret;
  throw new UsageError(`${name}: expected ${LEAST_SECRET_LENGTH} characters or more`);
}

/** Null where there is no bot's token. @throws {UsageError} that repeats no secret. */
export function telegramFrom(
  { "telegram-api": api }: OptionValues<typeof CHAT_OPTIONS>,
  env: Console["env"],
): TelegramSettings | null {
  const token = secretIn(env, "HUTONG_TELEGRAM_TOKEN");
  const secret = longSecretIn(env, "HUTONG_TELEGRAM_SECRET");
  if (token === null && secret === null && api === undefined) return null;
  if (token === null || !/^\d{1,20}:[\w-]{20,128}$/u.test(token))
    throw new UsageError("HUTONG_TELEGRAM_TOKEN: expected a bot's token, such as 123456:ABC…");
  // What setWebhook takes. Source: https://core.telegram.org/bots/api#setwebhook
  if (secret === null || !/^[\w-]{1,256}$/u.test(secret))
    throw new UsageError("HUTONG_TELEGRAM_SECRET: expected 32 to 256 letters, digits, _ and -, as secret_token");
  return { token, secret, api: api === undefined ? null : baseFrom(api) };
}

function baseFrom(text: string): URL {
  const url = URL.parse(text.endsWith("/") ? text : `${text}/`);
  if (url !== null && /^https?:$/u.test(url.protocol) && url.username === "" && url.search === "" && url.hash === "")
    return url;
  throw new UsageError("expected an address such as http://127.0.0.1:8081/", { field: "--telegram-api" });
}

/** Null where there is none. @throws {UsageError} that repeats nothing of its address or secret. */
export function webhookFrom(
  {
    webhook: text,
    "webhook-private": mayBePrivate,
    "webhook-language": locale = "en",
  }: OptionValues<typeof CHAT_OPTIONS>,
  env: Console["env"],
): WebhookSettings | null {
  const secrets = secretIn(env, "HUTONG_WEBHOOK_SECRET");
  if (text === undefined) return null;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/u.test(url.protocol) || url.username !== "" || url.password !== "" || url.hash !== "")
    throw new UsageError("expected an address such as https://receiver.example/hutong", { field: "--webhook" });
  if (!isOneOf(LOCALES, locale))
    throw new UsageError(`expected ${LOCALES.join(", ")}`, { field: "--webhook-language" });
  try {
    signerWith(secrets ?? "");
  } catch (error) {
    if (error instanceof InputError) throw new UsageError(error.message);
    throw error;
  }
  return { url, secrets: secrets ?? "", mayBePrivate, locale };
}
