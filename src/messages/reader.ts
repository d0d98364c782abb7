import type { JudgedIn } from "../chat/conversation.ts";
import { writeJson, type Json } from "../input/json.ts";
import type { Choice } from "../policy/types.ts";
import type { CheckContext } from "../report/report.ts";
import type { JudgeContext } from "./judge.ts";
import type { Replay } from "./replay.ts";

/** What of a reader a verdict depends on. */
export interface Reader {
  readonly client: CheckContext["client"];
  readonly locale: CheckContext["locale"];
  readonly choice: Choice | null;
  /** Of the three above. Equal keys mean equal reports for the same message, where nothing is replayed. */
  readonly cacheKey: string;
  /** A tester's own facts: what this connection reads is made of them, and what is kept or told to others is not. */
  readonly replay: Replay | null;
}

export function readerOf(
  client: Reader["client"],
  locale: Reader["locale"],
  choice: Choice | null,
  replay: Replay | null = null,
): Reader {
  const cacheKey = `${client.os} ${client.version ?? "?"} ${locale} ${choice ?? "-"}`;
  if (replay !== null) return { client, locale, choice, cacheKey, replay };
  const known = readers.get(cacheKey);
  if (known !== undefined) return known;
  if (readers.size >= MAX_READERS) readers.clear();
  const reader = { client, locale, choice, replay, cacheKey };
  readers.set(cacheKey, reader);
  return reader;
}

/** Most of ten thousand readers read alike, and then are one. */
const readers = new Map<string, Reader>();
const MAX_READERS = 1_000;

/** The reader of a cache key, where somebody reads so; undefined for any other key. */
export function readerOfKey(cacheKey: string): Reader | undefined {
  return readers.get(cacheKey);
}

/** The same reader after a new choice. */
export function withChoice({ client, locale, replay }: Reader, choice: Choice | null): Reader {
  return readerOf(client, locale, choice, replay);
}

/** The context in which the operator's judge judges for a reader, whatever that reader replays. */
export function judgeContext(
  { client, choice, locale }: Reader,
  chat: JudgeContext["chat"],
  at: Date,
  decider?: JudgeContext["decider"],
): JudgeContext {
  return { at, chat, client, choice, locale, decider };
}

/** The context that a tester's reports are made in. */
export function replayContext(
  { at, chat, client, choice }: Replay,
  locale: Reader["locale"],
  receivedAt: Date,
): JudgeContext {
  return { at: at ?? receivedAt, chat, client, choice, locale };
}

/** What a decision was made in besides the message itself, for it to be made again. */
export function contextRecord({
  client,
  choice,
  locale,
}: Pick<JudgeContext, "client" | "choice" | "locale">): Json<JudgedIn> {
  return writeJson({ client, choice, locale });
}
