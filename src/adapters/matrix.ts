import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { FollowAllowance } from "../messages/follow-allowance.ts";
import type { Locale } from "../policy/types.ts";
import { type CompactAnswer, compactOf } from "../report/compact.ts";
import type { LinkReport } from "../report/report.ts";
import { ContentError, MAX_CONTENT_LENGTH, textsOf } from "../satori/elements.ts";

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

/** Any 2xx lets the event pass; JSON of any other status is told to whoever sent it. */
export interface MatrixAnswer {
  readonly status: number;
  readonly body: object;
}

export interface MatrixParts {
  /** `authorization` of the module's config. */
  readonly secret: string;
  /** Judges a text of a group, after its links were followed. */
  readonly check: (text: string, locale: Locale, allowance: FollowAllowance) => Promise<readonly LinkReport[]>;
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

/** Longer texts are checked in pieces. */
const MAX_TEXT_LENGTH = 8_000;
/** More than an event of 65,536 bytes can hold, with an edited text plain and as HTML. Source: Matrix specification v1.18, size limits. */
const MAX_TEXTS = 40;

export type MatrixCallbacks = (asked: MatrixAsked, allowance: FollowAllowance) => Promise<MatrixAnswer>;

export function createMatrixCallbacks({ secret, check }: MatrixParts): MatrixCallbacks {
  const own = digestOf(`Bearer ${secret}`);
  return async (asked, allowance) => {
    if (!timingSafeEqual(digestOf(asked.authorization ?? ""), own))
      return {
        status: 401,
        body: { errcode: "M_UNAUTHORIZED", error: "The link policy was asked with a wrong secret" },
      };
    // Others come too where `enabled_callbacks` names none.
    if (asked.callback !== "check_event_for_spam") return PASSED;
    const { success, data } = eventSchema.safeParse(asked.body);
    // What is encrypted, or no message, says nothing that could be judged.
    if (!success || data.event.type !== "m.room.message") return PASSED;
    const answers: CompactAnswer[] = [];
    for (const text of textsIn(data.event.content)) answers.push(compactOf(await check(text, asked.locale, allowance)));
    const blocked = answers.find(({ worst }) => worst === "block");
    if (blocked === undefined) return PASSED;
    return { status: 403, body: { errcode: "M_FORBIDDEN", error: blocked.sentence ?? "" } };
  };
}

const PASSED: MatrixAnswer = { status: 200, body: {} };

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Each text once, with the addresses behind its words. */
function textsIn(content: z.output<typeof eventSchema>["event"]["content"]): readonly string[] {
  const texts = new Set<string>();
  for (const { body, formatted_body: html } of [content, content["m.new_content"]].flatMap((each) => each ?? [])) {
    for (const text of [...piecesOf(body), ...htmlTexts(html)]) texts.add(text);
  }
  return [...texts].slice(0, MAX_TEXTS);
}

function htmlTexts(html: string): readonly string[] {
  // Addresses are found in the source too, though not which words they stand behind.
  if (html.length > MAX_CONTENT_LENGTH) return piecesOf(html);
  try {
    return textsOf(html).flatMap(piecesOf);
  } catch (error) {
    if (error instanceof ContentError) return piecesOf(html);
    throw error;
  }
}

/** A text in lengths that can be checked; they end at white space, so that no address is cut. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > MAX_TEXT_LENGTH && pieces.length < MAX_TEXTS) {
    const space = rest.lastIndexOf(" ", MAX_TEXT_LENGTH);
    const end = space > 0 ? space : MAX_TEXT_LENGTH;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end).trim();
  }
  if (rest !== "") pieces.push(rest.slice(0, MAX_TEXT_LENGTH));
  return pieces;
}
