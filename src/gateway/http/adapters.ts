import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { ChatAnswer } from "../../adapters/checking.ts";
import type { FollowAllowance } from "../../messages/follow-allowance.ts";
import { LOCALES } from "../../policy/types.ts";
import { json, type Answer } from "./answer.ts";
import { readBody } from "./body.ts";
import { HttpError } from "./http-error.ts";
import type { HttpParts } from "./http-parts.ts";

/** Where other chats ask. Each says a secret of its own, so whichever Host a request names, it needs one. */
export const ADAPTERS_PATH = "/adapters/";
const TELEGRAM_PATH = /^\/adapters\/telegram(?:\/(zh-CN|en|id|vi))?$/u;
const MATRIX_PATH = /^\/adapters\/matrix\/(?:(zh-CN|en|id|vi)\/)?([a-z0-9_]{1,64})$/u;
/** An event has 65,536 bytes, and is written as JSON within JSON. */
const MAX_BODY_BYTES = 262_144;

/**
 * Answers another chat.
 *
 * @throws {HttpError} by rejecting, `not_found` where that chat was not set.
 */
export async function answerChat(request: IncomingMessage, parts: HttpParts): Promise<Answer> {
  const path = (request.url ?? "").split("?", 1)[0] ?? "";
  const { matrix, telegram } = parts.api;
  const toMatrix = matrix === undefined ? null : MATRIX_PATH.exec(path);
  const toTelegram = telegram === undefined ? null : TELEGRAM_PATH.exec(path);
  if (toMatrix === null && toTelegram === null) throw new HttpError("not_found");
  if (request.method !== "POST") throw new HttpError("method_not_allowed", "Expected POST", { allow: ["POST"] });
  const [, named, callback = ""] = toMatrix ?? toTelegram ?? [];
  const locale = LOCALES.find((each) => each === named) ?? "en";
  if (matrix !== undefined && toMatrix !== null) {
    const { authorization } = request.headers;
    return answered(request, parts, "Matrix", (body, allowance) =>
      matrix({ callback, locale, authorization, body }, allowance),
    );
  }
  const secret = request.headers["x-telegram-bot-api-secret-token"];
  return answered(request, parts, "Telegram", async (body, allowance) =>
    telegram === undefined
      ? { status: 404, body: {} }
      : telegram({ locale, secret: typeof secret === "string" ? secret : undefined, body }, allowance),
  );
}

async function answered(
  request: IncomingMessage,
  { environment }: HttpParts,
  chat: string,
  ask: (body: unknown, allowance: FollowAllowance) => Promise<ChatAnswer>,
): Promise<Answer> {
  const { limits, rates } = environment;
  const allowance = { requester: chat, maxLinks: limits.maxFollowedLinks, take: rates.follow };
  try {
    const body = await readBody(request, z.unknown(), MAX_BODY_BYTES);
    const { status, body: said } = await ask(body, allowance);
    return { ...json(said), status };
  } catch (error) {
    // In the form that Synapse tells whoever sent the message; Telegram reads no more than the status.
    const refusal = error instanceof HttpError ? error : new HttpError("internal");
    if (refusal !== error) environment.onFault(error);
    return { ...json({ errcode: "M_UNKNOWN", error: refusal.message }), status: refusal.status };
  }
}
