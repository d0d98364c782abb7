import { z } from "zod";
import type { FollowAllowance } from "../messages/follow-allowance.ts";
import type { Locale } from "../policy/types.ts";
import { type ChatAnswer, type CheckText, piecesOf, worstOf } from "./checking.ts";
import { readHtml } from "./html-texts.ts";
import { says } from "./secrets.ts";

/**
 * Matrix, by synapse-http-antispam: Synapse asks before it takes an event, and refuses it by our answer. Source:
 * https://github.com/maunium/synapse-http-antispam, `check_event_for_spam`, read 2026-11-28.
 */
export interface MatrixAsked {
  /** The last part of the path. */
  readonly callback: string;
  readonly locale: Locale;
  /** Header of the request. */
  readonly authorization: string | undefined;
  readonly body: unknown;
}

export interface MatrixParts {
  /** `authorization` of the module's config. */
  readonly secret: string;
  readonly check: CheckText;
}

/** Only what people write is looked at; the rest of an event is whatever it is. */
const contentSchema = z.object({
  body: z.string().catch(""),
  formatted_body: z.string().catch(""),
});
const eventSchema = z.object({
  event: z.object({
    type: z.string(),
    content: contentSchema.extend({ "m.new_content": contentSchema.optional().catch(undefined) }),
  }),
});

/** Source: `do_ping` of the module's README, read 2026-11-28. */
const pingSchema = z.object({ id: z.union([z.string().max(256), z.number()]) });

/** More than an event of 65,536 bytes can hold, with an edited text plain and as HTML. Source: Matrix specification v1.18, size limits. */
const MAX_TEXTS = 40;

/** Any 2xx lets the event pass; JSON of any other status is told to whoever sent it. */
export type MatrixCallbacks = (asked: MatrixAsked, allowance: FollowAllowance) => Promise<ChatAnswer>;

export function createMatrixCallbacks({ secret, check }: MatrixParts): MatrixCallbacks {
  const isOwn = says(`Bearer ${secret}`);
  return async (asked, allowance) => {
    if (!isOwn(asked.authorization))
      return {
        status: 401,
        body: { errcode: "M_UNAUTHORIZED", error: "The link policy was asked with a wrong secret" },
      };
    // With `do_ping` the module asks whether anybody is there.
    if (asked.callback === "ping")
      return { status: 200, body: { id: pingSchema.safeParse(asked.body).data?.id ?? null, status: "ok" } };
    // Others come too where `enabled_callbacks` names none.
    if (asked.callback !== "check_event_for_spam") return PASSED;
    const { success, data } = eventSchema.safeParse(asked.body);
    // What is encrypted, or no message, says nothing that could be judged.
    if (!success || data.event.type !== "m.room.message") return PASSED;
    const worst = await worstOf(textsIn(data.event.content), (text) => check(text, asked.locale, allowance));
    if (worst?.worst !== "block") return PASSED;
    return { status: 403, body: { errcode: "M_FORBIDDEN", error: worst.sentence ?? "" } };
  };
}

const PASSED: ChatAnswer = { status: 200, body: {} };

/** Each text once, with the addresses behind its words. */
function textsIn(content: z.output<typeof eventSchema>["event"]["content"]): readonly string[] {
  const texts = new Set<string>();
  for (const { body, formatted_body: html } of [content, content["m.new_content"]].flatMap((each) => each ?? [])) {
    const { text, addresses } = readHtml(html);
    for (const each of [body, text, addresses.join("\n")])
      for (const piece of piecesOf(each, MAX_TEXTS)) texts.add(piece);
  }
  return [...texts].slice(0, MAX_TEXTS);
}
