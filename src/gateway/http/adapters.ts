import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { LOCALES } from "../../policy/types.ts";
import { json, type Answer } from "./answer.ts";
import { readBody } from "./body.ts";
import { HttpError } from "./http-error.ts";
import type { HttpParts } from "./http-parts.ts";

/** Where other chats ask. Each says a secret of its own, so whichever Host a request names, it needs one. */
export const ADAPTERS_PATH = "/adapters/";
const MATRIX_PATH = /^\/adapters\/matrix\/(?:(zh-CN|en|id|vi)\/)?([a-z0-9_]{1,64})$/u;
/** An event has 65,536 bytes, and is written as JSON within JSON. */
const MAX_BODY_BYTES = 262_144;

/**
 * Answers another chat.
 *
 * @throws {HttpError} by rejecting, `not_found` where that chat was not set.
 */
export async function answerChat(request: IncomingMessage, { api, environment }: HttpParts): Promise<Answer> {
  const path = (request.url ?? "").split("?", 1)[0] ?? "";
  const [, named, callback] = MATRIX_PATH.exec(path) ?? [];
  if (api.matrix === undefined || callback === undefined) throw new HttpError("not_found");
  if (request.method !== "POST") throw new HttpError("method_not_allowed", "Expected POST", { allow: ["POST"] });
  const { limits, rates } = environment;
  const locale = LOCALES.find((each) => each === named) ?? "en";
  const { authorization } = request.headers;
  const allowance = { requester: "Matrix", maxLinks: limits.maxFollowedLinks, take: rates.follow };
  try {
    const body = await readBody(request, z.unknown(), MAX_BODY_BYTES);
    const { status, body: said } = await api.matrix({ callback, locale, authorization, body }, allowance);
    return { ...json(said), status };
  } catch (error) {
    // In the form that Synapse tells whoever sent the message.
    const refusal = error instanceof HttpError ? error : new HttpError("internal");
    if (refusal !== error) environment.onFault(error);
    return { ...json({ errcode: "M_UNKNOWN", error: refusal.message }), status: refusal.status };
  }
}
